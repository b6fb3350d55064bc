"""Amounts to numbers: ranges, shares and what is blacked out, each with its hedge, as they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kg.hedges import bound_behind, hedge
from kg.model import Bound, Span
from kg.numerals.amounts import DIGITS, ONE, TOKEN, Amount, amount_at, decimals, evaluate, tokens_from

_PLAIN = re.compile(
    r"(?>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|[一二两三四五六七八九])"
    r"(?![零〇一二两三四五六七八九十百千万亿廿卅几数余多来点分成至到%‰/·—–―~-]|、[一二三四五六七八九])"
)
"""Digits, or one Chinese sign, with nothing behind that could belong to the number, as most numbers are written."""
_START = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿廿卅几数半多过*×Xx■□█]")
_REDACTED = re.compile(
    r"(?:\*+|(?<!\d)×+(?!\d)|(?<![A-Za-z\d])(?:X+|x+)(?![A-Za-z\d])|[■□█]+|〇{2,}(?![一二三四五六七八九]))"
    r"(?P<more>[余多](?![元样边方种维式]))?[万亿]?(?P<late>余)?(?P<share>%)?"
)
_HALF = re.compile(r"(?P<over>过半数?|多半数?)|一半|半数|(?P<half>半)(?=个?[年月天日小])")
_JOINT = re.compile(r"%?(?:至|到|[-—–―~]{1,2})(?=[\d一二两三四五六七八九十百])")
_TENTHS = re.compile(r"成(?=以上|左右|以下|多|[,。;、)的是新左以民警群受])")
_TENTHS_IN_DIGITS = re.compile(r"成(?=以上|左右|以下|[,。;、)的])")


class Number(Struct, frozen=True):
    """A number as it stands in a text: `span` its own characters (2.8亿余), `lead` where its hedge (近, 不足) begins.

    `value` None: redacted. `high`: upper end of a range. `share`: "%" or "‰" where the number is one of a hundred or
    thousand (百分之三十, 98.5%, 七成, a third in per cent), else empty.
    `chinese`: written without Arabic digits. `bare`: begins with a scale (百余, 近千), which needs a hedge to count.
    """

    span: Span
    lead: int
    value: Decimal | None
    high: Decimal | None = None
    bound: Bound = Bound.EXACT
    share: str = ""
    chinese: bool = False
    bare: bool = False


# ------------------------------------------------------------------ ranges and shares


def _range(text: str, at: int, low: Amount) -> Amount:
    """The range that `low` begins (3至5, 30%—40%, 3到5万), or `low` itself."""
    m = _JOINT.match(text, low.end)
    if (
        m is None
        or low.high is not None
        or low.bound is not Bound.EXACT
        or (text[at : at + 2].startswith("0") and low.low >= 1)
    ):
        return low
    high = amount_at(text, m.end())
    if high is None or high.high is not None or high.bare:
        return low
    if m[0][0] == "%" and text[high.end : high.end + 1] != "%":
        return low
    start = low.low
    if start < high.low and low.scale == 1 and high.scale > 1 and start < high.low / high.scale:
        start *= high.scale
    if high.low <= start or (text[m.end()] == "0" and high.low >= 1):
        return low
    return replace(high, low=start, high=high.low, chinese=low.chinese and high.chinese, scale=ONE)


def _signed(text: str, found: Amount) -> Amount:
    """An amount with the sign that makes it a share (98.5%, 5‰, 七成), or as it is."""
    sign = text[found.end : found.end + 1]
    if sign in {"%", "‰"}:
        more = TOKEN.match(text, found.end + 1)
        over = more is not None and more.lastgroup == "more"
        return replace(found, end=found.end + 1 + over, bound=Bound.OVER if over else found.bound, share=sign)
    tenths = _TENTHS if found.chinese else _TENTHS_IN_DIGITS
    if sign == "成" and found.low <= 10 and found.scale == 1 and tenths.match(text, found.end):
        high = None if found.high is None else found.high * 10
        return replace(found, low=found.low * 10, high=high, end=found.end + 1, share="%")
    return found


_OF = re.compile(r"(百|千|万|[二三四五六七八九十]{1,3}|\d+)分之")
_SLASH = re.compile(r"(?<![\d/.])([1-9])/([1-9])(?![\d/.])")
_DECIMALS = re.compile(r"点([零〇一二三四五六七八九]+)")
_SIGN = {Decimal(100): "%", Decimal(1000): "‰"}


def _fraction(text: str, at: int) -> Amount | None:
    """N分之M and 1/3: 百分之, 千分之 as they are, others in per cent; what does not come out even is rounded, about."""
    m = _OF.match(text, at)
    if m is None:
        slash = _SLASH.match(text, at) if text[at + 1 : at + 2] == "/" else None
        part = Amount(Decimal(slash[1]), None, slash.end()) if slash and slash[1] < slash[2] else None
        return part and slash and _in_hundredths(part, Decimal(slash[2]))
    whole = evaluate(tokens_from(m[1], 0)[0])
    part = _part(text, m.end()) if whole and whole[0] else None
    if part is None or whole is None:
        return None
    if whole[0] in _SIGN:
        return replace(_range(text, m.end(), part), share=_SIGN[whole[0]])
    return _in_hundredths(part, whole[0])


def _in_hundredths(part: Amount, whole: Decimal) -> Amount:
    value = part.low * 100 / whole
    even = value.quantize(Decimal("0.0001")) == value
    low, bound = (value, part.bound) if even else (value.quantize(Decimal("0.01")), Bound.ABOUT)
    return replace(part, low=low, high=None, bound=bound, share="%")


def _part(text: str, at: int) -> Amount | None:
    """An amount behind 分之, where 点 can only be a decimal point."""
    found = amount_at(text, at)
    m = _DECIMALS.match(text, found.end) if found else None
    if found is None or m is None:
        return found
    return replace(found, low=found.low + decimals(m[1]), end=m.end())


# ------------------------------------------------------------------ scanning


def numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """All numbers of a text, left to right, none overlapping another."""
    end = len(text) if end is None else end
    while m := _START.search(text, start, end):
        found, start = _at(text, m.start())
        if found is not None:
            yield found


def number(surface: str) -> Number | None:
    """The number that a string is, hedges before and behind included; None if it is none, or more than one thing."""
    found = list(numbers(surface))
    if len(found) != 1 or found[0].lead != 0:
        return None
    end, bound = bound_behind(surface, found[0].span.end)
    return replace(found[0], bound=bound or found[0].bound) if end == len(surface) else None


_SMALL = {sign: int(value) for sign, value in DIGITS.items()} | {"双": 2}


def small_number(text: str) -> int:
    """The value of a numeral below a hundred, as in headings and names: 3, 十二, 双; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_SMALL.get(tens, 1) * 10 if ten else 0) + _SMALL.get(ones, 0)


