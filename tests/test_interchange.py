"""Annotation becomes an Extraction whose every form is located, and comes back from it unchanged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import ReadError
from kg.interchange import from_json, to_json
from kg.text import document_from_text, read

HERE = Path(__file__).parent
SEEDS = ("rongchang-2021", "cixi-2022", "yubei-2021")


def gold(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((HERE / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return data


def fold(text: str) -> str:
    return "".join(c for c in text if c not in " \n*\"'“”‘’「」『』").translate(
        str.maketrans("，（）：；％＋！", ",():;%+!")
    )


@pytest.mark.parametrize("name", SEEDS)
def test_annotation_comes_back_whole(name: str) -> None:
    data = gold(name)
    back = to_json(from_json(data, read(HERE.parent / "seeds" / f"{name}.txt")))
    for part in ("entities", "components", "observations", "relations"):
        for mine, theirs in zip(back[part], data[part], strict=True):
            same = {key: mine.get(key) for key in theirs}
            assert fold(str(same.pop("surface", ""))) == fold(str(theirs.pop("surface", "")))
            assert same == theirs


@pytest.mark.parametrize("name", SEEDS)
def test_every_form_is_proved_by_the_text(name: str) -> None:
    document = read(HERE.parent / "seeds" / f"{name}.txt")
    found = from_json(gold(name), document)
    for entity in found.entities:
        assert {fold(m.name) for m in entity.mentions} <= {fold(f) for f in entity.forms}
        assert all(fold(document.cut(m.span)) == fold(m.name) for m in entity.mentions), entity.name
        assert entity.mentions
    for row in found.observations:
        assert row.span.covers(row.number)
        assert document.text[slice(*document.evidence(row.span)[:2])] == document.evidence(row.span).quote


def one(surface: str, **more: Any) -> dict[str, Any]:
    row = {"surface": surface, "indicator": "x", "value": 13, "high": None, "unit": "件", "bound": "exact"}
    return {"entities": [], "observations": [row | more]}


@pytest.mark.parametrize(
    ("text", "row", "number"),
    [
        ("全年立案１３件，办结12件。", one("立案13件"), "13"),
        ("共收到赃款1.3万元。", one("收到赃款1.3万元", value=13000, unit="元"), "1.3"),
        ("先后十三次检查。", one("十三次检查", unit="次"), "十三"),
        ("查处案件****件。", one("查处案件****件", value=None), "****"),
        ("三项均查13件。", one("三项均查13件"), "13"),
    ],
)
def test_the_figure_is_found_in_its_surface(text: str, row: dict[str, Any], number: str) -> None:
    document = document_from_text(text)
    (found,) = from_json(row, document).observations
    assert document.cut(found.number) == number


def test_a_repeated_surface_means_the_next_place() -> None:
    document = document_from_text("查处13件。此后又查处13件。")
    rows = one("查处13件")["observations"] * 2
    first, second = from_json({"observations": rows}, document).observations
    assert first.span.start < second.span.start


def test_annotation_of_another_text_is_refused() -> None:
    with pytest.raises(ReadError, match="联席会议"):
        from_json({"entities": [{"type": "Mechanism", "name": "联席会议"}]}, document_from_text("没有。"))
