"""Extractions to things with stable names: who is meant by 市局 in this report, and what several reports share.

A key never depends on which other reports are in the build. Only where two different reports of one bureau and year
stand in one build do their ids get a hash of the text, both of them, whatever the order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from kg import places
from kg.extract.identity import bureau_key, canonical, reporter_of
from kg.model import SELF, Entity, Extraction, Label, Status
from kg.ontology import RESOURCES, words

__all__ = ["Left", "Metric", "Resolved", "Thing", "merged", "normal", "resolve", "safe"]

_OWNED_KINDS = {"body", "platform"}
_NOT_IN_KEYS = re.compile(r"[^\w+.%]")


class Left(NamedTuple):
    """Something of a report that the graph has no place for, and why."""

    what: str
    why: str


class Metric(NamedTuple):
    """What an observation measures."""

    iri: str
    name: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as one report sees it. `own`: the name is the thing's own full one, not a report's way to say it.

    `division`: code of the administrative division whose organ a bureau is. `number`: of a document.
    """

    iri: str
    label: Label
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    division: str | None = None
    number: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """One report with a name for everything in it.

    `things` stand in the order of `found.entities`, `metrics` of `found.observations`. `others` are bureaus that are
    actors and no entities; `names` gives the IRI of every name that the extraction uses for an end or an actor.
    """

    id: str
    found: Extraction
    reporter: str | None
    things: tuple[Thing, ...]
    metrics: tuple[Metric, ...]
    others: tuple[Thing, ...]
    names: Mapping[str, str]
    left: tuple[Left, ...]

    @property
    def iri(self) -> str:
        """IRI of the report."""
        return f"{RESOURCES}report/{self.id}"

    def every(self) -> Iterator[Thing]:
        """All things of the report."""
        yield from self.things
        yield from self.others


# ------------------------------------------------------------------ keys


def normal(name: str) -> str:
    """The form in which wordings of one name meet: width and case folded, without quotes, blanks and punctuation."""
    return _NOT_IN_KEYS.sub("", unicodedata.normalize("NFKC", name)).upper()


def safe(text: str) -> str:
    """A key for use in an IRI and as a file name: letters of every script stay, what is unsafe is percent-encoded."""
    return "".join(c if c.isalnum() or c in "-._~+" else quote(c, safe="") for c in text)


def _path(*parts: str) -> str:
    return "/".join(safe(normal(part)) or "_" for part in parts)


def _bureau_path(place: str, organ: str, unit: str, owner: str) -> str:
    """Key of a bureau: code-organ/unit; a national organ by its name alone; one that only a reporter's place tells
    apart (市局 where no code is known) below that reporter."""
    own = "/".join(_path(part) for part in (*organ.split("/"), unit) if part)
    if place in {"", "0"}:
        return own
    return f"{safe(normal(place))}-{own}" if place[0].isdigit() else f"{owner}/{safe(normal(place))}-{own}"


def _text_hash(found: Extraction) -> str:
    return sha256(found.document.text.encode()).hexdigest()[:8]


