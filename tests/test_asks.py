"""What rules say of a text is what each of them finds there, wherever the question is put."""

from __future__ import annotations

import pytest

from kg.extract.asks import Asks
from kg.ontology import rules, rules_of

TEXT = "一是健全“三级审核”机制,下一步将会同县检察院制定《办案指引》(试行),全年共破获案件12起;警情同比下降5.2%。\n"
FILES = ("things", "observations", "parts")
ROLES = sorted({(name, r.gives["role"]) for name in FILES for r in rules(name) if "role" in r.gives})


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_answers_are_those_of_the_rules(name: str, role: str) -> None:
    asks, every = Asks(name), rules_of(name, role)
    for at in range(len(TEXT)):
        assert asks.begins(role, TEXT, at) is any(rule.pattern.match(TEXT, at) is not None for rule in every)
        ahead = TEXT[at : at + 12]
        assert asks.says(role, ahead) is any(rule.pattern.search(ahead) is not None for rule in every)
        assert asks.is_whole(role, ahead) is any(rule.pattern.fullmatch(ahead) is not None for rule in every)


@pytest.mark.parametrize(
    ("text", "end", "reach", "found"),
    [
        ("各县公安局", 3, 12, None),
        ("生产建设兵团第八师公安局", 9, 9, "兵团第八师"),
        ("生产建设兵团第八师公安局", 9, 3, "第八师"),
        ("生产建设兵团第八师公安局", 9, 2, None),
        ("生产建设兵团第八师公安局", 8, 9, None),
    ],
)
def test_what_ends_before_a_place(text: str, end: int, reach: int, found: str | None) -> None:
    m = Asks("bureaus").end_before("owner", text, end, reach)
    assert (m and m[0]) == found
