from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest

import crawler.cli  # noqa: F401 - adds its verbs
from archive.cli import backissue
from archive.readonly import open_readonly
from archive.store import Archive
from tests import write_readme
from tests.write_cli_docs import COMMAND, PAGE, cli_docs, context, walk

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "archive").rglob("*.py"))
VERBS = [here.command_path for here in walk(backissue, context(backissue, "backissue", None))]

README = ROOT / "README.md"
PAGES = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "seeds").rglob("*.md")))
PAGE_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

CRAWLER_ONLY = {"crawler", "scrapy", "twisted", "trafilatura"}
ONLY_IN = {
    "datasette": ("archive/browse/", "archive/serve.py"),
    "sqlite_utils": (
        "archive/store.py",
        "archive/writable.py",
        "archive/memory.py",
        "archive/migrations",
        "archive/relating.py",
    ),
}
FORBIDDEN_NAMES = {"utils", "helpers", "core", "common", "manager"}


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports, wherever in it and however."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "__import__",
            "import_module",
        ):
            yield from (str(word.value).partition(".")[0] for word in node.args if isinstance(word, ast.Constant))


def test_page_of_the_command_line_is_what_the_commands_say() -> None:
    assert PAGE.read_text() == cli_docs(), f"docs/cli.md is out of date. Rewrite it with {COMMAND}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_section_and_an_example(verb: str) -> None:
    section = PAGE.read_text().partition(f"\n## {verb}\n")[2].partition("\n## ")[0]
    assert section, f"{verb} is not in docs/cli.md. Rewrite it with {COMMAND}"
    assert f"\n  Example:\n    {' '.join(verb.split()[:2])}" in section


FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def block_commands(page: str) -> list[str]:
    """The lines of code blocks that run our command."""
    lines = [line for block in FENCED.findall(page) for line in block.splitlines()]
    return ours(lines + re.findall(r"^ {4}(\S.*)$", FENCED.sub("", page), re.MULTILINE))


def inline_commands(page: str) -> list[str]:
    """Our command in running text; it need not be whole there."""
    return ours(re.findall(r"`([^`\n]+)`", FENCED.sub("", page)))


def ours(lines: list[str]) -> list[str]:
    commands = (re.sub(r"^.*?\| ", "", line.strip()).removeprefix(".venv/bin/") for line in lines)
    return [command for command in commands if re.match(r"backissue (?!VERB)", command)]


def parse(line: str) -> None:
    """Raise click's UsageError unless the command line names a verb and options that are there; nothing is run."""
    plain = re.sub(r" > .*", "", line).replace(" ID", " 17").replace(" CURSOR", " 41").replace(" N", " 5")
    words = shlex.split(plain, comments=True)[1:]
    command: click.Command = backissue
    parent = None
    while isinstance(command, click.Group) and words:
        parent = click.Context(command, parent, info_name=command.name)
        _, found, words = command.resolve_command(parent, words)
        assert found is not None, line
        command = found
    command.make_context(command.name, words, parent)


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_command_line_that_a_page_shows_is_understood(name: str) -> None:
    page = (ROOT / name).read_text()
    for line in (*block_commands(page), *inline_commands(page)):
        try:
            parse(line)
        except click.UsageError as error:
            if line in block_commands(page) or not isinstance(error, click.MissingParameter):
                pytest.fail(f"{name} shows {line!r}: {error.format_message()}")


