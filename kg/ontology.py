"""The only module that reads ontology/: vocabulary, lexicons, rules, shapes and saved queries are data there.

Data that is malformed stops loading with file and row (OntologyError); nothing is skipped in silence.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from kg.errors import OntologyError

_HERE = Path(__file__).resolve().parent


@cache
def folder() -> Path:
    """Where ontology/ stands: inside an installed wheel, else beside the package in a checkout."""
    for place in (_HERE / "_ontology", _HERE.parent / "ontology"):
        if place.is_dir():
            return place
    raise OntologyError("the ontology folder is missing from this installation; reinstall fazhi-kg")


@cache
def lexicon(name: str) -> tuple[Mapping[str, str], ...]:
    """Rows of `lexicon/NAME.tsv`, each a mapping from the header's columns; lines that begin with # are comments."""
    path = folder() / "lexicon" / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror}") from error
    numbered = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not numbered:
        raise OntologyError(f"{path}: no header row")
    header = numbered[0][1]
    rows = []
    for n, cells in numbered[1:]:
        if len(cells) != len(header):
            raise OntologyError(f"{path}:{n}: {len(cells)} cells, the header has {len(header)}")
        if not cells[0].strip():
            raise OntologyError(f"{path}:{n}: the first cell ({header[0]}) is empty")
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)


@cache
def words(name: str, column: str = "term", **where: str) -> tuple[str, ...]:
    """One column of a lexicon, of the rows whose other columns have the given values; longest first."""
    rows = [row for row in lexicon(name) if all(row.get(key) == value for key, value in where.items())]
    return tuple(sorted({row[column] for row in rows}, key=lambda term: (-len(term), term)))


def strength(kind: str, rule: str) -> float | None:
    """Measured precision of a rule for a kind of fact (lexicon/strengths.tsv); None where it was never measured."""
    return _strengths().get((kind, rule))


@cache
def _strengths() -> Mapping[tuple[str, str], float]:
    return {(row["kind"], row["rule"]): int(row["right"]) / int(row["found"]) for row in lexicon("strengths")}


