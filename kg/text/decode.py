"""Bytes to text: which encoding, and what is no plain text at all.

Chinese text comes as UTF-8, GB18030 (with GBK and GB2312 in it), Big5 or UTF-16, often without a mark. Detectors
made for all languages guess wrong on short Chinese text, so the few candidates are tried here in turn: UTF-8 proves
itself; of the others the one wins whose characters are those in common use.
"""

from __future__ import annotations

import codecs
from functools import cache

from kg.errors import ReadError
from kg.marks import is_han

_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (such as DOCX, XLSX, OFD)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (DOC, XLS, WPS)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
)
_WEB = (b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<div", b"<meta", b"<p>", b"<table", b"<script")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_LEAST_COMMON = 0.7
"""Share of characters in common use, below which bytes are no text in an encoding."""
_SURELY = 0.9
"""The same share, from which on another encoding goes before ASCII."""
_SAMPLE = 20_000
"""Characters by which an encoding is judged."""


def decoded(data: bytes) -> str:
    """The text of a file without a byte order mark. Raises ReadError with the bare reason where it is no plain text."""
    kind = _no_text(data)
    if kind:
        raise ReadError(f"it is {kind}; this version reads plain text only")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    text = _or_none(data, "utf-8")
    best = max(_UNMARKED, key=lambda encoding: _plausibility(data, encoding))
    if text is not None and "\x00" not in text and (not text.isascii() or _plausibility(data, best) < _SURELY):
        return text
    if _plausibility(data, best) < _LEAST_COMMON:
        raise ReadError(
            "it is binary (it holds NUL bytes)"
            if b"\x00" in data
            else "it cannot be decoded as UTF-8, GB18030, Big5 or UTF-16"
        )
    return _strictly(data, best)


def _no_text(data: bytes) -> str | None:
    head = data.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower()
    if head.startswith(_WEB):
        return "a web page (HTML or XML)"
    return next((kind for signature, kind in _SIGNATURES if data.startswith(signature)), None)


def _or_none(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strictly(data: bytes, encoding: str) -> str:
    text = _or_none(data, encoding)
    if text is None:
        raise ReadError(f"it begins like {encoding.upper()} but cannot be decoded as such")
    return text


@cache
def _common(encoding: str) -> frozenset[str]:
    """Characters in common use and punctuation: the first level of GB 2312 or Big5, and what stands before it."""
    leads = (0xA1, 0xA3, 0xB0, 0xD7) if encoding != "big5hkscs" else (0xA1, 0xA3, 0xA4, 0xC6)
    pairs = (bytes((a, b)) for x, y in (leads[:2], leads[2:]) for a in range(x, y + 1) for b in range(0x40, 0xFF))
    table = "big5" if encoding == "big5hkscs" else "gb2312"
    return frozenset("".join(pair.decode(table, "ignore") for pair in pairs)) | frozenset("—·“”‘’…●■")


def _plausibility(data: bytes, encoding: str) -> float:
    """Share of characters in common use among those that are not ASCII; 0 where bytes do not decode or hold none."""
    text = _or_none(data, encoding)
    if text is None or "\x00" in text:
        return 0.0
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    if not any(is_han(char) for char in foreign):
        return 0.0
    common = _common(encoding) | (_common("big5hkscs") if encoding.startswith("utf") else frozenset())
    spread = len(text) - sum(char <= "\x7f" and not char.isprintable() and char not in "\t\r\n" for char in text)
    return sum(char in common for char in foreign) / len(foreign) * (spread / len(text))
