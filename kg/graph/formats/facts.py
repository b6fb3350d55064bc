"""Fact by fact: nanopublications, and web annotations with selectors for what proves each fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.formats.source import Source
from kg.graph.provenance import software
from kg.graph.terms import LICENCE, term, whole
from kg.graph.turtle import blocks, header, short, turtle
from kg.model import Status
from kg.ontology import FZ

_AROUND = 20
"""Characters before and behind a quote that help to find it again in a changed text."""


def _values(store: ox.Store, node: NamedNode, name: str) -> list[NamedNode | Literal]:
    found = (quad.object for quad in store.quads_for_pattern(node, term(name), None))
    return sorted((value for value in found if isinstance(value, NamedNode | Literal)), key=str)


def _one(store: ox.Store, node: NamedNode, name: str) -> NamedNode | Literal | None:
    return next(iter(_values(store, node, name)), None)


def _facts(store: ox.Store) -> list[NamedNode]:
    """Nodes with evidence, in order."""
    found = {quad.subject for quad in store.quads_for_pattern(None, term("fz:evidence"), None)}
    return sorted((node for node in found if isinstance(node, NamedNode)), key=str)


def _rows(triples: Iterable[Triple]) -> list[tuple[str, str, str]]:
    return sorted({(str(t.subject), str(t.predicate), str(t.object)) for t in triples})


# ------------------------------------------------------------------ nanopublications


def as_nanopubs(source: Source) -> Iterator[str]:
    """A nanopublication for each fact: what is said, who read it where, and what the publication itself is."""
    store = source.store.inner
    yield from header()
    for fact in _facts(store):
        base = f"{fact.value}/nanopub"
        graphs = {name: NamedNode(f"{base}/{name}") for name in ("head", "assertion", "provenance", "publication")}
        parts = {
            "head": _head(NamedNode(base), graphs),
            "assertion": _assertion(store, fact),
            "provenance": _provenance(store, fact, graphs["assertion"]),
            "publication": _publication(NamedNode(base)),
        }
        for name, triples in parts.items():
            yield f"\n{short(str(graphs[name]))} {{\n"
            yield from blocks(_rows(triples))
            yield "}\n"


def _head(base: NamedNode, graphs: dict[str, NamedNode]) -> Iterator[Triple]:
    yield Triple(base, term("rdf:type"), term("np:Nanopublication"))
    yield Triple(base, term("np:hasAssertion"), graphs["assertion"])
    yield Triple(base, term("np:hasProvenance"), graphs["provenance"])
    yield Triple(base, term("np:hasPublicationInfo"), graphs["publication"])


_NOT_SAID = ("fz:evidence", "fz:support", "fz:mentionedAt", "prov:wasGeneratedBy", "fz:numberAt", "qb:dataSet")
"""Properties of a fact that tell how it is known, and not what it says."""


def _assertion(store: ox.Store, fact: NamedNode) -> Iterator[Triple]:
    """What the fact says, with the plain triple that it stands for."""
    left_out = {term(name) for name in _NOT_SAID}
    for quad in store.quads_for_pattern(fact, None, None):
        if quad.predicate not in left_out:
            yield quad.triple
    done = _one(store, fact, "fz:status") in {None, NamedNode(getattr(FZ, Status.DONE.value))}
    for names in (("rdf:subject", "rdf:predicate", "rdf:object"), ("fz:actor", "fz:role", "fz:thing")):
        ends = [_one(store, fact, name) for name in names]
        if done and isinstance(ends[0], NamedNode) and isinstance(ends[1], NamedNode) and ends[2] is not None:
            yield Triple(ends[0], ends[1], ends[2])


def _provenance(store: ox.Store, fact: NamedNode, assertion: NamedNode) -> Iterator[Triple]:
    for work in _values(store, fact, "prov:wasGeneratedBy"):
        yield Triple(assertion, term("prov:wasGeneratedBy"), work)
        if isinstance(work, NamedNode):
            yield from (quad.triple for quad in store.quads_for_pattern(work, None, None))
    for name in ("fz:evidence", "fz:support"):
        for place in _values(store, fact, name):
            yield Triple(assertion, term("prov:wasQuotedFrom" if "ev" in name else "prov:wasDerivedFrom"), place)
            if isinstance(place, NamedNode):
                yield from (quad.triple for quad in store.quads_for_pattern(place, None, None))


def _publication(base: NamedNode) -> Iterator[Triple]:
    yield Triple(base, term("prov:wasAttributedTo"), software())
    yield Triple(base, term("dcterms:license"), LICENCE)


# ------------------------------------------------------------------ web annotations


def as_selectors(source: Source) -> Iterator[str]:
    """A web annotation for each fact and place: position, quote, and the characters around it (oa: selectors)."""
    return turtle(_rows(_annotations(source)))


def _annotations(source: Source) -> Iterator[Triple]:
    store = source.store.inner
    texts: dict[str, str] = {}
    for fact in _facts(store):
        for name in ("fz:evidence", "fz:support"):
            for place in _values(store, fact, name):
                assert isinstance(place, NamedNode)
                note = NamedNode(f"{fact.value}/annotation/{place.value.rpartition('#char=')[2]}")
                yield Triple(note, term("rdf:type"), term("oa:Annotation"))
                yield Triple(note, term("oa:hasBody"), fact)
                yield Triple(note, term("oa:hasTarget"), place)
                yield from _target(store, place, source.folder, texts)


def _target(store: ox.Store, place: NamedNode, folder: Path, texts: dict[str, str]) -> Iterator[Triple]:
    context = _one(store, place, "nif:referenceContext")
    begin, end = (_one(store, place, name) for name in ("nif:beginIndex", "nif:endIndex"))
    quote = _one(store, place, "nif:anchorOf")
    assert isinstance(context, NamedNode)
    assert begin and end and quote  # noqa: PT018
    start, stop = int(begin.value), int(end.value)
    position, words = NamedNode(f"{place.value};position"), NamedNode(f"{place.value};quote")
    yield Triple(place, term("rdf:type"), term("oa:SpecificResource"))
    yield Triple(place, term("oa:hasSource"), context)
    yield Triple(place, term("oa:hasSelector"), position)
    yield Triple(place, term("oa:hasSelector"), words)
    yield Triple(position, term("rdf:type"), term("oa:TextPositionSelector"))
    yield Triple(position, term("oa:start"), whole(start))
    yield Triple(position, term("oa:end"), whole(stop))
    yield Triple(words, term("rdf:type"), term("oa:TextQuoteSelector"))
    yield Triple(words, term("oa:exact"), quote)
    text = _text(store, context, folder, texts)
    if text is not None:
        yield Triple(words, term("oa:prefix"), Literal(text[max(0, start - _AROUND) : start]))
        yield Triple(words, term("oa:suffix"), Literal(text[stop : stop + _AROUND]))


def _text(store: ox.Store, context: NamedNode, folder: Path, texts: dict[str, str]) -> str | None:
    """The text that places point into; None where its file is not there."""
    if context.value not in texts:
        name = _one(store, context, "fz:file")
        path = folder / (name.value if name else "")
        if not path.is_file():
            return None
        texts[context.value] = path.read_bytes().decode("utf-8")
    return texts[context.value]
