"""Prints the current figures over the three seeds in the form of tests/floors.toml: `python -m tests.floors`."""

from __future__ import annotations

from kg.score import Found, evaluate
from tests.degraded import GOLD


def lines() -> list[str]:
    """One line a row of the score: rates are cut, not rounded, so that the figures meet their own floor."""
    told = []
    for name, row in evaluate(GOLD, GOLD.parents[1] / "seeds").figures.items():
        if isinstance(row, Found):
            rate = int(row.f1 * 1000) / 1000
            told.append(f'"{name}" = {{ f1 = {rate:.3f}, hit = {row.hit}, gold = {row.gold}, system = {row.system} }}')
        elif row.accuracy is not None:
            told.append(f'"{name}" = {{ accuracy = {int(row.accuracy * 1000) / 1000:.3f}, of = {row.of} }}')
    return told


if __name__ == "__main__":
    print("\n".join(lines()))
