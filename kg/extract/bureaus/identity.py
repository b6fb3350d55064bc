"""Which organ a name means in one report: 市局, 市公安局 and 我局 are told apart by who the reporter is."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from msgspec import Struct

import kg.places as places
from kg.extract.bureaus.organs import Organ, organs
from kg.extract.bureaus.owners import Owner
from kg.model import Entity
from kg.ontology import lexicon

NATIONAL = "0"
_OWN_SHORT = "局"
_DEFAULT_LINE = "公安局"
_GOVERNMENT = "人民政府"
_UNIT_ENDS = frozenset("队所处科室站局院委")
"""How units end, and functions do not."""


class Key(NamedTuple):
    """Identity of an organ within a report: where, which organ, and which unit of it ("" for the organ itself).

    `place` is a division code, with a zone's name behind it where the zone has no code of its own (500000高新区),
    a level that nothing resolves (市), "0" for a national organ, or "" where the text names no place.
    """

    place: str
    organ: str
    unit: str = ""


class Reporter(Struct, frozen=True):
    """Who reports: the name as given, its identity and kind, and the short name of its place (渝北)."""

    name: str | None = None
    key: Key | None = None
    kind: str = "police"
    short: str = ""

    @property
    def code(self) -> str | None:
        """Code of the division whose organ reports, or in which its zone lies."""
        code = self.key.place[:6] if self.key else ""
        return code if code.isdigit() and code != NATIONAL else None

    @property
    def place(self) -> str:
        """Place of the reporter's key, "" if unknown."""
        return self.key.place if self.key else ""

    @property
    def line(self) -> str:
        """The organ that 市局, 分局 and 省厅 stand for in this report."""
        if self.key is None:
            return _DEFAULT_LINE
        return _OWN_SHORT if self.key.organ == _GOVERNMENT else self.key.organ

    @property
    def in_zone(self) -> bool:
        """Whether the reporter's place is a zone without a code."""
        return len(self.place) > 6

    def is_branch(self, name: str) -> bool:
        """Whether a bare 分局 (公安处) is the reporter: its name ends so, or it is the bureau of a city's district."""
        code = self.code
        county = code is not None and places.level_of(code) == places.COUNTY and places.by_code()[code].name[-1] == "区"
        return self.key is not None and (county or self.in_zone or (self.name or "").endswith(name))


def canonical(full: str) -> str:
    """One name for an organ at every level: 公安厅 as 公安局, 司法厅 as 司法局."""
    return full[:-1] + "局" if full.endswith("厅") and not full.endswith("办公厅") else full


def reporter_of(name: str | None, year: int | None = None) -> Reporter:
    """Who reports, from the publisher's name; a name that names no known organ stands for itself."""
    if not name:
        return Reporter()
    whole = next((o for o in organs(name) if (o.span.start, o.span.end) == (0, len(name)) and not o.bare), None)
    if whole is None:
        return Reporter(name, Key("", name), "other")
    key = Identity(Reporter(), year).key(whole)
    division = places.by_code().get(key.place)
    return Reporter(name, key, whole.kind, division.short if division else "")


def bureau_key(name: str, reporter_division: str | None = None, year: int | None = None) -> tuple[str, str]:
    """Division code and organ of a bureau by name, the same for every way to write it.

    渝北区公安分局 and 重庆市公安局渝北区分局 both give ("500112", "公安局"). A zone without code stands behind the code
    of its city (500000两江新区); the place is "" where neither the name nor `reporter_division` tells. Units follow
    their organ after a slash (公安局/法制支队).
    """
    context = Reporter(None, Key(reporter_division, _DEFAULT_LINE)) if reporter_division else Reporter()
    whole = [o for o in organs(name) if o.span.end == len(name)]
    if not whole:
        return reporter_division or "", name
    key = Identity(context, year).key(whole[-1])
    return key.place, f"{key.organ}/{key.unit}" if key.unit else key.organ


def noted_key(entity: Entity) -> Key:
    """The identity that `find` noted with a bureau; one without organ where the entity is not of its making."""
    return Key(*(entity.details.get(part, "") for part in Key._fields))


