"""What one report says, as triples: itself, its sections, mentions, figures, relations, collective names, evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.periods import interval, whole_year
from kg.graph.provenance import activity, read_by, reading, rule_node
from kg.graph.terms import FIGURES, REDACTED, concept, day, decimal, node_of, place, plain, term, whole, year, zh
from kg.model import Component, Entity, Label, Mention, Observation, Relation, Role, Span, Status
from kg.naming import Metric, Resource, path_of
from kg.ontology import RESOURCES
from kg.resolve import Link, Resolved

ROLES = {
    Label.MECHANISM: "fz:operates",
    Label.PROGRAM: "fz:runs",
    Label.INSTRUMENT: "fz:issued",
    Label.HONOUR: "fz:received",
}
"""How an actor takes part in a resource."""


def plain_triple(link: Link) -> Triple:
    """A relation by itself."""
    return Triple(NamedNode(link.subject), term(f"fz:{link.predicate}"), NamedNode(link.object))


def version_node(resource: Resource, edition: str) -> NamedNode:
    """A wording of a law (2021年修订), by the words that a report has for it."""
    return NamedNode(f"{resource.iri}/version/{path_of(edition)}")


def statement_node(scope: str, link: Link) -> NamedNode:
    """The node that tells who states a relation."""
    ends = "|".join(end.removeprefix(RESOURCES) for end in link)
    return node_of("statement", scope, f"{link.predicate}-{hashlib.sha256(ends.encode()).hexdigest()[:12]}")


def statement_triples(node: NamedNode, link: Link) -> Iterator[Triple]:
    """That the node states a relation."""
    triple = plain_triple(link)
    yield Triple(node, term("rdf:type"), term("fz:Statement"))
    yield Triple(node, term("rdf:subject"), triple.subject)
    yield Triple(node, term("rdf:predicate"), triple.predicate)
    yield Triple(node, term("rdf:object"), triple.object)


def report_triples(report: Resolved, labels: Mapping[str, str]) -> Iterator[Triple]:
    """Everything that stands in the report's own graph; some triples come more than once.

    `labels`: of resources and metrics, by IRI; words of the report that differ from them are kept beside.
    """
    writer = _Writer(report, labels)
    writer.report()
    writer.sections()
    writer.shortcomings()
    writer.mentions()
    writer.observations()
    writer.statements()
    writer.components()
    writer.activities()
    return iter(writer.triples)


class _Writer:
    """Collects the triples of one report."""

    def __init__(self, report: Resolved, labels: Mapping[str, str]) -> None:
        self.source = report
        self.labels = labels
        self.found = report.found
        self.document = report.found.document
        self.node = NamedNode(report.iri)
        self.text = node_of("text", report.id)
        self.triples: list[Triple] = []
        self._taken: dict[str, int] = {}
        self._rules: set[tuple[str, str]] = set()

    def say(self, subject: NamedNode, predicate: str, value: NamedNode | Literal | None) -> None:
        """One triple, if there is a value."""
        if value is not None:
            self.triples.append(Triple(subject, term(predicate), value))

    def fresh(self, kind: str, key: str) -> NamedNode:
        """A node of the report under a key; the second of one key gets a number behind it."""
        path = f"{kind}/{self.source.id}/{key}"
        self._taken[path] = n = self._taken.get(path, 0) + 1
        return node_of(path if n == 1 else f"{path}/{n}")

    def made_by(self, node: NamedNode, kind: str, rule: str) -> None:
        """The rule that read a fact, and its work on this report."""
        self._rules.add((kind, rule))
        self.say(node, "prov:wasGeneratedBy", activity(self.source.id, kind, rule))

    def evidence(self, span: Span) -> NamedNode:
        """The node of a place in the text, with the characters that stand there."""
        found = self.document.evidence(span)
        node = place(self.text, found)
        self.say(node, "nif:referenceContext", self.text)
        self.say(node, "nif:beginIndex", whole(found.start))
        self.say(node, "nif:endIndex", whole(found.end))
        self.say(node, "nif:anchorOf", plain(found.quote))
        return node

    # -------------------------------------------------------------- the report and its sections

    def report(self) -> None:
        """What is known of the report, and of the text that evidence points into."""
        meta, document, node = self.document.meta, self.document, self.node
        self.say(node, "rdf:type", term("fz:Report"))
        self.say(node, "rdfs:label", zh(self._called()))
        self.say(node, "dcterms:title", zh(meta.title) if meta.title else None)
        self.say(node, "dcterms:publisher", NamedNode(self.source.reporter) if self.source.reporter else None)
        self.say(node, "fz:year", year(meta.year) if meta.year else None)
        self.say(node, "dcterms:temporal", whole_year(meta.year).node if meta.year else None)
        self.say(node, "dcterms:issued", day(meta.published) if meta.published else None)
        self.say(node, "dcterms:source", plain(meta.source) if meta.source else None)
        self.say(node, "dcterms:language", plain("zh-Hans"))
        name = document.path.replace("\\", "/").rpartition("/")[2]
        self.say(node, "fz:sourceFile", plain(name) if name else None)
        self.say(node, "fz:sha256", plain(document.sha256) if document.sha256 else None)
        for field in meta.stated:
            self.say(node, "fz:stated", plain(field))
        for form in self.found.self_names:
            self.say(node, "fz:selfName", zh(form))
        self.say(node, "fz:text", self.text)
        self.say(self.text, "rdf:type", term("nif:Context"))
        self.say(self.text, "fz:file", plain(f"text/{self.source.id}.txt"))
        self.say(self.text, "fz:sha256", plain(hashlib.sha256(document.text.encode()).hexdigest()))
        self.say(self.text, "prov:wasDerivedFrom", self.node)

    def _called(self) -> str:
        """The report's title, with its bureau's name before it where the title does not tell."""
        title, bureau = self.document.meta.title, self.found.bureau
        if not title or not bureau:
            return title or self.source.id
        return title if bureau in title else f"{bureau}：{title}"

    def sections(self) -> None:
        """The report's parts, nested as they are."""
        nodes = {s.index: node_of("section", self.source.id, str(s.index)) for s in self.document.sections}
        for section in self.document.sections:
            if section.span.start >= section.span.end:
                continue
            node, where = nodes[section.index], self.document.evidence(section.span)
            self.say(node, "rdf:type", term("fz:Section"))
            self.say(node, "fz:report", self.node)
            self.say(node, "dcterms:isPartOf", None if section.parent is None else nodes[section.parent])
            self.say(node, "fz:number", plain(section.number) if section.number else None)
            title = self.document.cut(section.title)
            self.say(node, "rdfs:label", zh(title) if title else None)
            self.say(node, "fz:sectionRole", concept("section", section.role.value))
            self.say(node, "nif:referenceContext", self.text)
            self.say(node, "nif:beginIndex", whole(where.start))
            self.say(node, "nif:endIndex", whole(where.end))

    def shortcomings(self) -> None:
        """The sentences that tell of a shortcoming, each below its section: those of its sections, and of its facts."""
        sections = self.document.sections
        gaps = [e for e in self.found.entities if e.status is Status.GAP]
        spans = [m.span for e in gaps for m in e.mentions if m.status is Status.GAP]
        spans += [row.span for row in self.found.observations if row.status is Status.GAP]
        facts = {self.document.sentence_at(span.start) for span in spans}
        for sentence in self.document.sentences:
            section = sections[sentence.section]
            heading = section.title.end >= sentence.span.end and section.title.start < section.title.end
            if sentence in facts or (section.role is Role.GAP and not heading):
                node = self.evidence(sentence.span)
                self.say(node, "rdf:type", term("nif:Sentence"))
                self.say(node, "fz:status", concept("status", Status.GAP.value))
                self.say(node, "dcterms:isPartOf", node_of("section", self.source.id, str(section.index)))

    # -------------------------------------------------------------- resources

    def mentions(self) -> None:
        """That the report speaks of each of its resources, who takes part in it, and how far it is."""
        for entity, resource, actor in zip(self.found.entities, self.source.resources, self.source.actors, strict=True):
            if entity.mentions:
                self._mention(entity, resource, actor)

    def _mention(self, entity: Entity, resource: Resource, actor: str | None) -> None:
        kind = "participation" if actor else "mention"
        node = self.fresh(kind, resource.iri.removeprefix(RESOURCES))
        shown = best_mention(entity)
        self.say(node, "rdf:type", term("fz:Participation" if actor else "fz:Mention"))
        self.say(node, "fz:report", self.node)
        self.say(node, "fz:thing", NamedNode(resource.iri))
        if actor:
            self.say(node, "fz:actor", NamedNode(actor))
            self.say(node, "fz:role", term(ROLES[entity.label]))
        if entity.label is not Label.BUREAU:
            self.say(node, "fz:status", concept("status", entity.status.value))
        use = entity.details.get("use")
        self.say(node, "fz:use", concept("use", use) if use in {"basis", "cited"} else None)
        self.say(node, "fz:name", zh(entity.name) if entity.name != self.labels[resource.iri] else None)
        for form in resource.local:
            self.say(node, "fz:localName", zh(form) if form != entity.name else None)
        self.say(self.node, "dcterms:references", NamedNode(resource.iri) if use in {"basis", "cited"} else None)
        if edition := entity.details.get("edition"):
            self.say(self.node, "dcterms:references", version_node(resource, edition))
        self.made_by(node, entity.label.value, shown.rule)
        self.say(node, "fz:evidence", self.evidence(shown.span))
        for mention in entity.mentions:
            if mention.span != shown.span:
                self.say(node, "fz:mentionedAt", place(self.text, self.document.evidence(mention.span)))

    # -------------------------------------------------------------- figures

    def observations(self) -> None:
        """Every figure with what proves it."""
        rows = self.found.observations
        figures = zip(rows, self.source.metrics, self.source.owners, self.source.abouts, strict=True)
        nodes = [self._observation(*figure) for figure in figures]
        at = {row.number: node for row, node in zip(reversed(rows), reversed(nodes), strict=True)}
        for row, node in zip(rows, nodes, strict=True):
            self.say(node, "dcterms:isPartOf", at.get(row.whole) if row.whole else None)

    def _observation(self, row: Observation, metric: Metric, owner: str | None, about: str | None) -> NamedNode:
        number, quantity = self.document.evidence(row.number), row.quantity
        node = self.fresh("observation", f"{number.start}-{number.end}")
        self.say(node, "rdf:type", term("fz:Observation"))
        self.say(node, "qb:dataSet", REDACTED if quantity.value is None else FIGURES)
        self.say(node, "fz:report", self.node)
        self.say(node, "fz:metric", NamedNode(metric.iri))
        self.say(node, "fz:indicator", zh(row.indicator) if row.indicator != self.labels[metric.iri] else None)
        self.say(node, "fz:value", None if quantity.value is None else decimal(quantity.value))
        self.say(node, "fz:high", None if quantity.high is None else decimal(quantity.high))
        self.say(node, "fz:unit", plain(quantity.unit))
        self.say(node, "fz:bound", concept("bound", quantity.bound.value))
        self.say(node, "fz:period", plain(row.period) if row.period else None)
        when = interval(row.period, self.document.meta.year) if row.period else None
        self.say(node, "fz:interval", when.node if when else None)
        self.say(node, "fz:actor", NamedNode(owner) if owner else concept("unknown", "actor"))
        self.say(node, "fz:about", NamedNode(about) if about else concept("unknown", "about"))
        self.say(node, "fz:status", concept("status", row.status.value))
        self.made_by(node, "Observation", row.rule)
        self.say(node, "fz:numberAt", place(self.text, number))
        self._proof(node, row.span, row.support)
        return node

    def _proof(self, node: NamedNode, span: Span, support: Iterable[Span]) -> None:
        self.say(node, "fz:evidence", self.evidence(span))
        for further in support:
            if further != span:
                self.say(node, "fz:support", self.evidence(further))

    # -------------------------------------------------------------- relations and collective names

    def statements(self) -> None:
        """That the report states the relations between its resources."""
        for relation, link in zip(self.found.relations, self.source.links, strict=True):
            if link:
                self._statement(relation, link)

    def _statement(self, relation: Relation, link: Link) -> None:
        node = statement_node(self.source.id, link)
        self.triples.extend(statement_triples(node, link))
        self.say(node, "fz:report", self.node)
        self.made_by(node, "Relation", relation.rule)
        self._proof(node, relation.span, relation.support)

    def components(self) -> None:
        """Collective names with their ordered parts, and the resources of the same names."""
        for component in self.found.components:
            self._component(component)

    def _component(self, row: Component) -> None:
        node = self.fresh("collective", path_of(row.whole))
        self.say(node, "rdf:type", term("fz:CollectiveName"))
        self.say(node, "fz:report", self.node)
        self.say(node, "rdfs:label", zh(row.whole))
        self.made_by(node, "Component", row.rule)
        self.say(node, "fz:evidence", self.evidence(row.span))
        self._denotes(node, row.whole)
        for n, (part, span) in enumerate(zip(row.parts, row.part_spans, strict=True), 1):
            item = NamedNode(f"{node.value}/part/{n}")
            self.say(node, "fz:part", item)
            self.say(item, "rdf:type", term("fz:CollectivePart"))
            self.say(item, "fz:position", whole(n))
            self.say(item, "rdfs:label", zh(part))
            self.say(item, "fz:evidence", self.evidence(span))
            self._denotes(item, part)

    def activities(self) -> None:
        """The work of each rule on the report, after all that it made."""
        for kind, rule in sorted(self._rules):
            node = activity(self.source.id, kind, rule)
            self.say(node, "rdf:type", term("prov:Activity"))
            self.say(node, "prov:used", rule_node(kind, rule))
            self.say(node, "dcterms:isPartOf", reading(self.source.id))
        self.triples.extend(read_by(self.source.id, self.node))

    def _denotes(self, node: NamedNode, name: str) -> None:
        iri = self.source.named(name)
        self.say(node, "fz:denotes", NamedNode(iri) if iri else None)


def best_mention(entity: Entity) -> Mention:
    """The place that shows best what is said of an entity: its actor, its status, its own name; then the first."""

    def misfit(mention: Mention) -> tuple[bool, bool, bool, Span]:
        """How ill a place shows it; the least is the best."""
        return (
            mention.actor != entity.actor,
            mention.status != entity.status and entity.label is not Label.BUREAU,
            mention.name != entity.name,
            mention.span,
        )

    return min(entity.mentions, key=misfit)
