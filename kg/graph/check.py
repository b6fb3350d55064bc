"""The verifier: reads graph.nq, graph.ttl and text/ as anyone could, and confirms that every fact is proved.

It stands on the formats alone and shares no code with what made the graph, so that a mistake there is found here.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.errors import GraphError

__all__ = ["Finding", "Verdict", "check"]

_FZ = "https://w3id.org/fazhi-kg/ontology#"
_NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
_PROV = "http://www.w3.org/ns/prov#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PROVED = ("Observation", "Participation", "Mention", "Statement", "CollectiveName", "CollectivePart")
_RELATIONS = ("superiorOf", "partOf", "partnersWith", "basedOn")
_ROLES = ("operates", "runs", "issued", "received")
_ORG, _ELI = "http://www.w3.org/ns/org#", "http://data.europa.eu/eli/ontology#"
_TWINS = (
    (_ORG + "reportsTo", "superiorOf", True),
    (_ORG + "unitOf", "partOf", False),
    (_ORG + "subOrganizationOf", "partOf", False),
    (_ELI + "passed_by", "issued", True),
    (_ELI + "based_on", "basedOn", False),
)
"""Relations of standard vocabularies, each with our own that it repeats, and whether the other way round."""
_PLACE = re.compile(r"(.*)#char=(\d+),(\d+)")


class Finding(NamedTuple):
    """Something that does not hold: of which node or file, what, and what stands there instead."""

    subject: str
    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was confirmed, by kind, and what was not."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is proved."""
        return not self.findings


def check(folder: str | Path) -> Verdict:
    """Verify a built folder. Raises GraphError where it holds no graph, or one that does not parse."""
    folder = Path(folder)
    graph = _Graph(folder)
    findings = [*graph.doubles(), *graph.union(), *_Proof(graph).findings()]
    return Verdict(dict(sorted(graph.counts.items())), tuple(sorted(set(findings))))


