"""partOf between the members of a collective name and the thing that has this name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.extract.gather import THINGS
from kg.extract.relations.parts import PART
from kg.model import Component, Entity, Extraction, Label, Relation, Span

_BEHIND = 12
"""Characters behind a collective name and its members in which the name of the thing may go on."""


def of_components(found: Extraction) -> Iterator[Relation]:
    """Mechanisms that are members of a collective name, with the thing that has this name: 三项制度."""
    named = [(m.span, e) for e in found.entities if e.label in THINGS for m in e.mentions]
    places: defaultdict[int, list[int]] = defaultdict(list)
    for n, (span, _) in enumerate(named):
        places[span.start].append(n)
    for component in found.components:
        begun = sorted({n for part in component.part_spans for n in places.get(part.start, ())})
        members = [named[n] for n in begun if _is_member(named[n][0], component)]
        whole = _whole(component, named) if members else None
        for span, entity in members:
            if whole is not None and entity is not whole and entity.label is Label.MECHANISM:
                yield Relation(entity.name, PART, whole.name, span, "member-of-a-collective", (component.span,))


def _whole(component: Component, named: list[tuple[Span, Entity]]) -> Entity | None:
    """The thing whose name, at this place, holds the collective name."""
    start, end = component.span.start, component.span.end + _BEHIND
    near = [entity for span, entity in named if span.start < end and start < span.end]
    return next((entity for entity in near if any(component.whole in form for form in entity.forms)), None)


def _is_member(span: Span, component: Component) -> bool:
    """Whether a mention that begins where a member does is this member, with or without the words behind its name."""
    return any(span.start == part.start and span.end >= part.end for part in component.part_spans) and not any(
        span.end > part.start > span.start for part in component.part_spans
    )
