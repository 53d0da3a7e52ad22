"""Fixtures that many tests share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.archives import SetClock
from tests.sites import Outlet


@pytest.fixture
def outlet(tmp_path: Path) -> Iterator[Outlet]:
    """A site with a source file and an archive of its own."""
    with Outlet(tmp_path) as running:
        yield running


@pytest.fixture
def clock() -> SetClock:
    """Two hours after article 1 of a site was published."""
    clock = SetClock()
    clock.moment = datetime(2026, 11, 2, 5, tzinfo=UTC)
    return clock
