"""The command of whoever reads an archive. A verb's module is loaded when it is asked for: a search starts fast."""

from __future__ import annotations

import click

from archive.options import Verbs

ELSEWHERE = {
    "backup": "archive.backup_cli",
    "check": "archive.check_cli",
    "export": "archive.export_cli",
    "restore": "archive.backup_cli",
    "schedule": "archive.schedule_cli",
    "search": "archive.search_cli",
    "serve": "archive.serve_cli",
    "show": "archive.show_cli",
    "sources": "archive.sources_cli",
    "stats": "archive.stats_cli",
    "stories": "archive.stories_cli",
    "withhold": "archive.withhold_cli",
}


@click.group(cls=Verbs, elsewhere=ELSEWHERE)
@click.version_option(package_name="backissue")
def backissue() -> None:
    """Keep a region's news: crawl outlets politely, keep the original page and the clean text, find it again.

    Options stand after the verb; backissue VERB --help tells more and has an example.
    """
