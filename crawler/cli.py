"""The command ``backissue``: the archive's verbs, and those that crawl."""

from __future__ import annotations

import sys

from archive.cli import backissue
from archive.options import run

backissue.elsewhere |= dict.fromkeys(("crawl", "demo", "extract", "fetch", "import", "reextract"), "crawler.verbs")


def main() -> None:
    """The entry point."""
    sys.exit(run(backissue))


if __name__ == "__main__":
    main()
