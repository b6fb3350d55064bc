"""Names of formats, and what else people call them: what `--format` takes in every command."""

from __future__ import annotations

import re
from collections.abc import Collection

ALIASES = {
    "turtle": ("ttl",),
    "ntriples": ("nt",),
    "nquads": ("nq",),
    "jsonld": ("json",),
    "rdfxml": ("rdf", "xml", "owl"),
    "nanopub": ("nanopubs",),
    "oa": ("annotations", "webannotation", "webannotations"),
    "table": ("text", "txt"),
}
"""Other names of formats: file extensions and short forms. Case, points, dashes and slashes do not count."""


def format_named(given: str, among: Collection[str]) -> str:
    """The format of a command that a name stands for; the name itself where it stands for none."""
    plain = re.sub(r"[\s._/+-]", "", given).lower()
    if plain in among:
        return plain
    return next((form for form in among if plain in ALIASES.get(form, ())), given)
