"""The curator's door: search, check, evaluate, stats, fit."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from knowledge import check, evaluate, fitting
from knowledge.answer import Answer, Knowledge, Pointer
from knowledge.loading import load, read_entries
from knowledge.model import KnowledgeError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something is wrong, 2 for bad input lines."""
    given = _parser().parse_args(argv)
    try:
        return int(given.run(given))
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description=__doc__)
    parser.add_argument(
        "--entries", type=Path, help="a folder or file of entries instead of the packaged ones"
    )
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("search", help="answer a question, or many as JSON lines")
    one.add_argument("text", nargs="*", help="the question")
    one.add_argument("--jsonl", action="store_true", help='read {"id","text"} lines, write result lines')
    one.set_defaults(run=_search)
    one = commands.add_parser("check", help="find what is wrong with the entries")
    one.add_argument(
        "--today", type=date.fromisoformat, default=None, help="the day reviews are measured against"
    )
    one.set_defaults(run=_check)
    one = commands.add_parser("evaluate", help="score a labelled file of questions")
    one.add_argument("file", type=Path)
    one.add_argument("--save", type=Path, help="write figures and rows to this file")
    one.add_argument("--compare", type=Path, help="compare with a run saved earlier")
    one.set_defaults(run=_evaluate)
    commands.add_parser("stats", help="count entries, sections, questions").set_defaults(run=_stats)
    one = commands.add_parser("fit", help="fit the confidence to calibration.jsonl and cross-check it")
    one.add_argument("--write", type=Path, help="write the constants to this file")
    one.set_defaults(run=_fit)
    return parser


def _search(given: argparse.Namespace) -> int:
    knowledge = load(given.entries)
    if given.jsonl:
        return answer_lines(knowledge, sys.stdin, sys.stdout, sys.stderr)
    text = " ".join(given.text)
    answer = knowledge.ask(text)
    guard = f" ({answer.guard.kind})" if answer.guard else ""
    print(f"{answer.kind}{guard}, confidence {answer.confidence:.2f}")
    for pointer in answer.best:
        print(_said(pointer))
    return 0


def _said(pointer: Pointer) -> str:
    section = f" > {pointer.section.title}" if pointer.section else ""
    place = f" ({pointer.section.place})" if pointer.section and pointer.section.place else ""
    where = pointer.entry.link or f"search for the title at {pointer.entry.find_at}"
    like = f'\n      like: "{pointer.matched}"' if pointer.matched else ""
    return f"{pointer.score:.2f}  {pointer.entry.title}{section}{place}\n      {where}{like}"


def answer_lines(knowledge: Knowledge, lines: Iterable[str], out: TextIO, err: TextIO) -> int:
    """Answer JSON lines; a line that cannot be read is named on ``err`` and makes the result 2."""
    bad = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            asked = _asked(line)
        except ValueError as error:
            err.write(f"line {number}: {error}\n")
            bad = True
            continue
        out.write(json.dumps(_line(asked["id"], knowledge.ask(asked["text"])), ensure_ascii=False) + "\n")
    return 2 if bad else 0


def _asked(line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("this is not JSON") from None
    if not isinstance(asked, dict) or "id" not in asked or not isinstance(asked.get("text"), str):
        raise ValueError('an object with "id" and a "text" in quotes is needed')
    return asked


def _line(key: object, answer: Answer) -> dict[str, Any]:
    return {
        "id": key,
        "answered": answer.answered,
        "guard": answer.guard.kind if answer.guard else None,
        "results": [
            {"id": one.entry.id, "section": one.section.title if one.section else None, "score": one.score}
            for one in answer.best
        ],
    }


def _check(given: argparse.Namespace) -> int:
    entries, problems = read_entries(given.entries)
    problems = problems + check.errors(entries)
    looks = check.warnings(entries, given.today or datetime.now(UTC).date())
    for problem in problems:
        print(f"error: {problem}")
    for problem in looks:
        print(f"look: {problem}")
    print(f"{len(entries)} entries, {len(problems)} errors, {len(looks)} to look at")
    return 1 if problems else 0


def _evaluate(given: argparse.Namespace) -> int:
    questions = [json.loads(line) for line in given.file.read_text("utf-8").splitlines() if line.strip()]
    found = evaluate.rows(load(given.entries), questions)
    for name, value in evaluate.figures(found).items():
        print(f"{name:28} {value:.3f}")
    for kind, shares in evaluate.by_kind(found).items():
        print(f"{kind:16}", "  ".join(f"{name} {value:.2f}" for name, value in shares.items()))
    for row in evaluate.failures(found):
        print(f"\n{row.id} {row.kind}: {row.text}\n  {row.answer} {row.confidence:.2f} {row.results}")
    if given.compare:
        print("", *evaluate.compared(found, json.loads(given.compare.read_text("utf-8"))), sep="\n")
    if given.save:
        given.save.write_text(json.dumps(evaluate.saved(found), indent=1, ensure_ascii=False), "utf-8")
    return 0


def _stats(given: argparse.Namespace) -> int:
    entries, _ = read_entries(given.entries)
    for name, count in check.counts(entries).items():
        print(f"{count:6} {name}")
    return 0


def _fit(given: argparse.Namespace) -> int:
    fitted = fitting.fit(given.entries)
    print(fitted.report())
    if given.write:
        given.write.write_text(fitted.json(), "utf-8")
    return 0
