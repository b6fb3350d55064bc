"""One name for one place: of names that overlap, the one that says most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from kg.extract.things.marked_text import MarkedText
from kg.extract.things.name import COMMON, SOLID, Name, collective, says, telling
from kg.marks import OPENING
from kg.model import Span

_CLASS_WORD = 4
"""Characters of what may stand behind a term and be only its class word."""


def settled(marked: MarkedText, terms: list[Name], headed: list[Name], others: list[Name]) -> list[Name]:
    """Names by class words before known terms, those before others; what a longer name covers becomes its other form
    or stands by itself."""
    known_at = _Places(terms)
    wordings: defaultdict[Name, list[str]] = defaultdict(list)
    longest = {name.span.end: name for name in sorted(headed, key=lambda n: n.span.end - n.span.start)}
    kept: list[Name] = []
    for name in headed:
        around = longest.get(name.span.end + 1)
        if known_at.covers(name.span) or (around is not None and around.span.covers(name.span)):
            continue
        inner = [t for t in known_at.over(name.span) if name.span.covers(t.span)]
        if (term := _worded(marked, name, inner)) is not None:
            wordings[term] += [name.text, *name.forms]
        else:
            kept += _with_inner(marked, name, inner)
    return _filled(kept, terms, wordings, others)


def _worded(marked: MarkedText, name: Name, inner: list[Name]) -> Name | None:
    """The known term of which a name is only another wording: with words of the trade before it, or 工作 behind."""
    for term in inner:
        before = marked.reading[name.span.start : term.span.start]
        ungoverned = name.verb == "" and "“" not in marked.cut(name.span)
        general = term.kind == "body" and not telling(before)[1]
        if term.span.end == name.span.end and (ungoverned or general):
            return term
        if term.label != name.label and says("worked", name.text) and _fills(marked, term, name):
            return term
    return None


def _with_inner(marked: MarkedText, name: Name, inner: list[Name]) -> list[Name]:
    """A name with what the known terms in it tell of it, and those of them that stand by themselves."""
    whole = next((t for t in inner if t.label == name.label and _fills(marked, t, name)), None)
    if whole is not None and name.kind == "method":
        name = replace(name, kind=whole.kind)
    if (same := _spelled_out(name, inner)) is not None:
        tail = Span(name.span.end - len(same[0]), name.span.end)
        forms = tuple([f for f in (name.text, *name.forms) if "、" in f or not f.endswith(same[0])])
        name = replace(name, span=tail, text=same[0], same=same[1], forms=forms)
    apart = [t for t in inner if (same and t.span.end < name.span.end) or _apart(marked, t, name)]
    alike = [t for t in inner if t.label == name.label and (name.kind in SOLID or t.kind not in SOLID)]
    own = [t.text for t in alike if t not in apart and t.span.end < name.span.end]
    shared = name.shared or any(t.shared for t in inner)
    return [replace(name, core=(*name.core, *own), shared=shared), *apart]


def _spelled_out(name: Name, inner: list[Name]) -> tuple[str, str] | None:
    """What a name calls the things before it, and the term for them: all, as in A、B、C|三项制度, or only the last."""
    same = collective(name.text)
    if same is None or "、" in name.text:
        return same
    tail = name.span.end - len(same[0])
    return same if any(t.span.end == tail for t in inner) else None


def _filled(kept: list[Name], terms: list[Name], wordings: dict[Name, list[str]], others: list[Name]) -> list[Name]:
    """The names kept, with the terms and other names that stand where they leave room."""
    taken, wider = _Places(kept), _Places(others)
    for term in terms:
        size = len(term.text)
        wide = [o for o in wider.over(term.span) if o.span.covers(term.span) and len(o.text) > size]
        if wide and any(not taken.over(other.span) for other in wide):
            continue
        if not taken.covers(term.span):
            kept.append(replace(term, forms=(*term.forms, *wordings.get(term, ()))))
            taken.add(kept[-1])
    for other in others:
        if not taken.over(other.span):
            kept.append(other)
            taken.add(other)
    return sorted(kept, key=lambda n: n.span)


def _fills(marked: MarkedText, term: Name, name: Name) -> bool:
    """Whether a known name is all that stands, quoted or not, before a class word: “两法衔接”|工作."""
    before = marked.reading[name.span.start : term.span.start]
    rest = marked.reading[term.span.end : name.span.end]
    return before in {"", "“"} and len(rest.lstrip("”")) <= _CLASS_WORD and not rest.startswith(("、", "和"))


def _apart(marked: MarkedText, term: Name, name: Name) -> bool:
    """Whether a known name inside a longer one is a thing by itself: 认罪认罚从宽制度“三个三工作法”."""
    held = marked.holder(term.span.start)
    if held is not None and name.span.covers(held) and marked.reading[held.start] in OPENING:
        return False
    rest = name.span.end - term.span.end
    classed = any(h.use not in COMMON for h in marked.heads_in(term.span.end, term.span.end))
    return rest > _CLASS_WORD and classed


class _Places:
    """Names by the characters they take."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._at = {at: name for name in names for at in range(*name.span)}

    def add(self, name: Name) -> None:
        """Give a name its characters, whoever had them before."""
        self._at.update(dict.fromkeys(range(*name.span), name))

    def over(self, span: Span) -> list[Name]:
        """The names that share a character with a span, in order of the text."""
        found: list[Name] = []
        for name in map(self._at.get, range(*span)):
            if name is not None and name not in found:
                found.append(name)
        return found

    def covers(self, span: Span) -> bool:
        """Whether one name covers a span."""
        name = self._at.get(span.start)
        return name is not None and name.span.covers(span)
