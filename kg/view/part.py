"""Parts of a graph for pages of their own: what is around a thing, of some classes, or of some years."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

from kg.errors import UsageError
from kg.view.data import CLASSES

_STEPS = 2
"""Links from a thing to what its page holds."""


def part(
    network: nx.MultiDiGraph[str], about: str | None = None, classes: Collection[str] = (), years: Collection[str] = ()
) -> nx.MultiDiGraph[str]:
    """The part of a network that meets all that is asked: within two steps of a node, of classes, told in years.

    Reports and their bureaus stay with any class. Raises UsageError for a class that there is not, or an empty part.
    """
    if unknown := [name for name in classes if name not in CLASSES]:
        raise UsageError(f"{unknown[0]} is no class; there are {', '.join(CLASSES)}")
    found = _of_years(network, set(years)) if years else network
    if about is not None:
        if about not in found:
            raise UsageError(f"nothing is told of {network.nodes[about]['label']} in {', '.join(years)}")
        found = found.subgraph(_near(found, about))
    if classes:
        stay = {*classes, "Report"}
        reporters = {row.get("bureau") for _, row in found.nodes(data=True)}
        kept = [n for n, row in found.nodes(data=True) if row["group"] in stay or n in reporters or n == about]
        found = found.subgraph(kept)
    if not len(found):
        raise UsageError("no part of the graph is like that")
    return _ordered(network, found)


def _near(network: nx.MultiDiGraph[str], about: str) -> set[str]:
    """What is within two steps of a node, not by way of reports, and the reports that tell of it with their bureaus."""
    things = network.subgraph(n for n, group in network.nodes(data="group") if group != "Report" or n == about)
    near = set(nx.single_source_shortest_path_length(things.to_undirected(as_view=True), about, _STEPS))
    told = {report for _, _, report in network.subgraph(near).edges(data="report") if report in network}
    return near | told | {row["bureau"] for r in told if (row := network.nodes[r]).get("bureau") in network}


def _of_years(network: nx.MultiDiGraph[str], years: set[str]) -> nx.MultiDiGraph[str]:
    reports = {n for n, row in network.nodes(data=True) if str(row.get("year", ""))[:4] in years}
    told = [(a, b, key) for a, b, key, report in network.edges(keys=True, data="report") if report in reports]
    found = network.edge_subgraph(told).copy()
    for report in reports:
        found.add_node(report, **network.nodes[report])
        bureau = network.nodes[report].get("bureau")
        if bureau in network:
            found.add_node(bureau, **network.nodes[bureau])
    return found


def _ordered(network: nx.MultiDiGraph[str], found: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """The part in the order of the whole: the same part gives the same bytes."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(**network.graph)
    graph.add_nodes_from((node, row) for node, row in network.nodes(data=True) if node in found)
    graph.add_edges_from(edge for edge in network.edges(keys=True, data=True) if found.has_edge(*edge[:3]))
    return graph
