"""``crawl`` and ``fetch`` on the command line: whether there is anything to do, the run, and what is told of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from archive.options import Settings, print_json

if TYPE_CHECKING:
    from crawler.logs import Log
    from crawler.run import Run
    from crawler.wishes import Wishes


def is_idle(settings: Settings, slugs: Sequence[str]) -> bool:
    """Whether a tick has nothing to do; it says so, and gives a sign of life if the last run did its work."""
    from archive.clock import utc_now
    from archive.idle import idle
    from archive.sources import SKIPPED, load_catalogue
    from crawler.ping import ping

    chosen = [one for one in load_catalogue(settings.seeds).select(slugs) if one.status not in SKIPPED]
    found = idle(settings.db, chosen, utc_now())
    if found is None:
        return False
    settings.tell(f"Nothing is due before {found.until:%Y-%m-%d %H:%M} UTC.")
    if settings.json:
        print_json({"summary": {source.slug: {} for source in chosen}, "exit": 0})
    ping(found.last_exit)
    return True


def crawl_and_tell(settings: Settings, wishes: Wishes, log: Log | None = None) -> int:
    try:
        code = _tell(_crawled(settings, wishes, log), settings)
    except KeyboardInterrupt:  # before the run could begin, or at the second Ctrl-C
        if settings.json:
            print_json({"summary": {}, "exit": 130})
        raise
    if not wishes.urls:
        from crawler.ping import ping

        ping(code)
    return code


def _crawled(settings: Settings, wishes: Wishes, log: Log | None) -> Run:
    from crawler import progress
    from crawler.logs import Log
    from crawler.process import crawl as crawl_process

    extensions: dict[Any, int] = {}
    if settings.json:
        extensions[progress.JsonLines] = 0
    elif wishes.urls:
        extensions[progress.OutcomeLines] = 0
    elif sys.stderr.isatty() and settings.verbosity == 0:
        extensions[progress.LiveLines] = 0
    return crawl_process(
        *(settings.db, settings.seeds, wishes, settings.verbosity, extensions), tell=settings.tell, log=log or Log()
    )


def _tell(done: Run, settings: Settings) -> int:
    """The closing lines: one per source and a total; of a quiet run the alarms that are new, for whoever reads mail.

    The log has the lines and all alarms, whatever the run says.
    """
    import logging

    from crawler.closing import alarm_lines, closing_lines
    from crawler.logs import CLOSING

    code = done.exit_code()
    logger = logging.getLogger(CLOSING)
    for line in closing_lines(done):
        settings.tell(_shown(line))
        logger.info("%s", line)
    for line in alarm_lines(done):
        logger.warning("alarm: %s", line)
    for line in alarm_lines(done, fresh=True) if settings.verbosity < 0 else ():
        click.echo(f"Alarm: {_shown(line)}", err=True)
    if settings.json:
        counts = {slug: visit.tally.report(slug).outcomes for slug, visit in done.source_runs.items()}
        print_json({"summary": counts, "exit": code, **_judged(done)})
    return code


def _shown(told: str) -> str:
    """For a terminal: below what is told may stand lines to write in a source file, which must stay lines."""
    from crawler.logs import escaped, masked

    return "\n".join(escaped(masked(line)) for line in told.split("\n"))


def _judged(done: Run) -> dict[str, Any]:
    """What the summary has besides, where there is any: problems, alarms and what is usual, by source; what befell all.

    A problem is a sentence of a feed, sitemap or listing that gave no usable answer.
    """
    problems = {slug: visit.tally.problems for slug, visit in sorted(done.source_runs.items()) if visit.tally.problems}
    alarms = {slug: judged.alarms for slug, judged in sorted(done.judged.items()) if judged.alarms}
    usual = {slug: judged.usual for slug, judged in sorted(done.judged.items()) if judged.usual}
    judged: dict[str, Any] = {"problems": problems, "alarms": alarms, "usual": usual}
    judged |= {"stopped": done.stopped, "offline": done.offline}
    return {name: value for name, value in judged.items() if value}
