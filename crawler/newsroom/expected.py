"""The truth about the sample newsroom, for the demo's closing lines and for tests of the whole way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from archive.records import Article
from crawler.newsroom import pages
from crawler.newsroom.editions import DAYS, SampleArticle, articles, editions
from crawler.newsroom.site import PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a perfect crawl knows."""

    articles: Mapping[str, Article]
    """URL → the article as it stands on the day asked for."""

    sources: Mapping[str, str]
    """URL → slug, of every article of either day."""

    edited: str
    """URL of the article whose text changes on day 2, under the same headline."""

    removed: str
    """URL of the article that answers 404 on day 2."""

    copy: str
    """URL of the copy that the other outlet publishes on day 2 …"""

    copied: str
    """… of the article under this URL."""

    added: tuple[str, ...]
    """URLs that are new on day 2, the copy among them."""

    no_articles: tuple[str, ...]
    """Section fronts that stand in a sitemap all the same."""

    private: tuple[str, ...]
    """Linked pages that robots.txt forbids."""


def expected(day: int, origins: Mapping[str, str]) -> Expected:
    """The truth on that day; ``origins`` gives ``http://host:port`` of each outlet."""
    days = {number: {article.key: article for article in articles(number)} for number in DAYS}

    def url(article: SampleArticle) -> str:
        return f"{origins[article.edition.outlet]}{article.path}"

    (edited,) = [key for key, now in days[2].items() if key in days[1] and now.text != days[1][key].text]
    (removed,) = days[1].keys() - days[2].keys()
    (copy,) = [article for article in days[2].values() if article.copy_of]
    added = [article for key, article in days[2].items() if key not in days[1]]
    return Expected(
        articles={url(article): _article(article, url(article), origins) for article in days[day].values()},
        sources={url(a): a.edition.slug for a in [*days[1].values(), *days[2].values()]},
        edited=url(days[2][edited]),
        removed=url(days[1][removed]),
        copy=url(copy),
        copied=url(days[2][str(copy.copy_of)]),
        added=tuple(url(article) for article in added),
        no_articles=tuple(
            f"{origins[edition.outlet]}{edition.path}{path}" for edition in editions() for path in edition.sitemap_extra
        ),
        private=tuple(f"{origin}{PRIVATE}" for origin in origins.values()),
    )


def _article(article: SampleArticle, url: str, origins: Mapping[str, str]) -> Article:
    origin = origins[article.edition.outlet]
    return Article(
        url=url,
        canonical_url=url,
        title=article.title,
        text=article.text,
        language=article.edition.language,
        published=_utc(article.published),
        published_zone="+05:00",
        modified=_utc(article.modified) if article.modified else None,
        authors=article.authors,
        section=article.section,
        image=f"{origin}{pages.image_path(article)}" if article.credit else None,
    )


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
