from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crawler.cli  # noqa: F401 - adds its verbs
from archive.cli import backissue
from tests.write_cli_docs import COMMAND, PAGE, cli_docs, context, walk

ROOT = Path(__file__).parent.parent
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "archive").rglob("*.py"))
VERBS = [here.command_path for here in walk(backissue, context(backissue, "backissue", None))]

CRAWLER_ONLY = {"crawler", "scrapy", "twisted", "trafilatura"}
ONLY_IN = {
    "datasette": ("archive/browse/", "archive/serve.py"),
    "sqlite_utils": ("archive/store.py", "archive/memory.py", "archive/migrations.py"),
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


def test_readme_and_docs_name_no_verb_that_is_not_there() -> None:
    known = set(backissue.commands) | {"VERB"}
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        named = re.findall(r"^(?: {4}|\$ )(?:\.venv/bin/)?backissue ([a-z]+)\b", page.read_text(), re.MULTILINE)
        assert set(named) <= known, f"{page.name} names {set(named) - known}"


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
