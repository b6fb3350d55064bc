"""The verifier: reads graph.nq, graph.ttl and text/ as anyone could, and confirms that every fact is proved.

It stands on the formats alone and shares no code with what made the graph, so that a mistake there is found here.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from msgspec import Struct

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
_PLAIN = frozenset((*(_FZ + name for name in (*_RELATIONS, *_ROLES)), *(iri for iri, _, _ in _TWINS)))
"""Properties whose values no other node proves by itself."""
_LOOKED_AT = (_FZ, _NIF, _RDF, _PROV, _ORG, _ELI)
_HELD = 200_000
"""Statements that are held before they are put into the files of their graphs."""
_MODULUS = 1 << 128
_PLACE = re.compile(r"(.*)#char=(\d+),(\d+)")


class Finding(NamedTuple):
    """Something that does not hold: of which node or file, what, and what stands there instead."""

    subject: str
    what: str
    expected: str
    found: str


class Verdict(Struct, frozen=True):
    """What was confirmed, by kind, and what was not."""

    counts: dict[str, int]
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is proved."""
        return not self.findings


def check(folder: str | Path) -> Verdict:
    """Verify a built folder. Raises GraphError where it holds no graph, or one that does not parse."""
    folder, proof = Path(folder), _Proof(Path(folder))
    with tempfile.TemporaryDirectory() as place:
        quads = _Quads(folder, Path(place))
        findings = {*quads.findings, *quads.union()}
        for part in quads.parts():
            findings.update(proof.part(part))
    findings.update(proof.ends())
    counts = {**proof.counts, "triples": quads.count}
    return Verdict(dict(sorted(counts.items())), tuple(sorted(findings)))


# ------------------------------------------------------------------ reading, a named graph at a time


class _Quads:
    """graph.nq, read once: its statements counted, and those of each named graph put into a file of their own.

    Memory holds no more than one named graph, whatever the size of the whole.
    """

    def __init__(self, folder: Path, place: Path) -> None:
        self.folder, self.place = folder, place
        self.count, self.sum = 0, 0
        self.findings: list[Finding] = []
        self._numbers: dict[str, int] = {}
        self._lines: defaultdict[int, list[str]] = defaultdict(list)
        self._read()
        self._flush()

    def parts(self) -> Iterator[_Part]:
        """The named graphs."""
        return (_Part(self.place / str(number)) for number in self._numbers.values())

    def _read(self) -> None:
        last, graph, ordered = "", "", True
        for quad in _parse(self.folder / "graph.nq", ox.RdfFormat.N_QUADS):
            line, name = str(quad.triple), str(quad.graph_name)
            self.count += 1
            if line == last:
                self.findings.append(_twice(line, graph, name))
            else:
                self.sum = (self.sum + _digest(line)) % _MODULUS
            ordered = ordered and f"{last} {graph}" < f"{line} {name}"
            last, graph = line, name
            self._keep(quad, line, name)
        if not ordered:
            self.findings += self._doubles()

    def _keep(self, quad: ox.Quad, line: str, name: str) -> None:
        for end in (quad.subject, quad.object):
            if isinstance(end, ox.BlankNode):
                self.findings.append(Finding(line, "a node has no name", "an IRI", str(end)))
        self._lines[self._numbers.setdefault(name, len(self._numbers))].append(f"{line} .\n")
        if self.count % _HELD == 0:
            self._flush()

    def _flush(self) -> None:
        for number, lines in self._lines.items():
            with (self.place / str(number)).open("a", encoding="utf-8", newline="\n") as out:
                out.writelines(lines)
        self._lines.clear()

    def _doubles(self) -> Iterator[Finding]:
        """Triples in two graphs, where the order of the lines does not bring them together."""
        seen: dict[int, str] = {}
        for quad in _parse(self.folder / "graph.nq", ox.RdfFormat.N_QUADS):
            line, name = str(quad.triple), str(quad.graph_name)
            if (other := seen.setdefault(_digest(line), name)) != name:
                yield _twice(line, other, name)

    def union(self) -> Iterator[Finding]:
        """Whether graph.ttl has the triples of graph.nq, all of them and no others."""
        path = self.folder / "graph.ttl"
        total = sum(_digest(str(quad.triple)) for quad in _parse(path, ox.RdfFormat.TURTLE)) % _MODULUS
        if total == self.sum:
            return
        here, there = self._digests("graph.nq", ox.RdfFormat.N_QUADS), self._digests("graph.ttl", ox.RdfFormat.TURTLE)
        for line in self._lines_of("graph.nq", ox.RdfFormat.N_QUADS, here - there):
            yield Finding(line, "graph.ttl differs from graph.nq", "the triple in graph.ttl", "none")
        for line in self._lines_of("graph.ttl", ox.RdfFormat.TURTLE, there - here):
            yield Finding(line, "graph.ttl differs from graph.nq", "no such triple", "it stands in graph.ttl")

    def _digests(self, name: str, form: ox.RdfFormat) -> set[int]:
        return {_digest(str(quad.triple)) for quad in _parse(self.folder / name, form)}

    def _lines_of(self, name: str, form: ox.RdfFormat, digests: set[int]) -> Iterator[str]:
        lines = (str(quad.triple) for quad in _parse(self.folder / name, form))
        return (line for line in lines if digests and _digest(line) in digests)


def _twice(line: str, graph: str, other: str) -> Finding:
    return Finding(line, "the triple stands twice", f"only in {graph}", f"in {other}")


def _digest(line: str) -> int:
    return int.from_bytes(hashlib.blake2b(line.encode(), digest_size=16).digest(), "big")


