"""The catalogue: which sources there are, which one a URL belongs to, and the files that came with Backissue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive.errors import SourceFileError, UnknownSource, UsageProblem
from archive.records import CrawlRules, ExtractRules, IdentityRules, Listing, Source
from archive.sources import Catalogue, check_catalogue, default_seeds, imported_source, load_catalogue
from archive.urls import in_scope, url_key, url_path_matches

SHIPPED = Path(__file__).parent.parent / "seeds"


def write(folder: Path, path: str, scope: str, extra: str = "") -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'name = "{file.stem}"\ncountry = "TJ"\nlanguages = ["tg"]\ntimezone = "Asia/Dushanbe"\n'
        f'scope = ["{scope}"]\nhomepage = "https://{scope}"\n{extra}',
        encoding="utf-8",
    )


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    write(folder, "tj/vodi-tg.toml", "vodi.tj/")
    write(folder, "tj/vodi-ru.toml", "vodi.tj/rus/", 'status = "ok"')
    write(folder, "tj/kuhi-tg.toml", "kuhi.tj/", 'status = "dead"')
    write(folder, "uz/daryo-uz.toml", "daryo.example/", 'status = "moved"')
    return folder


def slugs(sources: tuple[Source, ...]) -> list[str]:
    return [source.slug for source in sources]


def test_catalogue_holds_all_countries_sorted_by_slug(seeds: Path) -> None:
    assert slugs(load_catalogue(seeds).sources) == ["daryo-uz", "kuhi-tg", "vodi-ru", "vodi-tg"]
    assert check_catalogue(seeds) == []


def test_without_names_dead_and_moved_sources_are_left_out(seeds: Path) -> None:
    assert slugs(load_catalogue(seeds).select([])) == ["vodi-ru", "vodi-tg"]


def test_named_sources_come_in_that_order_even_a_dead_one(seeds: Path) -> None:
    assert slugs(load_catalogue(seeds).select(["vodi-tg", "kuhi-tg", "vodi-tg"])) == ["vodi-tg", "kuhi-tg"]


def test_unknown_source_is_answered_with_the_nearest(seeds: Path) -> None:
    with pytest.raises(UnknownSource, match=r'^There is no source "vodi-rus"\. Did you mean "vodi-ru"\?$'):
        load_catalogue(seeds).select(["vodi-rus"])
    with pytest.raises(UnknownSource, match="backissue sources list names them all"):
        load_catalogue(seeds).source("zzz")


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://vodi.tj/rus/2026/x", "vodi-ru"),
        ("http://www.vodi.tj/rus", "vodi-ru"),
        ("https://vodi.tj/russia", "vodi-tg"),
        ("https://vodi.tj/", "vodi-tg"),
        ("https://kuhi.tj/x?y=/rus/", "kuhi-tg"),
        ("https://vodi.tj:8600/", None),
        ("https://eng.vodi.tj/", None),
        ("mailto:a@vodi.tj", None),
    ],
)
def test_url_belongs_to_the_longest_matching_prefix(seeds: Path, url: str, slug: str | None) -> None:
    source = load_catalogue(seeds).source_of(url)
    assert (source and source.slug) == slug
    assert source is None or in_scope(url, source)


def test_one_scope_twice_belongs_to_the_first_slug(seeds: Path) -> None:
    write(seeds, "tj/aaa.toml", "vodi.tj/")
    source = load_catalogue(seeds).source_of("https://vodi.tj/x")
    assert source is not None
    assert source.slug == "aaa"


def test_bad_file_stops_the_load_with_file_key_value_and_mend(seeds: Path) -> None:
    write(seeds, "tj/khovar-en.toml", "khovar.tj/eng/", 'feeds = ["khovar.tj/feed"]')
    with pytest.raises(SourceFileError) as caught:
        load_catalogue(seeds)
    assert str(caught.value) == 'seeds/tj/khovar-en.toml: feeds[0] "khovar.tj/feed" is not a URL. Add https://.'
    assert caught.value.exit_code == 2


def test_check_tells_all_problems_of_all_files_and_load_counts_them(seeds: Path) -> None:
    write(seeds, "tj/a.toml", "a.tj/", "feeds = [1]\nfeed = 2")
    write(seeds, "uz/b.toml", "b.uz/", "listings = 3")
    found = check_catalogue(seeds)
    assert [problem.split(":")[0] for problem in found] == ["seeds/tj/a.toml", "seeds/tj/a.toml", "seeds/uz/b.toml"]
    with pytest.raises(SourceFileError, match=r"\(2 more: backissue sources check\.\)$") as caught:
        load_catalogue(seeds)
    assert str(caught.value).startswith(found[0])


def test_two_files_with_one_slug_are_told(seeds: Path) -> None:
    write(seeds, "uz/vodi-ru.toml", "vodi.uz/")
    sentence = 'seeds/uz/vodi-ru.toml: slug "vodi-ru" is taken by seeds/tj/vodi-ru.toml. Rename one of the two files.'
    assert check_catalogue(seeds) == [sentence]
    with pytest.raises(SourceFileError, match=re.escape(sentence)):
        load_catalogue(seeds)


def test_absent_and_empty_folders_are_told(tmp_path: Path) -> None:
    with pytest.raises(SourceFileError, match=r"nowhere: there is no such folder\. .*--seeds"):
        load_catalogue(tmp_path / "nowhere")
    (tmp_path / "README.md").write_text("no source")
    with pytest.raises(SourceFileError, match=r": no source file in it\. Add "):
        load_catalogue(tmp_path)


def test_file_is_named_by_its_path_from_here(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(seeds, "tj/a.toml", "a.tj/", "feed = 2")
    monkeypatch.chdir(seeds)
    assert check_catalogue(Path())[0].startswith("tj/a.toml: ")


def test_seeds_of_the_working_folder_come_before_the_packaged_ones(
    seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(seeds.parent)
    assert default_seeds() == Path("seeds")
    monkeypatch.chdir(seeds)
    assert "khovar-en" in slugs(load_catalogue(default_seeds()).sources)


def test_page_of_no_source_gets_one_after_its_host() -> None:
    source = imported_source("https://WWW.Old-News.example:8600/2019/x?y#z")
    assert source.slug == "imported-old-news.example"
    assert source.homepage == "https://www.old-news.example:8600/"
    assert source.timezone == "UTC"
    assert in_scope("https://old-news.example:8600/other", source)
    assert not in_scope("https://old-news.example/other", source)
    assert in_scope("http://[::1]/a", imported_source("http://[::1]/b"))


def test_no_source_for_what_is_no_url() -> None:
    with pytest.raises(UsageProblem, match="'mailto:x' is not a URL"):
        imported_source("mailto:x")


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue(SHIPPED)


def test_shipped_sources_are_there_and_claim_no_probe(shipped: Catalogue) -> None:
    wanted = [f"{outlet}-{edition}" for outlet in ("asiaplus", "khovar") for edition in ("en", "ru", "tg")]
    assert slugs(shipped.sources) == wanted
    assert {source.status for source in shipped.sources} == {"unprobed"}


def test_shipped_feeds_and_listings_lie_in_their_own_source(shipped: Catalogue) -> None:
    for source in shipped.sources:
        listed = [listing.url.replace("{page}", "1") for listing in source.listings]
        for url in (source.homepage, *source.feeds, *source.sitemaps, *listed):
            assert shipped.source_of(url) == source, url


def test_shipped_aliases_start_in_the_scope_and_end_there(shipped: Catalogue) -> None:
    for source in shipped.sources:
        for sides in source.aliases:
            assert all(in_scope(f"https://{side}", source) for side in sides), (source.slug, sides)


@pytest.mark.parametrize(
    ("url", "slug", "is_article"),
    [
        ("https://khovar.tj/2026/01/marosimi-kushodi/", "khovar-tg", True),
        ("https://khovar.tj/2026/01/08", "khovar-tg", False),
        ("https://khovar.tj/lenta-novostey/page/2/", "khovar-tg", False),
        ("https://khovar.tj/rus/2020/09/otkrytie", "khovar-ru", True),
        ("https://eng.khovar.tj/2017/11/opening/", "khovar-en", True),
        ("https://khovar.tj/eng/2017/11/opening/", "khovar-en", True),
        ("https://khovar.tj/eng/category/main-news/", "khovar-en", False),
        ("https://asiaplustj.info/en/news/tajikistan/society/20221003/opening", "asiaplus-en", True),
        ("https://asiaplus.news/en/2026/03/05/opening/", "asiaplus-en", True),
        ("https://asiaplus.news/en/rubrics/tajikistan/society/page/770", "asiaplus-en", False),
        ("https://news.tj/ru/news/life/culture/20180317/otkrytie", "asiaplus-ru", True),
        ("https://asiaplus.news/news/tajikistan/20230129/otkrytie/", "asiaplus-ru", True),
        ("https://asiaplustj.info/ru/news/all?page=1", "asiaplus-ru", False),
        ("https://asiaplustj.info/tj/news/tajikistan/society/20230129/kushodi", "asiaplus-tg", True),
    ],
)
def test_shipped_patterns_know_articles_from_lists(shipped: Catalogue, url: str, slug: str, is_article: bool) -> None:
    source = shipped.source_of(url)
    assert source is not None
    assert source.slug == slug
    assert source.article_url is not None
    assert url_path_matches(url, source.article_url) is is_article


def test_old_and_new_hosts_of_an_outlet_are_one_identity(shipped: Catalogue) -> None:
    path = "news/tajikistan/society/20221003/opening"
    english = {f"https://{host}/en/{path}" for host in ("asiaplus.tj", "news.tj", "asiaplustj.info", "asiaplus.news")}
    assert {url_key(url, shipped.source("asiaplus-en")) for url in english} == {f"asiaplus.news/en/{path}"}
    russian = [f"https://asiaplustj.info/ru/{path}", f"https://asiaplus.news/{path}/"]
    assert len({url_key(url, shipped.source("asiaplus-ru")) for url in russian}) == 1
    khovar = ["https://eng.khovar.tj/2017/11/opening/", "https://khovar.tj/eng/2017/11/opening"]
    assert len({url_key(url, shipped.source("khovar-en")) for url in khovar}) == 1


def test_readme_has_every_key_and_an_example_that_loads(tmp_path: Path) -> None:
    text = (SHIPPED / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `\[*([a-z_.]+)\]*`", text, re.MULTILINE))
    keys = set(Source.__dataclass_fields__) - {"slug"}
    tables = {"listings": Listing, "extract": ExtractRules, "identity": IdentityRules, "crawl": CrawlRules}
    for table, record in tables.items():
        keys |= {f"{table}.{key}" for key in record.__dataclass_fields__}
    assert told == keys
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    (tmp_path / "vodi-en.toml").write_text(example[1], encoding="utf-8")
    assert slugs(load_catalogue(tmp_path).sources) == ["vodi-en"]
