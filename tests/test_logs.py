"""A log without secrets, in which no line can be forged; it is tried on the real process, too."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageProblem
from crawler import logs
from crawler.logs import JsonLines, Log, TextLines, escaped, masked, set_up
from tests.commands import backissue
from tests.sites import Outlet


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://ann:pa55@vodi.example/feed", "https://***@vodi.example/feed"),
        ("http://ann@vodi.example/", "http://***@vodi.example/"),
        ("http://ann:p@ss@vodi.example/", "http://***@vodi.example/"),
        ("https://vodi.example/?key=abc&page=2", "https://vodi.example/?key=***&page=2"),
        ("https://vodi.example/?page=2&api_key=abc#top", "https://vodi.example/?page=2&api_key=***#top"),
        ("https://vodi.example/?access_token=a.b-c d", "https://vodi.example/?access_token=*** d"),
        ("/login?next=%2F%3Ftoken%3Dabc&x=1", "/login?next=%2F%3Ftoken%3D***&x=1"),
        ("X-API-KEY=abc", "X-API-KEY=***"),
        ('{"token": "abc", "id": 7}', '{"token": "***", "id": 7}'),
        ("password=abc; passwd=abc; secret=abc", "password=***; passwd=***; secret=***"),
        ("/?pwd=abc&auth=abc&jwt=abc&sig=abc", "/?pwd=***&auth=***&jwt=***&sig=***"),
        ("/?session_id=abc&sid=abc&code=abc&credential=abc", "/?session_id=***&sid=***&code=***&credential=***"),
        ("/?user[password]=abc&secret%5B%5D=abc&token[]=abc", "/?user[password]=***&secret%5B%5D=***&token[]=***"),
        ("Authorization=abc", "Authorization=***"),
        ("/?u=http%3A%2F%2Fann%3Apa%40ss%40vodi.example%2F%40ann", "/?u=http%3A%2F%2F***@vodi.example%2F%40ann"),
        (
            "write to ann@vodi.example, https://vodi.example/@ann",
            "write to ann@vodi.example, https://vodi.example/@ann",
        ),
        ("the key to the token economy", "the key to the token economy"),
        ("https://vodi.example/keys/17?id=3", "https://vodi.example/keys/17?id=3"),
    ],
)
def test_secrets_are_masked_and_nothing_else(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.text())
def test_a_text_of_any_kind_is_one_line_without_controls(text: str) -> None:
    line = escaped(text)
    assert len(line.splitlines()) <= 1
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in line)
    if text.isprintable():
        assert line == text


def test_controls_stay_readable() -> None:
    assert escaped("a\r\nINFO forged\x1b[31m\u202eb\u2028c\td") == r"a\r\nINFO forged\x1b[31m\u202eb\u2028c\td"


def record(message: str, *arguments: object, failed: bool = False) -> logging.LogRecord:
    exc_info = None
    if failed:
        try:
            raise ValueError("no page\n2026-11-28T00:00:00Z INFO forged: https://a:b@vodi.example/")
        except ValueError:
            exc_info = sys.exc_info()
    made = logging.LogRecord("crawler.pipelines", logging.INFO, "", 0, message, arguments, exc_info)
    made.created = 1_795_826_096.0
    return made


def test_text_is_a_line_a_record_and_tracebacks_are_indented() -> None:
    assert TextLines().format(record("new %s", "https://vodi.example/\n1")) == (
        r"2026-11-28T00:34:56Z INFO crawler.pipelines: new https://vodi.example/\n1"
    )
    first, *below = TextLines().format(record("it broke", failed=True)).split("\n")
    assert first.endswith(" INFO crawler.pipelines: it broke")
    assert all(line.startswith("    ") for line in below)
    assert below[-1] == "    2026-11-28T00:00:00Z INFO forged: https://***@vodi.example/"


def test_json_is_an_object_a_record() -> None:
    text = JsonLines().format(record("Хабар %s", "\x1b"))
    assert text.startswith('{"time": "2026-11-28T00:34:56Z", "level": "INFO", "logger": "crawler.pipelines", "mess')
    assert json.loads(text)["message"] == r"Хабар \x1b"
    (line,) = JsonLines().format(record("it broke", failed=True)).splitlines()
    assert json.loads(line)["exception"][-2:] == [
        "ValueError: no page",
        "2026-11-28T00:00:00Z INFO forged: https://***@vodi.example/",
    ]


def test_fields_of_an_outcome_are_as_harmless_as_its_message() -> None:
    made = record("new")
    made.url, made.outcome, made.source = "https://a:b@vodi.example/\n?key=1", "new", "vodi-en"
    fields = json.loads(JsonLines().format(made))
    assert (fields["url"], fields["outcome"], fields["source"]) == (
        r"https://***@vodi.example/\n?key=***",
        "new",
        "vodi-en",
    )


def test_start_up_noise_is_told_to_whoever_wants_everything(root: logging.Logger) -> None:
    noisy = logging.getLogger("scrapy.middleware")
    set_up(Log(), "INFO")
    assert not noisy.isEnabledFor(logging.INFO)
    set_up(Log(), "DEBUG")
    assert noisy.isEnabledFor(logging.INFO)


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, with its handlers as they were afterwards."""
    root = logging.getLogger()
    before, level = [(each, each.formatter) for each in root.handlers], root.level
    root.setLevel("DEBUG")
    yield root
    for handler in [each for each in root.handlers if each not in [one for one, _ in before]]:
        handler.close()
        root.removeHandler(handler)
    for handler, formatter in before:
        handler.setFormatter(formatter)
    root.setLevel(level)


