"""Rows of the lexicons are terms in general use: a long one that of the annotated reports only one seed has fits that
report alone, or is known to be more (`general_terms.txt`)."""

from __future__ import annotations

from pathlib import Path

from kg.ontology import folder, lexicon
from kg.text import read

ROOT = Path(__file__).parents[1]
GENERAL = Path(__file__).with_name("general_terms.txt")
REGISTERS = {"laws", "law_forms", "divisions", "division_parts", "strengths", "standard_terms"}
"""Lists of what there is, and what is measured."""
LONG = 5
"""Characters of a term that no longer stands in a single report by chance."""


def _only_in_one_seed() -> set[str]:
    texts = [
        (place, read(path).reading) for place in ("seeds", "tests/written") for path in (ROOT / place).glob("*.txt")
    ]
    names = sorted({path.stem for path in (folder() / "lexicon").glob("*.tsv")} - REGISTERS)
    terms = {next(iter(row.values())) for name in names for row in lexicon(name)}
    homes = {term: [place for place, text in texts if term in text] for term in terms if len(term) >= LONG}
    return {term for term, places in homes.items() if places == ["seeds"]}


def test_a_row_that_only_one_seed_has_is_known_to_be_general() -> None:
    assert _only_in_one_seed() - {*GENERAL.read_text(encoding="utf-8").split()} == set()
