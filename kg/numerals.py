"""One grammar of the numbers of Chinese official prose, over the reading text (width folded): str to values.

    number    = [hedge] ( share | range | amount | redacted ) [余 多 来]
    share     = amount 分之 amount | amount % | amount 成 | 半数 一半 过半   → per cent
    range     = amount (至 到 — - ~) amount | digit pair (二三十, 三五, 二、三百)       → low and high end;
                a scale that ends the second amount holds for the first as well where that is less (3-5百万, 三至五百)
    amount    = term scale rest | term            scale = 亿 万 千 百 十, the largest splits first
    term      = 1,234.5 | 三 | 两 | 几 数 (one at least) | digits read one by one (二〇二一)
    redacted  = (**** | ×× | XX | ■■ | 〇〇) [余 多] [万 亿]

An amount is evaluated by its largest scale: what stands before it is multiplied, what stands behind is added, both by
the same rule; a single digit left at the end counts the next scale below (三万五 = 35000). Values are exact Decimals.
What only bounds a value gives its edge: 数十 and 十几 are over 10, 近千 about 1000, 上万 over 10000. Shares other than
百分之 and 千分之 are told in per cent (七成 70, 三分之一 about 33.33).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kg.hedges import bound_behind, hedge
from kg.model import Bound, Span

__all__ = ["Number", "number", "numbers", "small_number"]


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


# ------------------------------------------------------------------ tokens

_ZERO, _ONE = Decimal(0), Decimal(1)
_SCALES = {sign: Decimal(10**power) for sign, power in (("十", 1), ("百", 2), ("千", 3), ("万", 4), ("亿", 8))}
_DIGITS = {
    char: Decimal(n)
    for n, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_PAIR = "|".join(
    f"(?<={a})、(?={b}(?:[十百千万亿个名人次天倍项件起家]|年(?!级)))"
    for a, b in (*pairwise("一二三四五六七八九"), "两三")
)
_TOKEN = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:(?:\.|·(?=\d+%))\d+)?)"
    r"|(?P<digit>[零〇一二两三四五六七八九])"
    r"|点(?P<decimal>[零〇一二三四五六七八九]+)(?=[万亿倍个吨斤公米元亩担克升平立千毫厘匹])"
    r"|(?P<scale>[十万亿]|百(?!分[之点])|千(?![瓦克米伏卡赫帕]))"
    r"|(?P<twenty>[廿卅])"
    r"|(?P<some>[几数](?=[十百千万亿]))"
    rf"|(?P<pair>{_PAIR})"
    r"|(?P<more>余|多(?![元样边方种维式])|多(?=元[^化]|[种方][^面式位])|几|来(?=[个名人次件起家年天岁元万亿项]))"
)
_PLAIN = re.compile(
    r"(?>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|[一二两三四五六七八九])"
    r"(?![零〇一二两三四五六七八九十百千万亿廿卅几数余多来点分成至到%‰/·—–―~-]|、[一二三四五六七八九])"
)
"""Digits, or one Chinese sign, with nothing behind that could belong to the number, as most numbers are written."""
_NUMBERED = frozenset({"", "\n", "。", ";", ":", "(", "第"})
_START = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿廿卅几数半多过*×Xx■□█]")
_REDACTED = re.compile(
    r"(?:\*+|(?<!\d)×+(?!\d)|(?<![A-Za-z\d])(?:X+|x+)(?![A-Za-z\d])|[■□█]+|〇{2,}(?![一二三四五六七八九]))"
    r"(?P<more>[余多](?![元样边方种维式]))?[万亿]?(?P<late>余)?(?P<share>%)?"
)
_HALF = re.compile(r"(?P<over>过半数?|多半数?)|一半|半数|(?P<half>半)(?=个?[年月天日小])")
_JOINT = re.compile(r"%?(?:至|到|[-—–―~]{1,2})(?=[\d一二两三四五六七八九十百])")
_TENTHS = re.compile(r"成(?=以上|左右|以下|多|[,。;、)的是新左以民警群受])")
_TENTHS_IN_DIGITS = re.compile(r"成(?=以上|左右|以下|[,。;、)的])")
_ONE_OR_TWO = re.compile(r"[个名人次天年周月起件家位场户例]")


class _Token(Struct, frozen=True):
    kind: str
    value: Decimal


class _Amount(Struct, frozen=True):
    """An amount up to `end`: `low` and, for a pair of digits or a range, `high`."""

    low: Decimal
    high: Decimal | None
    end: int
    bound: Bound = Bound.EXACT
    chinese: bool = False
    bare: bool = False
    scale: Decimal = _ONE
    share: str = ""


_Interval = tuple[Decimal, Decimal]


def _tokens(text: str, at: int) -> tuple[list[_Token], Bound, int]:
    """Tokens of the longest run of number signs from `at`, the bound that 余 多 来 几 数 in it give, and its end."""
    found: list[_Token] = []
    bound, end = Bound.EXACT, at
    while (m := _TOKEN.match(text, end)) and not _breaks(found, kind := str(m.lastgroup), m):
        end = m.end()
        if kind == "arabic":
            found.append(_Token(kind, Decimal(m[0].replace(",", "").replace("·", "."))))
        elif kind == "decimal":
            found.append(_Token(kind, _decimals(m["decimal"])))
        elif kind == "digit":
            found.append(_Token(kind, _DIGITS[m[0]]))
        elif kind == "scale":
            found.append(_Token(kind, _SCALES[m[0]]))
        elif kind == "pair":
            if text[at - 1 : at] in _NUMBERED:
                return found, bound, m.start()
        elif kind == "twenty":
            found += (_Token("digit", Decimal(2 if m[0] == "廿" else 3)), _Token("scale", Decimal(10)))
        else:
            bound = Bound.ABOUT if m[0] == "来" else Bound.OVER
            if kind == "more" and not _goes_on(text, end):
                break
    return found, bound, end


def _goes_on(text: str, at: int) -> bool:
    """Behind 余 and 多 only 万 and 亿 still belong to the number."""
    return text[at : at + 1] in {"万", "亿"}


def _breaks(before: list[_Token], kind: str, m: re.Match[str]) -> bool:
    """Whether a token cannot continue what stands before it: 3一, 五6, 三余."""
    if not before:
        return kind in {"more", "decimal", "pair"}
    last, chars = before[-1], m[0]
    if kind == "arabic":
        return last.kind != "scale"
    if kind == "pair":
        return last.kind != "digit"
    if kind == "digit":
        two = chars == "两" and last.kind == "digit" and bool(last.value)
        one_or_two = two and last.value == 1 and len(before) == 1 and _ONE_OR_TWO.match(m.string, m.end())
        return last.kind in {"arabic", "decimal"} or (two and not one_or_two)
    if kind == "decimal":
        return last.kind == "arabic"
    if chars in {"几", "数"}:
        return chars == "数" or last.kind != "scale" or (kind == "more" and last.value != 10)
    if kind == "more":
        return last.kind != "scale" and (last.kind != "arabic" or last.value < 10)
    return False


# ------------------------------------------------------------------ evaluation


def _evaluate(tokens: list[_Token], first: bool = True) -> _Interval | None:
    """Value of tokens, an interval of equal ends unless two digits stand for a range; None if they make no number."""
    scales = [t.value for t in tokens if t.kind == "scale"]
    if not scales:
        return _digits(tokens)
    scale = max(scales)
    at = max(i for i, t in enumerate(tokens) if t.kind == "scale" and t.value == scale)
    head = _head(tokens[:at], scale, first)
    rest = _rest(tokens[at + 1 :], scale)
    if head is None or rest is None or rest[1] >= scale:
        return None
    if head[0] != head[1] and rest[1]:
        return None
    return head[0] * scale + rest[0], head[1] * scale + rest[1]


def _head(tokens: list[_Token], scale: Decimal, first: bool) -> _Interval | None:
    if not tokens:
        return (_ONE, _ONE) if first or scale == 10 else None
    value = _evaluate(tokens, first)
    if value is None or not value[0]:
        return None
    small = scale < 10**4 and any(t.kind != "arabic" for t in tokens)
    return None if small and value[1] >= 10 else value


def _rest(tokens: list[_Token], scale: Decimal) -> _Interval | None:
    """What stands behind a scale: 零五 = 5, but 五 alone counts the next scale below."""
    if not tokens:
        return _ZERO, _ZERO
    plain = tokens
    while plain and plain[0].kind == "digit" and not plain[0].value:
        plain = plain[1:]
    value = _evaluate(plain, first=False) if plain else None
    if value is None or plain is not tokens or scale == 10 or any(t.kind == "scale" for t in tokens):
        return value
    below = scale / 10
    return (value[0] * below, value[1] * below) if value[1] < 10 else value


def _digits(tokens: list[_Token]) -> _Interval | None:
    if tokens and tokens[-1].kind == "decimal":
        whole = _digits(tokens[:-1])
        return whole and (whole[0] + tokens[-1].value, whole[1] + tokens[-1].value)
    values = [t.value for t in tokens]
    if len(values) == 1:
        return values[0], values[0]
    if not values or any(t.kind == "arabic" for t in tokens):
        return None
    if len(values) == 2 and 0 not in values:
        low, high = values
        return (low, high) if high - low == 1 or (low == 3 and high == 5) else None
    read = Decimal("".join(str(v) for v in values))
    return read, read


def _amount(text: str, at: int) -> _Amount | None:
    tokens, bound, end = _tokens(text, at)
    if len(tokens) == 1 and tokens[0].kind == "arabic":
        return _Amount(tokens[0].value, None, end, bound)
    value = _evaluate(tokens)
    if value is None or (len(tokens) == 1 and tokens[0].kind == "digit" and not tokens[0].value):
        return None
    high = value[1] if value[1] != value[0] else None
    chinese = not any(t.kind == "arabic" for t in tokens)
    bare = bound is Bound.EXACT and tokens[0].kind == "scale" and tokens[0].value > 10
    return _Amount(value[0], high, end, bound, chinese, bare, _last_scale(tokens))


def _last_scale(tokens: list[_Token]) -> Decimal:
    """The scales that end an amount, multiplied (百万), which a range's ends can share; one behind a larger scale."""
    found, at = _ONE, len(tokens)
    while at and tokens[at - 1].kind == "scale" and tokens[at - 1].value > 10:
        at -= 1
        found *= tokens[at].value
    before = [t.value for t in tokens[:at] if t.kind == "scale"]
    return found if at < len(tokens) and all(scale < tokens[at].value for scale in before) else _ONE


