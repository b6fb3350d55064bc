"""Documents by their titles in 《》: which of them are instruments, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from kg.extract.bureaus.matcher import OrganMatcher
from kg.extract.gather import TITLE, clause_start, section_role, unquoted
from kg.extract.instruments.issuing import begins, issuer_detail, issuer_of, issuing, says, status_at, use_of
from kg.extract.instruments.lawbook import edition, registered
from kg.extract.scan import scan
from kg.model import SELF, Extraction, Label, Mention, Role, Span, Status
from kg.ontology import rules_of

_BETWEEN = re.compile(r"》(?:\([^()]*\))?[、,和及与]{0,2}(?:以及)?$")
_SHORTEST_TITLE = 2
_BEHIND = 70
"""Characters behind a title in which its number and other names stand."""


def titled(found: Extraction, organs: OrganMatcher) -> Iterator[Mention]:
    """Every title that is an instrument, in the register or by a rule, with its issuer, use and status."""
    reading = found.document.reading
    kinds = _kinds(reading)
    outer = [Span(*m.span()) for m in TITLE.finditer(reading)]
    for place, span in enumerate(outer):
        title = reading[span.start + 1 : span.end - 1]
        if len(title) < _SHORTEST_TITLE:
            continue
        if registered(title):
            rule = "titled-register"
        elif (rule := kinds.get(span.start, "")) == "":
            continue
        head = _list_head(reading, outer, place)
        yield _with_context(found, organs, _mention(reading, span, title, rule), head)


def _kinds(reading: str) -> dict[int, str]:
    """For the start of each 《 whose title is an instrument, the rule that says so."""
    dropped = {m.start("title") - 1 for _, m in scan(reading, "instruments", "drop")}
    kinds: dict[int, str] = {}
    for rule, m in scan(reading, "instruments", "title"):
        for title in TITLE.finditer(reading, m.start("title") - 1, m.end()):
            fits = not rule.gives.get("classed") or says("issued-class", title[0][1:-1])
            if fits and title.start() not in dropped:
                kinds.setdefault(title.start(), rule.name)
    return kinds


def _mention(reading: str, span: Span, title: str, rule: str) -> Mention:
    details = {"register": known} if (known := registered(title)) else {}
    window = reading[span.end : span.end + _BEHIND]
    behind = window[: window.find(")") + 1] if window.startswith("(") else ""
    if known and (wording := edition(title) or edition(behind)):
        details["edition"] = wording
    for rule_of_number in rules_of("instruments", "number"):
        if m := rule_of_number.pattern.match(window):
            details["number"] = m["number"]
            window = window[m.end() :]
    found = (r.pattern.match(window) for r in rules_of("instruments", "alias"))
    aliases = tuple(unquoted(m["alias"]) for m in found if m)
    return Mention(span, Label.INSTRUMENT, unquoted(title), rule, aliases=aliases, details=details)


def _list_head(reading: str, outer: list[Span], place: int) -> int:
    """Where the list begins that a title stands in: 《A》《B》和《C》 count from A."""
    while place and _BETWEEN.match(reading[outer[place - 1].end - 1 : outer[place].start]):
        place -= 1
    return outer[place].start


def _with_context(found: Extraction, organs: OrganMatcher, mention: Mention, head: int) -> Mention:
    """Adds who issued the titled document, how the text uses it, and its status."""
    reading = found.document.reading
    lead = reading[clause_start(reading, head) : head]
    actor = organs.actor(organs.at_start(mention.name) or _by_order(organs, mention))
    issue = None if says("foreign", lead) else issuing(lead)
    if issue and not begins("continues", reading, mention.span.end):
        by = issuer_of(organs, lead[: issue.start()], issue["gap"])
        by = None if by == SELF and "register" in mention.details else by
        status = status_at(found, mention.span, lead[: issue.start()])
        use = use_of(status)
    elif begins("absent-behind", reading, mention.span.end) or begins("drafted-behind", reading, mention.span.end):
        by, status = organs.actor(organs.list_at_end(lead)) or SELF, status_at(found, mention.span, "")
        use = use_of(status)
    elif begins("made", reading, mention.span.end):
        use, by, status = "issued", organs.actor(organs.list_at_end(lead)) or SELF, Status.DONE
    else:
        use = "cited"
        by, status = organs.actor(organs.list_at_end(lead.removesuffix("的").removesuffix("关于"))), Status.DONE
        if "register" not in mention.details and section_role(found, mention.span.start) is Role.PLANNED:
            status = Status.PLANNED
    actor = actor or by
    if actor != SELF and says("basis", lead):
        use = "basis"
    issuer = issuer_detail(found, actor, status)
    return replace(mention, actor=actor, status=status, details={**mention.details, **issuer, "use": use})


def _by_order(organs: OrganMatcher, mention: Mention) -> tuple[str, ...]:
    """The organ whose order carries a document: (国务院令第752号)."""
    organ, order, _ = mention.details.get("number", "").partition("令")
    return organs.list_at_end(organ) if order else ()
