"""Organs named right before or behind a point of the text: who issued a document, who received an honour."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from msgspec import Struct

from kg.marks import JOINING, JOINTS
from kg.model import SELF, Entity, Extraction, Label
from kg.ontology import lexicon, words

_SCOPES = "全我本省市区县州旗盟镇乡"
_AND_OTHERS = re.compile(r"等[一二三四五六七八九十\d]*[个家]?(?:部门|单位)?$")
_LONGEST_PLACE = 11
"""Characters of the longest name of a division that is looked for."""
_LONGEST_NAME, _LONGEST_AT_START = 40, 24
"""Characters of an organ's name before a place, and at the beginning of a title without 关于."""
_LONGEST_ROW = 60
"""Characters before 关于 in a title that name its issuers."""


@cache
def _places() -> frozenset[str]:
    names = {row["name"] for row in lexicon("divisions")}
    short = {name[:-1] for name in names if len(name) > 2 and name[-1] in "省市县区旗州盟"}
    return frozenset(names | short)


@cache
def _endings(kind: str) -> tuple[str, ...]:
    return words("issuers", kind=kind)


@cache
def _by_last(kind: str) -> Mapping[str, tuple[str, ...]]:
    return _grouped(_endings(kind))


def _grouped(forms: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Forms by their last character, so that few of them must be compared with the end of a text."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form in forms:
        found[form[-1]].append(form)
    return {last: tuple(forms) for last, forms in found.items()}


def _place_length(text: str) -> int:
    """How many characters at the end of `text` name a place: 重庆市荣昌区, 荣昌区, 市, or none."""
    taken = 0
    while taken < len(text):
        rest = text[: len(text) - taken]
        size = next((n for n in range(min(_LONGEST_PLACE, len(rest)), 1, -1) if rest[-n:] in _places()), 0)
        if not size:
            break
        taken += size
    if not taken and text[-1:] and text[-1] in _SCOPES:
        taken = 2 if text[-2:-1] in {"全", "我", "本"} else 1
    return taken


def _leads(committee: Entity, body: Entity) -> bool:
    """Whether an organ is the Party committee or group of a body, which decides in its name."""
    if committee.kind != "party" or committee.details.get("unit", "")[:1] != "党":
        return False
    return all(committee.details.get(part) == body.details.get(part) for part in ("place", "organ"))


class OrganMatcher(Struct, frozen=True):
    """Recognises organs by the bureaus already found in the report, else by how organs are named in general.

    `reporter`: the names of the reporter; `known`: those of all bureaus by their last character, the longest first.
    """

    reporter: frozenset[str]
    known: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, found: Extraction) -> OrganMatcher:
        """The matcher of one report."""
        named = found.named(SELF, Label.BUREAU)
        own = {found.bureau or "", *found.self_names, *(named.forms if named else ()), *_endings("own")} - {""}
        own |= {form for e in found.entities if named and _leads(e, named) for form in e.forms}
        forms = {form for e in found.entities if e.label is Label.BUREAU for form in e.forms} | own
        longest_first = sorted((f for f in forms if len(f) > 1), key=lambda f: (-len(f), f))
        return cls(frozenset(own), _grouped(longest_first))

    def known_at_end(self, text: str) -> str | None:
        """The bureau found in the report whose name ends where `text` ends."""
        return next((form for form in self.known.get(text[-1:], ()) if text.endswith(form)), None)

    def known_at_start(self, text: str) -> str | None:
        """The bureau found in the report whose name, of three characters or more, begins a text."""
        forms = (form for forms in self.known.values() for form in forms if len(form) > 2 and text.startswith(form))
        return max(forms, key=len, default=None)

    def at_end(self, text: str) -> str | None:
        """The organ whose name ends where `text` ends, as worded."""
        text = text[-_LONGEST_NAME:]
        best = self.known_at_end(text) or ""
        last = text[-1:]
        central = next((form for form in _by_last("central").get(last, ()) if text.endswith(form)), "")
        best = max(best, central, key=len)
        for body in _by_last("body").get(last, ()):
            if text.endswith(body):
                size = _place_length(text[: len(text) - len(body)])
                if size and size + len(body) > len(best):
                    best = text[-size - len(body) :]
                break
        return best or None

    def list_at_end(self, text: str) -> tuple[str, ...]:
        """The organs that a list right before the end of `text` names, in order: 市检察院、市法院和我局."""
        found: list[str] = []
        text = _AND_OTHERS.sub("", text)
        while (organ := self.at_end(text)) is not None:
            found.insert(0, organ)
            text = text[: len(text) - len(organ)]
            if text[-1:] not in JOINTS:
                break
            text = text[:-1]
        return tuple(found)

    def actor(self, organs: tuple[str, ...]) -> str | None:
        """Whose act it is: the reporter's if it is among the organs, else the first one's."""
        if not organs:
            return None
        own = any(
            organ == name or (len(organ) > 2 and name.endswith(organ)) for organ in organs for name in self.reporter
        )
        return SELF if own else organs[0]

    def at_start(self, title: str) -> tuple[str, ...]:
        """The organs that a title begins with: 重庆市荣昌区公安局解决…, 国务院办公厅关于…, one or several in a row."""
        about = title.find("关于")
        if 0 < about <= _LONGEST_ROW:
            return self._row(title[:about])
        bodies = _by_last("body")
        for end in range(min(len(title), _LONGEST_AT_START), 1, -1):
            known, ends = self.known.get(title[end - 1], ()), bodies.get(title[end - 1], ())
            head = title[:end] if known or ends else ""
            if head in known or (end > 4 and head.endswith(ends) and self.at_end(head) == head):
                return (head,)
        return ()

    def _row(self, text: str) -> tuple[str, ...]:
        found: tuple[str, ...] = ()
        while text and (more := self.list_at_end(text)):
            found = (*more, *found)
            text = text[: text.rindex(more[0], 0, len(text))].rstrip(JOINING + " ")
        return found
