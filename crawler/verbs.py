"""The verbs that crawl or read pages: what they are asked. Each imports what it needs when it runs."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from archive.options import Settings, common_options, print_json

if TYPE_CHECKING:
    pass


class Since(click.ParamType[str]):
    """``7d``, ``12h``, or a day."""

    name = "since"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """UTC ISO-8601, or the day as it stands."""
        if found := re.fullmatch(r"(\d+)([hdw])", value):
            unit = {"h": "hours", "d": "days", "w": "weeks"}[found[2]]
            try:
                moment = datetime.now(UTC) - timedelta(**{unit: int(found[1])})
            except OverflowError:
                self.fail(f'"{value}" is before the calendar begins. Leave --since away.', param, ctx)
            return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            return datetime.strptime(value, "%Y-%m-%d").strftime("%Y-%m-%d")
        except ValueError:
            self.fail(f'"{value}" is neither an age (7d, 12h, 2w) nor a day (2026-11-01).', param, ctx)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option("--since", type=Since(), metavar="AGE|DAY", help="Leave what is known to be older: 7d, 12h, 2026-11-01.")
@click.option("--backfill", is_flag=True, help="Read listings and sitemaps to their end.")
@click.option("--due", is_flag=True, help="Ask sources whose interval is over; look again at articles that are due.")
@click.option("--recheck", is_flag=True, help="Look at every known article again: was it changed, is it gone?")
@click.option("--max-articles", type=click.IntRange(0), metavar="N", help="Take up at most N articles of each source.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be fetched; the archive stays as it is.")
@click.option(
    "--log-file", type=click.Path(path_type=Path), metavar="PATH", help="Log there, too; 10 MB, then the next."
)
@click.option(
    "--log-format", type=click.Choice(("text", "json")), default="text", help="Of the log.", show_default=True
)
@common_options
def crawl(
    settings: Settings,
    sources: tuple[str, ...],
    dry_run: bool,
    log_file: Path | None,
    log_format: Literal["text", "json"],
    **wanted: Any,
) -> int:
    """Discover, fetch, extract and archive what the sources have published. Without SOURCE: all of them.

    Can be stopped at any time, and goes on where it stopped. --due is what a scheduler calls, every ten minutes or once
    a day: the older an article, the more rarely it is looked at again, from every 15 minutes to every 30 days.

    \b
    Example:
      backissue crawl
      backissue crawl khovar-en asiaplus-ru --since 7d
      backissue crawl --due -q
    """
    if wanted["due"] and wanted["recheck"]:
        raise click.UsageError("--due and --recheck exclude each other.")
    from crawler.wishes import Wishes

    if dry_run and (wanted["due"] or wanted["recheck"]):
        raise click.UsageError(
            "--dry-run tells what is new, not what is to be looked at again. Leave --due or --recheck."
        )
    if dry_run:
        from crawler.dry_run import dry_crawl

        return dry_crawl(settings, Wishes(sources=sources, **wanted))
    from crawler.crawl_cli import crawl_and_tell, is_idle

    if wanted["due"] and is_idle(settings, sources):
        return 0
    from crawler.logs import Log

    return crawl_and_tell(settings, Wishes(sources=sources, **wanted), Log(log_file, log_format))


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL…|-")
@common_options
def fetch(settings: Settings, urls: tuple[str, ...]) -> int:
    """Archive these pages now, with the manners of a crawl. - reads URLs from stdin, one a line.

    \b
    Example:
      backissue fetch https://khovar.tj/eng/2026/11/some-article/
      grep khovar.tj links.txt | backissue fetch - --json
    """
    from crawler.crawl_cli import crawl_and_tell
    from crawler.wishes import Wishes

    named = tuple(dict.fromkeys(_named_urls(urls)))
    if not named:
        settings.tell("There was no URL to fetch.")
        if settings.json:
            print_json({"summary": {}, "exit": 0})
        return 0
    return crawl_and_tell(settings, Wishes(urls=named))


@click.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", metavar="URL", help="Address of the page in FILE; without it the page's own canonical one.")
@click.option("--source", metavar="SLUG", help="Read it as a page of this source; without it the one it belongs to.")
@click.option("--explain", is_flag=True, help="Where each field comes from; every block, kept or not, and why.")
@common_options
def extract(settings: Settings, page: str, url: str | None, source: str | None, explain: bool) -> int:
    """Tell what a page says, text and metadata, as a crawl would read it. Nothing is stored.

    FILE is HTML, packed with gzip or not; - reads it from stdin. A URL is fetched with the manners of a crawl. What an
    archive knows of the site is used where --db or BACKISSUE_DB names one.

    \b
    Example:
      backissue extract page.html --url https://khovar.tj/eng/2026/11/some-article/
      backissue show 17 --raw | backissue extract - --db archive.db --explain
    """
    from click.core import ParameterSource

    from crawler.extract_cli import extract_and_tell

    asked = click.get_current_context().get_parameter_source("db") is not ParameterSource.DEFAULT
    db = settings.db if asked else None
    if url and "://" in page:
        raise click.UsageError("--url is the address of a page in a file, and this page has its own.")
    return extract_and_tell(settings, page, db, url=url, source=source, explained=explain)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@common_options
def import_(settings: Settings, paths: tuple[Path, ...]) -> int:
    """Archive pages that were fetched elsewhere, as if they had been crawled when they were fetched.

    PATH is a WARC (.warc, .warc.gz) or WACZ, a folder of them, a folder with manifest.jsonl (a line a page: url, file,
    fetched_at), or what export jsonl --revisions wrote. Name the oldest first. Importing a file again stores nothing
    twice, so an import that was stopped goes on when it is started again.

    \b
    Example:
      backissue import crawl-2023.warc.gz crawl-2024.wacz
      backissue import saved-pages/ --json
    """
    from crawler.import_cli import import_and_tell

    return import_and_tell(settings, paths)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option("--dry-run", is_flag=True, help="Only compare; the archive stays as it is, and a crawl may go on beside.")
@click.option("--accept-shorter", is_flag=True, help="Take texts that are shorter by more than 30 %, too.")
@common_options
def reextract(settings: Settings, sources: tuple[str, ...], **wanted: Any) -> int:
    """Read every kept page again with today's extractor, and mend the texts and metadata that differ.

    Without SOURCE: all that the archive has articles of. Nobody is asked for anything. Each article is the same, better
    (its text differs), shorter by more than 30 %, rejected (no article to today's extractor) or unreadable; the last
    three are listed and stay as they are, -v lists all that differs. A text that gives way is kept, and no mended text
    is a revision. It can be stopped at any time; the same command once more does the rest.

    \b
    Example:
      backissue reextract --dry-run
      backissue reextract khovar-en asiaplus-ru -v
    """
    from crawler.reextract import Wish
    from crawler.reextract_cli import reextract_and_tell

    return reextract_and_tell(settings, Wish(slugs=sources, **wanted))


@click.command()
@click.option("--no-serve", is_flag=True, help="End when the two crawls are told.")
@click.option(
    "--port",
    type=click.IntRange(1, 65534),
    default=8600,
    show_default=True,
    help="Of the sample newsroom; it takes the next one too.",
)
@click.option(
    "--serve-port",
    type=click.IntRange(1, 65535),
    default=8001,
    show_default=True,
    help="Of the pages that open on the result.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what happened.")
def demo(no_serve: bool, port: int, serve_port: int, quiet: bool) -> int:
    """The first minute: crawl the bundled sample newsroom twice, a day apart, and look at the result.

    Needs no network. The archive is demo.db, in this folder.

    \b
    Example:
      backissue demo
      backissue demo --no-serve
    """
    from crawler.demo import play

    return play(None if no_serve else serve_port, port, quiet)


def _named_urls(arguments: tuple[str, ...]) -> list[str]:
    from archive.errors import UsageProblem
    from archive.urls import clean_url
    from crawler.logs import masked

    named = [line for one in arguments for line in (sys.stdin if one == "-" else (one,))]
    urls = []
    for text in filter(None, map(str.strip, named)):
        url = clean_url(text)
        if url is None or "://" not in text:
            raise UsageProblem(
                f'"{masked(text)}" is not a URL that can be fetched. Give it whole, with https:// or http://.'
            )
        urls.append(url)
    return urls