def test_a_wrong_command_line_would_be_noticed() -> None:
    page = "```sh\nbackissue crawl --someday  # not yet\nls | backissue fetch - --json\n```\nand `backissue shwo 17`.\n"
    assert block_commands(page) == ["backissue crawl --someday  # not yet", "backissue fetch - --json"]
    assert inline_commands(page) == ["backissue shwo 17"]
    parse("backissue fetch - --json > lines.txt  # fine")
    for line in ("backissue crawl --someday", "backissue shwo 17", "backissue show 17 --port 1", "backissue show"):
        with pytest.raises(click.UsageError):
            parse(line)


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_links_and_pictures_of_a_page_are_there(name: str) -> None:
    page = ROOT / name
    text = FENCED.sub("", page.read_text())
    targets = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    for target in filter(None, (target for pair in targets for target in pair)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        there = page.parent / path if path else page
        assert there.exists(), f"{name} links to {target}"
        assert not anchor or anchor in anchors(there.read_text()), f"{name} links to {target}"


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_files_and_make_targets_that_a_page_names_are_there(name: str) -> None:
    text = (ROOT / name).read_text()
    for path in re.findall(r"`((?:archive|crawler|tests|docs|seeds)/[\w/.-]+\.\w+)`", text):
        assert (ROOT / path).exists(), f"{name} names {path}"
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"(?:`|^)make ([a-z_-]+)", text, re.MULTILINE):
        benchmark = ROOT / "tests" / "benchmarks" / f"{target.removeprefix('bench-')}.py"
        assert target in rules or (target.startswith("bench-") and benchmark.exists()), f"{name} names make {target}"


def test_page_of_the_archive_tells_every_table_and_column(tmp_path: Path) -> None:
    Archive(tmp_path / "fresh.db").close()
    with closing(open_readonly(tmp_path / "fresh.db")) as connection:
        tables = connection.execute(
            """SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
            AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_sqlite_*'"""
        )
        schema = {
            table: [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", [table])]
            for (table,) in tables.fetchall()
        }
    told = (ROOT / "docs" / "archive.md").read_text().partition("\n## Tables\n")[2].partition("\n## ")[0]
    sections = (section.partition("\n") for section in told.split("\n### ")[1:])
    columns = {name: re.findall(r"^\| (\w+) \| [^|]*\w", text, re.MULTILINE)[1:] for name, _, text in sections}
    assert columns == schema


def test_readme_shows_what_the_demo_prints() -> None:
    page = README.read_text()
    told, printed = write_readme.blocks(page), write_readme.outputs(page)
    assert {command: words(output) for command, output in told.items()} == {
        command: words(output) for command, output in printed.items()
    }, f"README.md is out of date. Rewrite it with {write_readme.COMMAND}"


def words(output: str) -> list[str]:
    """The words, sorted and without ids: sources are crawled side by side, so both depend on who answers first."""
    return sorted(re.sub(r"(?<=article )\d+|(?<= )\d+(?=: )", "ID", output).split())


def test_pictures_are_small_and_all_in_use() -> None:
    text = "".join(page.read_text() for page in PAGES)
    for picture in sorted((ROOT / "docs" / "pictures").iterdir()):
        assert picture.name in text, f"no page shows {picture.name}"
        assert picture.stat().st_size < 200_000, f"{picture.name} makes the README slow to open"


PRIVATE = re.compile("/(?:work|root|home/[a-z]+)/|pypi[.]org|python[h]osted|[-]-index-url")
"""Paths of one machine, and hosts of package registries."""


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a clone")
def test_no_file_names_a_path_of_one_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    texts = (ROOT / name for name in listed.split("\0") if name and not name.endswith((".png", ".gz")))
    named = {path.name: found[0] for path in texts if path.exists() and (found := PRIVATE.search(path.read_text()))}
    assert named == {}


@pytest.mark.parametrize("module", MODULES)
def test_archive_stands_on_the_ground(module: str) -> None:
    packages = set(imported(ROOT / module))
    assert not packages & CRAWLER_ONLY, "archive/ imports nothing of the crawler"
    for package, places in ONLY_IN.items():
        assert package not in packages or module.startswith(places), f"{package} belongs to {places}"


def test_the_rule_of_imports_would_notice_each_way_of_importing(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        "import scrapy.http\nfrom twisted.web import http\nfrom . import near\n"
        "def late():\n    import crawler\n    import_module('trafilatura.core')\n    __import__('datasette')\n"
    )
    assert set(imported(module)) == {"scrapy", "twisted", "crawler", "trafilatura", "datasette"}


def test_no_module_is_named_for_nothing() -> None:
    modules = [path for place in ("archive", "crawler", "tests") for path in (ROOT / place).rglob("*.py")]
    assert [path.as_posix() for path in modules if path.stem in FORBIDDEN_NAMES] == []