class Example(Struct, frozen=True):
    """A sentence that documents a rule and tests it: names that must be found in it, and names that must not."""

    text: str
    finds: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """A named pattern over the reading text. `gives` is what the extractor's production takes from the rule."""

    name: str
    pattern: re.Pattern[str]
    gives: Mapping[str, Any] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    def matches(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Matches of the pattern in `text[start:end]`, left to right; positions count from the start of `text`."""
        return self.pattern.finditer(text, start, len(text) if end is None else end)


_MACRO = re.compile(r"\{([a-z][a-z_]*)\}")


def alternation(terms: Iterable[str]) -> str:
    """A pattern that fits each of some words, the longest first."""
    return "|".join(re.escape(term) for term in sorted(set(terms), key=lambda term: (-len(term), term)))


def _definitions(path: Path, raw: Mapping[str, Any]) -> dict[str, str]:
    """Macros of a rules file: a regular expression, a list of words, or a query of a lexicon."""
    found: dict[str, str] = {}
    for name, value in raw.items():
        if isinstance(value, str):
            found[name] = f"(?:{_MACRO.sub(lambda m: _known(path, found, m[1]), value)})"
        elif isinstance(value, list):
            found[name] = f"(?:{alternation(value)})"
        elif isinstance(value, dict) and "lexicon" in value:
            where = dict(value)
            terms = words(where.pop("lexicon"), where.pop("column", "term"), **where)
            if not terms:
                raise OntologyError(f"{path}: define.{name}: no row of the lexicon fits")
            found[name] = f"(?:{alternation(terms)})"
        else:
            raise OntologyError(f"{path}: define.{name}: neither pattern, word list nor lexicon query")
    return found


def _known(path: Path, macros: Mapping[str, str], name: str) -> str:
    if name not in macros:
        raise OntologyError(f"{path}: {{{name}}} is not defined above its use")
    return macros[name]


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """The rules of `rules/NAME.toml` in the order of the file.

    `[define]` holds macros used as `{macro}`; each `[[rule]]` has `name`, `pattern`, any further keys (→ `Rule.gives`)
    and `[[rule.example]]` tables with `text`, `finds`, `misses`. Every rule needs at least one example.
    """
    path = folder() / "rules" / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OntologyError(f"{path}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise OntologyError(f"{path}: {error}") from error
    macros = _definitions(path, data.get("define", {}))
    found: dict[str, Rule] = {}
    for n, raw in enumerate(data.get("rule", []), 1):
        rule = _rule(path, n, dict(raw), macros)
        if rule.name in found:
            raise OntologyError(f"{path}: two rules are named {rule.name}")
        found[rule.name] = rule
    return tuple(found.values())


@cache
def rules_of(name: str, role: str | None) -> tuple[Rule, ...]:
    """The rules of a file that have a role (key `role`; None: those without one), in the order of the file."""
    found = tuple(rule for rule in rules(name) if rule.gives.get("role") == role)
    if not found:
        raise OntologyError(f"rules/{name}.toml: no rule has the role {role}")
    return found


_GROUP_NAME = re.compile(r"\(\?P<\w+>")


@cache
def any_of(name: str, *roles: str) -> re.Pattern[str]:
    """One pattern that holds where any of a file's rules of some roles does; it does not tell which, nor its groups."""
    every = (_GROUP_NAME.sub("(?:", rule.pattern.pattern) for role in roles for rule in rules_of(name, role))
    return re.compile("|".join(f"(?:{pattern})" for pattern in every))


def _rule(path: Path, n: int, raw: dict[str, Any], macros: Mapping[str, str]) -> Rule:
    title = raw.pop("name", None)
    if not title:
        raise OntologyError(f"{path}: rule {n} has no name")
    examples = tuple(
        Example(e["text"], tuple(e.get("finds", ())), tuple(e.get("misses", ()))) for e in raw.pop("example", [])
    )
    if not examples:
        raise OntologyError(f"{path}: rule {title} has no example")
    try:
        source = _MACRO.sub(lambda m: _known(path, macros, m[1]), raw.pop("pattern"))
        pattern = re.compile(source)
    except KeyError:
        raise OntologyError(f"{path}: rule {title} has no pattern") from None
    except re.error as error:
        raise OntologyError(f"{path}: rule {title}: {error}") from error
    if pattern.flags != re.UNICODE:
        raise OntologyError(f"{path}: rule {title}: flags hold for a part only, as in (?i:pdf)")
    return Rule(title, pattern, raw, examples)


# ------------------------------------------------------------------ vocabulary: kg.ttl

NAMESPACE = "https://w3id.org/fazhi-kg/ontology#"
RESOURCES = "https://w3id.org/fazhi-kg/id/"
_RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_SKOS = "http://www.w3.org/2004/02/skos/core#"


@cache
def _vocabulary() -> Mapping[str, tuple[tuple[str, str, str | None], ...]]:
    """Statements of kg.ttl by subject: predicate, value, and the value's language."""
    import pyoxigraph  # reading Turtle; 20 ms that only those pay who ask for the vocabulary

    path = folder() / "kg.ttl"
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    try:
        for triple in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            row = (triple.predicate.value, triple.object.value, getattr(triple.object, "language", None))
            found.setdefault(triple.subject.value, []).append(row)
    except (SyntaxError, OSError) as error:
        raise OntologyError(f"{path}: {error}") from error
    return {subject: tuple(rows) for subject, rows in found.items()}


class _Closed:
    """The namespace of kg.ttl: `FZ.Report` is the IRI of a term, and a term that kg.ttl lacks fails at once."""

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        iri = NAMESPACE + name
        if iri not in _vocabulary():
            near = difflib.get_close_matches(name, [term.removeprefix(NAMESPACE) for term in self], 1)
            raise AttributeError(f"ontology/kg.ttl has no term fz:{name}" + (f"; fz:{near[0]}?" if near else ""))
        return iri

    def __getitem__(self, name: str) -> str:
        try:
            return self.__getattr__(name)
        except AttributeError as error:
            raise KeyError(str(error)) from None

    def __contains__(self, iri: object) -> bool:
        return isinstance(iri, str) and iri.startswith(NAMESPACE) and iri in _vocabulary()

    def __iter__(self) -> Iterator[str]:
        return (subject for subject in sorted(_vocabulary()) if subject.startswith(NAMESPACE))


FZ = _Closed()
"""The closed namespace of the ontology."""


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """Labels of every term by IRI and language: `labels()[FZ.Report]["zh"]`."""
    return {
        subject: {language: value for predicate, value, language in rows if predicate == _RDFS_LABEL and language}
        for subject, rows in _vocabulary().items()
    }


@cache
def concepts(scheme: str) -> Mapping[str, str]:
    """IRIs of a scheme's concepts by the value that the JSON of `kg extract` has: `concepts("bound")["about"]`."""
    notation = {s: v for s, rows in _vocabulary().items() for p, v, _ in rows if p == _SKOS + "notation"}
    members = ((s, v) for s, rows in _vocabulary().items() for p, v, _ in rows if p == _SKOS + "inScheme")
    found = {notation[concept]: concept for concept, its_scheme in members if notation.get(its_scheme) == scheme}
    if not found:
        raise OntologyError(f"ontology/kg.ttl has no scheme with the notation {scheme!r}")
    return found


@cache
def notations(scheme: str) -> Mapping[str, str]:
    """The way back from `concepts`: values of the JSON by the IRIs of a scheme's concepts."""
    return {iri: value for value, iri in concepts(scheme).items()}


def facts_schema() -> str:
    """The JSON Schema of what `kg extract` prints."""
    return (folder() / "facts.schema.json").read_text(encoding="utf-8")


# ------------------------------------------------------------------ saved queries


class Parameter(Struct, frozen=True):
    """A variable of a saved query that the user binds; `default` None: must be given."""

    name: str
    default: str | None
    about: str


class SavedQuery(Struct, frozen=True):
    """`queries/NAME.rq`: SPARQL with titles and parameters in its comment header.

    `notes`: what its answer holds and leaves out, by language, where the title cannot say. `see`: queries that help on.
    """

    name: str
    titles: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    text: str
    notes: Mapping[str, str] = field(default_factory=dict)
    see: tuple[str, ...] = ()


_TITLE = re.compile(r"# title ([a-z]{2}): *(\S.*)")
_PARAMETER = re.compile(r"# parameter (\w+)(?: = (\S*))?: *(\S.*)")
_ASKS = re.compile(r"^# asks ([\w-]+) with (\w+)=(\w+)$", re.M)
_NOTE = re.compile(r"^# note ([a-z]{2}): *(\S.*)$", re.M)
_SEE = re.compile(r"^# see ([\w-]+)$", re.M)


@cache
def queries() -> Mapping[str, SavedQuery]:
    """Saved queries by name; their headers have `# title zh: …`, `# title en: …`, `# parameter NAME = DEFAULT: …`.

    `# note en: …` tells what the answer holds and leaves out. `# see NAME` points to a query that helps on. A file of a
    header alone `# asks NAME with PARAMETER=VALUE`.
    """
    return {path.stem: _saved(path) for path in sorted((folder() / "queries").glob("*.rq"))}


def _sparql(path: Path) -> str:
    """The text of a saved query; of one that asks another with a parameter, the other's text with its value."""
    text = path.read_text(encoding="utf-8")
    asks = _ASKS.search(text)
    if asks is None:
        return text
    other = (path.parent / f"{asks[1]}.rq").read_text(encoding="utf-8")
    body = "".join(line for line in other.splitlines(keepends=True) if not line.startswith("#"))
    return text + re.sub(rf"\?{asks[2]}\b", f'"{asks[3]}"', body)


def _saved(path: Path) -> SavedQuery:
    text = _sparql(path)
    titles: dict[str, str] = {}
    parameters = []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        if title := _TITLE.fullmatch(line):
            titles[title[1]] = title[2]
        elif parameter := _PARAMETER.fullmatch(line):
            parameters.append(Parameter(parameter[1], parameter[2], parameter[3]))
        elif re.match(r"# *(title|parameter)", line):
            raise OntologyError(f"{path}:{n}: neither `# title zh: …` nor `# parameter name = default: …`")
    if missing := {"zh", "en"} - set(titles):
        raise OntologyError(f"{path}: no title in {', '.join(sorted(missing))}")
    if unused := [p.name for p in parameters if not re.search(rf"\?{p.name}\b", text)]:
        raise OntologyError(f"{path}: parameter {unused[0]} does not stand in the query as ?{unused[0]}")
    return SavedQuery(path.stem, titles, tuple(parameters), text, dict(_NOTE.findall(text)), tuple(_SEE.findall(text)))
