"""Whatever comes from outside ends in a value of the right shape or in the error that the parser names, and soon."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bad_inputs.mutators import TOKEN
from tests.bad_inputs.parser import Parser
from tests.bad_inputs.trial import made, parsers, tried
from tests.benchmarks.mutations import again

AT_LEAST = 5_000
"""Of issue 6, in the ordinary suite."""

EXAMPLES = 25
"""Of hypothesis, for each parser."""


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Parser]:
    return {parser.name: parser for parser in parsers(tmp_path_factory.mktemp("bad-inputs"))}


NAMES = [
    "feeds", "sitemaps", "listings", "robots.txt", "documents", "URLs", "dates", "headers", "ttl and skipHours",
    "packed bodies", "pages of articles", "metadata", "charsets", "text encoded twice", "bylines", "JSON-LD",
    "searches", "source files", "saved searches", "WARC", "files to import", "manifests", "exported lines",
    "capture files", "log lines",
]  # fmt: skip


def test_every_parser_is_tried_and_often_enough(table: dict[str, Parser]) -> None:
    assert list(table) == NAMES
    assert sum(parser.quick for parser in table.values()) >= AT_LEAST


@pytest.mark.parametrize("name", NAMES)
def test_sound_documents_are_read(table: dict[str, Parser], name: str) -> None:
    """So that what is spoiled was good for something before."""
    parser = table[name]
    trials = [tried(parser, seed, number) for seed in parser.seeds[:40] for number in range(3)]
    assert [trial.fault for trial in trials if trial.fault] == []
    assert len({trial.word for trial in trials} - {error.__name__ for error in parser.refusals}) >= 1


@pytest.mark.parametrize("name", NAMES)
def test_bad_inputs_end_in_a_value_or_a_named_error_and_soon(table: dict[str, Parser], name: str) -> None:
    parser = table[name]
    tried(parser, parser.seeds[0])  # what is loaded at the first call counts for no input
    faults = {
        number: trial.fault
        for number in range(parser.quick)
        if (trial := tried(parser, made(parser, number), number)).fault
    }
    assert faults == {}, f"Run one again: make bench-mutations ARGS='{name} {next(iter(faults))}'"


def fragments(parser: Parser) -> st.SearchStrategy[bytes]:
    """Bytes, text of any sign, and the tokens of the parser's sound documents in any order."""
    tokens = sorted({token for seed in parser.seeds for token in TOKEN.findall(seed)})
    text = st.text(st.characters(exclude_categories=()), max_size=60).map(
        lambda one: one.encode("utf-8", "surrogatepass")
    )
    return st.one_of(st.binary(max_size=200), text, st.lists(st.sampled_from(tokens), max_size=40).map(b"".join))


@pytest.mark.parametrize("name", NAMES)
def test_what_hypothesis_finds_ends_so_too(table: dict[str, Parser], name: str) -> None:
    parser = table[name]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(body=fragments(parser), number=st.integers(0, 1_000))
    def check(body: bytes, number: int) -> None:
        assert tried(parser, body, number).fault is None

    check()


def test_an_input_is_the_same_in_every_run(table: dict[str, Parser]) -> None:
    parser = table["feeds"]
    assert [made(parser, number) for number in range(50)] == [made(parser, number) for number in range(50)]
    assert len({made(parser, number) for number in range(50)}) > 45


def of(read: object, **changes: object) -> Parser:
    return replace(Parser(name="x", seeds=(b"a",), read=read, quick=1, many=1), **changes)  # type: ignore[arg-type]


def test_wrong_shapes_foreign_errors_and_long_times_are_faults() -> None:
    def wrong(body: bytes, chance: random.Random) -> str:
        raise AssertionError("no URL")

    def foreign(body: bytes, chance: random.Random) -> str:
        return {}["x"]

    def busy(body: bytes, chance: random.Random) -> str:
        until = time.process_time() + 0.05
        while time.process_time() < until:
            pass
        return "done"

    def endless(body: bytes, chance: random.Random) -> str:
        while True:
            try:
                sum(range(1_000))
            except Exception:  # noqa: BLE001 what swallows everything does not swallow the end
                continue

    assert tried(of(wrong), b"").fault == "AssertionError: no URL"
    assert tried(of(foreign), b"").fault == "KeyError: 'x'"
    assert tried(of(foreign, refusals=(KeyError,)), b"")[::2] == ("KeyError", None)
    assert tried(of(busy, seconds=0.02), b"").fault is not None
    assert tried(of(busy), b"").fault is None
    assert tried(of(endless, seconds=0.01), b"").word == "stopped"


def test_one_input_is_run_again_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert again("dates", 4711) == 0
    assert capsys.readouterr().out.startswith("dates 4711: ")
