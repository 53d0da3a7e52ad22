"""``backissue reextract`` as typed: what it lists, how it ends; stopped or killed, the same command does the rest."""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

import crawler.cli  # noqa: F401 - adds its verb
from archive import articles
from archive.cli import backissue
from archive.lock import RunLock
from archive.options import run
from archive.reextraction import Judged
from archive.store import Archive
from crawler.import_process import import_files
from crawler.reextract import Counts, Report, Wish
from crawler.reextract_cli import closing_lines, judged_object, lines_of, live
from tests.commands import backissue as typed
from tests.commands import children, started, wait_until
from tests.sites import text, write_source
from tests.test_reextract import Shelf, half
from tests.warcs import body, record


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Shelf(tmp_path) as shelf:
        shelf.publish(1, 2, 3)
        shelf.crawl()
        yield shelf


def say(shelf: Shelf, *words: str) -> int:
    return run(backissue, ["reextract", *words, "--db", str(shelf.db), "--seeds", str(shelf.seeds)])


def test_text_output_lists_what_was_left_and_sums_up(shelf: Shelf) -> None:
    shelf.worsen(1, half(1))
    shelf.worsen(2, f"{text(2)}\n{text(12)}")
    done = typed("reextract", cwd=shelf.db.parent)
    was, now = (sum(map(str.isalnum, words)) for words in (f"{text(2)}\n{text(12)}", text(2)))
    assert done.stdout == f"shorter     {was} → {now} letters  article {shelf.id(2)}  {shelf.url('/news/2')}\n"
    assert done.stderr.splitlines() == [
        "valley-en  1 same, 1 better, 1 shorter",
        "total      1 same, 1 better, 1 shorter",
        "Texts that are shorter by more than 30 % stay as they are. Look at them with backissue show ID and its --raw; "
        "--accept-shorter takes them.",
        "1 article was mended. Texts that gave way are kept in the table replaced_text.",
    ]
    assert done.returncode == 0
    assert shelf.text_of(1) == text(1)


def test_json_is_a_line_for_each_article_that_differs_and_a_summary(shelf: Shelf) -> None:
    shelf.worsen(1, half(1))
    shelf.set("UPDATE article SET section = 'Menu' WHERE id = ?", shelf.id(3))
    done = typed("reextract", "valley-en", "--dry-run", "--json", "-q", cwd=shelf.db.parent)
    *lines, summary = map(json.loads, done.stdout.splitlines())
    said = {line["id"]: line for line in lines}
    assert set(said) == {shelf.id(1), shelf.id(3)}
    assert (said[shelf.id(1)]["verdict"], said[shelf.id(1)]["texts"], said[shelf.id(1)]["metadata"]) == (
        "better",
        [1],
        {},
    )
    assert (said[shelf.id(3)]["verdict"], said[shelf.id(3)]["metadata"]) == ("same", {"section": ["Menu", None]})
    assert summary == {
        "summary": {"valley-en": {"same": 2, "better": 1, "metadata": {"section": 1}, "earlier": 0, "changed": 2}},
        "exit": 0,
    }
    assert done.stderr == ""
    assert shelf.text_of(1) == half(1)


