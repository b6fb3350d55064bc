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

from kg.numerals.grammar import Number, number, numbers, small_number

__all__ = ["Number", "number", "numbers", "small_number"]
