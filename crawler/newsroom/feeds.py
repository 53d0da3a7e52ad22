"""What the newsroom tells machines: RSS, Atom, sitemaps, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from crawler.newsroom.editions import Edition, SampleArticle

RSS_ITEMS = 4
"""The vodi feeds hold the newest only, so that older articles are found by sitemap or listing alone."""

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def rss(edition: Edition, articles: Iterable[SampleArticle], origin: str) -> str:
    """RSS 2.0; ``articles`` newest first."""
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{origin}{article.path}</link>"
        f'<guid isPermaLink="true">{origin}{article.path}</guid>'
        f"<pubDate>{format_datetime(article.published)}</pubDate>"
        f"<category>{escape(article.section)}</category>"
        f"<description>{escape(article.paragraphs[0])}</description></item>\n"
        for article in list(articles)[:RSS_ITEMS]
    )
    return (
        f'{XML}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(edition.name)}</title><link>{origin}{edition.path}</link>"
        f'<atom:link href="{origin}{edition.path}{edition.feed}" rel="self" type="application/rss+xml"/>'
        f"<description>{escape(edition.name)}</description><language>{edition.language}</language>\n"
        f"{items}</channel></rss>\n"
    )


def atom(edition: Edition, articles: Iterable[SampleArticle], origin: str) -> str:
    """Atom 1.0; ``articles`` newest first."""
    articles = list(articles)
    entries = "".join(
        f"<entry><title>{escape(article.title)}</title><id>{origin}{article.path}</id>"
        f'<link rel="alternate" type="text/html" href="{origin}{article.path}"/>'
        f"<published>{article.published.isoformat()}</published><updated>{changed(article)}</updated>"
        f'<category term="{article.rubric}"/><summary>{escape(article.paragraphs[0])}</summary></entry>\n'
        for article in articles
    )
    home = f"{origin}{edition.path}"
    return (
        f'{XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{edition.language}">'
        f"<title>{escape(edition.name)}</title><id>{home}</id>"
        f'<link rel="self" href="{home}{edition.feed}"/><link href="{home}"/>'
        f"<updated>{max(changed(article) for article in articles)}</updated>"
        f"<author><name>{escape(edition.name)}</name></author>\n{entries}</feed>\n"
    )


def sitemap(edition: Edition, articles: Iterable[SampleArticle], origin: str) -> str:
    """All pages of an edition that a search engine should know, with ``lastmod``."""
    extra = "".join(f"<url><loc>{origin}{edition.path}{path}</loc></url>\n" for path in edition.sitemap_extra)
    rows = "".join(
        f"<url><loc>{origin}{article.path}</loc><lastmod>{changed(article)}</lastmod></url>\n" for article in articles
    )
    return f'{XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{extra}{rows}</urlset>\n'


def sitemap_index(sitemaps: Iterable[tuple[str, str]]) -> str:
    """``(URL, lastmod)`` of each edition's sitemap."""
    rows = "".join(f"<sitemap><loc>{url}</loc><lastmod>{lastmod}</lastmod></sitemap>\n" for url, lastmod in sitemaps)
    return f'{XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</sitemapindex>\n'


def robots(sitemap_url: str | None) -> str:
    """``/private/`` is for nobody."""
    lines = ["User-agent: *", "Disallow: /private/"]
    return "\n".join([*lines, *([f"Sitemap: {sitemap_url}"] if sitemap_url else [])]) + "\n"


def changed(article: SampleArticle) -> str:
    """When the article was last changed, ISO-8601 with its zone."""
    moment: datetime = article.modified or article.published
    return moment.isoformat()
