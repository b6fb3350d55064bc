"""Extractions to resources with stable names: who is meant by 市局 in this report, and what several reports share.

A key never depends on which other reports are in the build. Only where two different reports of one bureau and year
stand in one build do their ids get a hash of the text, both of them, whatever the order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kg.model import SELF, Entity, Extraction, Label, Relation
from kg.naming import Metric, Namer, Resource, path_of, text_hash
from kg.ontology import RESOURCES

__all__ = ["Link", "Resolved", "Unplaced", "merged", "resolve"]


class Unplaced(NamedTuple):
    """Something of a report that the graph has no place for, and why."""

    what: str
    why: str


class Link(NamedTuple):
    """A relation between resources, by their IRIs."""

    subject: str
    predicate: str
    object: str


class Resolved(Struct, frozen=True):
    """One report with a name for everything in it.

    In the order of `found.entities` stand `resources` and `actors`, in that of `found.observations` `metrics`, `owners`
    (whose figure it is) and `abouts`, in that of `found.relations` `links`; None where the text names nobody.
    `others` are bureaus that act and are no entities.
    """

    id: str
    found: Extraction
    reporter: str | None
    resources: tuple[Resource, ...]
    actors: tuple[str | None, ...]
    metrics: tuple[Metric, ...]
    owners: tuple[str | None, ...]
    abouts: tuple[str | None, ...]
    links: tuple[Link | None, ...]
    others: tuple[Resource, ...]
    unplaced: tuple[Unplaced, ...]

    @property
    def iri(self) -> str:
        """IRI of the report."""
        return f"{RESOURCES}report/{self.id}"

    def every(self) -> Iterator[Resource]:
        """All resources of the report."""
        yield from self.resources
        yield from self.others

    def named(self, name: str) -> str | None:
        """IRI of the resource that goes by a name in the report."""
        entity = self.found.named(name)
        return None if entity is None else self.resources[self.found.entities.index(entity)].iri


# ------------------------------------------------------------------ one report


class _Names:
    """IRIs of one report's resources by label and form; names go before aliases, as in `Extraction.named`."""

    def __init__(self, bureau: str | None) -> None:
        self.bureau = bureau
        self._iris: dict[tuple[Label, str], str] = {}

    def add(self, pairs: Iterable[tuple[Entity, Resource]]) -> None:
        """Learn the forms of entities."""
        pairs = list(pairs)
        for entity, resource in pairs:
            self._iris.setdefault((entity.label, entity.name), resource.iri)
        for entity, resource in pairs:
            for form in entity.aliases:
                self._iris.setdefault((entity.label, form), resource.iri)

    def get(self, name: str | None, *labels: Label) -> str | None:
        """The resource of a name among labels, the first label that has it."""
        wanted = self.bureau if name == SELF else name
        found = (self._iris.get((label, wanted)) for label in labels or Label) if wanted else ()
        return next((iri for iri in found if iri), None)

    def link(self, relation: Relation) -> Link | None:
        """The resources that a relation ties, of the labels that its predicate allows."""
        for left, right in _ENDS.get(relation.predicate, ((tuple(Label), tuple(Label)),)):
            ends = self.get(relation.subject, *left), self.get(relation.object, *right)
            if ends[0] and ends[1]:
                return Link(ends[0], relation.predicate, ends[1])
        return None


_BODIES = ((Label.BUREAU,), (Label.BUREAU,))
_ENDS = {
    "superiorOf": (_BODIES,),
    "partnersWith": (_BODIES,),
    "partOf": (_BODIES, ((Label.MECHANISM,), (Label.MECHANISM, Label.PROGRAM))),
    "basedOn": (((Label.MECHANISM, Label.PROGRAM, Label.INSTRUMENT), (Label.INSTRUMENT,)),),
}


def resolve(extractions: Iterable[Extraction]) -> tuple[Resolved, ...]:
    """Every report with its names, in the order of the report ids."""
    namers = [Namer(found) for found in extractions]
    ids = [namer.report_id() for namer in namers]
    twice = {i for i, n in Counter(ids).items() if n > 1}
    final = [f"{i}-{text_hash(n.found)}" if i in twice else i for i, n in zip(ids, namers, strict=True)]
    rows = [_resolved(namer, report_id) for namer, report_id in zip(namers, final, strict=True)]
    return tuple(sorted(rows, key=lambda row: row.id))


