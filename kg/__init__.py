"""Knowledge graphs from yearly reports on law-based government, with proof for every fact.

    kg.build(["seeds"], "output")      a folder of reports to a folder of results
    graph = kg.load("output")          the results: .query(), .graph, .network, .observations, .view()
    kg.extract(kg.read("a.txt"))       the facts of one report
    kg.check("output")                 is every quote where the graph says it is?
    kg.validate("output")              what breaks a SHACL shape?
    kg.evaluate("gold", "texts")       how well does extraction agree with annotation?

Every error that is raised on purpose is a `kg.FazhiError`, with one line for the user.
"""

from kg.api import Loaded, check, evaluate, load, validate
from kg.build import Built, Failure, build
from kg.errors import FazhiError, GraphError, OntologyError, QueryError, ReadError, UsageError
from kg.extract import extract
from kg.interchange import to_json
from kg.model import (
    SELF,
    Bound,
    Component,
    Document,
    Entity,
    Evidence,
    Extraction,
    Label,
    Mention,
    Observation,
    Quantity,
    Relation,
    Role,
    Section,
    Sentence,
    Span,
    Status,
)
from kg.text import read

__all__ = [
    "SELF",
    "Bound",
    "Built",
    "Component",
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Failure",
    "FazhiError",
    "GraphError",
    "Label",
    "Loaded",
    "Mention",
    "Observation",
    "OntologyError",
    "Quantity",
    "QueryError",
    "ReadError",
    "Relation",
    "Role",
    "Section",
    "Sentence",
    "Span",
    "Status",
    "UsageError",
    "build",
    "check",
    "evaluate",
    "extract",
    "load",
    "read",
    "to_json",
    "validate",
]
