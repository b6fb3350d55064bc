"""Two figures of one thing at two times: a change, 满意率由92%提升至96%, and a comparison, 比2020年的400件增加100件."""

from __future__ import annotations

from msgspec import Struct

from kg.extract.observations.phrases import FIGURE
from kg.ontology import rules_of

_TWO = 2


class Change(Struct, frozen=True):
    """How a piece words two figures: `what` begins it, `former` and `later` end their indicators.

    Nothing need mark the former one where the words say when it held. `compared`: the second figure, if there is one,
    is the difference, not the value.
    """

    rule: str
    what: str
    former: str = ""
    later: str = ""
    compared: bool = False


def change(before: str, between: str, figures: int) -> Change | None:
    """What the text before the first figure of a piece and behind it, up to the second or the end, says of a change."""
    text = before + FIGURE + between
    for rule in rules_of("observations", "change") if figures == _TWO else ():
        if m := rule.pattern.match(text):
            return Change(rule.name, m["what"] or m["noun"], "" if m["since"] else f"{m['change']}前")
    for rule in rules_of("observations", "compared") if before[-1:] == "的" and figures <= _TWO else ():
        if (m := rule.pattern.match(text)) and bool(m["change"]) == (figures == _TWO):
            return Change(
                rule.name, m["what"], later=f"{m['against']}{m['since']}{m['beside'] or ''}{m['change']}", compared=True
            )
    return None
