"""How long graph, proof and shapes take for many reports, and how many triples a fact takes: `make bench-graph N=60`.

The reports are the seeds over and over, each with a line of its own, so that every one is a report apart.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.build import build
from kg.graph.check import check
from kg.graph.shapes import validate

WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


@contextmanager
def timed(what: str, reports: int) -> Iterator[None]:
    """Print what a block takes: time, processor time of all its processes (so much for 1000 reports), most memory."""
    started, used = time.perf_counter(), _used()
    yield
    took, processor = time.perf_counter() - started, _used() - used
    memory = max(resource.getrusage(who).ru_maxrss for who in WHO) >> 10
    each = processor / reports * 1000
    print(f"{what:20} {took:7.1f} s {processor:7.1f} s of processors ({each:5.0f} s for 1000 reports) {memory:6,} MB")


def _used() -> float:
    """Seconds that this process and those that it started and that have ended kept processors busy."""
    return sum(r.ru_utime + r.ru_stime for r in map(resource.getrusage, WHO))


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
