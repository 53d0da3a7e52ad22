"""The verb ``check``: is the archive what was written, and what of it can be mended?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from archive.errors import DamagedArchive
from archive.options import Settings, common_options, print_json

if TYPE_CHECKING:
    from archive.check import Finding


@click.command()
@click.option("--captures", is_flag=True, help="Read every kept payload back and compare its digest.")
@click.option("--relations", is_flag=True, help="Take every article apart anew and compare what it is related by.")
@click.option("--fix", is_flag=True, help="Mend what can be mended without loss, and check again.")
@common_options
def check(settings: Settings, captures: bool, relations: bool, fix: bool) -> int:
    """Tell whether the archive is what was written; if not, the exit code is 5.

    --fix writes indexes and triggers anew, links copies, relates articles, counts revisions and the change sequence,
    marks what is withheld, puts entries that lost their article back into the queue, and cuts torn tails of capture
    files. No text and no page is touched. What it cannot mend stays, and the next run goes on with it; but a file that
    SQLite finds damaged is left as it is: restore that from a backup.

    \b
    Example:
      backissue check
      backissue check --captures --json
      backissue check --fix
    """
    from dataclasses import asdict

    from archive.check import check_archive

    wanted = {"captures": captures, "relations": relations}
    found = _checked_and_fixed(settings, wanted) if fix else check_archive(settings.db, **wanted)
    findings = []
    for finding in found:
        findings.append(asdict(finding))
        if not settings.json and (settings.verbosity >= 0 or finding.state in ("problem", "mended")):
            click.echo(f"{finding.state:<9}{finding.check:<16} {finding.detail}")
    problems = sum(finding["state"] == "problem" for finding in findings)
    if settings.json:
        print_json({"archive": str(settings.db), "ok": not problems, "findings": findings})
    settings.tell(f"{settings.db}: {problems or 'no'} problem{'s' if problems > 1 else ''}.")
    return DamagedArchive.exit_code if problems else 0


def _checked_and_fixed(settings: Settings, wanted: Mapping[str, bool]) -> Iterator[Finding]:
    """What was mended, and what a check says after it; a damaged file is only checked."""
    from archive.check import check_archive
    from archive.fixing import fix_archive

    before = list(check_archive(settings.db, **wanted))
    if any(finding.check == "database" and finding.state == "problem" for finding in before):
        yield from before
        return
    yield from fix_archive(settings.db, settings.tell, relations=wanted["relations"])
    yield from check_archive(settings.db, **wanted)