class _Graph:
    """The statements of graph.nq by subject and predicate; ends of statements are plain strings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self.triples: dict[ox.Triple, str] = {}
        self._doubles: list[Finding] = []
        self.values: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in _parse(folder / "graph.nq", ox.RdfFormat.N_QUADS):
            self._add(quad)

    def _add(self, quad: ox.Quad) -> None:
        triple, graph = quad.triple, str(quad.graph_name)
        self.counts["triples"] += 1
        if triple in self.triples:
            other = self.triples[triple]
            self._doubles.append(Finding(str(triple), "the triple stands twice", f"only in {other}", f"in {graph}"))
        self.triples[triple] = graph
        for end in (triple.subject, triple.object):
            if isinstance(end, ox.BlankNode):
                self._doubles.append(Finding(str(triple), "a node has no name", "an IRI", str(end)))
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            self.values[subject.value][triple.predicate.value].append(value.value)

    def all(self, subject: str, predicate: str) -> list[str]:
        """Values of a property of fz: (a bare name), or of any IRI."""
        iri = predicate if ":" in predicate else _FZ + predicate
        rows = self.values.get(subject)
        return rows.get(iri, []) if rows else []

    def one(self, subject: str, predicate: str) -> str | None:
        """The value of a property that has one."""
        return next(iter(self.all(subject, predicate)), None)

    def doubles(self) -> list[Finding]:
        """Triples in two graphs, and blank nodes."""
        return self._doubles

    def union(self) -> Iterator[Finding]:
        """Whether graph.ttl has the triples of graph.nq, all of them and no others."""
        there = {quad.triple for quad in _parse(self.folder / "graph.ttl", ox.RdfFormat.TURTLE)}
        for triple in self.triples.keys() - there:
            yield Finding(str(triple), "graph.ttl differs from graph.nq", "the triple in graph.ttl", "none")
        for triple in there - self.triples.keys():
            yield Finding(str(triple), "graph.ttl differs from graph.nq", "no such triple", "it stands in graph.ttl")


def _parse(path: Path, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=str(path), format=form)
    except FileNotFoundError as error:
        raise GraphError(f"{path.parent} holds no {path.name}; `kg build` makes one") from error
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{path}: {error}") from error


class _Proof:
    """Goes through the facts of a graph and the places that prove them."""

    def __init__(self, graph: _Graph) -> None:
        self.graph = graph
        self.texts: dict[str, str | None] = {}
        self.proved: set[str] = set()

    def findings(self) -> Iterator[Finding]:
        """Everything that does not hold."""
        graph = self.graph
        for node in [n for n in graph.values if graph.all(n, "file")]:
            yield from self._text(node)
        for node in [n for n in graph.values if graph.all(n, _NIF + "anchorOf")]:
            yield from self._quote(node)
        stated: set[tuple[str, str, str]] = set()
        for node in list(graph.values):
            kinds = {kind.removeprefix(_FZ) for kind in graph.all(node, _RDF + "type")}
            if "Section" in kinds:
                yield from self._section(node)
            for kind in kinds.intersection(_PROVED):
                graph.counts[kind] += 1
                yield from self._fact(node, kinds)
                stated.add(self._states(node))
        yield from self._unproved(stated)
        yield from self._twins()

    def _text(self, node: str) -> Iterator[Finding]:
        name = self.graph.one(node, "file") or ""
        path = self.graph.folder / name
        self.texts[node] = None
        if not name or Path(name).is_absolute() or ".." in Path(name).parts or not path.is_file():
            yield Finding(node, "the text is missing", f"a file {name or 'named by fz:file'}", "none")
            return
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if digest != self.graph.one(node, "sha256"):
            yield Finding(node, "the text was changed", self.graph.one(node, "sha256") or "a digest", digest)
        try:
            self.texts[node] = data.decode("utf-8")
            self.graph.counts["texts"] += 1
        except UnicodeDecodeError as error:
            yield Finding(node, "the text is not UTF-8", "UTF-8", str(error))

    def _quote(self, node: str) -> Iterator[Finding]:
        """Whether the characters of a place are those that its node quotes."""
        graph = self.graph
        quotes, contexts = graph.all(node, _NIF + "anchorOf"), graph.all(node, _NIF + "referenceContext")
        begins, ends = graph.all(node, _NIF + "beginIndex"), graph.all(node, _NIF + "endIndex")
        graph.counts["quotes"] += 1
        if [len(quotes), len(contexts), len(begins), len(ends)] != [1, 1, 1, 1]:
            yield Finding(node, "the place is not one place", "one text, begin, end and quote each", "more or fewer")
            return
        if contexts[0] not in self.texts:
            yield Finding(node, "the text is missing", "a text with a file", contexts[0])
            return
        if node != f"{contexts[0]}#char={begins[0]},{ends[0]}":
            yield Finding(node, "the place is not where its name says", node, f"{contexts[0]} {begins[0]},{ends[0]}")
        text = self.texts[contexts[0]]
        there = None if text is None else _cut(text, begins[0], ends[0])
        if there == quotes[0] and there:
            self.proved.add(node)
        elif text is not None:
            yield Finding(node, "the quote is not in the text", quotes[0], "no such place" if there is None else there)

    def _section(self, node: str) -> Iterator[Finding]:
        """Whether a section is a stretch of its report's text."""
        graph = self.graph
        graph.counts["Section"] += 1
        begin, end = graph.one(node, _NIF + "beginIndex") or "", graph.one(node, _NIF + "endIndex") or ""
        text = self.texts.get(graph.one(node, _NIF + "referenceContext") or "")
        if text is not None and not _cut(text, begin, end):
            yield Finding(node, "a section is no part of the text", "code points of the text", f"{begin},{end}")

    def _fact(self, node: str, kinds: set[str]) -> Iterator[Finding]:
        graph = self.graph
        if "CollectivePart" not in kinds and not self._made_by(node):
            yield Finding(node, "a fact that no rule made", "prov:wasGeneratedBy what prov:used a rule", "none")
        if "DerivedStatement" in kinds:
            if not graph.all(node, "input"):
                yield Finding(node, "a derived statement without input", "fz:input", "none")
            return
        places = graph.all(node, "evidence")
        if not places:
            yield Finding(node, "a fact without evidence", "fz:evidence", "none")
        for place in (*places, *graph.all(node, "support")):
            if place not in self.proved:
                yield Finding(node, "the evidence proves nothing", "a place whose quote is in the text", place)
            yield from self._same_text(node, place)
        for place in graph.all(node, "mentionedAt"):
            graph.counts["further places"] += 1
            m = _PLACE.fullmatch(place)
            text = self.texts.get(m[1]) if m else None
            if m is None or (text is not None and not _cut(text, m[2], m[3])):
                yield Finding(node, "a further place is none in the text", "#char=begin,end within the text", place)
            yield from self._same_text(node, place)
        if "Observation" in kinds:
            yield from self._number(node, places)

    def _same_text(self, node: str, place: str) -> Iterator[Finding]:
        """A fact of one report is not proved by another's text."""
        report = self.graph.one(node, "report")
        own = self.graph.one(report, "text") if report else None
        if report and place.partition("#")[0] != own:
            yield Finding(node, "the evidence is in another report", own or "the report's text", place)

    def _made_by(self, node: str) -> list[str]:
        """The rules that were used to make a fact."""
        graph = self.graph
        used = [rule for work in graph.all(node, _PROV + "wasGeneratedBy") for rule in graph.all(work, _PROV + "used")]
        return [rule for rule in used if _FZ + "Rule" in graph.all(rule, _RDF + "type")]

    def _number(self, node: str, places: list[str]) -> Iterator[Finding]:
        """The figure's own characters stand within its evidence."""
        number = self.graph.one(node, "numberAt") or ""
        own = _PLACE.fullmatch(number)
        spans = [(m[1], int(m[2]), int(m[3])) for m in map(_PLACE.fullmatch, places) if m]
        inside = own and any(text == own[1] and a <= int(own[2]) < int(own[3]) <= b for text, a, b in spans)
        if places and not inside:
            yield Finding(node, "the number is not in the evidence", f"a place in {', '.join(places)}", number)

    def _states(self, node: str) -> tuple[str, str, str]:
        """The plain triple that a statement or a participation in what is done stands for."""
        graph = self.graph
        if graph.all(node, _RDF + "predicate"):
            ends = (graph.one(node, _RDF + name) or "" for name in ("subject", "predicate", "object"))
            return next(ends), next(ends), next(ends)
        done = graph.one(node, "status") == _FZ + "done"
        return (
            graph.one(node, "actor") or "",
            (graph.one(node, "role") or "") if done else "",
            graph.one(node, "thing") or "",
        )

    def _unproved(self, stated: set[tuple[str, str, str]]) -> Iterator[Finding]:
        """Plain triples that nothing with evidence stands behind."""
        for subject, rows in list(self.graph.values.items()):
            for name in (*_RELATIONS, *_ROLES):
                for value in rows.get(_FZ + name, ()):
                    self.graph.counts["plain relations"] += 1
                    if (subject, _FZ + name, value) not in stated:
                        yield Finding(subject, f"fz:{name} is stated by no report", "a statement with evidence", value)

    def _twins(self) -> Iterator[Finding]:
        """Standard relations that repeat none of ours."""
        for subject, rows in list(self.graph.values.items()):
            for iri, name, back in _TWINS:
                for value in rows.get(iri, ()):
                    ends = (value, subject) if back else (subject, value)
                    if ends[1] not in self.graph.all(ends[0], name):
                        yield Finding(subject, f"{iri} repeats no fz:{name}", f"fz:{name}", value)


def _cut(text: str, begin: str, end: str) -> str | None:
    if begin.isdecimal() and end.isdecimal() and int(begin) < int(end) <= len(text):
        return text[int(begin) : int(end)]
    return None
