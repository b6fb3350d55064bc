"""Writes the measured tables into both READMEs, between their markers: `python -m tests.readme`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.bench.speed import rates

ROOT = Path(__file__).parents[1]
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


def quality() -> str:
    """The pinned figures as a table."""
    floors = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))["rows"]
    rows = [f"| `{name}` | {floors[name]['f1']:.3f} | {floors[name]['gold'] or ''} |" for name in ROWS]
    return "\n".join(["| row | F1 | annotated |", "|---|---|---|", *rows])


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
