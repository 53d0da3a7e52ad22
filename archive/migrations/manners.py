"""The statements of migration 12: what a page says against being archived or mined."""

from __future__ import annotations

OPT_OUT = (
    # JSON, the signals that the article's page carries; NULL where nobody looked for them: in earlier versions.
    "ALTER TABLE article ADD COLUMN opt_out TEXT",
)
