"""The integrity constraints of the RDF Data Cube Vocabulary (W3C, 16 January 2014, section 11), each in linear time.

Written from the text of the specification over an index of the graph, not with its SPARQL, whose IC-12 compares every
pair of observations. What a constraint finds is returned; an empty list: it holds. The graph must be normalised
(section 10.1): `normalised` does so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import pyoxigraph as ox

QB = "http://purl.org/linked-data/cube#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"


class Cube:
    """Values by property and subject."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.of: defaultdict[str, defaultdict[object, set[object]]] = defaultdict(lambda: defaultdict(set))
        for t in triples:
            self.of[t.predicate.value][t.subject].add(t.object)

    def all(self, subject: object, *path: str) -> set[object]:
        found = {subject}
        for step in path:
            found = {value for node in found for value in self.of[step].get(node, ())}
        return found

    def a(self, kind: str) -> set[object]:
        return {node for node, kinds in self.of[RDF + "type"].items() if ox.NamedNode(QB + kind) in kinds}

    def normalised(self) -> Cube:
        """Types that the abbreviated form leaves out (phases 1 of the specification's algorithm)."""
        types = self.of[RDF + "type"]
        for node in list(self.of[QB + "dataSet"]):
            types[node].add(ox.NamedNode(QB + "Observation"))
        for part, kind in (
            ("dimension", "DimensionProperty"),
            ("measure", "MeasureProperty"),
            ("attribute", "AttributeProperty"),
        ):
            for node, values in list(self.of[QB + part].items()):
                for value in values:
                    self.of[QB + "componentProperty"][node].add(value)
                    types[value].add(ox.NamedNode(QB + kind))
        return self

    def structures(self) -> dict[object, object]:
        """The structure of each data set."""
        return {d: next(iter(v)) for d, v in self.of[QB + "structure"].items() if v}

    def properties(self, structure: object, kind: str, required: bool = False) -> list[str]:
        """Components of a structure that are of a kind."""
        wanted = ox.NamedNode(QB + kind)
        found = []
        for component in self.all(structure, QB + "component"):
            must = ox.Literal(True) in self.all(component, QB + "componentRequired")
            for p in self.all(component, QB + "componentProperty"):
                if wanted in self.of[RDF + "type"].get(p, ()) and (must or not required):
                    found.append(p.value)  # type: ignore[attr-defined]
        return found

    def rows(self) -> list[tuple[object, object, object]]:
        """Observations with their data set and its structure."""
        structures = self.structures()
        return [(o, d, structures.get(d)) for o in self.a("Observation") for d in self.all(o, QB + "dataSet")]

    def lacking(self, kind: str, required: bool = False) -> list[object]:
        """Observations without a value of a component, with it."""
        needed = {s: self.properties(s, kind, required) for s in set(self.structures().values())}
        return [(o, p) for o, _, s in self.rows() for p in needed.get(s, ()) if not self.of[p].get(o)]


def _declared(cube: Cube) -> set[object]:
    return {p for c in ("dimension", "measure", "attribute") for v in cube.of[QB + c].values() for p in v}


def ic1(cube: Cube) -> list[object]:
    """Unique data set: every observation has exactly one."""
    return [o for o in cube.a("Observation") if len(cube.all(o, QB + "dataSet")) != 1]


def ic2(cube: Cube) -> list[object]:
    """Unique structure: every data set has exactly one."""
    return [d for d in cube.a("DataSet") if len(cube.all(d, QB + "structure")) != 1]


def ic3(cube: Cube) -> list[object]:
    """Every structure includes at least one measure."""
    return [s for s in cube.a("DataStructureDefinition") if not cube.properties(s, "MeasureProperty")]


def ic4(cube: Cube) -> list[object]:
    """Every dimension has a declared range."""
    return [d for d in cube.a("DimensionProperty") if not cube.all(d, RDFS + "range")]


def ic5(cube: Cube) -> list[object]:
    """Every dimension with the range skos:Concept has a code list."""
    concept = ox.NamedNode(SKOS + "Concept")
    coded = (d for d in cube.a("DimensionProperty") if concept in cube.all(d, RDFS + "range"))
    return [d for d in coded if not cube.all(d, QB + "codeList")]


def ic6(cube: Cube) -> list[object]:
    """Only attributes may be optional."""
    attributes = cube.a("AttributeProperty")
    optional = [c for c, v in cube.of[QB + "componentRequired"].items() if ox.Literal(False) in v]
    return [c for c in optional if not cube.all(c, QB + "componentProperty") <= attributes]


def ic7_to_10(cube: Cube) -> list[object]:
    """Slice keys and slices: there are none here, and so none that break a rule."""
    return [*cube.a("SliceKey"), *cube.a("Slice"), *cube.of[QB + "slice"], *cube.of[QB + "sliceStructure"]]


def ic11(cube: Cube) -> list[object]:
    """Every observation has a value for each dimension."""
    return cube.lacking("DimensionProperty")


def ic12(cube: Cube) -> list[object]:
    """No two observations of a data set have the same values for all dimensions."""
    dimensions = {s: sorted(cube.properties(s, "DimensionProperty")) for s in set(cube.structures().values())}
    keys = Counter(
        (d, *(frozenset(map(str, cube.of[p].get(o, ()))) for p in dimensions.get(s, ()))) for o, d, s in cube.rows()
    )
    return [key for key, n in keys.items() if n > 1]


def ic13(cube: Cube) -> list[object]:
    """Every observation has a value for each required attribute."""
    return cube.lacking("AttributeProperty", required=True)


def ic14(cube: Cube) -> list[object]:
    """Without a measure dimension every observation has a value for each measure."""
    return cube.lacking("MeasureProperty")


def ic15_to_17(cube: Cube) -> list[object]:
    """Measure dimensions: there is none (qb:measureType)."""
    return [o for o in cube.a("Observation") if cube.of[QB + "measureType"].get(o)]


def ic18(cube: Cube) -> list[object]:
    """What a data set or slice says to be its observation says so too."""
    said = ((d, o) for d, v in cube.of[QB + "observation"].items() for o in v)
    return [(d, o) for d, o in said if d not in cube.all(o, QB + "dataSet")]


def ic19(cube: Cube) -> list[object]:
    """Values of a coded component are concepts of its list."""
    wrong: list[object] = []
    for p, lists in cube.of[QB + "codeList"].items():
        for o, values in cube.of[p.value].items():  # type: ignore[attr-defined]
            if cube.of[QB + "dataSet"].get(o):
                wrong += [(o, v) for v in values if not cube.all(v, SKOS + "inScheme") & lists]
    return wrong


def ic20_and_21(cube: Cube) -> list[object]:
    """Hierarchical code lists: there are none."""
    return [*cube.a("HierarchicalCodeList")]


CONSTRAINTS: tuple[Callable[[Cube], list[object]], ...] = (
    *(ic1, ic2, ic3, ic4, ic5, ic6, ic7_to_10, ic11, ic12, ic13, ic14, ic15_to_17, ic18, ic19, ic20_and_21),
)
