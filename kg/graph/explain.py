"""Why the graph says what it says: the facts of one thing or figure, each with its words, report and rule."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.graph.profile import profile
from kg.graph.sentences import Sentences
from kg.graph.store import Store, open_store
from kg.graph.terms import term
from kg.ontology import FZ, NAMESPACE, RESOURCES, labels, notations

__all__ = ["Candidate", "Explanation", "Fact", "Quotation", "explain", "the_one"]

_POINTS = ("fz:thing", "fz:actor", "fz:about", "fz:metric", "rdf:subject", "rdf:object", "fz:denotes", "fz:report")
"""Properties by which a fact points at what it is a fact of."""
_FACTS = ("Participation", "Mention", "Observation", "DerivedStatement", "Statement", "CollectiveName")
_NAMES = ("rdfs:label", "skos:altLabel", "fz:name", "fz:localName")
_MOST_TOLD = 5
"""Things that the message names where a name can mean several."""


class Candidate(Struct, frozen=True):
    """Something that a name can stand for; `owners` are the bureaus that operate, run, issued or received it."""

    iri: str
    type: str
    name: str
    owners: tuple[str, ...] = ()


class Quotation(Struct, frozen=True):
    """Where the text says so: `file` below the graph's folder, code points, the quote, and its whole sentence.

    The sentence is without white space; `within` is where the quote stands in it.
    """

    file: str
    begin: int
    end: int
    quote: str
    sentence: str
    within: tuple[int, int]


class Fact(Struct, frozen=True):
    """One fact. `says` is subject, predicate and object in words; `places` prove it, the first one best.

    A derived fact has no report and no places; `inputs` are what its rule made it from. `strength`: of what the rule
    found in annotated reports, the share that was right; None where that was not measured.
    """

    iri: str
    kind: str
    says: tuple[str, str, str]
    status: str | None
    period: str | None
    report: str | None
    rule: str | None
    places: tuple[Quotation, ...]
    inputs: tuple[str, ...] = ()
    strength: float | None = None


class Explanation(Struct, frozen=True):
    """A thing, a report or a fact, what it is called, and the facts that it has a part in; of a report its profile."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...]
    facts: tuple[Fact, ...]
    profile: tuple[tuple[str, str], ...] = ()


def explain(store: Store | str | Path, what: str, *, language: str = "zh") -> Explanation | tuple[Candidate, ...]:
    """Explain what an IRI, a report's id or file, or a name or part of one stands for; the candidates of several.

    A name can have its owner before it (渝北区分局执法办案管理中心). `language`: of the vocabulary's words, zh or en.
    Raises QueryError where nothing of the graph goes by it.
    """
    store = store if isinstance(store, Store) else open_store(store)
    reader = _Reader(store, language)
    found = _meant(reader, what.strip())
    return _explained(reader, found[0].iri) if len(found) == 1 else found


def the_one(store: Store, what: str, among: Container[str] | None = None) -> str:
    """IRI of the one thing, of all or `among` some, that goes by a name. Raises QueryError for none or several."""
    found = _meant(_Reader(store), what.strip(), among)
    if len(found) > 1:
        several = "、".join(f"{c.name} ({c.iri.removeprefix(RESOURCES)})" for c in found[:_MOST_TOLD])
        raise QueryError(f"{what} can mean {len(found)} things; name one in full, or give its IRI: {several}")
    return found[0].iri


# ------------------------------------------------------------------ who is meant


def _meant(reader: _Reader, what: str, among: Container[str] | None = None) -> tuple[Candidate, ...]:
    """By IRI (also below the base), by a report's id; else by the whole name, any other, a file, a part of a name."""

    def counts(iri: str) -> bool:
        """Whether a node can be meant."""
        return among is None or iri in among

    if not what:
        raise QueryError("name a thing, a part of its name, a report, or an IRI")
    report = what.removeprefix("text/").removesuffix(".txt")
    for iri in (what.strip("<>"), RESOURCES + what, f"{RESOURCES}report/{report}"):
        if re.fullmatch(r"[a-z]+://[^\s<>\"{}|^`\\]+", iri) and reader.type(iri) and counts(iri):
            return (reader.candidate(iri),)
    tiers: tuple[defaultdict[str, set[str]], ...] = (defaultdict(set), defaultdict(set), defaultdict(set))
    for iri, name, tier in reader.names():
        if counts(iri):
            tiers[tier][name].add(iri)
    exact = next((names[what] for names in tiers if what in names), None)
    exact = exact or set(filter(counts, reader.reports_in(what))) or _owned(reader, what, tiers)
    found = exact or {iri for names in tiers for name, iris in names.items() if what in name for iri in iris}
    if not found:
        near = difflib.get_close_matches(what, [name for names in tiers for name in names], 3, 0.5)
        raise QueryError(f"nothing in the graph goes by {what}" + (f"; {'、'.join(near)}?" if near else ""))
    return tuple(sorted(map(reader.candidate, found), key=lambda c: (c.name, c.iri)))


