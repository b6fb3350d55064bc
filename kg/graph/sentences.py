"""The sentences of a built folder's texts, as reading split them: one ends with its paragraph, a heading is its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from kg.text import document_from_text

__all__ = ["Passage", "Sentences"]


class Passage(Struct, frozen=True):
    """The sentence around a place: its code points, its words without white space, and where in them the place is."""

    begin: int
    end: int
    words: str
    at: int
    length: int


class _Split(Struct, frozen=True):
    """A text with the begins and ends of its sentences."""

    text: str
    begins: Sequence[int]
    ends: Sequence[int]


_KEPT = 256
"""Texts that stay split for the next question."""


class Sentences:
    """Finds the sentence of a place; a text is read and split when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _Split | None] = {}

    def around(self, file: str, begin: int, end: int) -> Passage | None:
        """The sentence, or all from the first to the last one that a place runs over; None outside of sentences."""
        split = self._of(file)
        if split is None:
            return None
        first, last = bisect_right(split.begins, begin) - 1, bisect_right(split.begins, end - 1) - 1
        if first < 0 or begin >= split.ends[first]:
            return None
        start, stop = split.begins[first], max(split.ends[last], end)
        before, place = _dense(split.text[start:begin]), _dense(split.text[begin:end])
        return Passage(start, stop, before + place + _dense(split.text[end:stop]), len(before), len(place))

    def _of(self, file: str) -> _Split | None:
        """None where the text is not there: a graph may be passed on without its texts."""
        if file not in self._files:
            try:
                self._files[file] = _split((self._folder / file).read_bytes().decode("utf-8")) if file else None
            except (OSError, UnicodeDecodeError):
                self._files[file] = None
        return self._files[file]


@lru_cache(_KEPT)
def _split(text: str) -> _Split:
    """A text, masked already if it is to be, with its sentences."""
    document = document_from_text(text, unmasked=True)
    places = [document.evidence(s.span) for s in document.sentences if s.span.start < s.span.end]
    return _Split(text, [place.start for place in places], [place.end for place in places])


def _dense(text: str) -> str:
    """Words without the white space that lines and pages left in them, and without bold marks."""
    return "".join(text.split()).replace("**", "")
