"""Other forms of the signs of numbers and units, read like the usual ones: 三萬餘噸, 叁万伍仟元, 一九八○年."""

from __future__ import annotations

import re
from functools import cache

from kg.ontology import lexicon

_CAPITALS = dict(zip("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千", strict=True))
_SUM = re.compile(r"[壹贰貳叁參肆伍陆陸柒捌玖拾](?<![队隊大].)[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟零万萬亿億]*[元圆圓]")
_NOUGHT = re.compile(r"率(?:为|是|达到?|保持|保持为|[降减]?[至到]|[降减]为|控制[在为])?零(?=[,。;、)\n]|$)")
_ROUND = str.maketrans({**_CAPITALS, "圆": "元", "圓": "元"})


def plain(reading: str) -> str:
    """The text, as long, with traditional signs simplified, capital numerals as usual, a rate of 零 as 0."""
    reading = _others().sub(lambda m: _table()[m[0]], reading)
    reading = _NOUGHT.sub(lambda m: m[0][:-1] + "0", reading)
    return _SUM.sub(lambda m: m[0].translate(_ROUND), reading)


@cache
def _table() -> dict[str, str]:
    return {row["term"]: row["reads"] for row in lexicon("variants")}


@cache
def _others() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_table())}]")
