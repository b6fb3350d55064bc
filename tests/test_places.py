"""Divisions: names to codes, by the register and by what the text is about."""

from __future__ import annotations

import pytest

import kg.places as places

NAMES = [
    ("重庆市渝北区", None, "500112"),
    ("渝北", None, "500112"),
    ("渝", None, "500000"),
    ("重庆", None, "500000"),
    ("慈溪市", None, "330282"),
    ("慈溪", None, "330282"),
    ("宁波慈溪市", None, "330282"),
    ("浙江省宁波市慈溪市", None, "330282"),
    ("重庆江北区", None, "500105"),
    ("江北区", None, None),  # in 宁波 and in 重庆
    ("江北区", "500112", "500105"),
    ("江北区", "330282", "330205"),
    ("鼓楼区", "320100", "320106"),
    ("鼓楼区", "410202", "410204"),
    ("朝阳", "110105", "110105"),
    ("恩施", None, "422800"),
    ("恩施", "422801", "422801"),
    ("恩施州", None, "422800"),
    ("延边州", None, "222400"),
    ("石柱县", None, "500240"),
    ("内蒙古", None, "150000"),
    ("鄂温克族自治旗", None, "150724"),
    ("仙桃市", None, "429004"),
    ("湖北省仙桃市", None, "429004"),
    ("两江新区", None, None),
    ("东莞市", None, "441900"),
    ("无名市", None, None),
]


@pytest.mark.parametrize(("name", "within", "code"), NAMES)
def test_a_name_stands_for_the_division_that_the_context_means(name: str, within: str | None, code: str | None) -> None:
    assert places.division_of(name, within) == code


@pytest.mark.parametrize(
    ("name", "within", "year", "code"),
    [
        ("桥东区", "130500", 2018, "130502"),
        ("莱芜市", None, 2018, "371200"),
        ("莱芜区", None, 2021, "370116"),
        ("海门区", None, 2021, "320614"),
        ("海门", None, 2019, "320684"),
        ("海门", None, 2022, "320614"),
        ("临平区", None, 2022, "330113"),
        ("弋江区", None, 2015, "340203"),
        ("弋江区", None, 2022, "340209"),
    ],
)
def test_the_year_decides_between_old_and_new(name: str, within: str | None, year: int, code: str) -> None:
    assert places.division_of(name, within, year) == code


def test_every_successor_and_every_parent_stands_in_the_register() -> None:
    known = places.by_code()
    assert [d for d in places.divisions() if d.successor and d.successor not in known] == []
    assert [d for d in places.divisions() if d.code[:2] + "0000" not in known] == []


def test_levels_and_kinship() -> None:
    assert places.ancestors("330282") == ("330200", "330000")
    assert places.ancestors("500112") == ("500000",)
    assert places.ancestors("429004") == ("420000",)
    assert [places.level_of(c) for c in ("500000", "330200", "330282")] == ["province", "prefecture", "county"]
    assert places.is_municipality("500000")
    assert not places.is_municipality("330200")


def test_the_longest_name_before_a_position_is_found() -> None:
    text = "会同宁波市慈溪市"
    found = places.ending_at(text, len(text))
    assert found == places.NamedDivision(5, ("330282",))
    assert places.ending_at("经过研究", 4) is None
