"""How long graph, proof and shapes take for many reports, and how many triples a fact takes: `make bench-graph N=60`.

The reports are the seeds over and over, each with a line of its own, so that every one is a report apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.build import build
from kg.graph.check import check
from kg.graph.shapes import validate

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@contextmanager
def timed(what: str, reports: int) -> Iterator[None]:
    """Print what a block takes, in all and for a thousand reports."""
    started = time.perf_counter()
    yield
    took = time.perf_counter() - started
    print(f"{what:24} {took:8.1f} s   {took / reports * 1000:8.0f} s for 1000 reports")


def main(reports: int) -> None:
    """Build, prove and validate."""
    with tempfile.TemporaryDirectory() as place:
        source, out = Path(place) / "reports", Path(place) / "out"
        source.mkdir()
        for n in range(reports):
            text = SEEDS[n % len(SEEDS)].read_text(encoding="utf-8")
            (source / f"{n:04}.txt").write_text(f"{text}\n附件第{n}号。\n", encoding="utf-8")
        with timed("build", reports):
            build([source], out)
        with timed("proof", reports):
            verdict = check(out)
        with timed("shapes, one a core", reports):
            broken = validate(out, workers=None)
        print(f"{verdict.counts['triples']:,} triples; {len(verdict.findings)} findings; {len(broken)} break a shape")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 60)
