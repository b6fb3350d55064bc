"""The reading text: what a reader takes in, with a map back to the characters that stand there."""

from __future__ import annotations

import re
import unicodedata
from array import array

_KEEP = set("。、《》〈〉【】“”‘’…—·×")
_DROP = set(" \t\r\u3000\u00a0\u200b\ufeff")


def reading_of(text: str) -> tuple[str, array[int]]:
    """Reading text and, for each of its characters, the position in `text`.

    Width is folded character by character (，→, （→( ％→%), blanks and `**` bold marks are skipped, a line break
    stands where a paragraph ends.
    """
    letters: list[str] = []
    offsets = array("L")
    for position, char in enumerate(text):
        if char in _DROP:
            continue
        folded = char if char in _KEEP else unicodedata.normalize("NFKC", char)
        letters.append(folded if len(folded) == 1 else char)
        offsets.append(position)
    reading = "".join(letters)
    skip = [m.span() for m in re.finditer(r"\*\*(?=[^*]{1,60}\*\*)|(?<=[^*\n])\*\*(?=[^*]|$)", reading)]
    dead = {i for a, b in skip for i in range(a, b)}
    kept = [i for i in range(len(reading)) if i not in dead]
    return "".join(reading[i] for i in kept), array("L", (offsets[i] for i in kept))
