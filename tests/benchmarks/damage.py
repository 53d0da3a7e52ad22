"""Damaged archives: bytes flipped, blocks overwritten, ends cut off. Is it found, told in one line, and left as it is?

Then what no look at the rows can find: one bit anywhere, on a disk that rots; and what the looks cost.

``make bench-damage``; ``ARGS=6`` for so many files instead of 60. Writes its table into docs/benchmarks.md.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import shutil
import sqlite3
import sys
import time
import timeit
from collections import Counter
from collections.abc import Callable
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click

from archive.intake import restore
from archive.options import run
from archive.seal import Seal
from archive.soundness import look_through
from archive.store import Archive
from crawler import cli
from tests.benchmarks import wire
from tests.benchmarks.written import write_between
from tests.commands import backissue

ARTICLES, NEWS = 300, 20
"""In the archive, and in the file that a writer is to import."""

MANY = 10_000
"""Articles of the archive at which the time is measured: some 100 MB."""

PAGE = 4096
"""Bytes of a page of the database."""

TREES = {2, 5, 10, 13}
"""First byte of a page that belongs to a table or an index."""

READERS = dict.fromkeys(("search", "export"), "refused, or the answer of the sound file")
NEWS_FILE = "news.jsonl"
VERBS: dict[str, tuple[str, ...]] = {
    "check": ("check", "-q"),
    "search": ("search", "ба*", "--json"),
    "export": ("export", "jsonl", "-o", "-"),
    "import": ("import", NEWS_FILE, "-q"),
    "reextract": ("reextract", "-q"),
    "withhold": ("withhold", "1", "--reason", "a wish"),
    "sources forget-memory": ("sources", "forget-memory", "outlet0-en"),
}
ROTTEN = ("check", "import")
"""Verbs that are tried on a disk that rots."""

REFUSED, UNTOUCHED, CHANGED, LITTERED = "refused", "went well", "and changed it", "and left a file beside it"


class Said(NamedTuple):
    """What became of a command."""

    code: int
    out: str
    err: str


def main() -> int:
    """Print what was found; 1 when anything is wrong."""
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    random.seed(files)
    found: dict[str, Counter[str]] = {verb: Counter() for verb in VERBS}
    rotten: dict[str, Counter[str]] = {verb: Counter() for verb in ROTTEN}
    with TemporaryDirectory(prefix="backissue-damage-") as name:
        sound, news = sound_archive(Path(name)), Path(name) / NEWS_FILE
        answers = {verb: said(verb, sound, news) for verb in READERS}
        kept = kept_files(sound)
        for number in range(files):
            kind = list(DAMAGES)[number % len(DAMAGES)]
            whole = damaged_bytes(sound, DAMAGES[kind])
            for verb in VERBS:
                word = tried(verb, sound, kept, whole, news, answers.get(verb), rots=False)
                found[verb][word] += 1
                if word != REFUSED:
                    click.echo(f"{kind} {number}: {verb}: {word}")
            whole = one_bit(bytearray(kept[sound.name]))
            for verb in ROTTEN:
                rotten[verb][tried(verb, sound, kept, whole, news, None, rots=True)] += 1
        costs = measured(Path(name) / "many.db")
    rows = [(verb, *row(verb, words, files)) for verb, words in found.items()]
    rows += [(f"{verb}, on a disk that rots", *row("", words, files)) for verb, words in rotten.items()]
    rows += [(what, f"{seconds:.1f} s of CPU", "–", "", None) for what, seconds in costs.items()]
    head = ("verb", f"of {files} files refused: exit code 5, one line, unchanged", "otherwise", "goal", "reached")
    return write_between("bench-damage", head, rows)


def kept_files(sound: Path) -> dict[str, bytes]:
    """The archive as its last run left it: the database and the lock file, by name."""
    Archive(sound).close()
    lock = sound.with_name(f"{sound.name}.lock")
    return {file.name: file.read_bytes() for file in (sound, lock)}


def tried(
    verb: str, sound: Path, kept: dict[str, bytes], whole: bytes, news: Path, answer: Said | None, *, rots: bool
) -> str:
    """What a verb made of the archive with other bytes; ``rots``: with the time that its last run left."""
    damaged = sound.parent / "damaged" / sound.name
    shutil.rmtree(damaged.parent, ignore_errors=True)
    damaged.parent.mkdir()
    for name, content in {**kept, damaged.name: whole}.items():
        (damaged.parent / name).write_bytes(content)
    if rots:
        os.utime(damaged, ns=(0, sound.stat().st_mtime_ns))
    word = judged(verb, said(verb, damaged, news), answer)
    word += f" {CHANGED}" * (damaged.read_bytes() != whole)
    if verb not in READERS and verb != "check":
        word += f" {LITTERED}" * ({file.name for file in damaged.parent.iterdir()} != kept.keys())
    return word


def measured(path: Path) -> dict[str, float]:
    """Seconds of CPU for each GiB that it takes to look at an archive before it is written to."""
    with Archive(path) as archive:
        archive.register(wire.SOURCES)
        for start in range(0, MANY, 500):
            restore(archive, wire.articles(range(start, start + 500)))
    size = path.stat().st_size / (1 << 30)
    looks = {
        "a file that no run left so is looked through, for each GiB": lambda: look_through(path),
        "one that a run left is compared with its digest, for each GiB": lambda: Seal.of(path),
    }
    return {
        what: min(timeit.repeat(look, timer=time.process_time, number=1, repeat=3)) / size
        for what, look in looks.items()
    }


def row(verb: str, words: Counter[str], files: int) -> tuple[object, ...]:
    """How often it refused, what it did instead, and whether that may be: a verb may read past the damage."""
    others = ", ".join(f"{word}: {count}" for word, count in sorted(words.items()) if word != REFUSED)
    reached = words[REFUSED] + (words[UNTOUCHED] if verb in READERS else 0) == files
    return words[REFUSED], others or "–", READERS.get(verb, "all refused"), reached


def sound_archive(folder: Path) -> Path:
    """An archive of the made-up wire, and beside it news to import."""
    for name, numbers in (("archive.db", range(ARTICLES)), ("news.db", range(ARTICLES, ARTICLES + NEWS))):
        with Archive(folder / name) as archive:
            archive.register(wire.SOURCES)
            restore(archive, wire.articles(numbers))
    backissue("export", "jsonl", "-o", "news.jsonl", "--revisions", "--db", "news.db", cwd=folder)
    return folder / "archive.db"


def damaged_bytes(sound: Path, damage: Callable[[bytearray], bytes]) -> bytes:
    """Drawn anew where the damage lies in room that no row and no index uses: it hurts nobody."""
    content, trial = content_of(sound), sound.with_name("trial.db")
    while True:
        trial.write_bytes(damage(bytearray(sound.read_bytes())))
        if content_of(trial) != content:
            return trial.read_bytes()


def content_of(path: Path) -> str:
    """Every row of every table, and what SQLite's integrity check says; or the error that it ends with."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0")
            for (table,) in tables.fetchall():
                for row in connection.execute(f'SELECT * FROM "{table.decode()}"'):
                    digest.update(repr(row).encode())
            digest.update(repr(connection.execute("PRAGMA integrity_check").fetchall()).encode())
        except sqlite3.DatabaseError as error:
            return str(error)
    return digest.hexdigest()