class _Namer:
    """Names the things of one report, by who reports."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.year = found.document.meta.year
        self.who = reporter_of(found.bureau, self.year)
        self.owner = self._reporter_path()
        self.own_forms = tuple(f for f in (found.bureau, *found.self_names) if f)

    def _reporter_path(self) -> str:
        key = self.who.key
        return _bureau_path(*key, owner="") if key else ""

    def report_id(self) -> str:
        """Bureau and year; with a hash of the text where the text tells not both."""
        parts = [self.owner.replace("/", "-"), str(self.year or "")]
        if not all(parts) or self.who.code is None:
            parts.append(_text_hash(self.found))
        return "-".join(p for p in parts if p)

    def bureau(self, name: str, kind: str | None, details: Mapping[str, str]) -> Thing:
        """A bureau by the identity that extraction noted, else by its name."""
        if name == self.found.bureau:
            code = self.who.code if self.who.key and not self.who.key.unit else None
            return Thing(_iri("bureau", self.owner), Label.BUREAU, name, kind or self.who.kind, (), code, own=True)
        place, organ, unit = self._key(name, kind, details)
        path = _bureau_path(place, organ, unit, self.owner or _text_hash(self.found))
        code = place if place in places.by_code() else None
        label = self._full_label(name, code, unit or "/" in organ)
        return Thing(_iri("bureau", path), Label.BUREAU, label, kind, (), None if unit else code)

    def _key(self, name: str, kind: str | None, details: Mapping[str, str]) -> tuple[str, str, str]:
        if details.get("organ"):
            place, organ, unit = (details.get(part, "") for part in ("place", "organ", "unit"))
        else:
            place, organ = bureau_key(name, self.who.code, self.year)
            organ, _, unit = organ.partition("/")
        if not place and kind != "other":
            place = self.who.place
        return place, organ, unit

    def _full_label(self, name: str, code: str | None, unit: object) -> str:
        """A name that is understood outside the report: 区检察院 as 重庆市渝北区检察院, 法制支队 after its bureau."""
        if unit:
            inner = next((name.removeprefix(f) for f in self.own_forms if name.startswith(f)), name)
            return (self.found.bureau or "") + inner if inner and code == self.who.code else name
        if code is None or places.by_code()[code].short in name:
            return name
        full = places.full_name(code)
        if name[0] != full[-1] and not (name[0] == "省" and places.level_of(code) == places.PROVINCE):
            return full + name if code == self.who.code else name
        rest = name[1:]
        if canonical(rest) == "局":
            rest = self.who.line[:-1] + rest
        return full + rest

    def thing(self, entity: Entity, owner: str | None) -> Thing:
        """Any entity; `owner` is the key of the bureau whose actor it has, None where nobody is."""
        if entity.label is Label.BUREAU:
            aliases = tuple(a for a in entity.aliases if self._absolute(a, entity))
            return replace(self.bureau(entity.name, entity.kind, entity.details), aliases=aliases)
        number = entity.details.get("number")
        iri = _iri(entity.label.value.lower(), self._thing_path(entity, owner))
        return Thing(iri, entity.label, entity.name, entity.kind, entity.aliases, None, number)

    def _absolute(self, form: str, entity: Entity) -> bool:
        """Whether a form of a bureau's name means it in every report (渝北公安, not 分局)."""
        code = self.bureau(entity.name, entity.kind, entity.details).division
        return code is None or len(code) != 6 or places.by_code()[code].short in form

    def _thing_path(self, entity: Entity, owner: str | None) -> str:
        name = entity.details.get("register") or entity.name
        if entity.label is Label.MECHANISM:
            shared = entity.kind not in _OWNED_KINDS
        elif entity.label is Label.INSTRUMENT:
            shared = "register" in entity.details or (owner or "")[:1].isdigit() is False
        elif entity.label is Label.HONOUR:
            shared = name.startswith(words("reach", reach="national"))
        else:
            shared = True
        return _path(name) if shared or owner is None else f"{owner}/{_path(name)}"

    def metric(self, indicator: str) -> Metric:
        """The metric of an indicator: without the reporter's name for itself at its beginning."""
        own = next((f for f in sorted(self.own_forms, key=len, reverse=True) if indicator.startswith(f)), "")
        name = indicator[len(own) :].strip()
        if len(normal(name)) < 2:
            name = indicator
        return Metric(_iri("metric", "_".join(_path(part) for part in name.split())), name)


def _iri(kind: str, path: str) -> str:
    return f"{RESOURCES}{'instrument' if kind == 'legalinstrument' else kind}/{path}"


# ------------------------------------------------------------------ one report


def resolve(extractions: Iterable[Extraction]) -> tuple[Resolved, ...]:
    """Every report with its names, in the order of the report ids."""
    namers = [_Namer(found) for found in extractions]
    ids = [namer.report_id() for namer in namers]
    twice = {i for i, n in Counter(ids).items() if n > 1}
    final = [f"{i}-{_text_hash(n.found)}" if i in twice else i for i, n in zip(ids, namers, strict=True)]
    rows = [_resolved(namer, report_id) for namer, report_id in zip(namers, final, strict=True)]
    return tuple(sorted(rows, key=lambda row: row.id))


