"""The manifest beside reports: what it says of a report goes before what the report's text shows, and is marked so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from kg.errors import ReadError
from kg.model import Meta

MANIFEST = "MANIFEST.tsv"
_NEEDED = ("file", "publisher", "title", "published", "form")
_FIELDS = ("publisher", "title", "published", "source", "year")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def manifest(folder: str | Path) -> dict[str, Mapping[str, str]]:
    """Rows of `folder`/MANIFEST.tsv by file name; no rows where there is no manifest.

    Raises ReadError, naming file and row, for missing columns, a wrong number of cells, a file that is not there.
    """
    path = Path(folder) / MANIFEST
    if not path.is_file():
        return {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path}: not readable as UTF-8 text ({error})") from error
    numbered = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    header = numbered[0][1] if numbered else []
    if missing := [column for column in _NEEDED if column not in header]:
        raise ReadError(f"{path}: the header lacks {', '.join(missing)}; it needs {', '.join(_NEEDED)}, tab between")
    found: dict[str, Mapping[str, str]] = {}
    for n, cells in numbered[1:]:
        row = _row(path, n, header, cells)
        if row["file"] in found:
            raise ReadError(f"{path}:{n}: {row['file']} stands twice")
        found[row["file"]] = row
    return found


def _row(path: Path, n: int, header: list[str], cells: list[str]) -> Mapping[str, str]:
    if len(cells) > len(header):
        raise ReadError(f"{path}:{n}: {len(cells)} cells, the header has {len(header)}")
    row = dict(zip(header, (*map(str.strip, cells), *[""] * (len(header) - len(cells))), strict=True))
    if not row["file"] or not (path.parent / row["file"]).is_file():
        raise ReadError(f"{path}:{n}: there is no file {row['file'] or '(empty)'} beside the manifest")
    if row["published"] and not _DATE.fullmatch(row["published"]):
        raise ReadError(f"{path}:{n}: published is {row['published']!r}, not a date like 2022-01-31")
    if row.get("year") and not row["year"].isdecimal():
        raise ReadError(f"{path}:{n}: year is {row['year']!r}, not a year like 2021")
    return row


def completed(meta: Meta, row: Mapping[str, str]) -> Meta:
    """Metadata with the cells that the manifest fills; `stated` names those that the text lacks or says otherwise."""
    given: dict[str, str | int] = {
        field: int(row[field]) if field == "year" else row[field] for field in _FIELDS if row.get(field)
    }
    stated = tuple(field for field, value in given.items() if getattr(meta, field) != value)
    return replace(meta, **given, stated=stated)
