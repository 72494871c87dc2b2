"""`python -m knowledge.guard fit CORPUS ENTRIES`: writes `weights.txt` anew and prints the figures."""

import sys
from pathlib import Path

from knowledge.guard.fitting import fit

USAGE = "python -m knowledge.guard fit CORPUS ENTRIES"


def main(arguments: list[str]) -> int:
    """Fit and write the weights; 2 when called any other way."""
    if len(arguments) != 3 or arguments[0] != "fit":
        print(USAGE, file=sys.stderr)
        return 2
    contents, report = fit(Path(arguments[1]), Path(arguments[2]))
    Path(__file__).with_name("weights.txt").write_text(contents, "utf-8")
    print(report)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
