"""Made-up graphs of any size, with texts that their evidence points into: what a page of so many reports is like."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import accumulate, product
from typing import Any

import networkx as nx

import kg.places as places
from kg.graph.network import Figure, Place, SectionPlace
from kg.ontology import RESOURCES

_WORK = (
    *("矛盾纠纷", "执法监督", "行政复议", "治安巡防", "案件审核", "普法宣传"),
    *("信访化解", "企业服务", "未成年人保护", "数据共享", "出入境", "户籍"),
)
_FORM = (
    *("联席会议", "多元化解", "闭环管理", "协作", "公开", "评议", "清单", "联动"),
    *("督导", "轮训", "回访", "预警", "双向通报", "集中办理", "分级负责"),
)
_KIND = ("机制", "制度", "工作法", "平台", "中心", "专班", "模式")
_PLAN = ("净网", "护苗", "春雷", "清源", "平安", "利剑", "断卡", "昆仑", "雷霆", "守护", "云剑", "百日")
_COUNT = (
    *("办理案件", "开展培训", "化解纠纷", "接待群众", "发布信息"),
    *("审核文件", "出庭应诉", "移送线索", "走访企业", "检查单位"),
)
_ROLES = {"mechanism": ("operates", "建立"), "program": ("runs", "开展")}


@dataclass
class _Maker:
    """Writes reports sentence by sentence, and the facts of each sentence into the graph."""

    random: random.Random
    graph: nx.MultiDiGraph[str] = field(default_factory=nx.MultiDiGraph)
    texts: dict[str, str] = field(default_factory=dict)
    facts: int = 0

    def node(self, path: str, label: str, group: str, **more: Any) -> str:
        iri = RESOURCES + path
        if iri not in self.graph:
            row = {"label": label, "group": group, "kind": None, "aliases": (), "places": []}
            self.graph.add_node(iri, **{**row, **more})
        return iri

    def edge(self, start: str, end: str, predicate: str, report: str, place: Place, **more: Any) -> None:
        self.facts += 1
        row = {"predicate": predicate, "report": report, "status": "done", "value": None, "period": None}
        row |= {"rule": "known-name", "evidence": (place,), "support": ()}
        self.graph.add_edge(start, end, f"{self.facts:07d} {predicate}", **{**row, **more})

    def seen(self, node: str, place: Place) -> None:
        self.graph.nodes[node]["places"].append(place)


def generated(reports: int, things: int, facts: int, seed: int = 7) -> tuple[nx.MultiDiGraph[str], dict[str, str]]:
    """A graph of so many reports and things, with so many facts a report; ten years of reports a bureau at most."""
    maker = _Maker(random.Random(seed))
    towns = sorted(code for code in places.by_code() if not code.endswith("00"))
    years = range(2015, 2015 + min(10, max(1, reports // 20)))
    names = _names(maker.random, things)
    weights = list(accumulate(1 / (n % (len(names) // 3 + 1) + 8) for n in range(len(names))))
    for n in range(reports):
        code = towns[(n // len(years)) % len(towns)]
        _report(maker, code, years[n % len(years)], maker.random.choices(names, cum_weights=weights, k=facts))
    maker.graph.graph["sections"] = {
        r: (SectionPlace(t.index("\n") + 1, len(t), "一、主要工作"),) for r, t in maker.texts.items()
    }
    return _sorted(maker.graph), maker.texts


def _names(choose: random.Random, things: int) -> list[tuple[str, str]]:
    """Classes and names: half of them mechanisms, a tenth programs, the rest figures' metrics."""
    made = [f"{a}{b}{c}" for a, b, c in product(_WORK, _FORM, _KIND)]
    plans = [f"{a}{n}号专项行动" for n, a in product(range(1, 400), _PLAN)]
    counts = [f"{a}{b}{c}" for a, b, c in product(_COUNT, _WORK, ["", "总数", "人次", *map(str, range(1, 60))])]
    choose.shuffle(made)
    found = [("mechanism", made[i % len(made)] + ("" if i < len(made) else str(i))) for i in range(things // 2)]
    found += [("program", name) for name in plans[: things // 10]]
    return found + [("metric", name) for name in counts[: things - len(found)]]


def _report(maker: _Maker, code: str, year: int, told: list[tuple[str, str]]) -> None:
    title = "".join(places.by_code()[c].name for c in reversed((code, *places.ancestors(code))))
    who = maker.node(f"bureau/{code}-公安局", f"{title}公安局", "Bureau", kind="police")
    report = f"{RESOURCES}report/{code}-公安局-{year}"
    maker.node(
        f"report/{code}-公安局-{year}",
        f"{title}公安局{year}年法治政府建设年度报告",
        "Report",
        bureau=who,
        year=str(year),
    )
    text = f"{title}公安局{year}年法治政府建设年度报告\n一、主要工作\n"
    for kind, name in told:
        text += _sentence(maker, report, who, f"{title}公安局", kind, name, len(text))
    maker.texts[report] = text


def _sentence(maker: _Maker, report: str, who: str, title: str, kind: str, name: str, begin: int) -> str:
    planned = maker.random.random() < 0.1
    status = "planned" if planned else "done"
    start = begin + len(title)
    if kind == "metric":
        number = str(maker.random.randint(3, 9000))
        words = f"{name}{number}件"
        metric = maker.node(f"metric/{name}", name, "Metric")
        place = (report, start + 3, start + 3 + len(words))
        figure = Figure(number, None, "件", "exact", place[2] - len(number) - 1, place[2] - 1, None)
        maker.edge(who, metric, "metric", report, place, status=status, value=words, figure=figure)
        text = f"{title}{'计划将' if planned else '全年共'}{words}，比上年有所增加，群众满意度稳步提升。\n"
    else:
        role, verb = _ROLES[kind]
        kinds = {"kind": "regime"} if kind == "mechanism" else {}
        thing = maker.node(f"{kind}/{name}", name, kind.capitalize(), **kinds)
        place = (report, start + 4, start + 4 + len(name))
        maker.edge(who, thing, role, report, place, status=status)
        maker.seen(thing, place)
        text = (
            f"{title}{'拟于' if planned else '扎实'}{verb}{name}，明确责任分工，细化工作流程，确保各项任务落到实处。\n"
        )
    maker.seen(who, (report, begin, start))
    return text


def _sorted(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph(**graph.graph)
    ordered.add_nodes_from(sorted(graph.nodes(data=True)))
    ordered.add_edges_from(sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[2]))
    return ordered