def _resolved(namer: Namer, report_id: str) -> Resolved:
    found = namer.found
    names = _Names(found.bureau)
    bureaus = _bureaus(namer)
    rest = [e for e in found.entities if e.label is not Label.BUREAU]
    names.add(bureaus)
    others = _only_actors(namer, names)
    names.add(others)
    owners = {id(e): names.get(e.actor, Label.BUREAU) for e in rest}
    known = {id(e): resource for e, resource in bureaus} | {id(e): namer.resource(e, owners[id(e)]) for e in rest}
    names.add((e, known[id(e)]) for e in rest)
    links = tuple(names.link(r) for r in found.relations)
    abouts = tuple(names.get(o.about, Label.MECHANISM, Label.PROGRAM) for o in found.observations)
    return Resolved(
        report_id,
        found,
        names.get(SELF, Label.BUREAU),
        tuple(known[id(e)] for e in found.entities),
        tuple(names.get(e.actor) if e.label is not Label.BUREAU else None for e in found.entities),
        tuple(namer.metric(o.indicator) for o in found.observations),
        tuple(names.get(o.actor) for o in found.observations),
        abouts,
        links,
        tuple(resource for _, resource in others),
        tuple(_unplaced(found, abouts, links)),
    )


def _bureaus(namer: Namer) -> list[tuple[Entity, Resource]]:
    """The report's bureaus, told apart where their keys alone would make two of them one."""
    rows = [(e, namer.bureau(e)) for e in namer.found.entities if e.label is Label.BUREAU]
    taken: set[str] = set()
    found = []
    for entity, resource in sorted(rows, key=lambda row: not row[1].own):
        if resource.iri in taken:
            resource = replace(resource, iri=f"{resource.iri}/{path_of(entity.name)}")
        taken.add(resource.iri)
        found.append((entity, resource))
    return found


def _only_actors(namer: Namer, names: _Names) -> list[tuple[Entity, Resource]]:
    """Bureaus that act and are no entities: the reporter itself, a superior named as issuer only."""
    found = namer.found
    actors = [e.actor for e in found.entities] + [o.actor for o in found.observations]
    every = dict.fromkeys([found.bureau, *(a for a in actors if a != SELF)])
    unknown = [name for name in every if name and not names.get(name, Label.BUREAU)]
    bureaus = [Entity(Label.BUREAU, n) for n in unknown if n == found.bureau or found.named(n) is None]
    return [(entity, namer.bureau(entity)) for entity in bureaus]


def _unplaced(found: Extraction, abouts: Iterable[str | None], links: Iterable[Link | None]) -> Iterator[Unplaced]:
    for entity in found.entities:
        if not entity.mentions and entity.name != found.bureau:
            yield Unplaced(entity.name, "a thing that no place of the text is given for")
    for relation, link in zip(found.relations, links, strict=True):
        if link is None:
            what = f"{relation.subject} {relation.predicate} {relation.object}"
            yield Unplaced(what, "an end of the relation is no entity of the report, or none that such a relation has")
    for row, about in zip(found.observations, abouts, strict=True):
        if row.about and about is None:
            yield Unplaced(row.about, "what a figure is about, and no mechanism or program of the report")


# ------------------------------------------------------------------ all reports


def merged(reports: Iterable[Resolved]) -> dict[str, Resource]:
    """What the reports together say of each resource, by IRI: one name, the other wordings as aliases, one kind."""
    seen: defaultdict[str, list[Resource]] = defaultdict(list)
    for report in reports:
        for resource in report.every():
            seen[resource.iri].append(resource)
    return {iri: _one(resources) for iri, resources in sorted(seen.items())}


def _one(resources: list[Resource]) -> Resource:
    """One's own name first, then the wording of most reports, then the longest."""
    votes = Counter((t.own, t.name) for t in resources)
    own, name = min(votes, key=lambda v: (not v[0], -votes[v], -len(v[1]), v[1]))
    kinds = Counter(t.kind for t in resources if t.kind)
    return replace(
        resources[0],
        name=name,
        kind=min(kinds, key=lambda k: (-kinds[k], k), default=None),
        aliases=tuple(sorted({f for t in resources for f in (t.name, *t.aliases)} - {name})),
        local=(),
        number=min((t.number for t in resources if t.number), default=None),
        own=own,
    )
