"""The reading text: what a reader takes in, with a map back to the characters that stand there."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator

from kg.ontology import any_of
from kg.text.wrap import paragraphs

_LINE_ENDS = "\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_SAME_SHAPE = {"<wide>", "<narrow>", "<small>", "<vertical>", "<compat>"}
_WORD = re.compile(r"[^ \n]+")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_MARKDOWN_HEAD = re.compile(r"(?m)^ *#{1,6}(?= )")


def fold_char(char: str) -> str:
    """What a character reads as, one character for one: width folded, " " for what is unseen, "\\n" for a line's end.

    Raised and circled characters keep their shape: ² is no 2, and ① numbers a heading.
    """
    if char in _LINE_ENDS:
        return "\n"
    if char.isspace() or unicodedata.category(char) in {"Cf", "Cc"} or "\ufe00" <= char <= "\ufe0f":
        return " "
    shape, *code = unicodedata.decomposition(char).split() or [""]
    if shape and (shape in _SAME_SHAPE or not (code or shape.startswith("<"))):
        folded = unicodedata.normalize("NFKC", char)
        return folded if len(folded) == 1 and folded != " " else char
    return char


class _Folding(dict[int, str]):
    """Table of `str.translate`, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, fold_char(chr(code)))


_FOLDING = _Folding()


def folded(text: str) -> str:
    """The text folded character by character, of the same length."""
    return _LONE_RETURN.sub("\n", text).translate(_FOLDING)


def reading_of(text: str) -> tuple[str, array[int]]:
    """Reading text and, for each of its characters, the position in `text`; positions grow strictly.

    Skipped are blanks, bold marks and line breaks within a paragraph; one line break stands where a paragraph ends.
    """
    seen = folded(text)
    if "#" in seen:
        seen = _MARKDOWN_HEAD.sub(lambda m: " " * len(m[0]), seen)
    seen = _without_bold(seen)
    pieces: list[str] = []
    offsets = array("L")
    for start, end in _kept(seen):
        pieces.append(seen[start:end])
        offsets.extend(range(start, end))
    return "".join(pieces), offsets


def _kept(seen: str) -> Iterator[tuple[int, int]]:
    """The ranges that are read, in order."""
    for paragraph in paragraphs(seen):
        for line in paragraph:
            yield from (m.span() for m in _WORD.finditer(seen, line.start, line.end))
        line_end = seen.find("\n", paragraph[-1].end)
        if line_end >= 0:
            yield line_end, line_end + 1


# ------------------------------------------------------------------ bold marks and redactions

_MARKS = re.compile(r"\*+")
_STOPS = frozenset("。;:!?")


def _without_bold(seen: str) -> str:
    """Blanks in place of the `**` that make text bold; asterisks that stand for what was taken out remain.

    Two marks on a line belong together but where a unit or a kind of place follows both of them
    (抓获**人,涉案**万元): those are two redactions. Any other number of asterisks is a redaction.
    """
    if "**" not in seen:
        return seen
    letters = list(seen)
    end = -1
    while (at := seen.find("**", end + 1)) >= 0:
        end = seen.find("\n", at)
        end = end if end >= 0 else len(seen)
        for position in _bold_marks(seen, seen.rfind("\n", 0, at) + 1, end):
            letters[position] = letters[position + 1] = " "
    return "".join(letters)


def _bold_marks(seen: str, start: int, end: int) -> Iterator[int]:
    """Where the bold marks of a line begin."""
    opened: int | None = None
    after = any_of("text_marks", "redacted")
    for run in _MARKS.finditer(seen, start, end):
        marks = run.end() - run.start()
        taken_out = after.match(seen, run.end(), end) is not None and seen[run.start() - 1] not in _STOPS
        if marks not in {2, 4} or (marks == 4 and (opened is None or taken_out)):
            continue
        if opened is not None and run.start() - opened >= 4 and not (taken_out and after.match(seen, opened + 2, end)):
            yield from (opened, run.start())
            opened = run.start() + 2 if marks == 4 else None
        else:
            opened = run.start() if marks == 2 else None
