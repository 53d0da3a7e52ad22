"""One source file: what it gives, and the sentence for everything that can be wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.records import CrawlRules, ExtractRules, IdentityRules, Listing, Source
from archive.source_files import REQUIRED, SOURCE_KEYS, read_source_file

MINIMAL = """
name = "Vodi News (English)"
country = "TJ"
languages = ["en"]
timezone = "Asia/Dushanbe"
scope = ["vodi.tj/en/"]
homepage = "https://vodi.tj/en/"
"""

FULL = (
    MINIMAL.replace('scope = ["vodi.tj/en/"]', 'scope = ["vodi.tj/en/", "en.vodi.tj:8600/"]')
    + r"""
feeds = ["https://vodi.tj/en/feed/"]
sitemaps = ["https://vodi.tj/sitemap.xml"]
article_url = '^/en/\d{4}/'
license = "CC BY 4.0"
status = "ok"
evidence = "probed 2026-11-20"
[aliases]
"en.vodi.tj:8600/" = "vodi.tj/en/"
[[listings]]
url = "https://vodi.tj/en/page/{page}/"
pages = 3
[[listings]]
url = "https://vodi.tj/en/all"
[extract]
body = "div.text > p:not(.ad)"
drop = [".share", "#ad"]
[identity]
keep_params = ["id", "from"]
id = '/(\d+)\.html$'
[crawl]
delay = 2
interval = "2h"
removed_checks = 1
removed_days = 0
tls = "lenient"
opt_out = "record"
"""
)


def read(folder: Path, text: str, name: str = "vodi-en.toml") -> tuple[Source | None, list[str]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_source_file(path, f"seeds/tj/{name}")


def problems(folder: Path, text: str, name: str = "vodi-en.toml") -> list[str]:
    source, found = read(folder, text, name)
    assert (source is None) is bool(found)
    return found


def test_six_keys_make_a_source(tmp_path: Path) -> None:
    source, found = read(tmp_path, MINIMAL)
    assert not found
    assert source == Source(
        slug="vodi-en",
        name="Vodi News (English)",
        country="TJ",
        languages=("en",),
        timezone="Asia/Dushanbe",
        scope=("vodi.tj/en/",),
        homepage="https://vodi.tj/en/",
    )


def test_every_key_arrives_in_its_field(tmp_path: Path) -> None:
    source, found = read(tmp_path, FULL)
    assert not found
    assert source == Source(
        slug="vodi-en",
        name="Vodi News (English)",
        country="TJ",
        languages=("en",),
        timezone="Asia/Dushanbe",
        scope=("vodi.tj/en/", "en.vodi.tj:8600/"),
        homepage="https://vodi.tj/en/",
        feeds=("https://vodi.tj/en/feed/",),
        sitemaps=("https://vodi.tj/sitemap.xml",),
        listings=(Listing(url="https://vodi.tj/en/page/{page}/", pages=3), Listing(url="https://vodi.tj/en/all")),
        article_url=r"^/en/\d{4}/",
        license="CC BY 4.0",
        status="ok",
        evidence="probed 2026-11-20",
        aliases=(("en.vodi.tj:8600/", "vodi.tj/en/"),),
        extract=ExtractRules(body="div.text > p:not(.ad)", drop=(".share", "#ad")),
        identity=IdentityRules(keep_params=("id", "from"), id=r"/(\d+)\.html$"),
        crawl=CrawlRules(delay=2.0, interval="2h", removed_checks=1, removed_days=0, tls="lenient", opt_out="record"),
    )


def test_every_field_of_a_source_has_a_key() -> None:
    assert set(SOURCE_KEYS) == set(Source.__dataclass_fields__) - {"slug"}


@pytest.mark.parametrize("key", REQUIRED)
def test_missing_required_key_is_named_with_a_line_to_add(tmp_path: Path, key: str) -> None:
    lines = [line for line in MINIMAL.splitlines() if not line.startswith(f"{key} =")]
    assert problems(tmp_path, "\n".join(lines)) == [f"seeds/tj/vodi-en.toml: {key} is missing. Add {REQUIRED[key]}."]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('feeds = ["khovar.tj/feed"]', 'feeds[0] "khovar.tj/feed" is not a URL. Add https://.'),
        (
            'feeds = ["https://a.tj/", "ftp://a.tj/"]',
            'feeds[1] "ftp://a.tj/" is not a URL. Write an absolute http:// or https:// URL.',
        ),
        (
            'sitemaps = "https://a.tj/s"',
            'sitemaps "https://a.tj/s" is not a list. Write sitemaps = ["https://a.tj/s"].',
        ),
        ("feeds = [1]", "feeds[0] 1 is not a string. Put it in quotes."),
        ("license = 4", "license 4 is not a string. Put it in quotes."),
        ('license = " "', 'license " " is empty. Fill it in, or take the key out.'),
        ("evidence = 2026-11-22", 'evidence "2026-11-22" is not a string. Put it in quotes.'),
        ('status = "ded"', 'status "ded" is not one of ok, unprobed, dead, moved. Did you mean "dead"?'),
        ('feed = ["https://a.tj/"]', 'key "feed" is not known. Did you mean "feeds"?'),
        ("crawl.dely = 1", 'key "crawl.dely" is not known. Did you mean "delay"?'),
        (
            "identity.zzz = 1",
            'key "identity.zzz" is not known. Take it out, or write one of keep_params, id.',
        ),
        ("article_url = '('", 'article_url "(" is not a regular expression (missing ), unterminated subpattern'),
        ("identity.id = 'a/\\d+'", r'identity.id "a/\\d+" has no group. Put the number in brackets, such as (\d+).'),
        ("identity.id = '('", 'identity.id "(" is not a regular expression'),
        ("identity = 1", "identity 1 is not a table. Write it under [identity]."),
        ("crawl.delay = -1", "crawl.delay -1 is not between 0 and 1000000. Write seconds, such as 1.0."),
        ("crawl.delay = nan", "crawl.delay NaN is not between 0 and 1000000."),
        ("crawl.delay = true", "crawl.delay true is not a number."),
        ('crawl.delay = "1"', 'crawl.delay "1" is not a number. Write seconds, such as 1.0.'),
        ("crawl.removed_checks = 1.5", "crawl.removed_checks 1.5 is not a whole number. Write removed_checks = 3."),
        ("crawl.removed_checks = 0", "crawl.removed_checks 0 is not between 1 and 1000000."),
        (
            'crawl.interval = "2 hours"',
            'crawl.interval "2 hours" is not an interval. Write "auto", or a time such as "10m", "2h" or "1d".',
        ),
        ('crawl.interval = "0m"', 'crawl.interval "0m" is not an interval.'),
        ('crawl.tls = "strct"', 'crawl.tls "strct" is not one of strict, lenient. Did you mean "strict"?'),
        ('crawl.opt_out = "ignore"', 'crawl.opt_out "ignore" is not one of obey, record. Write one of them.'),
        ('extract.body = "div["', 'extract.body "div[" is not a CSS selector'),
        ('extract.drop = [".ok", "p:nope"]', 'extract.drop[1] "p:nope" is not a CSS selector'),
        ("listings = 1", "listings 1 is not a list of tables. Write each under [[listings]]."),
        ("listings = [1]", "listings[0] 1 is not a table. Write it under [[listings]]."),
        ("listings = [{pages = 2}]", 'listings[0] {"pages": 2} has no url. Add it.'),
        ('listings = [{url = "a.tj/{page}"}]', 'listings[0].url "a.tj/{page}" is not a URL. Add https://.'),
        (
            'listings = [{url = "https://a.tj/{n}"}]',
            'listings[0].url "https://a.tj/{n}" has a placeholder that is not {page}.',
        ),
        ('listings = [{url = "https://a.tj/", pages = "3"}]', 'listings[0].pages "3" is not a whole number.'),
        (
            'listings = [{url = "https://a.tj/", pages = 3}]',
            'listings[0].url "https://a.tj/" says the same for every page. Put {page} where the number stands',
        ),
        ('aliases = ["a.tj/"]', 'aliases ["a.tj/"] is not a table. Write lines such as "old.tj/" = "new.tj/"'),
        ('aliases = {"http://a.tj/" = "b.tj/"}', 'aliases "http://a.tj/" has a scheme. Write "a.tj/".'),
        ('aliases = {"a.tj/" = "/b"}', 'aliases "/b" is not host[:port]/path. Write it like "khovar.tj/eng/".'),
        ('aliases = {"a.tj/" = 1}', "aliases 1 is not a string. Put it in quotes."),
        ('aliases = {"a.tj/" = "a.tj/b/"}', 'aliases "a.tj/b/" leads from "a.tj/" into "a.tj/", itself an alias.'),
        (
            'aliases = {"a.tj/" = "b.tj/x/", "b.tj/" = "c.tj/"}',
            'aliases "b.tj/x/" leads from "a.tj/" into "b.tj/", itself an alias. Name the last of them.',
        ),
    ],
)
def test_wrong_value_is_told_with_key_value_and_mend(tmp_path: Path, line: str, sentence: str) -> None:
    (found,) = problems(tmp_path, MINIMAL + line)
    assert found.startswith(f"seeds/tj/vodi-en.toml: {sentence}")
    assert found.endswith((".", "?"))


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("name", '""', 'name "" is empty.'),
        ("country", '"Tajikistan"', 'country "Tajikistan" is not a country code. Write two capitals such as "TJ".'),
        ("languages", '"en"', 'languages "en" is not a list. Write languages = ["en"].'),
        ("languages", '["english"]', 'languages[0] "english" is not a BCP 47 tag.'),
        ("timezone", '"Asia/Dushanbee"', 'timezone "Asia/Dushanbee" is not an IANA time zone. Did you mean "Asia/Du'),
        ("timezone", '"../etc"', 'timezone "../etc" is not an IANA time zone. '),
        ("timezone", '"Asia"', 'timezone "Asia" is not an IANA time zone. '),
        ("scope", "[]", "scope [] is empty. Name at least one."),
        ("scope", '["https://vodi.tj/en/"]', 'scope[0] "https://vodi.tj/en/" has a scheme. Write "vodi.tj/en/".'),
        ("scope", '["/en/"]', 'scope[0] "/en/" is not host[:port]/path. Write it like "khovar.tj/eng/".'),
        ("scope", '["vodi.tj:99999/"]', 'scope[0] "vodi.tj:99999/" is not host[:port]/path.'),
        ("homepage", '"vodi.tj/en/"', 'homepage "vodi.tj/en/" is not a URL. Add https://.'),
        ("homepage", '"https://vodi.tj/"', 'homepage "https://vodi.tj/" is outside the scope. Mend it, or add'),
    ],
)
def test_wrong_required_value_is_told(tmp_path: Path, key: str, value: str, sentence: str) -> None:
    text = "\n".join(f"{key} = {value}" if line.startswith(f"{key} =") else line for line in MINIMAL.splitlines())
    (found,) = problems(tmp_path, text)
    assert found.startswith(f"seeds/tj/vodi-en.toml: {sentence}")


@pytest.mark.parametrize("tag", ["tg", "uz-Cyrl", "uz-Latn-UZ", "es-419", "prs"])
def test_language_may_name_script_and_region(tmp_path: Path, tag: str) -> None:
    assert not problems(tmp_path, MINIMAL.replace('["en"]', f'["{tag}"]'))


def test_all_problems_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = MINIMAL.replace('"TJ"', "1").replace('name = "Vodi News (English)"', "") + 'feeds = ["a", "b.tj/"]\nfeed = 1'
    keys = [problem.split(": ", 1)[1].split(" ")[0] for problem in problems(tmp_path, text)]
    assert sorted(keys) == ["country", "feeds[0]", "feeds[1]", "key", "name"]


def test_alias_may_name_what_the_key_folds_anyway(tmp_path: Path) -> None:
    assert not problems(tmp_path, MINIMAL + 'aliases = {"m.vodi.tj/" = "vodi.tj/", "old.tj/" = "vodi.tj/"}')


def test_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, 'name = "Vodi"\ncountry = \n')
    assert found == "seeds/tj/vodi-en.toml: is not TOML: Invalid value (at line 2, column 11). Mend it there."


def test_number_or_depth_that_python_cannot_take_is_told(tmp_path: Path) -> None:
    (digits,) = problems(tmp_path, MINIMAL + "crawl.delay = " + "9" * 5_000)
    assert digits == "seeds/tj/vodi-en.toml: is not TOML: a number in it has thousands of digits. Mend it there."
    (deep,) = problems(tmp_path, MINIMAL + "feeds = " + "[" * 5_000)
    assert deep == "seeds/tj/vodi-en.toml: is not TOML: its brackets lie too deep in one another. Mend it there."
    (number,) = problems(tmp_path, MINIMAL + "crawl.delay = 0x" + "f" * 5_000)
    assert number.startswith("seeds/tj/vodi-en.toml: crawl.delay with a number of thousands of digits is not between")


def test_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vodi.toml"
    path.write_bytes('name = "Вести"'.encode("cp1251"))
    assert read_source_file(path, "vodi.toml")[1] == ["vodi.toml: is not UTF-8. Save it as UTF-8."]


def test_byte_order_mark_of_an_editor_does_no_harm(tmp_path: Path) -> None:
    assert not problems(tmp_path, "\ufeff" + MINIMAL)


def test_folder_with_the_name_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "vodi.toml").mkdir()
    (found,) = read_source_file(tmp_path / "vodi.toml", "vodi.toml")[1]
    assert found == "vodi.toml: cannot be read (Is a directory). Make it a readable file."


@pytest.mark.parametrize("name", ["Vodi_EN.toml", "vodi en.toml", "vodi--en.toml", "-vodi-en.toml"])
def test_slug_is_lower_case_letters_digits_and_hyphens(tmp_path: Path, name: str) -> None:
    (found,) = problems(tmp_path, MINIMAL, name)
    assert found.startswith(f'seeds/tj/{name}: slug "{name.removesuffix(".toml")}" has more than a-z, 0-9 and hyphens.')
    assert found.endswith("Rename the file to vodi-en.toml.")
