"""Loads the entries: those that came with the package, or a folder of the same format."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.answer import Knowledge
from knowledge.model import Entry, KnowledgeError, Problem
from knowledge.parser import parse


def read_entries(path: Path | None = None) -> tuple[list[Entry], list[Problem]]:
    """All entries in file order and every fault found; ``path`` is a folder or one file."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for file in _files(path):
        some, faults = parse(file.read_text("utf-8"), file.name)
        entries += some
        problems += faults
    return entries, problems + doubles(entries)


def _files(path: Path | None) -> list[Traversable]:
    if path is not None and path.is_file():
        return [path]
    folder: Traversable = path or files("knowledge").joinpath("entries")
    found = [file for file in folder.iterdir() if file.name.endswith(".md") and file.name != "README.md"]
    return sorted(found, key=lambda file: file.name)


def doubles(entries: list[Entry]) -> list[Problem]:
    """A fault for each id used twice, and for each section title used twice in an entry."""
    seen: dict[str, Entry] = {}
    problems = []
    for entry in entries:
        first = seen.setdefault(entry.id, entry)
        if first is not entry:
            says = f'The id "{entry.id}" is already used in {first.file}, line {first.line}.'
            problems.append(Problem(entry.file, entry.line, says))
        titles = [section.title for section in entry.sections]
        for section in entry.sections:
            if titles.count(section.title) > 1:
                says = f'The section title "{section.title}" stands more than once in "{entry.title}".'
                problems.append(Problem(entry.file, section.line, says))
    return problems


def load(path: Path | None = None) -> Knowledge:
    """The knowledge, ready to be asked. Raises KnowledgeError with every fault if the entries have any."""
    entries, problems = read_entries(path)
    if problems:
        raise KnowledgeError(tuple(problems))
    return Knowledge(entries)
