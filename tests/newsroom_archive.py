"""The sample newsroom's two days in an archive, without a crawl, and beside them what a page must bear with.

A Persian source, and an article whose headline is markup and a word that does not end: both own-written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.records import Article, Source, SourceReport
from archive.sources import load_catalogue
from archive.store import Archive
from crawler.newsroom.expected import expected
from crawler.newsroom.sources import write_sources
from tests.archives import SetClock, arrives, gone, seen_again

ORIGINS = {"vodi": "http://vodi.example", "kuhiston": "http://kuhiston.example"}
DAYS = {1: datetime(2026, 11, 19, 3, tzinfo=UTC), 2: datetime(2026, 11, 21, 3, tzinfo=UTC)}

PERSIAN = Source(
    slug="vodi-fa",
    name="خبرهای دره",
    country="AF",
    languages=("fa",),
    timezone="Asia/Kabul",
    scope=("fa.vodi.example/",),
    homepage="https://fa.vodi.example/",
)
PERSIAN_ARTICLES = (
    Article(
        url="https://fa.vodi.example/1",
        title="پل ورزاب پس از یک سال بازگشایی شد",
        text="پل موتررو در دهانهٔ درهٔ ورزاب بامداد سه‌شنبه دوباره باز شد.\n"
        "به گفتهٔ مهندس دلشاد رحمانوف، هزینهٔ بازسازی به ۱۲ میلیون سامانی رسیده است.",
        language="fa",
        published="2026-11-18T05:30:00Z",
        published_raw="۲۷ عقرب ۱۴۰۵",
        section="جامعه",
        keywords=("ورزاب", "پل"),
        authors=("زرینه حکیمی",),
    ),
    Article(
        url="https://fa.vodi.example/2",
        title="کتاب‌خانهٔ تازه‌ای در خاروغ گشایش یافت",
        text="کتاب‌خانه‌ای با چهار هزار کتاب در خاروغ گشایش یافت.\nشاگردان در بردن قفسه‌ها یاری رساندند.",
        language="fa",
        published="2026-11-19",
    ),
)
HOSTILE = Article(
    url="http://vodi.example/eng/2026/11/hostile/",
    title=f"</title><script>alert(1)</script> <img src=x onerror=alert(2)> {'un' * 60}breakable",
    text=f"{{{{ 7 * 7 }}}} <b>bold</b> javascript:alert(3)\nhttps://vodi.example/{'long/' * 60}",
    language="en",
    published="2026-11-17T04:00:00Z",
    keywords=('"><svg onload=alert(4)>',),
)


def newsroom_archive(path: Path) -> Path:
    """Both days as the demo crawls them: an edit, a removal, a copy; PERSIAN_ARTICLES, HOSTILE, a source that fails."""
    with TemporaryDirectory() as folder:
        write_sources(Path(folder), ORIGINS)
        sources = {source.slug: source for source in load_catalogue(Path(folder)).sources}
    clock = SetClock()
    with Archive(path, clock) as archive:
        archive.register((*sources.values(), PERSIAN))
        ids: dict[str, int] = {}
        for day, moment in DAYS.items():
            clock.moment = moment
            truth = expected(day, ORIGINS)
            for url, article in truth.articles.items():
                source = sources[truth.sources[url]]
                known = url in ids
                outcome = seen_again(archive, article, ids[url], source) if known else arrives(archive, article, source)
                assert outcome.id is not None
                ids[url] = outcome.id
        gone(archive, ids[truth.removed], sources[truth.sources[truth.removed]])
        for article in PERSIAN_ARTICLES:
            arrives(archive, article, PERSIAN)
        arrives(archive, HOSTILE, sources["vodi-en"])
        archive.finish_crawl(archive.start_crawl("crawl"), 3, [report(slug) for slug in (*sources, PERSIAN.slug)])
    return path


def report(slug: str) -> SourceReport:
    """All went well but at the Persian source."""
    problem = f"{PERSIAN.homepage}feed/: HTTP 503. Look at it in a browser." if slug == PERSIAN.slug else None
    return SourceReport(
        source=slug,
        requests=9,
        not_modified=2,
        bytes=34_567,
        seconds=8.9,
        outcomes={},
        problem=problem,
        answered=0 if problem else 1,
    )
