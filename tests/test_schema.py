"""What `kg extract` prints fits the JSON Schema that ships with it, and so does the annotation read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kg.extract import extract
from kg.interchange import from_json, to_json
from kg.ontology import facts_schema
from kg.text import read

TESTS = Path(__file__).parent
REPORTS = sorted([*(TESTS.parent / "seeds").glob("*.txt"), *(TESTS / "written").glob("*.txt")])
SCHEMA = json.loads(facts_schema())


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_printed_facts_fit_the_schema(path: Path) -> None:
    document = read(path)
    jsonschema.validate(json.loads(json.dumps(to_json(extract(document)))), SCHEMA)
    gold = (TESTS / "gold" if path.parent.name == "seeds" else TESTS / "written") / f"{path.stem}.json"
    annotated = to_json(from_json(json.loads(gold.read_text(encoding="utf-8")), document))
    jsonschema.validate(json.loads(json.dumps(annotated)), SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        {"doc": ""},
        {"relations": [{"s": "a", "p": "likes", "o": "b", "start": 0, "end": 1, "quote": "x", "rule": "r"}]},
        {"entities": [{"type": "Mechanism", "name": "x", "aliases": [], "mentions": [], "actor": None}]},
        {"observations": [{"surface": "x"}]},
        {"components": [{"whole": "两室", "parts": [], "start": 0, "end": 1, "quote": "x", "rule": "r"}]},
    ],
)
def test_what_is_no_fact_does_not_fit(change: dict[str, Any]) -> None:
    facts = json.loads(json.dumps(to_json(extract(read(REPORTS[0])))))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**facts, **change}, SCHEMA)