def test_exit_codes_of_what_a_user_can_mend(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(RunLock(shelf.db)):
        assert say(shelf) == 4
    assert say(shelf, "vally-en") == 2
    assert capsys.readouterr().err.splitlines()[-1] == 'Error: There is no source "vally-en". Did you mean "valley-en"?'
    assert run(backissue, ["reextract", "--db", str(shelf.db) + "x", "--seeds", str(shelf.seeds)]) == 2


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_stopped_run_ends_in_the_state_of_one_that_was_not(tmp_path: Path, stop: signal.Signals) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for home in (whole, cut):
        worsened(home)
    shelf = Shelf(whole)
    assert shelf.reextract().counts["hill-en"].verdicts == {"same": 1, "better": 79}
    process = started("reextract", "--json", cwd=cut)
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    assert (first["source"], first["verdict"]) == ("dale-en", "better")
    workers = children(process.pid)
    process.send_signal(stop)
    out, said = process.communicate(timeout=30)
    assert process.returncode == (130 if stop == signal.SIGINT else -signal.SIGKILL)
    wait_until(lambda: not any(Path(f"/proc/{worker}/exe").exists() for worker in workers))
    if stop == signal.SIGINT:
        assert said.splitlines()[-1] == "Interrupted; what was mended stays. The same command once more does the rest."
        assert json.loads(out.splitlines()[-1])["exit"] == 130
    shelf = Shelf(cut)
    counts = shelf.reextract().counts
    assert counts["dale-en"].verdicts == {"same": 3}
    assert counts["hill-en"].verdicts == {"same": 1, "better": 79}
    state = "SELECT url, title, text, sha256, published, revisions FROM article ORDER BY url"
    replaced = "SELECT article_id, number, title, text FROM replaced_text ORDER BY 1, 2"
    assert (shelf.rows(state), shelf.rows(replaced)) == (Shelf(whole).rows(state), Shelf(whole).rows(replaced))
    assert shelf.is_sound()


def worsened(home: Path) -> None:
    """An archive of two sources, one of them larger, most of whose texts lack their end."""
    home.mkdir()
    for name in ("dale", "hill"):
        write_source(home / "seeds", f"{name}-en", f"{name}.example", homepage=f"https://{name}.example/")
    dale = b"".join(record(f"https://dale.example/news/{number}", body(number)) for number in range(900, 903))
    hill = b"".join(record(f"https://hill.example/news/{number}", body(number)) for number in range(80))
    (home / "a.warc.gz").write_bytes(dale + hill)
    files = [home / "a.warc.gz"]
    import_files(home / "archive.db", home / "seeds", files, committed=lambda _: None, tell=print, workers=0)
    with Archive(home / "archive.db") as archive, archive.db.atomic():
        rows = archive.db.execute("SELECT id, title, text FROM article WHERE url NOT LIKE '%/news/0'").fetchall()
        for article_id, title, whole in rows:
            articles.rewrite(archive.db.conn, article_id, title, whole.rpartition("\n")[0])


def judged(**facts: object) -> Judged:
    told = {"article_id": 7, "url": "u", "source": "s", "revisions": 2, "verdict": "same", "was": 90, "now": 100}
    return Judged(**(told | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "always", "with_v"),
    [
        (judged(), [], []),
        (judged(verdict="better", texts=((2, "t", "x"),)), [], ["better      90 → 100 letters  article 7  u"]),
        (judged(columns={"section": None}), [], ["same        text as it was; section  article 7  u"]),
        (judged(verdict="shorter", now=9), ["shorter     90 → 9 letters  article 7  u"], None),
        (judged(verdict="rejected", reason="rejected:listing"), ["rejected    listing  article 7  u"], None),
        (judged(verdict="unreadable", reason="damaged"), ["unreadable  damaged  article 7  u"], None),
        (judged(verdict="unreadable", reason="no-capture"), [], ["unreadable  no-capture  article 7  u"]),
        (judged(left=((1, "shorter"),)), ["left        text 1: shorter  article 7  u"], None),
    ],
)
def test_lines_of_an_article(one: Judged, always: list[str], with_v: list[str] | None) -> None:
    assert list(lines_of(one, all_=False)) == always
    assert list(lines_of(one, all_=True)) == (always if with_v is None else with_v)


def test_object_names_what_metadata_was_and_is() -> None:
    one = judged(columns={"section": "News"}, before={"section": "Menu"}, left=((1, "damaged"),))
    said = judged_object(one)
    assert (said["metadata"], said["left"]) == ({"section": ["Menu", "News"]}, [{"number": 1, "reason": "damaged"}])


def report_of(**facts: object) -> Report:
    counts = Counts()
    for name, value in facts.items():
        getattr(counts, name).update(value) if isinstance(value, dict) else setattr(counts, name, value)
    return Report({"valley-en": counts})


def test_closing_lines_tell_fields_pages_that_are_not_there_and_a_dry_run() -> None:
    report = report_of(
        verdicts={"same": 2, "unreadable": 1},
        reasons={"no-capture": 1},
        fields={"section": 1, "authors": 2},
        metadata=2,
        earlier=1,
        changed=3,
    )
    assert list(closing_lines(report, Wish(dry_run=True))) == [
        "valley-en  2 same, 1 unreadable; metadata of 2; 1 earlier text",
        "total      2 same, 1 unreadable; metadata of 2; 1 earlier text",
        "Metadata: authors 2, section 1.",
        "1 text has no kept page to be read again.",
        "Nothing was written; 3 articles would have been mended.",
    ]


def test_closing_lines_name_replaced_texts_only_where_there_are_some() -> None:
    said = list(closing_lines(report_of(verdicts={"same": 2}, metadata=2, fields={"section": 2}, changed=2), Wish()))
    assert said[-1] == "2 articles were mended."
    said = list(closing_lines(report_of(verdicts={"shorter": 1}, changed=1), Wish(accept_shorter=True)))
    assert said[-1] == "1 article was mended. Texts that gave way are kept in the table replaced_text."


def test_live_line_tells_how_far_it_is() -> None:
    report = report_of(verdicts={"same": 2}, articles=9)
    report.reading = "valley-en"
    console = Console(width=80, file=io.StringIO())
    console.print(live(report).get_renderable())
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().startswith("2 of 9 articles, ")
    assert ", now valley-en: 2 same" in console.file.getvalue()


def test_without_room_nothing_is_read_again_and_the_same_command_goes_on(shelf: Shelf) -> None:
    shelf.worsen(1, half(1))
    where = ["--db", shelf.db, "--seeds", shelf.seeds]
    done = typed("reextract", *where, "--json", cwd=shelf.db.parent, BACKISSUE_MIN_FREE="999999G")
    summary = json.loads(done.stdout)
    assert done.returncode == summary["exit"] == 1
    assert f"Stopped: {summary['stopped']}" in done.stderr.splitlines()
    assert summary["stopped"].endswith("BACKISSUE_MIN_FREE. Make room; the same command once more does the rest.")
    quiet = typed("reextract", *where, "-q", cwd=shelf.db.parent, BACKISSUE_MIN_FREE="999999G")
    assert quiet.stderr.startswith("Alarm: the disk of ")
    assert shelf.text_of(1) == half(1)
    assert typed("reextract", *where, cwd=shelf.db.parent, BACKISSUE_MAX_CAPTURES="1").returncode == 0, "none are made"
    assert shelf.text_of(1) == text(1)
