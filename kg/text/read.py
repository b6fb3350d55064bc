"""Files and strings to Documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from kg.errors import ReadError
from kg.marks import HAN
from kg.model import Document
from kg.ontology import any_of
from kg.text.decode import decoded
from kg.text.fold import folded, reading_of
from kg.text.furniture import furniture_of
from kg.text.manifest import completed
from kg.text.mask import masked
from kg.text.meta import meta_of
from kg.text.split import sections_of, sentences_of

_HAN = re.compile(HAN)
_LEAST_HAN = 20
"""Chinese characters of the shortest text that can be a report."""


def read(path: str | Path, *, manifest: Mapping[str, str] | None = None, unmasked: bool = False) -> Document:
    """Read one report; `manifest` is its row of the manifest. Raises ReadError, naming file and reason, for no report.

    What identifies private persons is masked (kg/text/mask.py) unless the caller wants it `unmasked`.
    """
    path = Path(path)
    data = _bytes(path)
    try:
        text = decoded(data)
        _require_report(text)
    except ReadError as error:
        raise ReadError(f"{path}: {error}") from None
    digest = hashlib.sha256(data).hexdigest()
    document = document_from_text(text, id=path.stem, path=str(path), sha256=digest, unmasked=unmasked)
    return replace(document, meta=completed(document.meta, manifest)) if manifest else document


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise ReadError(f"{path}: it is a folder, not a report; give the files in it")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file") from None
    except PermissionError:
        raise ReadError(f"{path}: it may not be read (permission denied)") from None
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}") from error


def _require_report(text: str) -> None:
    """Raises ReadError with the bare reason where a text has no sign of a report in Chinese."""
    if not text:
        raise ReadError("it is empty")
    if not text.strip("\ufeff\u200b \t\r\n\u3000\x0b\x0c\xa0"):
        raise ReadError("it holds blanks only")
    letters = sum(map(str.isalpha, text))
    han = len(_HAN.findall(text))
    if han < _LEAST_HAN:
        raise ReadError(f"it is no report: it has {han or 'no'} Chinese characters")
    if han * 5 < letters:
        raise ReadError(f"it is no report: only {han} of its {letters} letters are Chinese")
    if not any_of("text_meta", "prose").search(text):
        raise ReadError("it is no report: none of the words of official prose stands in it")


def document_from_text(
    text: str, *, id: str = "text", path: str = "", sha256: str = "", unmasked: bool = False
) -> Document:
    """A Document from text in memory: a whole report or a single sentence (as in tests and rule examples)."""
    reading, offsets = reading_of(text)
    if not unmasked:
        text, reading = masked(text, reading, offsets)
    furniture = furniture_of(text, reading, offsets)
    spans = [m.span() for m in re.finditer(r"[^\n]+", reading)]
    hidden = {span.start for span in furniture}
    lines = [folded(text[offsets[a] : offsets[b - 1] + 1]).replace("\n", "") for a, b in spans]
    meta = meta_of(lines, [a not in hidden for a, _ in spans])
    sections = sections_of(reading, furniture, meta.year)
    sentences = sentences_of(reading, sections, furniture)
    return Document(id, text, reading, offsets, sections, sentences, furniture, meta, path, sha256)
