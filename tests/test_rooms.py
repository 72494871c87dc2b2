"""The house keeps its shape: a page on every door, small files, imports that only go down."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[1]
HOUSES = ("bot", "handlers", "knowledge")
MOST_LINES = 400
SOURCES = sorted(
    path
    for house in (*HOUSES, "tests")
    for path in (ROOT / house).rglob("*.py")
    if "versions" not in path.parts
)
OURS = [path for path in SOURCES if "tests" not in path.relative_to(ROOT).parts]


def rooms() -> list[Path]:
    """Every folder that is a package of ours; migrations are Alembic's."""
    folders = {path.parent for path in OURS} - {ROOT}
    return sorted(folder for folder in folders if "migrations" not in folder.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.stmt) -> int:
    """Lines from the first to the last."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize(
    "room", [room for room in rooms() if room.parent == ROOT or room.parent.name == "bot"]
)
def test_every_room_says_on_its_door_what_lives_there(room: Path) -> None:
    """A README that is more than a title."""
    door = room / "README.md"
    assert door.is_file(), f"{room.relative_to(ROOT)} has no README.md"
    assert len(door.read_text("utf-8").split()) > 30


def test_no_file_is_long() -> None:
    """At most 400 lines, tests too; the page's scripts and styles as well."""
    page = (ROOT / "bot" / "rehearsal" / "page").rglob("*")
    files = [*SOURCES, *(path for path in page if path.suffix in (".js", ".css", ".html"))]
    found = {path.relative_to(ROOT): len(path.read_text("utf-8").splitlines()) for path in files}
    assert {path: lines for path, lines in found.items() if lines > MOST_LINES} == {}


def test_functions_are_short() -> None:
    """Half of them within 10 lines, nine of ten within 30, none above 60."""
    found = {f"{path.relative_to(ROOT)} {one.name}": length(one) for path in OURS for one in functions(path)}
    assert {name: lines for name, lines in found.items() if lines > 60} == {}
    assert median(found.values()) <= 10
    assert quantiles(found.values(), n=10)[-1] <= 30


def test_an_import_only_ever_goes_down() -> None:
    """The contracts of pyproject.toml."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout


def test_nothing_is_left_half_done() -> None:
    """No note to oneself in the code."""
    marks = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    found = [
        f"{path.relative_to(ROOT)}: {mark}"
        for path in SOURCES
        for mark in marks
        if mark in path.read_text("utf-8")
    ]
    assert found == []
