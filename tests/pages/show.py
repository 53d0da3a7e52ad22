"""Shows what the archive makes of the frozen pages, beside what is expected.

python -m tests.pages.show [LAYOUT [NUMBER]]
python -m tests.pages.show --shrink
"""

from __future__ import annotations

import click

from tests.pages.archived import FrozenPage, Stored, archived, frozen_pages, layouts
from tests.pages.compared import faults, shortfalls, write_shortfalls

COMMAND = "python -m tests.pages.show"


@click.command()
@click.argument("layout", required=False, type=click.Choice(layouts()))
@click.argument("number", required=False, type=int)
@click.option("--shrink", is_flag=True, help="Take what is mended off the list of known shortfalls.")
def main(layout: str | None, number: int | None, shrink: bool) -> None:
    """The faults of all pages, of a layout's, or of one page."""
    listed = shortfalls()
    left = dict(listed)
    for name in [layout] if layout else layouts():
        stored = archived(name)
        for page in frozen_pages(name):
            if number in (None, page.number):
                found = show(page, stored[page.number], listed)
                left = {key: why for key, why in left.items() if key[:2] != (name, page.number) or key[2] in found}
    if shrink:
        write_shortfalls(left)
        click.echo(f"{len(listed) - len(left)} mended, {len(left)} left on the list.")


def show(page: FrozenPage, stored: Stored, listed: dict[tuple[str, int, str], str]) -> dict[str, str]:
    """Print the faults of a page, and give them."""
    found = faults(page, stored)
    click.echo(f"{page.layout} {page.number} {stored.outcome} {page.expected['url']}")
    for field, fault in found.items() if stored.row else ():
        known = listed.get((page.layout, page.number, field))
        click.echo(f"  {field}{f' (known: {known})' if known else ''}:")
        click.echo("".join(f"    {line}\n" for line in fault.split("\n")), nl=False)
    return found


if __name__ == "__main__":
    main()