# ------------------------------------------------------------------ ranges and shares


def _range(text: str, at: int, low: _Amount) -> _Amount:
    """The range that `low` begins (3至5, 30%—40%, 3到5万), or `low` itself."""
    m = _JOINT.match(text, low.end)
    if (
        m is None
        or low.high is not None
        or low.bound is not Bound.EXACT
        or (text[at : at + 2].startswith("0") and low.low >= 1)
    ):
        return low
    high = _amount(text, m.end())
    if high is None or high.high is not None or high.bare:
        return low
    if m[0][0] == "%" and text[high.end : high.end + 1] != "%":
        return low
    start = low.low
    if start < high.low and low.scale == 1 and high.scale > 1 and start < high.low / high.scale:
        start *= high.scale
    if high.low <= start or (text[m.end()] == "0" and high.low >= 1):
        return low
    return replace(high, low=start, high=high.low, chinese=low.chinese and high.chinese, scale=_ONE)


def _signed(text: str, found: _Amount) -> _Amount:
    """An amount with the sign that makes it a share (98.5%, 5‰, 七成), or as it is."""
    sign = text[found.end : found.end + 1]
    if sign in {"%", "‰"}:
        more = _TOKEN.match(text, found.end + 1)
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


def _fraction(text: str, at: int) -> _Amount | None:
    """N分之M and 1/3: 百分之, 千分之 as they are, others in per cent; what does not come out even is rounded, about."""
    m = _OF.match(text, at)
    if m is None:
        slash = _SLASH.match(text, at) if text[at + 1 : at + 2] == "/" else None
        part = _Amount(Decimal(slash[1]), None, slash.end()) if slash and slash[1] < slash[2] else None
        return part and slash and _in_hundredths(part, Decimal(slash[2]))
    whole = _evaluate(_tokens(m[1], 0)[0])
    part = _part(text, m.end()) if whole and whole[0] else None
    if part is None or whole is None:
        return None
    if whole[0] in _SIGN:
        return replace(_range(text, m.end(), part), share=_SIGN[whole[0]])
    return _in_hundredths(part, whole[0])


