"""What a report is: who reports, what it was read from and how, and how much of what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.graph.query import run
from kg.graph.store import Store
from kg.ontology import RESOURCES

__all__ = ["profile"]

_MOST_RULES = 5
"""Rules that are named, those that made most facts."""

_ABOUT = """SELECT ?reporter ?name ?year ?published ?source ?file ?text WHERE {
  ?this fz:text/fz:file ?text .
  OPTIONAL { ?this dcterms:publisher ?b . ?b rdfs:label ?bl } OPTIONAL { ?this fz:year ?y }
  OPTIONAL { ?this dcterms:issued ?published } OPTIONAL { ?this dcterms:source ?source }
  OPTIONAL { ?this fz:sourceFile ?file }
  BIND(STR(?b) AS ?reporter) BIND(STR(?bl) AS ?name) BIND(STR(?y) AS ?year) }"""
_SELF_NAMES = "SELECT ?value WHERE { ?this fz:selfName ?value } ORDER BY ?value"
_STATED = "SELECT ?value WHERE { ?this fz:stated ?value } ORDER BY ?value"
_SOFTWARE = """SELECT DISTINCT ?value WHERE {
  ?reading prov:used ?this ; prov:wasAssociatedWith ?program .
  ?program rdfs:label ?l ; schema:softwareVersion ?v BIND(CONCAT(STR(?l), " ", STR(?v)) AS ?value) }"""
_SECTIONS = """SELECT ?role (COUNT(*) AS ?n) WHERE {
  ?section a fz:Section ; fz:report ?this ; fz:sectionRole/skos:notation ?role .
} GROUP BY ?role ORDER BY ?role"""
_SHORTCOMINGS = """SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {
  ?s a nif:Sentence ; fz:status fz:gap ; dcterms:isPartOf/fz:report ?this . }"""
_RULES = """SELECT ?rule ?name ?strength (COUNT(DISTINCT ?fact) AS ?n) WHERE {
  ?fact fz:report ?this ; prov:wasGeneratedBy/prov:used ?node .
  ?node rdfs:label ?name OPTIONAL { ?node fz:strength ?strength } BIND(STR(?node) AS ?rule)
} GROUP BY ?rule ?name ?strength ORDER BY DESC(?n) ?rule"""


def profile(store: Store, report: str) -> tuple[tuple[str, str], ...]:
    """Rows of what and its value in words, for people; what the report does not tell is left out."""
    return tuple((what, value) for what, value in _rows(store, report) if value)


def _rows(store: Store, report: str) -> Iterator[tuple[str, str]]:
    def asked(query: str) -> list[dict[str, object]]:
        """The answer of a query on this report."""
        return [dict(row) for row in run(store, query.replace("?this", f"<{report}>"))]

    def values(query: str) -> str:
        """The answer of a query for one value, joined."""
        return "、".join(str(row["value"]) for row in asked(query))

    (about, *_) = asked(_ABOUT) or [{}]
    text = str(about.get("text") or "")
    if about.get("name"):
        yield "reporter", f"{about['name']} ({str(about['reporter']).removeprefix(RESOURCES)})"
    yield "calls itself", values(_SELF_NAMES)
    yield "year", str(about.get("year") or "")
    yield "published", str(about.get("published") or "")
    yield "source", str(about.get("source") or "")
    yield "read from", str(about.get("file") or "")
    yield "read by", values(_SOFTWARE)
    yield "from the manifest", values(_STATED)
    yield "text", f"{text}{_length(store.folder / text)}" if text else ""
    yield "sections", _counts({str(row["role"]): row["n"] for row in asked(_SECTIONS)})
    yield "shortcomings", "".join(f"{row['n']} sentences" for row in asked(_SHORTCOMINGS) if row["n"])
    yield from _by_rules(asked(_RULES))


def _by_rules(rules: list[dict[str, object]]) -> Iterator[tuple[str, str]]:
    """Facts by kind, and the rules that made most of them with how often each is right."""
    kinds: Counter[str] = Counter()
    for row in rules:
        kinds[_kind(row)] += int(str(row["n"]))
    yield "facts", _counts(dict(sorted(kinds.items())))
    most = (f"{row['n']} {_kind(row)} by {row['name']}{_right(row['strength'])}" for row in rules[:_MOST_RULES])
    yield "rules", f"{len(rules)}; {', '.join(most)}" if rules else ""


def _kind(row: dict[str, object]) -> str:
    return str(row["rule"]).partition("/rule/")[2].partition("/")[0]


def _right(strength: object) -> str:
    return "" if strength is None else f" ({float(str(strength)):.0%} right)"


def _counts(counts: dict[str, object]) -> str:
    return ", ".join(f"{n} {what}" for what, n in counts.items())


def _length(path: Path) -> str:
    """How many characters a text has, where it is there."""
    try:
        return f", {len(path.read_bytes().decode('utf-8')):,} characters"
    except (OSError, UnicodeDecodeError):
        return ""
