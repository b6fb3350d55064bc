"""Stable names of single things: keys, IRIs, and the full names of bureaus that a report calls by their level only."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote

from msgspec import Struct

import kg.places as places
from kg.extract.bureaus.identity import NATIONAL, Key, bureau_key, noted_key, reporter_of
from kg.extract.bureaus.organs import organs
from kg.extract.instruments.lawbook import registered, short_title
from kg.model import Entity, Extraction, Label
from kg.ontology import RESOURCES, words
from kg.wording import normal_indicator

_OWNED_KINDS = {"body", "platform"}
_NOT_IN_KEYS = re.compile(r"[^\w+.%-]|(?<!\d)-|-(?!\d)|_")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−~～", "-"))
_LONGEST_ID = 150
"""Bytes that a report's id may have, so that it is a file name everywhere with an extension behind it."""


class Metric(NamedTuple):
    """What an observation measures."""

    iri: str
    name: str


class Resource(Struct, frozen=True):
    """An entity as one report sees it. `own`: the name is the resource's own full one, not a report's way to say it.

    `aliases` hold in every report; `local` are forms that mean the resource in this report only (市局, 我局).
    `division`: code of the administrative division whose organ a bureau is. `unit`: the bureau is a part of an organ.
    `number`: of a document.
    """

    iri: str
    label: Label
    name: str
    kind: str | None = None
    aliases: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    division: str | None = None
    unit: bool = False
    number: str | None = None
    own: bool = False


# ------------------------------------------------------------------ keys


def normal(name: str) -> str:
    """The form in which wordings of one name meet: width and case folded, without quotes, blanks and punctuation."""
    return _NOT_IN_KEYS.sub("", unicodedata.normalize("NFKC", name).translate(_DASHES)).upper()


def safe(text: str) -> str:
    """A key for use in an IRI and as a file name: letters of every script stay, what is unsafe is percent-encoded."""
    return "".join(c if c.isalnum() or c in "-._~+" else quote(c, safe="") for c in text)


def path_of(*parts: str) -> str:
    """The path of an IRI from names: each in its normal form, none of them empty."""
    return "/".join(safe(normal(part).strip(".")) or "_" for part in parts)


def _iri(kind: str, path: str) -> str:
    return f"{RESOURCES}{kind}/{path}"


_KIND = {label: label.value.lower() for label in Label} | {Label.INSTRUMENT: "instrument"}


def text_hash(found: Extraction) -> str:
    """What tells reports apart that have publisher and year in common: a digest of the text."""
    return sha256(found.document.text.encode()).hexdigest()[:8]


def _bureau_path(key: Key, owner: str) -> str:
    """Key of a bureau: code-organ/unit, the zone's name in place of a code that no register has; a national organ by
    its name alone; one whose place only the report tells (市局, the bureau of a 高新区) below its `owner`."""
    own = "/".join(path_of(part) for part in (key.organ, key.unit) if part)
    if key.place in {"", NATIONAL}:
        return own
    place = safe(normal(key.place))
    return f"{place}-{own}" if _known_everywhere(key.place) else f"{owner}/{place}-{own}"


def _known_everywhere(place: str) -> bool:
    """Whether a place means the same in every report: it has a code or a name of its own (not 市, 高新区)."""
    return place[:6].isdigit() if place[:1].isdigit() else bool(place) and place not in _nameless()


@cache
def _nameless() -> frozenset[str]:
    """What places are called of which the name is left out."""
    return frozenset((*words("division_parts"), *words("zone_forms", "form"), *words("zone_forms", "short")))


_CODED = re.compile(r"\d{6}[^/]*-")


# ------------------------------------------------------------------ names of bureaus


def _place_name(code: str) -> str:
    """A division as it stands in an organ's name: 重庆市渝北区, 宁波市海曙区, 慈溪市, 浙江省."""
    division, above = places.by_code()[code], places.ancestors(code)
    if division.level != places.COUNTY or division.name.endswith("市") or not above:
        return division.name
    return places.by_code()[above[0]].name + division.name


def bureau_name(code: str, organ: str) -> str:
    """Name of a division's organ: 重庆市公安局; the department of a province is a 厅 (浙江省公安厅)."""
    department = places.level_of(code) == places.PROVINCE and not places.is_municipality(code)
    return _place_name(code) + (organ[:-1] + "厅" if department and organ.endswith("局") else organ)


def bureau_of(place: str, organ: str, kind: str | None) -> Resource:
    """The organ of a division (by code), or a national organ (place "0"), without any report's words for it."""
    code = place if place in places.by_code() else None
    name = bureau_name(place, organ) if code else organ
    return Resource(_iri("bureau", _bureau_path(Key(place, organ), "")), Label.BUREAU, name, kind, division=code)


def _spelled_out(name: str, code: str, organ: str) -> str:
    """A relative or shortened name of a division's organ in full: 区检察院 as 重庆市渝北区人民检察院."""
    division, place = places.by_code()[code], _place_name(code)
    if name.startswith(place):
        return name
    tails = (division.name[at:] for at in range(len(division.name)))
    level = next((tail for tail in (*tails, "省") if name.startswith(tail)), "")
    if not level and division.short in name:
        return name
    rest = name[len(level) :]
    if rest in {"局", "厅"}:
        return bureau_name(code, organ)
    return place + (organ if len(rest) > 1 and _shortens(rest, organ) else rest)