def _in_hundredths(part: _Amount, whole: Decimal) -> _Amount:
    value = part.low * 100 / whole
    even = value.quantize(Decimal("0.0001")) == value
    low, bound = (value, part.bound) if even else (value.quantize(Decimal("0.01")), Bound.ABOUT)
    return replace(part, low=low, high=None, bound=bound, share="%")


def _part(text: str, at: int) -> _Amount | None:
    """An amount behind 分之, where 点 can only be a decimal point."""
    found = _amount(text, at)
    m = _DECIMALS.match(text, found.end) if found else None
    if found is None or m is None:
        return found
    return replace(found, low=found.low + _decimals(m[1]), end=m.end())


def _decimals(signs: str) -> Decimal:
    return Decimal("0." + "".join(str(_DIGITS[c]) for c in signs))


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


_SMALL = {sign: int(value) for sign, value in _DIGITS.items()} | {"双": 2}


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
        return _number(text, at, _Amount(half, None, m.end(), bound, True, share="" if m["half"] else "%")), m.end()
    if m := _PLAIN.match(text, at):
        sign = _DIGITS.get(m[0])
        value = Decimal(m[0].replace(",", "")) if sign is None else sign
        return _number(text, at, _Amount(value, None, m.end(), chinese=sign is not None)), m.end()
    amount = _fraction(text, at)
    if amount is None and (plain := _amount(text, at)) is not None:
        amount = _signed(text, _range(text, at, plain))
    if amount is None:
        return None, max(at + 1, _tokens(text, at)[2])
    return _number(text, at, amount), amount.end


def _redacted(text: str, m: re.Match[str]) -> Number:
    lead, bound = hedge(text, m.start(), bare=False)
    bound = bound or (Bound.OVER if m["more"] or m["late"] else Bound.EXACT)
    sign = m["share"] or ""
    return Number(Span(m.start(), m.end()), lead, None, bound=bound, share=sign)


def _number(text: str, at: int, amount: _Amount) -> Number:
    lead, bound = hedge(text, at, amount.bare)
    bound = bound or amount.bound
    bare = amount.bare and lead == at
    high = None if amount.high is None else _plain(amount.high)
    return Number(Span(at, amount.end), lead, _plain(amount.low), high, bound, amount.share, amount.chinese, bare)


def _plain(value: Decimal) -> Decimal:
    """Without zeros at the end and without an exponent: 17000.0 is 17000."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
