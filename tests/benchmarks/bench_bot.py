"""The whole bot against a bare echo bot, in one run: ``python -m tests.benchmarks.bench_bot``.

Prints updates a second, p50 and p99 from sending to seeing the answer, seconds from start to the first
answer, and peak memory. Figures are for comparing within a run; nothing is asserted.
"""

import asyncio
import os
import resource
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram

PEOPLE = 20
EACH = 25
QUESTION = "child keeps hiding under tables, what do i try"
ROOT = Path(__file__).parents[2]


async def measure(name: str, module: list[str]) -> tuple[float, float]:
    """Run one bot in a process of its own; gives updates a second and p99 in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        async with LocalTelegram(watch_pace=False) as telegram:
            people = [telegram.add_person(f"P{number}", started=True) for number in range(PEOPLE)]
            made, process = await _first_answer(telegram, people[0], module, folder)
            process.send_signal(signal.SIGTERM)
            await process.wait()
            first, process = await _first_answer(telegram, people[0], module, folder)
            began = time.perf_counter()
            waits = [wait for one in await asyncio.gather(*map(_talk, people)) for wait in one]
            rate = len(waits) / (time.perf_counter() - began)
            memory = _memory(process.pid)
            process.send_signal(signal.SIGTERM)
            await process.wait()
    p50 = statistics.median(waits) * 1000
    p99 = statistics.quantiles(waits, n=100)[98] * 1000
    print(
        f"{name:12} {rate:7.0f} updates/s   p50 {p50:6.1f} ms   p99 {p99:6.1f} ms   "
        f"start to first answer {first:5.2f} s (the very first, making the tables: {made:5.2f} s)   "
        f"memory {memory:5.0f} MB"
    )
    return rate, p99


async def _first_answer(
    telegram: LocalTelegram, person: Person, module: list[str], folder: str
) -> tuple[float, asyncio.subprocess.Process]:
    """Seconds from starting the process to its first answer, and the process."""
    began = time.perf_counter()
    process = await _start(telegram, module, folder)
    await person.say(QUESTION)
    await person.private.next(timeout=30)
    return time.perf_counter() - began, process


async def _talk(person: Person) -> list[float]:
    """Ask, wait for the answer, ask again."""
    waits = []
    for _ in range(EACH):
        began = time.perf_counter()
        await person.say(QUESTION)
        await person.private.next(timeout=60)
        waits.append(time.perf_counter() - began)
    return waits


async def _start(telegram: LocalTelegram, module: list[str], folder: str) -> asyncio.subprocess.Process:
    given = {
        "BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.api_url,
        "TELEGRAM_FILE_URL": telegram.file_url,
        "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "PACE_OVERALL": "0",
        "PACE_PRIVATE": "0",
        "PACE_GROUP_MINUTE": "0",
        "LOG_LEVEL": "ERROR",
    }
    quiet = asyncio.subprocess.DEVNULL if not os.environ.get("BENCH_LOUD") else None
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", *module, cwd=ROOT, env=os.environ | given, stdout=quiet, stderr=quiet
    )


def _memory(pid: int) -> float:
    """Peak resident memory of a running process in MB (Linux), else of all children."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


async def main() -> None:
    """Yardstick and bot in turn, twice; then the ratio."""
    ratios = []
    for _ in range(2):
        bare, _ = await measure("bare echo", ["tests.benchmarks.echo"])
        ours, _ = await measure("this bot", ["bot"])
        ratios.append(ours / bare)
    print("ratio to the bare bot: " + ", ".join(f"{ratio:.2f}" for ratio in ratios))


if __name__ == "__main__":
    asyncio.run(main())
