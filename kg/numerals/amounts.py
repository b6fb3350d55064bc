"""Signs to amounts: tokens of a run of number signs, and their value by the largest scale among them."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from kg.model import Bound

_ZERO, ONE = Decimal(0), Decimal(1)
_SCALES = {sign: Decimal(10**power) for sign, power in (("十", 1), ("百", 2), ("千", 3), ("万", 4), ("亿", 8))}
DIGITS = {
    char: Decimal(n)
    for n, chars in enumerate(("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_PAIR = "|".join(
    f"(?<={a})、(?={b}(?:[十百千万亿个名人次天倍项件起家]|年(?!级)))"
    for a, b in (*pairwise("一二三四五六七八九"), "两三")
)
TOKEN = re.compile(
    r"(?P<arabic>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:(?:\.|·(?=\d+%))\d+)?)"
    r"|(?P<digit>[零〇一二两三四五六七八九])"
    r"|点(?P<decimal>[零〇一二三四五六七八九]+)(?=[万亿倍个吨斤公米元亩担克升平立千毫厘匹])"
    r"|(?P<scale>[十万亿]|百(?!分[之点])|千(?![瓦克米伏卡赫帕]))"
    r"|(?P<twenty>[廿卅])"
    r"|(?P<some>[几数](?=[十百千万亿]))"
    rf"|(?P<pair>{_PAIR})"
    r"|(?P<more>余|多(?![元样边方种维式])|多(?=元[^化]|[种方][^面式位])|几|来(?=[个名人次件起家年天岁元万亿项]))"
)
_NUMBERED = frozenset({"", "\n", "。", ";", ":", "(", "第"})
_ONE_OR_TWO = re.compile(r"[个名人次天年周月起件家位场户例]")


class Token(Struct, frozen=True):
    """One sign, or a run of Arabic digits, with its value; `kind` is its group in TOKEN."""

    kind: str
    value: Decimal


class Amount(Struct, frozen=True):
    """An amount up to `end`: `low` and, for a pair of digits or a range, `high`."""

    low: Decimal
    high: Decimal | None
    end: int
    bound: Bound = Bound.EXACT
    chinese: bool = False
    bare: bool = False
    scale: Decimal = ONE
    share: str = ""


_Interval = tuple[Decimal, Decimal]


def tokens_from(text: str, at: int) -> tuple[list[Token], Bound, int]:
    """Tokens of the longest run of number signs from `at`, the bound that 余 多 来 几 数 in it give, and its end."""
    found: list[Token] = []
    bound, end = Bound.EXACT, at
    while (m := TOKEN.match(text, end)) and not _breaks(found, kind := str(m.lastgroup), m):
        end = m.end()
        if kind == "arabic":
            found.append(Token(kind, Decimal(m[0].replace(",", "").replace("·", "."))))
        elif kind == "decimal":
            found.append(Token(kind, decimals(m["decimal"])))
        elif kind == "digit":
            found.append(Token(kind, DIGITS[m[0]]))
        elif kind == "scale":
            found.append(Token(kind, _SCALES[m[0]]))
        elif kind == "pair":
            if text[at - 1 : at] in _NUMBERED:
                return found, bound, m.start()
        elif kind == "twenty":
            found += (Token("digit", Decimal(2 if m[0] == "廿" else 3)), Token("scale", Decimal(10)))
        else:
            bound = Bound.ABOUT if m[0] == "来" else Bound.OVER
            if kind == "more" and not _goes_on(text, end):
                break
    return found, bound, end


def _goes_on(text: str, at: int) -> bool:
    """Behind 余 and 多 only 万 and 亿 still belong to the number."""
    return text[at : at + 1] in {"万", "亿"}


def _breaks(before: list[Token], kind: str, m: re.Match[str]) -> bool:
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


def evaluate(tokens: list[Token], first: bool = True) -> _Interval | None:
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


def _head(tokens: list[Token], scale: Decimal, first: bool) -> _Interval | None:
    if not tokens:
        return (ONE, ONE) if first or scale == 10 else None
    value = evaluate(tokens, first)
    if value is None or not value[0]:
        return None
    small = scale < 10**4 and any(t.kind != "arabic" for t in tokens)
    return None if small and value[1] >= 10 else value


def _rest(tokens: list[Token], scale: Decimal) -> _Interval | None:
    """What stands behind a scale: 零五 = 5, but 五 alone counts the next scale below."""
    if not tokens:
        return _ZERO, _ZERO
    plain = tokens
    while plain and plain[0].kind == "digit" and not plain[0].value:
        plain = plain[1:]
    value = evaluate(plain, first=False) if plain else None
    if value is None or plain is not tokens or scale == 10 or any(t.kind == "scale" for t in tokens):
        return value
    below = scale / 10
    return (value[0] * below, value[1] * below) if value[1] < 10 else value


def _digits(tokens: list[Token]) -> _Interval | None:
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


def amount_at(text: str, at: int) -> Amount | None:
    """The amount that begins at a position."""
    tokens, bound, end = tokens_from(text, at)
    if len(tokens) == 1 and tokens[0].kind == "arabic":
        return Amount(tokens[0].value, None, end, bound)
    value = evaluate(tokens)
    if value is None or (len(tokens) == 1 and tokens[0].kind == "digit" and not tokens[0].value):
        return None
    high = value[1] if value[1] != value[0] else None
    chinese = not any(t.kind == "arabic" for t in tokens)
    bare = bound is Bound.EXACT and tokens[0].kind == "scale" and tokens[0].value > 10
    return Amount(value[0], high, end, bound, chinese, bare, _last_scale(tokens))


def _last_scale(tokens: list[Token]) -> Decimal:
    """The scales that end an amount, multiplied (百万), which a range's ends can share; one behind a larger scale."""
    found, at = ONE, len(tokens)
    while at and tokens[at - 1].kind == "scale" and tokens[at - 1].value > 10:
        at -= 1
        found *= tokens[at].value
    before = [t.value for t in tokens[:at] if t.kind == "scale"]
    return found if at < len(tokens) and all(scale < tokens[at].value for scale in before) else ONE


def decimals(signs: str) -> Decimal:
    """What stands behind 点, as a part of one."""
    return Decimal("0." + "".join(str(DIGITS[c]) for c in signs))
