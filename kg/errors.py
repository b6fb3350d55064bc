"""One exception tree, so that a caller can catch at the width it needs.

FazhiError
├── ReadError        a report that cannot be read (empty, binary, unreadable, no report)
├── OntologyError    bad data in ontology/: names the file and the row or rule
├── GraphError       a graph or store that cannot be built, loaded or asked
│   └── QueryError   SPARQL that does not parse, or a saved query that does not exist
└── UsageError       wrong use: a path that is not there, an option that makes no sense
"""


class FazhiError(Exception):
    """Root of every error that this package raises on purpose; its text is one line for the user."""


class ReadError(FazhiError):
    """A report cannot be read; the text names the file and the reason."""


class OntologyError(FazhiError):
    """A lexicon, rule, query or shape in ontology/ is malformed; the text names file and row."""


class GraphError(FazhiError):
    """A graph cannot be built, stored or loaded."""


class QueryError(GraphError):
    """A query does not parse, or names no saved query."""


class UsageError(FazhiError):
    """The call makes no sense: a missing path, options that exclude each other."""
