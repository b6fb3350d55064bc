"""What rank an instrument has, as its title and the register of laws tell: law, regulation, rule, Party document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from kg.extract.instruments.lawbook import plain_title, registered
from kg.ontology import lexicon

__all__ = ["instrument_kind"]

_BEHIND = re.compile(r"\([^()]*\)$")
"""What stands in parentheses at a title's end: an edition, years, a number."""
_QUOTED = re.compile(r"《([^《》]+)》[^《》]*$")
_FITS: Mapping[str, Callable[[str, str, bool], bool]] = {
    "front": lambda title, term, known: title.startswith(term),
    "end": lambda title, term, known: title.endswith(term),
    "any": lambda title, term, known: term in title,
    "known": lambda title, term, known: known and title.endswith(term),
}


@cache
def instrument_kind(name: str) -> str:
    """The notation of a concept of fz:InstrumentKinds: that of the first row of lexicon/instrument_kinds.tsv to fit."""
    title, known = _BEHIND.sub("", plain_title(name)), registered(name) is not None
    for row in lexicon("instrument_kinds"):
        if _FITS[row["at"]](title, row["term"], known):
            quoted = _QUOTED.search(title) if row["kind"] == "quoted" else None
            return row["kind"] if row["kind"] != "quoted" else instrument_kind(quoted[1]) if quoted else "document"
    return "document"
