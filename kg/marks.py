"""Characters that divide a report's text, and what joins words: one home for what many modules mean by them.

They stand as they do in the reading text, where width is folded: , ; : ! ? ( ) are narrow, 。 and 、 are not.
Modules that mean other characters (only the quotation marks “” and ", say) name them themselves.
"""

from __future__ import annotations

import re

CLAUSE_ENDS = frozenset(",;:。!?\n")
"""What ends a clause."""
CLAUSE_END = re.compile("[,;:。!?\n]")
SENTENCE_END = re.compile("[。\n]")
"""What ends the sentence in which a list or gloss stands: ! and ? do not stand in one, ; divides it."""

OPENING, CLOSING = frozenset('“"「『'), frozenset('”"」』')
"""Quotation marks around a name; the straight one opens and closes."""
OPENED = re.compile('[“"「『]')
QUOTE = re.compile("[“”\"‘’'「」『』]")
"""Every quotation mark, those within quotations too."""

JOINING = "、和与及"
"""What joins the members of a list."""
JOINTS = frozenset(JOINING)
JOINT = f"[{JOINING}]"
"""One of them, in a pattern."""

HAN = "[\u4e00-\u9fff]"
"""A Chinese character, in a pattern."""


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one; "" is none."""
    return "\u4e00" <= char <= "\u9fff"