class Identity:
    """Gives the organs of one report their keys."""

    def __init__(self, reporter: Reporter, year: int | None = None) -> None:
        self.reporter = reporter
        self.year = year

    def key(self, organ: Organ) -> Key:
        """The organ that a place in the text means."""
        reporter, use, full = self.reporter, organ.term.use, canonical(organ.term.full)
        if use == "self":
            return reporter.key or Key("", full)
        if use == "own":
            return Key(reporter.place, reporter.line, _committee(full))
        if reporter.key and use in {"owned", "branch", "stem"} and _ends_name(reporter.name, organ.name):
            return reporter.key
        if organ.parent is not None:
            return self._part(organ, self.key(organ.parent), full)
        if use == "unit" or (use == "department" and organ.kind == "police"):
            return Key(self._place(organ.owner) if organ.owner else reporter.place, reporter.line, full)
        if use in {"stem", "sited"}:
            return self._stem(organ, full)
        return self._body(organ, full)

    def _part(self, organ: Organ, body: Key, full: str) -> Key:
        if organ.term.use in {"open", "owned"}:
            return Key(body.place, full)
        if organ.term.kind == "other" and organ.term.use in {"stem", "sited"}:
            return Key("", organ.name)
        stem = organ.owner.stem if organ.owner and organ.term.use == "stem" else ""
        return Key(body.place, body.organ, body.unit + stem + _committee(full))

    def _stem(self, organ: Organ, full: str) -> Key:
        stem = organ.owner.stem if organ.owner else ""
        if organ.term.kind == "other" or not stem:
            return Key("", organ.name)
        if is_station(organ, self.reporter):
            place, own = self._stationed(stem, organ.owner.codes if organ.owner else ())
            return Key(place, self.reporter.line, own + full)
        return Key(self.reporter.code or "", stem + full)

    def _stationed(self, stem: str, codes: tuple[str, ...]) -> tuple[str, str]:
        """Where a station stands, and its own name: in a division below the reporter's, if its name begins with one."""
        size = next((n for n in range(len(stem) - 1, 2, -1) if not codes and places.is_full_name(stem[:n])), 0)
        code = places.choose(codes or places.codes_of(stem[:size]), self.reporter.code, self.year)
        if code and self.reporter.code not in {None, code} and places.contains(self.reporter.code or "", code):
            return code, stem[size:]
        return self.reporter.place, stem

    def _body(self, organ: Organ, full: str) -> Key:
        use = organ.term.use
        if use == "national":
            return Key(NATIONAL, full)
        other_line = use == "branch" and self.reporter.kind != "police" and organ.name.startswith(organ.term.full[:2])
        if not other_line and (use == "branch" or (use == "role" and full == _OWN_SHORT)):
            full = self.reporter.line
        if use == "branch" and organ.bare:
            own = self.reporter.key
            return own if own and self.reporter.is_branch(organ.name) else Key("", organ.name)
        if organ.owner is None and organ.term.full != full:
            return Key(self._level("省") if self.reporter.code else "", full)
        if organ.owner is None and organ.before is not None and _lends_place(organ.before):
            return Key(self.key(organ.before).place, full)
        return Key(self._place(organ.owner), full)

    def _place(self, owner: Owner | None) -> str:
        if owner is None:
            return ""
        named = _zone_form(owner.zone + owner.stem)
        if owner.codes:
            code = places.choose(owner.codes, self.reporter.code, self.year) or owner.codes[0]
            return self._here(code, named) if named else code
        base = self._level(owner.level or "市") if owner.level or named else ""
        if not named:
            return base
        own = self.reporter.place
        if own.endswith(named) and self.reporter.in_zone:
            return own
        return (base if base[:6].isdigit() else "") + named

    def _here(self, code: str, zone: str) -> str:
        """A zone behind the code of its division; of the reporter, where only its name is that of a far county."""
        own = self.reporter.code
        if own and own[:2] != code[:2] and places.level_of(code) == places.COUNTY:
            return own + places.by_code()[code].short + zone
        return code + zone

    def _level(self, level: str) -> str:
        """Code of the division that a level means in this report, or the level itself where nothing tells."""
        code = self.reporter.code
        if code is None:
            return level
        if self.reporter.in_zone and level == "区":
            return self.reporter.place
        return next((c for c in (code, *places.ancestors(code)) if _is_level(c, level)), level)


