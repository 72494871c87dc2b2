"""A built wheel, installed somewhere else, runs the rehearsal: nothing is missing from it."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent


async def test_a_wheel_installed_elsewhere_runs_rehearse(tmp_path: Path) -> None:
    """Build, install into an empty folder, start there, fetch the page and the state."""
    site = await asyncio.to_thread(_installed, tmp_path)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "rehearse",
        "--port",
        "0",
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(60):
            said = (await process.stdout.readline()).decode()
        address = re.search(r"http://\S+", said)
        assert address is not None
        for path, wanted in (("", "<!doctype html>"), ("world/state", "Larkfield")):
            page = await asyncio.to_thread(_fetched, address[0] + path)
            assert wanted in page
    finally:
        process.terminate()
        await process.wait()


def _fetched(address: str) -> str:
    with urlopen(address, timeout=20) as answer:  # noqa: S310  our own loopback address
        return str(answer.read().decode())


def _installed(folder: Path) -> Path:
    """Build the wheel and install it alone into a folder of its own."""
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True)  # noqa: S603
    wheel = next(folder.glob("*.whl"))
    subprocess.run([*pip, "install", "--no-deps", "--target", folder / "site", wheel], check=True)  # noqa: S603
    return folder / "site"