def _owned(reader: _Reader, what: str, tiers: Sequence[Mapping[str, set[str]]]) -> set[str]:
    """What goes by a name with a part of its owner's before it, or behind it and a blank: 渝北区分局办案中心."""
    names = {name for tier in tiers for name in tier if len(name) > 1 and (what.endswith(name) or f"{name} " in what)}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        owner = what.removesuffix(name).removeprefix(f"{name} ").strip()
        found = {iri for tier in tiers for iri in tier.get(name, ())}
        if owned := {iri for iri in found if owner and any(owner in o for o in reader.candidate(iri).owners)}:
            return owned
    return set()


# ------------------------------------------------------------------ reading the store


class _Reader:
    """Reads nodes of a store, and their texts from its folder."""

    def __init__(self, store: Store, language: str = "zh") -> None:
        self.store = store
        self.language = language
        self.inner = store.inner
        self.sentences = Sentences(store.folder)

    def all(self, subject: str, predicate: str) -> list[str]:
        """Values of a property, sorted."""
        rows = self.inner.quads_for_pattern(NamedNode(subject), term(predicate), None)
        return sorted(q.object.value for q in rows if isinstance(q.object, NamedNode | Literal))

    def one(self, subject: str, predicate: str) -> str | None:
        """The first value of a property."""
        return next(iter(self.all(subject, predicate)), None)

    def type(self, iri: str) -> str | None:
        """The class of the ontology that a node has, the narrowest that says what it is."""
        own = {kind.removeprefix(NAMESPACE) for kind in self.all(iri, "rdf:type") if kind.startswith(NAMESPACE)}
        return next((kind for kind in _FACTS if kind in own), min(own, default=None))

    def name(self, iri: str | None) -> str:
        """What people call a node: its label, that of a term in the reader's language; else its IRI below the base."""
        if iri is None:
            return ""
        known = labels().get(iri, {}).get(self.language)
        return known or self.one(iri, "rdfs:label") or iri.removeprefix(RESOURCES)

    def rule(self, node: str) -> tuple[str | None, float | None]:
        """The rule that made a fact, and its measured strength."""
        work = self.one(node, "prov:wasGeneratedBy")
        used = self.one(work, "prov:used") if work else None
        strength = self.one(used, "fz:strength") if used else None
        return self.one(used, "rdfs:label") if used else None, float(strength) if strength else None

    def reports_in(self, file: str) -> Iterator[str]:
        """Reports that were read from a file of this name, its ending left out or not."""
        for quad in self.inner.quads_for_pattern(None, term("fz:sourceFile"), None):
            name = getattr(quad.object, "value", "")
            if file in {name, name.rpartition(".")[0]}:
                yield getattr(quad.subject, "value", "")

    def candidate(self, iri: str) -> Candidate:
        """A node with type, name and owners."""
        facts = self.inner.quads_for_pattern(None, term("fz:thing"), NamedNode(iri))
        actors = {actor for quad in facts for actor in self.all(getattr(quad.subject, "value", ""), "fz:actor")}
        return Candidate(iri, self.type(iri) or "", self.name(iri), tuple(sorted(map(self.name, actors))))

    def names(self) -> Iterator[tuple[str, str, int]]:
        """IRI, name and tier: 0 what the graph calls things and metrics, 1 what else they go by, 2 collective names."""
        for predicate in _NAMES:
            for quad in self.inner.quads_for_pattern(None, term(predicate), None):
                iri, value = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
                if predicate in {"fz:name", "fz:localName"}:
                    iri = self.one(iri, "fz:thing") or ""
                kind = iri.removeprefix(RESOURCES).partition("/")[0]
                if kind == "collective":
                    yield iri.partition("/part/")[0], value, 2
                elif iri.startswith(RESOURCES) and kind != "section":
                    yield iri, value, 0 if predicate == "rdfs:label" else 1

    def place(self, node: str) -> Quotation:
        """A place of a text, with the sentence around it where the text is there."""
        begin, end = int(self.one(node, "nif:beginIndex") or 0), int(self.one(node, "nif:endIndex") or 0)
        quote = self.one(node, "nif:anchorOf") or ""
        context = self.one(node, "nif:referenceContext") or ""
        file = self.one(context, "fz:file") or ""
        around = self.sentences.around(file, begin, end)
        if around is None:
            dense = "".join(quote.split())
            return Quotation(file, begin, end, quote, dense, (0, len(dense)))
        return Quotation(file, begin, end, quote, around.words, (around.at, around.at + around.length))


