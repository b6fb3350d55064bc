"""Writes docs/ontology.html, the documentation of the ontology, from ontology/ alone: `make ontology-doc`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pyoxigraph as ox

from kg.graph.terms import PREFIXES
from kg.graph.turtle import short
from kg.ontology import NAMESPACE, folder, queries

TARGET = Path(__file__).parents[1] / "docs" / "ontology.html"
STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
h2{border-bottom:1px solid #bbb;margin-top:3rem}section{margin:1.5rem 0}h3{margin:0}
h3 code{font-weight:normal;color:#555}
dl{display:grid;grid-template-columns:12rem 1fr;gap:.1rem 1rem;margin:.3rem 0}dt{color:#555}dd{margin:0}
nav a{margin-right:.8rem;white-space:nowrap}a{color:#0550ae}:target{background:#fff8c5}
@media(max-width:40rem){dl{grid-template-columns:1fr}}
@media(prefers-color-scheme:dark){body{background:#161b22;color:#ddd}a{color:#79b8ff}dt,h3 code{color:#999}
:target{background:#3b3200}}"""
ROWS = (
    ("rdfs:subClassOf", "subclass of 上位类"),
    ("rdfs:subPropertyOf", "subproperty of 上位属性"),
    ("rdfs:domain", "domain 定义域"),
    ("schema:domainIncludes", "domain 定义域"),
    ("rdfs:range", "range 值域"),
    ("schema:rangeIncludes", "range 值域"),
    ("owl:disjointWith", "disjoint with 不相交"),
    ("qb:codeList", "codes 代码表"),
    ("skos:inScheme", "scheme 概念体系"),
    ("skos:notation", "value in JSON 取值"),
    ("rdfs:seeAlso", "said beside it as 并记为"),
)
KINDS = (
    ("owl:Class", "Classes 类"),
    ("owl:ObjectProperty", "Relations 关系"),
    ("owl:DatatypeProperty", "Values 取值属性"),
    ("skos:ConceptScheme", "Schemes 概念体系"),
    ("skos:Concept", "Concepts 概念"),
    ("qb:DataStructureDefinition", "Data cube 数据立方体"),
)

Terms = dict[str, dict[str, list[ox.NamedNode | ox.Literal]]]


def terms() -> Terms:
    """What kg.ttl says of each term of its own, by prefixed names."""
    found: defaultdict[str, defaultdict[str, list[ox.NamedNode | ox.Literal]]] = defaultdict(lambda: defaultdict(list))
    for t in ox.parse(path=str(folder() / "kg.ttl"), format=ox.RdfFormat.TURTLE):
        if isinstance(t.object, ox.NamedNode | ox.Literal) and t.subject.value.startswith(NAMESPACE):
            found[short(str(t.subject))][short(str(t.predicate))].append(t.object)
    return {name: dict(rows) for name, rows in sorted(found.items(), key=lambda item: item[0].lower())}


def _link(value: ox.NamedNode | ox.Literal) -> str:
    if isinstance(value, ox.Literal):
        return escape(value.value)
    name = short(str(value)).strip("<>")
    target = f"#{name.removeprefix('fz:')}" if name.startswith("fz:") else value.value
    return f'<a href="{escape(target)}">{escape(name)}</a>'


def _texts(values: Iterable[ox.NamedNode | ox.Literal]) -> dict[str | None, list[str]]:
    found: defaultdict[str | None, list[str]] = defaultdict(list)
    for value in values:
        if isinstance(value, ox.Literal):
            found[value.language].append(escape(value.value))
    return found


def _term(name: str, rows: dict[str, list[ox.NamedNode | ox.Literal]]) -> str:
    local, label = name.removeprefix("fz:"), _texts(rows["rdfs:label"])
    told = [f"<dt>{title}</dt><dd>{', '.join(map(_link, rows[key]))}</dd>" for key, title in ROWS if key in rows]
    definition = _texts(rows.get("skos:definition", ()))
    for language, title in (("en", "definition"), ("zh", "定义")):
        told += [f'<dt>{title}</dt><dd lang="{language}">{text}</dd>' for text in definition[language]]
    examples = [text for texts in _texts(rows.get("skos:example", ())).values() for text in texts]
    told.append(f"<dt>example 例</dt><dd>{'；'.join(examples)}</dd>")
    names = f'<span lang="en">{label["en"][0]}</span> <span lang="zh">{label["zh"][0]}</span>'
    return f'<section id="{local}"><h3>{names} <code>{name}</code></h3><dl>{"".join(told)}</dl></section>\n'


def _queries() -> str:
    rows = []
    for query in queries().values():
        notes = "".join(
            f'<dt>note 说明</dt><dd><span lang="{lang}">{escape(note)}</span></dd>'
            for lang, note in query.notes.items()
        )
        asks = notes + "".join(
            f"<dt>{p.name} = {p.default or ''}</dt><dd>{escape(p.about)}</dd>" for p in query.parameters
        )
        title = (
            f'<span lang="en">{escape(query.titles["en"])}</span> <span lang="zh">{escape(query.titles["zh"])}</span>'
        )
        rows.append(
            f'<section id="query-{query.name}"><h3>{title} <code>{query.name}</code></h3><dl>{asks}</dl></section>'
        )
    return "\n".join(rows)


def page() -> str:
    """The whole page."""
    known, done = terms(), set()
    parts = []
    for kind, title in KINDS:
        iri = PREFIXES[kind.partition(":")[0]] + kind.partition(":")[2]
        names = [n for n, rows in known.items() if ox.NamedNode(iri) in rows["rdf:type"] and n not in done]
        done.update(names)
        parts.append(f'<h2 id="{kind}">{title}</h2>\n' + "".join(_term(name, known[name]) for name in names))
    nav = "".join(f'<a href="#{kind}">{title}</a>' for kind, title in KINDS)
    prefixes = "".join(f"<dt>{name}</dt><dd>{escape(iri)}</dd>" for name, iri in PREFIXES.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>fazhi-kg: the ontology 本体</title><style>{STYLE}</style></head><body>\n"
        "<h1>The ontology of fazhi-kg 法治政府报告本体</h1>\n"
        f"<p>Namespace 命名空间 <code>{NAMESPACE}</code>. Made from ontology/ by <code>make ontology-doc</code>.</p>\n"
        f'<nav>{nav}<a href="#queries">Questions 问题</a><a href="#prefixes">Prefixes 前缀</a></nav>\n'
        f'{"".join(parts)}<h2 id="queries">Saved questions 预设问题</h2>\n{_queries()}\n'
        f'<h2 id="prefixes">Prefixes 前缀</h2><dl>{prefixes}</dl>\n</body></html>\n'
    )


def main() -> None:
    """The file."""
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
