"""Words for a time become days, or none: and the days that the calendar lacks."""

from __future__ import annotations

import pytest

from kg.graph.periods import interval


@pytest.mark.parametrize(
    ("words", "year", "key"),
    [
        ("截至 12 月 20 日", 2022, "until-2022-12-20"),
        ("截至12月20日", None, None),
        ("2018年以来", None, "since-2018-01-01"),
        ("前两季度", 2023, "2023-01-01--2023-06-30"),
        ("2023年1月至2023年5月", 2024, "2023-01-01--2023-05-31"),
        ("1-10月", 2022, "2022-01-01--2022-10-31"),
        ("目前", 2021, None),
        ("近两年", 2021, None),
        ("每年", 2021, None),
        ("春运期间", 2021, None),
        ("至", 2021, None),
    ],
)
def test_words_and_days(words: str, year: int | None, key: str | None) -> None:
    found = interval(words, year)
    assert (found.key if found else None) == key