def _zone_form(named: str) -> str:
    """The short form of a zone's name, also behind the place that it lies in: 合肥高新技术产业开发区."""
    forms = _zone_forms()
    form = next((f for f in forms if named == f or (len(f) > 2 and named.endswith(f))), "")
    return named.removesuffix(form) + forms[form] if form else named


@cache
def _zone_forms() -> dict[str, str]:
    return {row["form"]: row["short"] for row in lexicon("zone_forms")}


def _ends_name(whole: str | None, part: str) -> bool:
    """Whether a name is the reporter's without what stands before it: 平桥分局 of 信阳市公安局平桥分局."""
    return whole is not None and len(part) > 3 and whole.endswith(part)


def kind_of(organ: Organ, reporter: Reporter) -> str:
    """The kind of an organ; short forms of the reporter's own line are of its kind."""
    first = organ.root
    own_line = first.term.use in {"self", "own"} or (
        first.term.use == "role" and canonical(first.term.full) == _OWN_SHORT
    )
    if organ.kind == "police" and own_line and reporter.line not in {_OWN_SHORT, _DEFAULT_LINE}:
        return reporter.kind
    return organ.kind


def _is_level(code: str, level: str) -> bool:
    name, height = places.by_code()[code].name, places.level_of(code)
    if level == "省":
        return height == places.PROVINCE and not places.is_municipality(code)
    return name.endswith(level) or (level in "区州" and name.endswith(f"自治{level}"))


def _lends_place(before: Organ) -> bool:
    return before.term.use in {"open", "owned", "role"} and before.parent is None


def _committee(full: str) -> str:
    """党委 for every way to name an organ's Party committee: 区局党委会, 局党委."""
    return next((full[-2:] for form in ("党委", "党组") if full.endswith(form)), full)


def is_station(organ: Organ, reporter: Reporter) -> bool:
    """Whether an organ is a local station of the reporter: 周巷派出所 of a police bureau, 梧桐司法所 of a 司法局."""
    full, line = organ.term.full, reporter.line
    local = organ.term.use == "stem" and full[-1] in "所站"
    return local and (organ.term.kind == reporter.kind == "police" or full[:2] == line[:2])


def settled(keys: Iterable[Key], reporter: Reporter) -> dict[Key, Key]:
    """Keys that mean the same organ in this report: a bare 法院 is the 区法院, 法制部门 the 法制支队."""
    known = list(dict.fromkeys(keys))
    found = {}
    for key in known:
        same = key
        if key.place == "" and not key.unit:
            same = _owned(key, known, reporter)
        elif key.unit:
            named = key.place == reporter.place and key.unit not in _common_units()
            below = (k for k in known if named and k[1:] == key[1:] and _is_below(k, reporter))
            units = (k for k in known if _is_unit_of(k, key))
            same = next(below, None) or min(units, key=lambda k: len(k.unit), default=key)
        found[key] = same
    return found


def _owned(key: Key, known: list[Key], reporter: Reporter) -> Key:
    own = Key(reporter.place, key.organ)
    if own in known:
        return own
    others = [k for k in known if k.organ == key.organ and not k.unit and k != key]
    return others[0] if len(others) == 1 and not reporter.place else key


@cache
def _common_units() -> frozenset[str]:
    """Units that every bureau has one of, so that the name alone does not tell which: 看守所."""
    return frozenset(row["full"] for row in lexicon("organs") if row["use"] == "unit")


def _is_below(key: Key, reporter: Reporter) -> bool:
    """Whether a key's place is a division within the reporter's."""
    own = reporter.code
    return own is not None and key.place not in {own, ""} and key.place.isdigit() and places.contains(own, key.place)


def _is_unit_of(key: Key, function: Key) -> bool:
    """Whether a unit bears the name of a function: 法制支队, 警务督察支队 that of 法制部门, 督察部门.

    A unit that another's name begins with is none: 交警支队 and its 交警支队车管所 are two.
    """
    if function.unit[-1] in _UNIT_ENDS and not key.unit.endswith(function.unit):
        return False
    more = len(key.unit) - len(function.unit)
    return key[:2] == function[:2] and function.unit in key.unit[: len(function.unit) + 2] and 0 < more <= 4
