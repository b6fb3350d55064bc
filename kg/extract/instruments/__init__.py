"""Laws, rules, plans, agreements: titled 《…》, registered, or named by a class word after a verb of issuing.

`titled` reads what stands in 《》, `untitled` laws and documents without; both ask `lawbook`, the register of laws, and
`issuing`, which tells who issued a document. A document under several titles is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.bureaus.matcher import OrganMatcher
from kg.extract.gather import entities
from kg.extract.instruments.lawbook import plain_title, registered
from kg.extract.instruments.titled import titled
from kg.extract.instruments.untitled import SPECIFIC, documents, laws, plenums
from kg.model import Entity, Extraction, Label, Mention
from kg.ontology import words

_ISSUERS = 60
"""Characters before 关于 that name those who issued a document jointly."""
_ORDER = {"use": ("issued", "basis", "cited")}
"""How the text uses a document, the strongest first."""


def find(found: Extraction) -> tuple[Entity, ...]:
    """Every legal instrument of a report, with who issued it where the text says so."""
    organs = OrganMatcher.of(found)
    adopted = list(plenums(found))
    by_title = [m for m in titled(found, organs) if not any(p.span.covers(m.span) for p in adopted)]
    known = _outside(laws(found), by_title)
    named = _outside(documents(found, organs), [*by_title, *known])
    mentions = _resolved([*adopted, *by_title, *known, *named])
    return entities(Label.INSTRUMENT, mentions, lambda name: _key(name, organs.reporter), _ORDER)


def _outside(mentions: Iterable[Mention], taken: Iterable[Mention]) -> list[Mention]:
    """Mentions that neither begin nor end within one of those already taken."""
    covered = {at for m in taken for at in range(*m.span)}
    return [m for m in mentions if m.span.start not in covered and m.span.end - 1 not in covered]


# ------------------------------------------------------------------ one thing under several titles


def _key(name: str, own: frozenset[str]) -> str:
    """The title without its issuer, where that is the reporter or 关于 follows it."""
    title = registered(name) or re.sub(r"\(\d{4}[^()]*\)|[^\w]", "", plain_title(name))
    about = title.find("关于")
    if 0 < about <= _ISSUERS:
        return title[about:]
    issuer = max((form for form in own if title.startswith(form)), key=len, default="")
    return title[len(issuer) :] if len(title) - len(issuer) > SPECIFIC else title


def _resolved(mentions: list[Mention]) -> list[Mention]:
    """Without mentions that only repeat a class word (《办法》), unless a title before them defines it."""
    classes = frozenset(words("instrument_classes", titled="always"))
    defined = {alias for m in mentions for alias in m.aliases}
    return [m for m in mentions if plain_title(m.name) not in classes or registered(m.name) or m.name in defined]
