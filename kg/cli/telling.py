"""What `kg explain` prints, in English or Chinese: a thing and its facts, each with the words that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.graph.explain import Explanation, Fact, Quotation
from kg.ontology import NAMESPACE, concepts, labels

__all__ = ["LANGUAGES", "explained"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "also": " (also {names})",
        "rule": "rule {rule}",
        "Observation": ", number and unit alone {rate} right",
        "name": ", its names {rate} right",
        "fact": ", its facts {rate} right",
        "derived": "derived from {row}",
        "rated": "Rates are of what a rule found in annotated reports. Of a figure they rate number and unit alone: "
        "what is counted, whose it is and of what is not rated. Read the sentence.",
    },
    "zh": {
        "also": "（又称{names}）",
        "rule": "规则 {rule}",
        "Observation": "，仅数值和单位的准确率 {rate}",
        "name": "，名称准确率 {rate}",
        "fact": "，准确率 {rate}",
        "derived": "推导自 {row}",
        "rated": "准确率按该规则在标注报告中的所得测算；数据的准确率仅指数值和单位，"
        "不含指标、主体和所属事项，请核对原句。",
    },
}
LANGUAGES = tuple(_WORDS)
"""Languages that an explanation can be told in."""
_NAMED = {"Participation", "Mention"}
_SEPARATORS = {"en": ", ", "zh": "，"}


def explained(found: Explanation, language: str) -> str:
    """A thing and its facts, each with the words that say so between brackets in their sentence; of a report, what it
    is: its facts are too many for a screen."""
    words = _WORDS[language]
    also = words["also"].format(names="、".join(found.aliases)) if found.aliases else ""
    lines = [f"{_term(NAMESPACE + found.type, found.type, language)} {found.name}{also}", found.iri]
    if found.profile:
        wide = max(len(what) for what, _ in found.profile)
        return "\n".join([*lines, "", *(f"{what:{wide}}  {value}" for what, value in found.profile)])
    for fact in found.facts:
        lines += _told(fact, language)
    if any(fact.kind == "Observation" and fact.strength is not None for fact in found.facts):
        lines += ["", words["rated"]]
    return "\n".join(lines)


def _told(fact: Fact, language: str) -> Iterator[str]:
    status = fact.status and _term(concepts("status")[fact.status], fact.status, language)
    attributes = [status, fact.period, fact.report, fact.rule and _rule(fact, _WORDS[language])]
    yield ""
    yield f"{' '.join(fact.says)}  [{_SEPARATORS[language].join(a for a in attributes if a)}]"
    yield from (f"  {_marked(place)}  ({place.file}:{place.begin}-{place.end})" for place in fact.places)
    yield from (f"  {_WORDS[language]['derived'].format(row=row)}" for row in fact.inputs)


def _term(iri: str, own: str, language: str) -> str:
    """A term of the vocabulary: in English as the data has it, so that a query can ask for it."""
    return own if language == "en" else labels()[iri][language]


def _rule(fact: Fact, words: Mapping[str, str]) -> str:
    what = fact.kind if fact.kind in words else "name" if fact.kind in _NAMED else "fact"
    right = "" if fact.strength is None else words[what].format(rate=f"{fact.strength:.0%}")
    return words["rule"].format(rule=fact.rule) + right


def _marked(place: Quotation) -> str:
    begin, end = place.within
    return f"{place.sentence[:begin]}【{place.sentence[begin:end]}】{place.sentence[end:]}"
