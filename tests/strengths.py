"""Prints lexicon/strengths.tsv as measured now, over the seeds and the written reports: `python -m tests.strengths`."""

from __future__ import annotations

from kg.score import evaluate, strengths
from tests.degraded import GOLD

TESTS = GOLD.parent
WRITTEN = TESTS / "written"
SEEDS = TESTS.parent / "seeds"


def lines() -> list[str]:
    """Header and rows of the lexicon."""
    comparisons = (*evaluate(GOLD, SEEDS).comparisons, *evaluate(WRITTEN, WRITTEN).comparisons)
    told = ["# How often each rule is right on annotated reports (make strengths).", "rule\tkind\tright\tfound"]
    rows = strengths(comparisons).items()
    return told + [f"{rule}\t{kind}\t{row.right}\t{row.found}" for (kind, rule), row in rows]


if __name__ == "__main__":
    print("\n".join(lines()))