def _at(text: str, at: int) -> tuple[Number | None, int]:
    """The number that begins at a position, and where to go on."""
    if text[at] in "*×Xx■□█〇":
        m = _REDACTED.match(text, at)
        return (_redacted(text, m), m.end()) if m else (None, at + 1)
    if text[at] in "半多过一" and (m := _HALF.match(text, at)):
        half = Decimal("0.5") if m["half"] else Decimal(50)
        bound = Bound.OVER if m["over"] else Bound.EXACT
        return _number(text, at, Amount(half, None, m.end(), bound, True, share="" if m["half"] else "%")), m.end()
    if m := _PLAIN.match(text, at):
        return _written_plainly(text, m), m.end()
    if text[at] in "半多过" or (text[at] == "数" and not TOKEN.match(text, at)):
        return None, at + 1
    amount = _fraction(text, at)
    if amount is None and (plain := amount_at(text, at)) is not None:
        amount = _signed(text, _range(text, at, plain))
    if amount is None:
        return None, max(at + 1, tokens_from(text, at)[2])
    return _number(text, at, amount), amount.end


def _written_plainly(text: str, m: re.Match[str]) -> Number:
    at, end = m.span()
    lead, bound = hedge(text, at, bare=False)
    sign = DIGITS.get(m[0])
    value = _plain(Decimal(m[0].replace(",", ""))) if sign is None else sign
    return Number(Span(at, end), lead, value, bound=bound or Bound.EXACT, chinese=sign is not None)


def _redacted(text: str, m: re.Match[str]) -> Number:
    lead, bound = hedge(text, m.start(), bare=False)
    bound = bound or (Bound.OVER if m["more"] or m["late"] else Bound.EXACT)
    sign = m["share"] or ""
    return Number(Span(m.start(), m.end()), lead, None, bound=bound, share=sign)


def _number(text: str, at: int, amount: Amount) -> Number:
    lead, bound = hedge(text, at, amount.bare)
    bound = bound or amount.bound
    bare = amount.bare and lead == at
    high = None if amount.high is None else _plain(amount.high)
    return Number(Span(at, amount.end), lead, _plain(amount.low), high, bound, amount.share, amount.chinese, bare)


def _plain(value: Decimal) -> Decimal:
    """Without zeros at the end and without an exponent: 17000.0 is 17000."""
    if value.same_quantum(ONE):
        return value
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
