"""Files and strings to Documents. First version: plain UTF-8 text; helper replaces the body, not the interface."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document, Meta
from kg.text.fold import reading_of
from kg.text.split import sections_of, sentences_of

_PUBLISHER = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:公安局(?:[\u4e00-\u9fff]{2,5}分局)?|分局|司法局|人民政府)")


def read(path: str | Path, *, manifest: Mapping[str, str] | None = None, unmasked: bool = False) -> Document:
    """Read one report. Raises ReadError, naming file and reason, for what is no report."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}") from error
    return document_from_text(
        data.decode("utf-8"), id=path.stem, path=str(path), sha256=hashlib.sha256(data).hexdigest()
    )


def document_from_text(
    text: str, *, id: str = "text", path: str = "", sha256: str = "", unmasked: bool = False
) -> Document:
    """A Document from text in memory: a whole report or a single sentence (as in tests and rule examples)."""
    reading, offsets = reading_of(text)
    sections = sections_of(reading)
    publisher = _PUBLISHER.search(reading[:400])
    year = re.search(r"(20\d\d)年", reading[:400])
    meta = Meta(publisher=publisher[0] if publisher else None, year=int(year[1]) if year else None)
    return Document(id, text, reading, offsets, sections, sentences_of(reading, sections), (), meta, path, sha256)
