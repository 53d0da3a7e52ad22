"""All families of threats, each on hosts of its own."""

from __future__ import annotations

from tests.hostile.addresses import addresses
from tests.hostile.bodies import bodies
from tests.hostile.charsets import charsets
from tests.hostile.documents import documents
from tests.hostile.good import good
from tests.hostile.hangs import hangs
from tests.hostile.manners import manners
from tests.hostile.markup import markup
from tests.hostile.soft import soft
from tests.hostile.stage import Stage
from tests.hostile.subjects import subjects
from tests.hostile.traps import traps

FAMILIES = (addresses, bodies, charsets, documents, hangs, manners, markup, soft, traps, good, subjects)


def put(stage: Stage) -> Stage:
    for family in FAMILIES:
        family(stage)
    return stage