def test_full_log_file_gives_way_to_the_next(
    root: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 1000)
    set_up(Log(tmp_path / "crawl.log", "json"), "ERROR")
    for number in range(200):
        root.info("line %d", number)
        root.debug("not told")
    files = sorted(path.name for path in tmp_path.iterdir())
    assert files == ["crawl.log", *(f"crawl.log.{number}" for number in range(1, 6))]
    assert all(path.stat().st_size <= 1000 for path in tmp_path.iterdir())
    last = (tmp_path / "crawl.log").read_text().splitlines()[-1]
    assert json.loads(last)["message"] == "line 199"


def test_log_file_that_cannot_be_written_is_refused(root: logging.Logger, tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"--log-file .*/absent/crawl\.log: No such file or directory\. Name a file"):
        set_up(Log(tmp_path / "absent" / "crawl.log"), "ERROR")


def test_quiet_crawl_logs_into_its_file_and_the_secrets_of_a_feed_stay_out_of_it(tmp_path: Path) -> None:
    with Outlet(tmp_path) as outlet:
        outlet.write_source(outlet.seeds, feeds=[outlet.url("/feed?key=pa55word")])
        outlet.publish(1, feed="/feed?key=pa55word")
        words = ("crawl", "-q", "--log-file", "crawl.log", "--log-format", "json", "--db", outlet.db)
        done = backissue(*words, "--seeds", outlet.seeds, cwd=tmp_path, allow=outlet.peer)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        text = (tmp_path / "crawl.log").read_text()
        records = [json.loads(line) for line in text.splitlines()]
        (new,) = [record for record in records if "outcome" in record]
        url = outlet.url("/news/1")
        assert new["message"] == f"new {url}"
        assert (new["url"], new["outcome"], new["source"]) == (url, "new", "valley-en")
        closing = [record["message"].split()[:3] for record in records if record["logger"] == "crawler.closing"]
        assert closing == [["valley-en", "1", "new"], ["total", "1", "new"]]
        outlet.routes.clear()
        done = backissue("crawl", "--db", outlet.db, "--seeds", outlet.seeds, "-v", cwd=tmp_path, allow=outlet.peer)
    assert "/feed?key=*** answers HTTP 404" in done.stderr
    assert "Enabled" not in text + done.stderr
    assert sum(line.startswith("total") for line in done.stderr.splitlines()) == 1
    assert "crawler.closing" not in done.stderr, "it was said already"
    assert "pa55word" not in text + done.stderr + done.stdout
