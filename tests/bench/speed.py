"""How fast reports are read, beside jieba over the same text in the same run, all warm: `make bench`.

Rates are characters a second, the best of several rounds. Length: the seeds joined 1, 2, 4, 8 times over, so that a
cost that grows faster than the text shows as a falling rate.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
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


def rates() -> list[tuple[str, float, float]]:
    """Name, characters a second, and that rate as a share of jieba's."""
    jieba.setLogLevel("ERROR")
    documents = [read(path) for path in SEEDS]
    size = sum(len(d.text) for d in documents)
    work: dict[str, Callable[[], object]] = {
        "jieba.lcut": lambda: [jieba.lcut(d.text) for d in documents],
        "reading": lambda: [document_from_text(d.text) for d in documents],
        "extraction": lambda: [extract(d) for d in documents],
    }
    for run in work.values():
        run()
    found = {name: size / best(run) for name, run in work.items()}
    return [(name, rate, rate / found["jieba.lcut"]) for name, rate in found.items()]


def main() -> None:
    """Print the rates, and those of extraction on ever longer texts."""
    for name, rate, share in rates():
        print(f"{name:12} {rate:>10,.0f} characters/s   {share:.2f} of jieba")
    text = "\n".join(read(path).text for path in SEEDS)
    for times in (1, 2, 4, 8):
        document = document_from_text("\n".join([text] * times))
        rate = len(document.text) / best(partial(extract, document))
        print(f"length {times}x: {rate:>12,.0f} characters/s")


if __name__ == "__main__":
    main()
