"""Writes the measured tables into both READMEs, between their markers: `python -m tests.readme`."""

from __future__ import annotations

import re
from pathlib import Path

from kg.score import Found, evaluate
from tests.bench.speed import rates
from tests.strengths import GOLD, SEEDS, WRITTEN

ROOT = Path(__file__).parents[1]
UNSEEN = ROOT / "tests" / "unseen"
ROWS = (
    "Bureau strict",
    "Mechanism strict",
    "Program strict",
    "LegalInstrument strict",
    "Honour strict",
    "Observation number",
    "Observation labelled",
    "Observation full",
    "Component strict",
    "Relation strict",
    "Observation marked bound",
    "Observation marked period",
    "Observation marked actor",
    "Observation marked about",
)


SETS = {"seeds": (GOLD, SEEDS), "written": (WRITTEN, WRITTEN), "unseen": (UNSEEN, UNSEEN)}
"""Column of the table to the folders of annotation and texts."""


def quality() -> str:
    """F1 by row of the score and set of reports, with how many facts of the seeds are annotated."""
    figures = {name: evaluate(*folders).figures for name, folders in SETS.items()}
    rows = []
    for row in ROWS:
        found = [f for sets in figures.values() if isinstance(f := sets[row], Found)]
        rows.append(f"| `{row}` | " + " | ".join(f"{f.f1:.3f}" for f in found) + " |")
    return "\n".join([f"| row | {' | '.join(SETS)} |", "|---|---|---|---|", *rows])


def speed() -> str:
    """The rates of this machine, now."""
    rows = [f"| {name} | {rate:,.0f} | {share:.2f} |" for name, rate, share in rates()]
    return "\n".join(["| | characters/s | of jieba |", "|---|---|---|", *rows])


def written(text: str, name: str, table: str) -> str:
    """The text with a table between `<!-- name -->` and `<!-- /name -->`."""
    marked = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
    return re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _: marked, text, flags=re.S)


def main() -> None:
    """Both READMEs, both tables."""
    tables = {"quality": quality(), "speed": speed()}
    for path in (ROOT / "README.md", ROOT / "README.zh.md"):
        text = path.read_text(encoding="utf-8")
        for name, table in tables.items():
            text = written(text, name, table)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
