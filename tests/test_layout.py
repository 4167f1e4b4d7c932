"""Imports go one way: the command line, the page, the read side, the write side."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "index": {"index"},
    "rag": {"rag", "index"},
    "page": {"page", "rag", "index"},
    # It is also run by itself, as `python ui.py`.
    "ui.py": {"command", "page", "rag", "index"},
    "command": {"command", "ui", "page", "rag", "index"},
}
OURS = {"index", "rag", "page", "ui", "command", "training", "benchmarks"}
SOURCES = [path for room in MAY_IMPORT for path in sorted((ROOT / room).rglob("*.py")) or [ROOT / room]]


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path):
    rooms = {name.split(".")[0] for name in imported(path)}
    assert rooms & OURS <= MAY_IMPORT[path.relative_to(ROOT).parts[0]]


@pytest.mark.parametrize("path", sorted((ROOT / "rag" / "values").glob("*.py")), ids=lambda path: path.name)
def test_what_a_text_states_is_read_without_the_rest_of_rag(path):
    ours = {name for name in imported(path) if name.split(".")[0] == "rag"}
    assert {name for name in ours if not name.startswith("rag.values")} == set()
