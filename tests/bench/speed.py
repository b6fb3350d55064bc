"""How fast reports are read, beside jieba over the same text in the same run, all warm: `make bench`.

Rates are characters a second, the best of several rounds. Length: the seeds joined 1, 2, 4, 8 times over, so that a
cost that grows faster than the text shows as a falling rate.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from kg.extract import extract
from kg.text import document_from_text, read

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
ROUNDS = 7


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def main() -> None:
    """Print the table."""
    jieba.setLogLevel("ERROR")
    documents = [read(path) for path in SEEDS]
    size = sum(len(d.text) for d in documents)
    rows: dict[str, Callable[[], object]] = {
        "jieba.lcut": lambda: [jieba.lcut(d.text) for d in documents],
        "reading": lambda: [document_from_text(d.text) for d in documents],
        "extraction": lambda: [extract(d) for d in documents],
    }
    for work in rows.values():
        work()
    rates = {name: size / best(work) for name, work in rows.items()}
    for name, rate in rates.items():
        print(f"{name:12} {rate:>10,.0f} characters/s   {rate / rates['jieba.lcut']:.2f} of jieba")
    for times in (1, 2, 4, 8):
        long = document_from_text("\n".join(d.text for d in documents) * times)
        print(f"length {times}x: {len(long.text) / best(lambda long=long: extract(long)):>10,.0f} characters/s")  # type: ignore[misc]


if __name__ == "__main__":
    sys.exit(main())
