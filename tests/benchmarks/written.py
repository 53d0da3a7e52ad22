"""What a benchmark printed, put into docs/benchmarks.md between its own marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import click

DOCUMENT = Path(__file__).parents[2] / "docs" / "benchmarks.md"


def write_between(target: str, head: Sequence[str], rows: Iterable[Sequence[object]], document: Path = DOCUMENT) -> int:
    """Print a table and write it between the marks of a make target; 1 when a row's last cell is False, else 0.

    The last cell of a row says whether its goal is reached; None where it has none. Raises ValueError where the
    document lacks the marks ``<!-- TARGET writes from here -->`` and ``<!-- TARGET to here -->``.
    """
    rows = list(rows)
    begin, end = f"<!-- {target} writes from here -->\n", f"<!-- {target} to here -->\n"
    before, begun, rest = document.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"{document}: the marks of {target} are not there. Write {begin.strip()} and {end.strip()}.")
    table = [_line(head), f"|{'---|' * len(head)}", *(_line([*row[:-1], _reached(row[-1])]) for row in rows)]
    told = f"{date.today().isoformat()}, `make {target}`:\n"
    document.write_text("\n".join([f"{before}{begin}{told}", *table, f"{end}{after}"]), "utf-8")
    click.echo("\n".join(table))
    return int(any(row[-1] is False for row in rows))


def _line(cells: Sequence[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def _reached(reached: object) -> str:
    return {None: "", True: "yes", False: "**no**"}.get(reached, str(reached))  # type: ignore[call-overload]
