"""URLs: what may be fetched, whose it is, and which two are the same article."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.records import IdentityRules, Source
from archive.urls import (
    MAX_LENGTH,
    canonical_url,
    clean_url,
    former_keys,
    in_scope,
    is_front_page,
    location,
    scope_length,
    scope_prefix,
    url_key,
    url_path_matches,
)

VODI = Source(
    slug="vodi-en",
    name="Vodi News (English)",
    country="TJ",
    languages=("en",),
    timezone="Asia/Dushanbe",
    scope=("vodi.tj/eng/", "eng.vodi.tj/"),
    homepage="https://vodi.tj/eng/",
    aliases=(("eng.vodi.tj/", "vodi.tj/eng/"), ("eng.vodi.tj/old/", "vodi.tj/eng/archive/")),
)

HOSTS = ["vodi.tj", "www.vodi.tj", "m.www.vodi.tj", "VODI.tj.", "vodi.tj:8600", "хабар.тҷ", "[::1]:80", "127.0.0.1"]
PIECES = ["/", "//", "/./", "/../", "a", "Ab", "й", "и\u0306", "%D0%B9", "%d0", "%41", "%2f", "%", "%3D", "\u0307"]
PIECES += ["index.html", "index.php", "/amp", ";jsessionid=1F", ";v=1", "..", "?", "&", "=", "p=1", "utm_source=x"]
PIECES += ["from=ru", "<", "\u0338", "\u037e", "+", " ", "\\", "%252e", "%2E", "#", "[", "]", "\x00", "\t", "%ff", ":"]

messy_urls = st.builds(
    lambda scheme, host, rest: f"{scheme}://{host}/{''.join(rest)}",
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(HOSTS),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12),
)


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("  https://Vodi.TJ/News/A?b=1#top\n", "https://vodi.tj/News/A?b=1"),
        ("https://vodi.tj", "https://vodi.tj/"),
        ("https://vodi.tj:443/a", "https://vodi.tj/a"),
        ("http://vodi.tj:443/a", "http://vodi.tj:443/a"),
        ("http://vodi.tj./a", "http://vodi.tj/a"),
        ("http://vodi.tj:/a", "http://vodi.tj/a"),
        ("http://vo\ndi.tj/a\x00b", "http://vodi.tj/ab"),
        ("http://vodi.tj/хабар нав?q=ӯ", "http://vodi.tj/%D1%85%D0%B0%D0%B1%D0%B0%D1%80%20%D0%BD%D0%B0%D0%B2?q=%D3%AF"),
        ("http://vodi.tj/%d0%b9//a/../b;v=1", "http://vodi.tj/%d0%b9//a/../b;v=1"),
        ("http://хабар.рф/", "http://xn--80aac5dva.xn--p1ai/"),
        ("http://[::0001]:8600/", "http://[::1]:8600/"),
        ("http://my_site.vodi.tj/", "http://my_site.vodi.tj/"),
    ],
)
def test_url_is_made_fetchable_and_its_path_left_alone(url: str, cleaned: str) -> None:
    assert clean_url(url) == cleaned


@pytest.mark.parametrize(
    ("href", "cleaned"),
    [
        ("/eng/2026/x", "https://vodi.tj/eng/2026/x"),
        ("ru/news/x", "https://vodi.tj/eng/ru/news/x"),
        ("//eng.vodi.tj/x", "https://eng.vodi.tj/x"),
        ("?page=2", "https://vodi.tj/eng/a?page=2"),
        ("http://other.example/", "http://other.example/"),
    ],
)
def test_relative_link_is_resolved_against_its_page(href: str, cleaned: str) -> None:
    assert clean_url(href, "https://vodi.tj/eng/a") == cleaned


@pytest.mark.parametrize(
    "url",
    [
        "", "   ", "vodi.tj/feed", "/feed", "//vodi.tj/feed", "mailto:a@vodi.tj", "javascript:alert(1)", "ftp://vodi.tj/",
        "file:///etc/passwd", "data:text/html,x", "http://", "http:///a", "http://?q", "http://user@vodi.tj/",
        "http://user:secret@vodi.tj/", "http://vodi.tj:0/", "http://vodi.tj:65536/", "http://vodi.tj:80a/",
        "http://vodi.tj:٨٠/", "http://vo di.tj/", "http://vodi..tj/", "http://.tj/", "http://vodi.tj\\.evil.example/",
        "http://%76odi.tj/", "http://[::1/", "http://[v1.x]/", "http://[::1%25eth0]/", "http://a:b:c/",
        "http://xn--\u0430.tj/", "http://\u2100.tj/", "http://" + "a" * 64 + ".tj/", "http://" + "й." * 200 + "tj/",
        "http://vodi.tj/\ud800", "http://vodi.tj/" + "a" * MAX_LENGTH, "http://vodi.tj/" + "й" * 400,
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_is_none(url: str) -> None:
    assert clean_url(url) is None


@given(st.text(max_size=60) | messy_urls)
@example("http://vodi.tj/a?")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean_url(text)
    assert cleaned is None or clean_url(cleaned) == cleaned


@given(st.text(max_size=60), st.text(max_size=60) | messy_urls)
def test_no_link_on_a_page_raises(href: str, base: str) -> None:
    cleaned = clean_url(href, base)
    assert cleaned is None or (cleaned.isascii() and cleaned.startswith(("http://", "https://")))


@pytest.mark.parametrize(
    "url",
    [
        "http://vodi.tj/news/a?id=7&b=2",
        "https://vodi.tj/news/a?b=2&id=7",
        "HTTPS://WWW.Vodi.tj:443/news/a?id=7&b=2",
        "http://m.vodi.tj/news/a/?id=7&b=2",
        "http://amp.vodi.tj/news/a/amp/?id=7&b=2",
        "http://www.m.vodi.tj//news/./x/../a/?b=2&id=7#comments",
        "http://vodi.tj/news/a/index.html?id=7&b=2",
        "http://vodi.tj/news/a/amp/index.php?id=7&&b=2",
        "http://vodi.tj/news/%61;jsessionid=0F3A?id=%37&b=2",
        "http://vodi.tj/news/;JSESSIONID=1/a?id=7&b=2",
        "http://vodi.tj/news/%2e%2e/news/a?id=7&b=2",
        "http://vodi.tj/news/a?id=7&b=2&utm_source=rss&UTM_Medium=x&fbclid=1&gclid=2&yclid=3&ysclid=4&_openstat=5",
        "http://vodi.tj/news/a?from=main&id=7&print=1&amp=1&PHPSESSID=ab12&b=2&utm%5Fcampaign=x&amp",
    ],
)
def test_all_ways_to_write_one_article_have_one_key(url: str) -> None:
    assert url_key(url) == "vodi.tj/news/a?b=2&id=7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://vodi.tj/?p=123", "http://vodi.tj/"),
        ("http://vodi.tj/?p=123", "http://vodi.tj/?p=124"),
        ("http://vodi.tj/News", "http://vodi.tj/news"),
        ("http://vodi.tj:8600/a", "http://vodi.tj/a"),
        ("http://eng.vodi.tj/a", "http://vodi.tj/a"),
        ("http://vodi.tj/a%2Fb", "http://vodi.tj/a/b"),
        ("http://vodi.tj/a?b=1%26c=2", "http://vodi.tj/a?b=1&c=2"),
        ("http://vodi.tj/a/amplifier", "http://vodi.tj/a"),
        ("http://vodi.tj/a?fromage=1", "http://vodi.tj/a"),
        ("http://m.tj/a", "http://tj/a"),
        ("http://vodi.tj/%25D0%25B9", "http://vodi.tj/%D0%B9"),
    ],
)
def test_different_articles_keep_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_composed_decomposed_and_escaped_letters_have_one_key() -> None:
    composed = "http://vodi.tj/хабари-рӯз-й?q=ӣ"
    keys = {url_key(composed), url_key(normalize("NFD", composed)), url_key(clean_url(composed) or "")}
    keys.add(url_key((clean_url(composed) or "").replace("%D0", "%d0")))
    assert keys == {url_key(normalize("NFD", clean_url(composed) or ""))}
    assert url_key("http://vodi.tj/й") == "vodi.tj/%D0%B9"


def test_bytes_that_are_no_utf8_stay_what_they_are() -> None:
    assert url_key("http://vodi.tj/%ef%f0/%d0") == "vodi.tj/%EF%F0/%D0"


@given(messy_urls)
@example("http://vodi.tj/%3D\u0307")
@example("http://vodi.tj/%%34%31")
@example("http://vodi.tj/..;jsessionid=1/index.php;jsessionid=2/amp")
def test_key_of_a_key_is_the_key(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        key = url_key(cleaned)
        assert url_key(f"http://{key}") == key
        assert key.startswith("[") or url_key(f"https://www.{key}") == key
        assert key.isascii()


@given(messy_urls, st.sampled_from(["utm_source=x", "fbclid=1", "print", "%66rom=a"]))
def test_a_tracker_more_is_the_same_article(url: str, tracker: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert url_key(f"{cleaned}{'&' if '?' in cleaned else '?'}{tracker}") == url_key(cleaned)


@st.composite
def forms_of_one_article(draw: st.DrawFn) -> str:
    """Any of the ways in which sites and readers write ``vodi.tj/news/й?b=2&id=7``."""
    scheme, port = draw(st.sampled_from([("http", ""), ("http", ":80"), ("https", ""), ("https", ":443")]))
    host = draw(st.sampled_from(["vodi.tj", "www.vodi.tj", "m.vodi.tj", "amp.vodi.tj", "Www.VODI.tj", "vodi.tj."]))
    letter = draw(st.sampled_from(["й", "и\u0306", "%D0%B9", "%d0%b9", "%D0%B8%CC%86"]))
    between = draw(st.sampled_from(["/", "//", "/./", "/x/../", ";jsessionid=1F/"]))
    tail = draw(st.sampled_from(["", "/", "/index.html", "/index.php", "/amp", "/amp/", "/amp/index.html"]))
    others = st.sampled_from(["utm_source=x", "UTM_Medium=y", "fbclid=1", "ysclid=2", "print", "amp=1", "from=a", ""])
    query = draw(st.permutations(["id=7", "b=2", *draw(st.lists(others, max_size=4))]))
    fragment = draw(st.sampled_from(["", "#top", "#!/a?b=3"]))
    return f"{scheme}://{host}{port}/news{between}{letter}{tail}?{'&'.join(query)}{fragment}"


@given(forms_of_one_article())
def test_however_an_article_is_written_it_is_one(url: str) -> None:
    assert url_key(clean_url(url) or "") == url_key(url) == "vodi.tj/news/%D0%B9?b=2&id=7"


MOVED = replace(VODI, identity=IdentityRules(id=r"/(\d+)\.html$"))


@given(messy_urls)
def test_former_keys_are_others_than_todays_and_none_raises(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        assert list(former_keys(cleaned, replace(VODI, aliases=()))) == []
        assert all(isinstance(key, str) and key for key in former_keys(cleaned, MOVED))


def test_former_keys_are_those_from_before_the_aliases_and_before_the_id_pattern() -> None:
    assert list(former_keys("https://vodi.tj/eng/17.html?b=1", MOVED)) == [
        "eng.vodi.tj/17.html?b=1",
        "vodi.tj/eng/17.html?b=1",
    ]


@pytest.mark.parametrize("url", ["", "vodi.tj/a", "ftp://vodi.tj/", "http://user@vodi.tj/", "http://:80/"])
def test_key_of_what_cannot_be_fetched_is_an_error(url: str) -> None:
    with pytest.raises(ValueError, match=r"URL|host"):
        url_key(url)


def test_source_can_keep_a_parameter_that_looks_like_a_tracker() -> None:
    source = replace(VODI, identity=IdentityRules(keep_params=("from",)))
    assert url_key("http://vodi.tj/a?from=7&print=1", source) == "vodi.tj/a?from=7"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://eng.vodi.tj/2026/01/x/", "vodi.tj/eng/2026/01/x"),
        ("http://www.eng.vodi.tj/?p=5", "vodi.tj/eng?p=5"),
        ("http://eng.vodi.tj/old/x", "vodi.tj/eng/archive/x"),
        ("http://eng.vodi.tj/older/x", "vodi.tj/eng/older/x"),
        ("http://eng.vodi.tj:8600/x", "eng.vodi.tj:8600/x"),
    ],
)
def test_alias_prefix_leads_to_the_one_identity(url: str, key: str) -> None:
    assert url_key(url, VODI) == key
    assert url_key(f"http://{key}", VODI) == key


def test_site_number_is_the_identity_whatever_the_slug_and_host() -> None:
    source = replace(
        VODI,
        aliases=(("mirror.example/", "vodi.tj/"),),
        identity=IdentityRules(id=r"/a/(?:[^/]+/)?(\d+)\.html$"),
    )
    urls = ["http://vodi.tj/a/old-title/77.html", "https://m.vodi.tj/a/77.html?utm_source=x"]
    urls += ["http://mirror.example/a/new-title/77.html?from=main"]
    assert {url_key(url, source) for url in urls} == {"vodi.tj#vodi-en=77"}
    assert url_key("http://vodi.tj/a/78.html", source) == "vodi.tj#vodi-en=78"
    assert url_key("http://vodi.tj/about", source) == "vodi.tj/about"


def test_site_number_in_the_query_or_before_a_slash() -> None:
    by_query = replace(VODI, identity=IdentityRules(id=r"[?&]nid=(\d+)"))
    assert url_key("http://vodi.tj/?x=1&nid=5", by_query) == "vodi.tj#vodi-en=5"
    for pattern in (r"/doc/(\d+)/$", r"/doc/(\d+)$"):
        source = replace(VODI, identity=IdentityRules(id=pattern))
        assert url_key("http://vodi.tj/doc/5/", source) == "vodi.tj#vodi-en=5"


def test_editions_that_number_alike_are_not_one_article() -> None:
    english = replace(VODI, identity=IdentityRules(id=r"/(\d+)$"))
    russian = replace(english, slug="vodi-ru")
    assert url_key("http://vodi.tj/en/5", english) != url_key("http://vodi.tj/ru/5", russian)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://vodi.tj/eng/2026/x", True),
        ("http://www.vodi.tj/eng", True),
        ("https://vodi.tj:443/eng/", True),
        ("https://vodi.tj//eng/./x", True),
        ("https://vodi.tj/%65ng/x", True),
        ("https://VODI.tj/rus/../eng/x", True),
        ("https://eng.vodi.tj/anything?x=1", True),
        ("https://vodi.tj/english", False),
        ("https://vodi.tj/", False),
        ("https://vodi.tj/eng/../rus/x", False),
        ("https://vodi.tj/eng/%2e%2e/rus/x", False),
        ("https://vodi.tj:8600/eng/x", False),
        ("https://m.vodi.tj/eng/x", False),
        ("https://vodi.tj.evil.example/eng/", False),
        ("https://evil.example/?vodi.tj/eng/", False),
        ("https://vodi.tj@evil.example/eng/", False),
        ("ftp://vodi.tj/eng/", False),
        ("not a url", False),
        ("http://[/eng/", False),
    ],
)
def test_scope_is_host_port_and_whole_path_segments(url: str, expected: bool) -> None:
    assert in_scope(url, VODI) is expected


def test_port_counts_when_it_is_written() -> None:
    source = replace(VODI, scope=("127.0.0.1:8600/khovar/", "www.vodi.tj"))
    assert in_scope("http://127.0.0.1:8600/khovar/x", source)
    assert not in_scope("http://127.0.0.1/khovar/x", source)
    assert not in_scope("http://127.0.0.1:8601/khovar/x", source)
    assert in_scope("http://vodi.tj/x", source)


def test_longer_prefix_measures_longer() -> None:
    whole = replace(VODI, scope=("vodi.tj/",))
    assert scope_length("http://vodi.tj/eng/x", VODI) > scope_length("http://vodi.tj/eng/x", whole) > 0
    assert scope_length("http://other.example/", whole) == 0


@pytest.mark.parametrize(
    "text", ["", "/", "/eng/", "https://vodi.tj/", "vodi.tj/?a", "vodi.tj/#a", "a@b.tj/", "a b.tj"]
)
def test_what_is_no_scope_prefix_is_none(text: str) -> None:
    assert scope_prefix(text) is None


@given(messy_urls)
@example("http://vodi.tj/@author")
def test_a_place_covers_itself(url: str) -> None:
    cleaned = clean_url(url)
    if cleaned is not None:
        place = location(cleaned)
        assert place is not None
        assert place.endswith("/")
        assert scope_prefix(place) == place


@pytest.mark.parametrize(
    ("candidate", "canonical"),
    [
        ("https://vodi.tj/eng/2026/x/", "https://vodi.tj/eng/2026/x/"),
        ("/eng/2026/x#top", "https://vodi.tj/eng/2026/x"),
        ("http://eng.vodi.tj/2026/x", "http://eng.vodi.tj/2026/x"),
        ("https://amp.other.vodi.tj/x", "https://amp.other.vodi.tj/x"),
        ("https://vodi.tj/?p=12", "https://vodi.tj/?p=12"),
        ("https://vodi.tj/", None),
        ("https://vodi.tj/index.php?utm_source=x", None),
        ("https://vodi.tj/eng", None),
        ("https://eng.vodi.tj/", None),
        ("https://other.tj/eng/2026/x/", None),
        ("https://vodi.tj.evil.example/x", None),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_canonical_is_believed_on_the_same_registrable_host_only(candidate: str | None, canonical: str | None) -> None:
    assert canonical_url("https://vodi.tj/eng/2026/x/?utm_source=rss", candidate, VODI) == canonical


@pytest.mark.parametrize(
    ("page", "candidate"),
    [
        ("http://one.co.uk/a", "http://two.co.uk/a"),
        ("http://one.blogspot.com/a", "http://two.blogspot.com/a"),
        ("http://127.0.0.1:8600/a", "http://127.0.0.1:8601/a"),
        ("http://127.0.0.1/a", "http://10.0.0.1/a"),
        ("http://localhost/a", "http://intranet/a"),
    ],
)
def test_neighbours_under_one_public_suffix_are_strangers(page: str, candidate: str) -> None:
    assert canonical_url(page, candidate, VODI) is None
    assert canonical_url(candidate, candidate, VODI) == candidate


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://vodi.tj/", True),
        ("https://www.vodi.tj/index.html?utm_source=x", True),
        ("https://vodi.tj/eng/", True),
        ("https://eng.vodi.tj", True),
        ("https://other.example/", True),
        ("https://vodi.tj/eng/2026/x", False),
        ("https://vodi.tj/?p=5", False),
        ("https://vodi.tj/rus/", False),
    ],
)
def test_front_page_is_the_root_of_a_host_or_the_home_page(url: str, expected: bool) -> None:
    assert is_front_page(url, VODI) is expected


def test_article_pattern_looks_at_the_path_only() -> None:
    assert url_path_matches("https://vodi.tj/eng/2026/01/x/?y", r"^/eng/\d{4}/\d{2}/[^/]+/?$")
    assert not url_path_matches("https://vodi.tj/about?/eng/2026/01/x", r"/eng/\d{4}")
    assert url_path_matches("https://vodi.tj/%D1%85%D0%B0%D0%B1%D0%B0%D1%80/5", r"^/хабар/\d+$")
    assert url_path_matches("https://vodi.tj", r"^/$")


NO_NETWORK = """
import sys
sys.addaudithook(lambda event, args: sys.exit(event) if event in ("socket.connect", "socket.getaddrinfo") else None)
from archive.records import Source
from archive.urls import canonical_url
vodi = Source(slug="v", name="", country="TJ", languages=(), timezone="UTC", scope=(), homepage="http://vodi.tj/")
print(canonical_url("http://a.vodi.tj/x", "http://b.vodi.tj/x", vodi), "scrapy" in sys.modules)
"""


def test_registrable_host_is_told_without_network() -> None:
    done = subprocess.run([sys.executable, "-c", NO_NETWORK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["http://b.vodi.tj/x", "False"]