def _shortens(short: str, full: str) -> bool:
    """Whether a form is a name with characters left out: 卫健委 of 卫生健康委员会."""
    rest = iter(full)
    return all(char in rest for char in short)


class Namer:
    """Names the resources of one report, by who reports."""

    def __init__(self, found: Extraction) -> None:
        self.found = found
        self.year = found.document.meta.year
        self.who = reporter_of(found.bureau, self.year)
        self.owner = _bureau_path(self.who.key, text_hash(found)) if self.who.key else ""
        self.own_forms = tuple(f for f in (found.bureau, *found.self_names) if f)

    def report_id(self) -> str:
        """Bureau and year; with a hash of the text where the text does not tell both."""
        bureau = self.owner.removeprefix(f"{text_hash(self.found)}/")
        parts = [bureau.replace("/", "-"), str(self.year or "")]
        if len(parts[0].encode()) > _LONGEST_ID:
            parts[0] = ""
        if not all(parts) or not (self.who.code or self.who.place == NATIONAL):
            parts.append(text_hash(self.found))
        return "-".join(p for p in parts if p)

    def bureau(self, entity: Entity) -> Resource:
        """A bureau by the identity that extraction noted, else by its name."""
        name, kind = entity.name, entity.kind
        if name == self.found.bureau:
            key, kind, label = self.who.key or Key("", name), kind or self.who.kind, name
        else:
            key = self._key(entity)
            label = self._label(name, key)
        code = key.place if key.place in places.by_code() else None
        path = self.owner if key == self.who.key else _bureau_path(key, self.owner or text_hash(self.found))
        local = tuple(f for f in entity.forms if f != label and not self._absolute(f, key))
        aliases = tuple(f for f in entity.aliases if f != label and f not in local)
        own = name == self.found.bureau
        return Resource(_iri("bureau", path), Label.BUREAU, label, kind, aliases, local, code, bool(key.unit), own=own)

    def _key(self, entity: Entity) -> Key:
        place, organ, unit = noted_key(entity)
        if not organ:
            place, organ = bureau_key(entity.name, self.who.code, self.year)
            organ, _, unit = organ.partition("/")
            if organ == entity.name and organ.startswith(words("reach", reach="national")):
                place = NATIONAL
        if not place and entity.kind != "other":
            place = self.who.place
        return Key(place, organ, unit)

    def _label(self, name: str, key: Key) -> str:
        """A name that is understood outside the report."""
        if key.place not in places.by_code():
            return name
        if not key.unit:
            return _spelled_out(name, key.place, key.organ)
        if (place := places.by_code()[key.place].name) in name:
            return _spelled_out(name[name.index(place) :], key.place, key.organ)
        parent = next((o.parent for o in organs(name) if o.span.end == len(name)), None)
        inner = name[parent.span.end :] if parent else name
        inner = key.unit if inner.endswith(key.unit) else inner
        body = self.found.bureau if self.who.key and key[:2] == self.who.key[:2] else None
        return (body or bureau_name(key.place, key.organ)) + max(inner, key.unit, key=len)

    def _absolute(self, form: str, key: Key) -> bool:
        """Whether a form of a bureau's name means it in every report (渝北公安, not 分局)."""
        if key.place in places.by_code():
            return places.by_code()[key.place].short in form
        zone = key.place.lstrip("0123456789")
        return not zone or (len(zone) > 1 and zone in form)

    def resource(self, entity: Entity, owner: str | None) -> Resource:
        """A resource that is no bureau; `owner` is the IRI of the bureau whose it is, None where nobody's."""
        path = self._resource_path(entity, owner.removeprefix(_iri("bureau", "")) if owner else None)
        number = entity.details.get("number")
        return Resource(
            _iri(_KIND[entity.label], path), entity.label, entity.name, entity.kind, entity.aliases, number=number
        )

    def _resource_path(self, entity: Entity, owner: str | None) -> str:
        """Bodies, platforms, honours and own documents below their bureau; what is shared by its name alone."""
        name, scope = entity.name, None
        national = name.startswith(words("reach", reach="national"))
        if entity.label is Label.MECHANISM and entity.kind in _OWNED_KINDS:
            here = safe(normal(self.who.place)) if _known_everywhere(self.who.place) else self.owner
            scope = owner or (None if national else here or text_hash(self.found))
        elif entity.label is Label.INSTRUMENT:
            law = entity.details.get("register") or registered(name) or short_title(name)
            name = law or name
            scope = owner if law is None and owner and _CODED.match(owner) else None
        elif entity.label is Label.HONOUR and not national:
            scope = owner
        return f"{scope}/{path_of(name)}" if scope else path_of(name)

    def metric(self, indicator: str) -> Metric:
        """The metric of an indicator in its normal form, without the reporter's name for itself at its beginning."""
        own = next((f for f in sorted(self.own_forms, key=len, reverse=True) if indicator.startswith(f)), "")
        name = indicator[len(own) :].strip()
        if len(normal(name)) < 2:
            name = indicator
        parts = [path_of(normal_indicator(part)) for part in name.split()]
        return Metric(_iri("metric", "_".join(parts) or "_"), name)
