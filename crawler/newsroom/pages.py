"""The newsroom's HTML: articles in three layouts, listings, front pages. The markup lies in templates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.newsroom.editions import DAYS, HERE, Edition, SampleArticle, editions

SIDEBAR = 3
"""Headlines in a sidebar; an edition has at least five articles, so that the next day's can differ."""

TODAY = {1: date(2026, 11, 16), 2: date(2026, 11, 20)}
"""The date in the header of each day's pages."""

RUSSIAN_MONTHS = (
    *("Январь", "Февраль", "Март", "Апрель", "Май", "Июнь"),
    *("Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"),
)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def article_page(article: SampleArticle, standing: Sequence[SampleArticle], origin: str, day: int) -> str:
    """The page of an article; ``standing`` are all articles of its edition on that day."""
    others = sidebar(article, standing, day)
    same_rubric = [other for other in standing if other.rubric == article.rubric and other.key != article.key]
    return _render(
        f"article_{article.layout}.html",
        article.edition,
        day,
        article=article,
        url=f"{origin}{article.path}",
        image=image_path(article) if article.credit else None,
        origin=origin,
        json_ld=json_ld(article, origin) if "json-ld" in article.marks else None,
        sidebar=others,
        same_rubric=_turned(same_rubric, day)[:2],
        read_also=others[-1] if article.read_also else None,
        views=crc32(article.key.encode()) % 400 + 211 * day,
    )


def listing_page(
    edition: Edition, shown: Sequence[SampleArticle], day: int, heading: str, next_url: str | None = None
) -> str:
    """A run of headlines; ``next_url`` leads to the older ones."""
    return _render(
        f"listing_{edition.outlet}.html",
        edition,
        day,
        shown=shown,
        heading=heading,
        next_url=next_url,
    )


def private_page(outlet: str) -> str:
    """What robots.txt keeps crawlers away from."""
    return _templates().get_template("private.html").render(outlet=outlet)


def image_svg(article: SampleArticle) -> str:
    """A drawing in the place of a photo: no picture of anybody is needed."""
    return _templates().get_template("image.svg").render(hue=crc32(article.key.encode()) % 360)


def image_path(article: SampleArticle) -> str:
    """Path of the article's picture on its host."""
    return f"/images/{article.edition.slug}/{article.slug}.svg"


def sidebar(article: SampleArticle, standing: Sequence[SampleArticle], day: int) -> list[SampleArticle]:
    """Headlines beside an article: the newest others of its edition, on day 2 with the oldest before them."""
    return _turned([other for other in standing if other.key != article.key], day)[:SIDEBAR]


def _turned(articles: list[SampleArticle], day: int) -> list[SampleArticle]:
    """Backwards: a forward turn would be undone by the one article that is new on day 2."""
    start = (1 - day) % len(articles) if articles else 0
    return articles[start:] + articles[:start]


def json_ld(article: SampleArticle, origin: str) -> str:
    """schema.org NewsArticle, safe inside a script element."""
    record = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "url": f"{origin}{article.path}",
        "datePublished": article.published.isoformat(),
        "dateModified": (article.modified or article.published).isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "articleSection": article.section,
        "inLanguage": article.edition.language,
        "publisher": {"@type": "NewsMediaOrganization", "name": article.edition.name},
    }
    return json.dumps(record, ensure_ascii=False).replace("</", "<\\/")


def long_date(article: SampleArticle) -> str:
    """As Khovar prints it, with the Russian month's name on the Tajik edition too: ``Ноябрь 3, 2026 15:46``."""
    moment = article.published
    if article.edition.language == "en":
        month = str(article.edition.words["months"][moment.month - 1]).capitalize()
    else:
        month = RUSSIAN_MONTHS[moment.month - 1]
    return f"{month} {moment.day}, {moment:%Y %H:%M}"


def short_date(moment: datetime) -> str:
    """As Khovar's listings print it on every edition: ``12:00, 8.Ноя 2026``."""
    return f"{moment:%H:%M}, {moment.day}.{RUSSIAN_MONTHS[moment.month - 1][:3]} {moment.year}"


def yearless_date(article: SampleArticle) -> str:
    """As Asia-Plus prints it: ``14:34, october 21``; the year stands in the URL only."""
    moment, month = article.published, article.edition.words["months"][article.published.month - 1]
    if article.edition.language == "en":
        return f"{moment:%H:%M}, {month} {moment.day}"
    return f"{moment:%H:%M}, {moment.day} {month}"


def _render(template: str, edition: Edition, day: int, **values: object) -> str:
    today = TODAY[day]
    return (
        _templates()
        .get_template(template)
        .render(
            edition=edition,
            words=edition.words,
            siblings=[other for other in editions() if other.outlet == edition.outlet],
            header_date=f"{today.day} {edition.words['months'][today.month - 1]} {today.year}",
            header_time=f"{8 + day:02}:4{day}",
            weather=f"+{11 - 4 * DAYS.index(day)}°C",
            currency=edition.words["currency"].format(usd=f"10.{61 - day}", rub=f"0.12{day}"),
            long_date=long_date,
            short_date=short_date,
            yearless_date=yearless_date,
            image_path=image_path,
            **values,
        )
    )