def _parse(path: Path, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    try:
        yield from ox.parse(path=str(path), format=form)
    except FileNotFoundError as error:
        raise GraphError(f"{path.parent} holds no {path.name}; `kg build` makes one") from error
    except (SyntaxError, OSError) as error:
        raise GraphError(f"{path}: {error}") from error


class _Part:
    """What the verifier looks at of one named graph, by subject and predicate; ends of statements are plain strings."""

    def __init__(self, path: Path) -> None:
        self.values: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for quad in _parse(path, ox.RdfFormat.N_TRIPLES):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not predicate.startswith(_LOOKED_AT):
                continue
            if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                self.values[subject.value][predicate].append(value.value)

    def all(self, subject: str, predicate: str) -> list[str]:
        """Values of a property of fz: (a bare name), or of any IRI."""
        iri = predicate if ":" in predicate else _FZ + predicate
        rows = self.values.get(subject)
        return rows.get(iri, []) if rows else []

    def one(self, subject: str, predicate: str) -> str | None:
        """The value of a property that has one."""
        return next(iter(self.all(subject, predicate)), None)


# ------------------------------------------------------------------ proving


class _Proof:
    """Goes through the facts of each named graph and the places that prove them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self.texts: dict[str, str | None] = {}
        self.proved: set[str] = set()
        self.stated: set[tuple[str, str, str]] = set()
        self.plain: set[tuple[str, str, str]] = set()
        self.rules: set[str] = set()
        self.used: dict[str, str] = {}

    def part(self, graph: _Part) -> Iterator[Finding]:
        """Everything in one named graph that does not hold."""
        self.graph, self.texts, self.proved = graph, {}, set()
        for node in [n for n in graph.values if graph.all(n, "file")]:
            yield from self._text(node)
        for node in [n for n in graph.values if graph.all(n, _NIF + "anchorOf")]:
            yield from self._quote(node)
        for node, rows in graph.values.items():
            kinds = {kind.removeprefix(_FZ) for kind in rows.get(_RDF + "type", ())}
            if "Section" in kinds:
                yield from self._section(node)
            if "Rule" in kinds:
                self.rules.add(node)
            for kind in kinds.intersection(_PROVED):
                self.counts[kind] += 1
                yield from self._fact(node, kinds)
                self.stated.add(self._states(node))
            self.plain.update((node, iri, value) for iri in rows.keys() & _PLAIN for value in rows[iri])

    def ends(self) -> Iterator[Finding]:
        """What only all graphs together show: plain triples that nothing stands behind, rules that are none."""
        for rule in self.used.keys() - self.rules:
            yield Finding(self.used[rule], "a fact that no rule made", "an fz:Rule", rule)
        yield from self._unproved()
        yield from self._twins()

    def _text(self, node: str) -> Iterator[Finding]:
        name = self.graph.one(node, "file") or ""
        path = self.folder / name
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
            self.counts["texts"] += 1
        except UnicodeDecodeError as error:
            yield Finding(node, "the text is not UTF-8", "UTF-8", str(error))

    def _quote(self, node: str) -> Iterator[Finding]:
        """Whether the characters of a place are those that its node quotes."""
        graph = self.graph
        quotes, contexts = graph.all(node, _NIF + "anchorOf"), graph.all(node, _NIF + "referenceContext")
        begins, ends = graph.all(node, _NIF + "beginIndex"), graph.all(node, _NIF + "endIndex")
        self.counts["quotes"] += 1
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
        self.counts["Section"] += 1
        begin, end = graph.one(node, _NIF + "beginIndex") or "", graph.one(node, _NIF + "endIndex") or ""
        text = self.texts.get(graph.one(node, _NIF + "referenceContext") or "")
        if text is not None and not _cut(text, begin, end):
            yield Finding(node, "a section is no part of the text", "code points of the text", f"{begin},{end}")

    def _fact(self, node: str, kinds: set[str]) -> Iterator[Finding]:
        graph = self.graph
        if "CollectivePart" not in kinds:
            yield from self._made(node)
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
            self.counts["further places"] += 1
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

    def _made(self, node: str) -> Iterator[Finding]:
        """A fact was made by an activity that used a rule."""
        graph = self.graph
        used = [rule for work in graph.all(node, _PROV + "wasGeneratedBy") for rule in graph.all(work, _PROV + "used")]
        self.used.update((rule, node) for rule in used)
        if not used:
            yield Finding(node, "a fact that no rule made", "prov:wasGeneratedBy what prov:used a rule", "none")

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

    def _unproved(self) -> Iterator[Finding]:
        """Plain triples that nothing with evidence stands behind."""
        own = {_FZ + name: name for name in (*_RELATIONS, *_ROLES)}
        for subject, iri, value in self.plain:
            if iri in own:
                self.counts["plain relations"] += 1
                if (subject, iri, value) not in self.stated:
                    what = f"fz:{own[iri]} is stated by no report"
                    yield Finding(subject, what, "a statement with evidence", value)

    def _twins(self) -> Iterator[Finding]:
        """Standard relations that repeat none of ours."""
        for iri, name, back in _TWINS:
            known = {(s, o) for s, p, o in self.plain if p == _FZ + name}
            for subject, _, value in (row for row in self.plain if row[1] == iri):
                if ((value, subject) if back else (subject, value)) not in known:
                    yield Finding(subject, f"{iri} repeats no fz:{name}", f"fz:{name}", value)


def _cut(text: str, begin: str, end: str) -> str | None:
    if begin.isdecimal() and end.isdecimal() and int(begin) < int(end) <= len(text):
        return text[int(begin) : int(end)]
    return None
