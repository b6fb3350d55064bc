"""Annotation made worse in a fixed way: stands for a system whose faults are known and never change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

GOLD = Path(__file__).parent / "gold"


def gold() -> dict[str, Any]:
    """The annotation of the seeds by id."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(GOLD.glob("*.json"))}


def degraded(facts: dict[str, Any]) -> dict[str, Any]:
    """Drops every seventh fact, and alters names, labels, attributes and order of others by their position."""
    worse: dict[str, Any] = json.loads(json.dumps(facts))
    for key in ("entities", "components", "observations", "relations"):
        worse[key] = [row for n, row in enumerate(worse[key]) if n % 7 != 3]
    for n, entity in enumerate(worse["entities"]):
        if n % 5 == 1:
            entity["name"] = entity["name"][1:]
        if n % 6 == 2:
            entity |= {"actor": "市局", "status": "planned", "kind": "body"}
        if n % 9 == 4:
            entity["name"] = (entity["aliases"] or [entity["name"]])[0]
    for n, row in enumerate(worse["observations"]):
        changes: list[dict[str, Any]] = [{}, {"period": "2018年以来"}, {"indicator": row["indicator"][-2:]}]
        changes += [{"value": 7}, {"bound": "over", "about": "某机制"}, {}, {"actor": "市局"}, {"unit": "个"}]
        row |= changes[n % 8]
    for component in worse["components"][::3]:
        component["parts"].reverse()
    for relation in worse["relations"][::4]:
        relation["s"], relation["o"] = relation["o"], relation["s"]
    worse["entities"].reverse()
    worse["observations"] += worse["observations"][:5]
    return worse