def _resolved(namer: _Namer, report_id: str) -> Resolved:
    found = namer.found
    names: dict[str, str] = {}
    bureaus = _bureaus(namer)
    for entity, thing in zip([e for e in found.entities if e.label is Label.BUREAU], bureaus, strict=True):
        names |= {form: thing.iri for form in reversed(entity.forms) if form not in names}
    others = tuple(_actors_only(namer, names))
    queue = iter(bureaus)
    things = []
    for entity in found.entities:
        if entity.label is Label.BUREAU:
            things.append(next(queue))
        else:
            things.append(namer.thing(entity, _owner(entity.actor, names)))
    left: list[Left] = []
    for name in _ends(found):
        meant = found.named(name)
        if meant is not None:
            names.setdefault(name, things[found.entities.index(meant)].iri)
        elif name not in names:
            left.append(Left(name, "an end of a relation, or what a figure is about, that is no entity of the report"))
    metrics = tuple(namer.metric(o.indicator) for o in found.observations)
    return Resolved(report_id, found, names.get(SELF), tuple(things), metrics, others, names, tuple(left))


def _bureaus(namer: _Namer) -> list[Thing]:
    """The report's bureaus, told apart where their names alone would make two of them one."""
    taken: set[str] = set()
    rows = [e for e in namer.found.entities if e.label is Label.BUREAU]
    named = {e.name: namer.thing(e, None) for e in rows}
    for entity in sorted(rows, key=lambda e: not named[e.name].own):
        thing = named[entity.name]
        if thing.iri in taken:
            named[entity.name] = thing = replace(thing, iri=f"{thing.iri}/{_path(entity.name)}")
        taken.add(thing.iri)
    return [named[e.name] for e in rows]


def _actors_only(namer: _Namer, names: dict[str, str]) -> Iterator[Thing]:
    """Bureaus that act and are no entities: the reporter itself, a superior named as issuer only; adds their names."""
    found = namer.found
    actors = [e.actor for e in found.entities] + [o.actor for o in found.observations]
    for name in dict.fromkeys([found.bureau, *(a for a in actors if a != SELF)]):
        if name and name not in names and (name == found.bureau or found.named(name) is None):
            thing = namer.bureau(name, None, {})
            names[name] = thing.iri
            yield thing
    if found.bureau:
        names[SELF] = names[found.bureau]


def _owner(actor: str | None, names: Mapping[str, str]) -> str | None:
    iri = names.get(actor) if actor else None
    return iri.removeprefix(f"{RESOURCES}bureau/") if iri else None


def _ends(found: Extraction) -> Iterable[str]:
    """Names by which the extraction points at entities."""
    ends = [n for r in found.relations for n in (r.subject, r.object)]
    ends += [n for o in found.observations for n in (o.about, o.actor) if n and n != SELF]
    ends += [e.actor for e in found.entities if e.actor and e.actor != SELF]
    return dict.fromkeys(ends)


# ------------------------------------------------------------------ all reports


def merged(reports: Iterable[Resolved]) -> dict[str, Thing]:
    """What the reports together say of each thing, by IRI: one name, the other wordings as aliases, one kind."""
    seen: defaultdict[str, list[Thing]] = defaultdict(list)
    for report in reports:
        for thing in report.every():
            seen[thing.iri].append(thing)
    return {iri: _one(things) for iri, things in sorted(seen.items())}


def _one(things: list[Thing]) -> Thing:
    votes = Counter((t.own, t.name) for t in things)
    own, name = min(votes, key=lambda v: (not v[0], -votes[v], -len(v[1]), v[1]))
    kinds = Counter(t.kind for t in things if t.kind)
    forms = {f for t in things for f in (t.name, *t.aliases)} - {name}
    return Thing(
        things[0].iri,
        things[0].label,
        name,
        min(kinds, key=lambda k: (-kinds[k], k), default=None),
        tuple(sorted(forms)),
        min((t.division for t in things if t.division), default=None),
        min((t.number for t in things if t.number), default=None),
        own,
    )


def done(thing: Thing, status: Status) -> bool:
    """Whether a plain shortcut may stand beside a participation."""
    return thing.label is not Label.BUREAU and status is Status.DONE


@cache
def police_line() -> str:
    """The organ that police reporters have, as the register of organs calls it."""
    return reporter_of(None).line
