"""Initials of names in pinyin, the way people type them: 反诈中心 is fzzx."""

from __future__ import annotations

from functools import cache

from pypinyin import Style, lazy_pinyin


@cache
def initials(name: str) -> str:
    """First letters of a name's characters; Latin letters and digits stay, in small letters, all else is left out."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER, errors=lambda other: other)
    return "".join(char for part in letters for char in part.lower() if char.isascii() and char.isalnum())