# ------------------------------------------------------------------ facts in words


def _explained(reader: _Reader, iri: str) -> Explanation:
    kind = reader.type(iri) or ""
    own = [iri] if kind in _FACTS else []
    facts = [_fact(reader, node) for node in (own or _facts_of(reader, iri))]
    order = {name: n for n, name in enumerate(_FACTS)}
    facts.sort(key=lambda f: (order[f.kind], f.report or "", f.places[0].begin if f.places else 0, f.iri))
    name = " ".join(facts[0].says) if own else reader.name(iri)
    told = profile(reader.store, iri) if kind == "Report" else ()
    return Explanation(iri, kind, name, tuple(reader.all(iri, "skos:altLabel")), tuple(facts), told)


def _facts_of(reader: _Reader, iri: str) -> list[str]:
    """Nodes of facts that point at a node; a part of a collective name stands for the whole."""
    found = set()
    for predicate in _POINTS:
        for quad in reader.inner.quads_for_pattern(None, term(predicate), NamedNode(iri)):
            node = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            found.add(node.partition("/part/")[0] if reader.type(node) == "CollectivePart" else node)
    return sorted(node for node in found if reader.type(node) in _FACTS)


def _fact(reader: _Reader, node: str) -> Fact:
    kind = reader.type(node) or ""
    report, status = reader.one(node, "fz:report"), reader.one(node, "fz:status")
    rule, strength = reader.rule(node)
    places = [*reader.all(node, "fz:evidence"), *reader.all(node, "fz:support")]
    return Fact(
        node,
        kind,
        _says(reader, node, kind),
        _value_of("status", status),
        reader.one(node, "fz:period"),
        reader.name(report) if report else None,
        rule,
        tuple(reader.place(place) for place in places),
        tuple(reader.name(value) for value in reader.all(node, "fz:input")),
        strength,
    )


def _value_of(scheme: str, iri: str | None) -> str | None:
    return notations(scheme).get(iri) if iri else None


def _says(reader: _Reader, node: str, kind: str) -> tuple[str, str, str]:
    def named(predicate: str) -> str:
        """The name of a property's value."""
        return reader.name(reader.one(node, predicate))

    if kind == "Participation":
        return named("fz:actor"), named("fz:role"), named("fz:thing")
    if kind == "Mention":
        return named("fz:report"), reader.name(NAMESPACE + "Mention"), named("fz:thing")
    if kind == "Observation":
        whose = "" if reader.one(node, "fz:actor") == FZ.unknownActor else named("fz:actor")
        return whose, reader.one(node, "fz:indicator") or named("fz:metric"), _figure(reader, node)
    if kind == "CollectiveName":
        parts = sorted(reader.all(node, "fz:part"), key=lambda part: int(reader.one(part, "fz:position") or 0))
        return reader.name(node), reader.name(NAMESPACE + "part"), "、".join(map(reader.name, parts))
    return named("rdf:subject"), named("rdf:predicate"), named("rdf:object")


def _figure(reader: _Reader, node: str) -> str:
    """A figure in words: 513件, 200件(以上), 3-5次; ****件 where the text is redacted."""
    value, high = reader.one(node, "fz:value"), reader.one(node, "fz:high")
    number = "****" if value is None else value + (f"-{high}" if high else "")
    bound = reader.one(node, "fz:bound")
    hedge = "" if _value_of("bound", bound) in {"exact", None} else f"({reader.name(bound)})"
    return f"{number}{reader.one(node, 'fz:unit') or ''}{hedge}"