def said(verb: str, database: Path, news: Path) -> Said:
    """What the command line says and gives, in this process."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    words = [str(news) if word == NEWS_FILE else word for word in VERBS[verb]]
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = run(cli.backissue, [*words, "--db", str(database)])
        except Exception as error:  # noqa: BLE001 what a user would see as a traceback is counted
            return Said(1, "", f"not told in a line: {type(error).__name__}: {error}")
    out.flush()
    return Said(code, out.buffer.getvalue().decode(), err.getvalue())


def judged(verb: str, done: Said, sound: Said | None) -> str:
    """What a verb made of a damaged file; ``check`` names each problem in a line of its own."""
    if done.code == 5 and (verb == "check" or done.err.count("\n") == 1):
        return REFUSED
    if done.code == 0 and (sound is None or done.out == sound.out):
        return UNTOUCHED
    return f"exit code {done.code} {done.err.partition(':')[0]}"


def cut(content: bytearray) -> bytes:
    return bytes(content[: random.randrange(PAGE // 8, len(content))])


def flip(content: bytearray) -> bytes:
    """One bit in what a page says of itself: its kind, its free space, the number of its cells."""
    trees = [start for start in range(PAGE, len(content), PAGE) if content[start] in TREES]
    content[random.choice(trees) + random.randrange(8)] ^= 1 << random.randrange(8)
    return bytes(content)


def one_bit(content: bytearray) -> bytes:
    content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content)


def overwrite(content: bytearray) -> bytes:
    """A sector of a disk, of what it had before."""
    start = random.randrange(len(content) // 512) * 512
    content[start : start + 512] = random.randbytes(512)
    return bytes(content)


DAMAGES: dict[str, Callable[[bytearray], bytes]] = {"cut": cut, "flip": flip, "overwrite": overwrite}


if __name__ == "__main__":
    sys.exit(main())
