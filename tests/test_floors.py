"""Quality is pinned: no row of the score over the three seeds may fall below its floor (tests/floors.toml)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import folder
from kg.score import Figures, Found, evaluate
from tests.degraded import GOLD
from tests.strengths import lines

FLOORS: dict[str, dict[str, Any]] = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))[
    "rows"
]


@cache
def measured() -> Figures:
    return evaluate(GOLD, GOLD.parents[1] / "seeds").figures


@pytest.mark.parametrize("name", FLOORS)
def test_row_reaches_its_floor(name: str) -> None:
    row, floor = measured()[name], FLOORS[name]
    if isinstance(row, Found):
        assert row.f1 >= floor["f1"], f"{name}: {row} is below {floor}"
        if "marked" not in name:  # those rows count over pairs, which change with what is found
            assert row.gold == floor["gold"], f"{name}: the annotation changed, floors must be set anew (make floors)"
    else:
        assert row.accuracy is not None
        assert row.accuracy >= floor["accuracy"], f"{name}: {row} is below {floor}"


def test_every_row_with_a_rate_has_a_floor() -> None:
    assert {name for name, row in measured().items() if isinstance(row, Found)} <= set(FLOORS)


def test_strengths_of_the_rules_are_as_measured() -> None:
    stated = (folder() / "lexicon" / "strengths.tsv").read_text(encoding="utf-8").splitlines()
    assert stated == lines(), "measure anew: make strengths"
