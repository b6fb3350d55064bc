"""What queries may call beside SPARQL's own functions: `kg:sentence` and `kg:named`.

`kg:sentence(?place)` is the sentence around a place of a text (a node of fz:evidence, fz:support, fz:mentionedAt or
fz:numberAt), without white space. `kg:named(?name, ?words)` is whether a name has the words: as they stand, or, where
blanks part them or none stand so, in pieces (see `named`). Other engines do not have them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph.sentences import Sentences
from kg.graph.store import Store
from kg.graph.terms import term

__all__ = ["PREFIX", "functions", "named"]

PREFIX = "https://w3id.org/fazhi-kg/function#"
"""What `kg:` stands for in a query."""
_SHORTEST = 2
"""Characters that a piece of a word has at least."""


Function = Callable[..., NamedNode | BlankNode | Literal | Triple | None]
"""As the engine calls it; None leaves a variable unbound."""


def functions(store: Store) -> dict[NamedNode, Function]:
    """The functions by IRI, for a query of one store."""
    sentences = Sentences(store.folder)

    @cache
    def file(context: str) -> str:
        """The file of a text, below the folder."""
        quads = store.inner.quads_for_pattern(NamedNode(context), term("fz:file"), None)
        return next((quad.object.value for quad in quads if isinstance(quad.object, Literal)), "")

    @cache
    def sentence(place: str) -> Literal | None:
        """The words of the sentence; None (unbound) where there is no such place, or no text."""
        context, _, span = place.partition("#char=")
        begin, _, end = span.partition(",")
        if not (begin.isdecimal() and end.isdecimal()):
            return None
        found = sentences.around(file(context), int(begin), int(end))
        return Literal(found.words) if found else None

    return {
        NamedNode(f"{PREFIX}sentence"): lambda place: sentence(getattr(place, "value", "")),
        NamedNode(f"{PREFIX}named"): lambda name, words: Literal(named(name.value, words.value)),
    }


def named(name: str, asked: str) -> bool:
    """Whether a name has the words that are asked for: all of those that blanks part, each as it stands or in pieces
    of two characters or more (电信诈骗 in 电信网络诈骗, never 提案 in 提升办案)."""
    return all(_has(name.lower(), word) for word in asked.lower().split())


def _has(name: str, word: str) -> bool:
    if word in name:
        return True
    cuts = range(_SHORTEST, len(word) - _SHORTEST + 1)
    return any(word[:cut] in name and _has(name, word[cut:]) for cut in cuts)
