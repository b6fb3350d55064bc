// Filters that are the legend: what there is, how much of it, in which colour and stroke.

const FILTERS = {
  class: { title: "classes", name: (value) => several(DATA.classOf.get(value)) },
  kind: { title: "kinds", name: (value) => label(DATA.kinds.find((kind) => kind.en === value)) },
  predicate: { title: "relations", name: relation },
  status: { title: "status", name: (value) => statusName(value) },
  topic: { title: "topics", name: (value) => label(DATA.topics.find((topic) => topic.name === value)) },
  year: { title: "years", name: (value) => value },
  bureau: { title: "bureaus", name: (value) => (DATA.byId.has(value) ? shortName(DATA.byId.get(value), 9) : value) },
};
/** A relation in words; that a report speaks of a thing is no relation of the thing. */
function relation(predicate) {
  return predicate === "thing" ? word("mention") : label(DATA.predicates[predicate]);
}

const MOST_ROWS = 10;
const unfolded = new Set();

function passes(kind, value) {
  const filter = state.filters[kind];
  return !filter || filter.values.has(value) === filter.only;
}

/** The same of something that has several values, or none. */
function passesAny(kind, values) {
  const filter = state.filters[kind];
  if (!filter) return true;
  return filter.only
    ? values.some((value) => filter.values.has(value))
    : !values.length || values.some((value) => !filter.values.has(value));
}

/** Whether a fact passes the filters of facts. */
function allowed(fact) {
  return (
    passes("predicate", fact.predicate) &&
    passes("status", fact.status) &&
    passesAny("topic", fact.figure ? fact.to.topics : []) &&
    passes("year", fact.report?.year || "") &&
    passes("bureau", fact.report?.bureau?.id || "")
  );
}

/** Whether a node passes the filters of nodes. */
function seen(node) {
  return passes("class", node.group) && (!node.kind || passes("kind", node.kind.en));
}

/** Facts that pass all filters. */
function shownFacts(facts) {
  return facts.filter((fact) => allowed(fact) && seen(fact.from) && seen(fact.to));
}

function tally(items, key) {
  const counts = new Map();
  for (const item of items) {
    const value = key(item);
    if (value) counts.set(value, (counts.get(value) || 0) + 1);
  }
  return counts;
}

/** What the filters count: all of the graph, the figures, or what is around the focus. */
function counted() {
  const centre = state.view === "focus" ? DATA.byId.get(state.node) : null;
  if (centre) return { facts: factsOf(centre), nodes: [...around(centre, () => true).keys()] };
  if (state.view === "figures")
    return { facts: DATA.figures, nodes: [...new Set(DATA.figures.flatMap((fact) => fact.ends))] };
  if (state.view === "gaps")
    return { facts: DATA.shortcomings.map(([number]) => ({ report: passage(number).report })), nodes: [] };
  return { facts: DATA.facts, nodes: DATA.nodes };
}

function renderFilters() {
  const { facts, nodes } = counted();
  const counts = {
    class: tally(nodes, (node) => node.group),
    kind: tally(nodes, (node) => node.group === "Mechanism" && node.kind?.en),
    predicate: tally(facts, (fact) => fact.predicate),
    status: tally(facts, (fact) => fact.status),
    topic: tally(
      facts.flatMap((fact) => (fact.figure ? fact.to.topics : [])),
      (topic) => topic,
    ),
    year: tally(facts, (fact) => fact.report?.year),
    bureau: tally(facts, (fact) => fact.report?.bureau?.id),
  };
  const active = Object.keys(state.filters).length;
  $("filters").querySelector("summary").textContent = word("filters") + (active ? ` (${active})` : "");
  $("legend").replaceChildren(
    ...(active ? [button(word("reset"), () => go({ filters: {} }), { class: "wide" })] : []),
    ...Object.entries(counts).flatMap(([kind, values]) => group(kind, values)),
  );
}

function group(kind, counts) {
  const order = DATA.classes.map((entry) => entry.name);
  const sorted = [...counts].sort((a, b) =>
    kind === "class"
      ? order.indexOf(a[0]) - order.indexOf(b[0])
      : kind === "year"
        ? a[0] < b[0]
          ? -1
          : 1
        : b[1] - a[1] || (a[0] < b[0] ? -1 : 1),
  );
  if (!sorted.length) return [];
  const whole = unfolded.has(kind) || sorted.length <= MOST_ROWS + 1;
  const rows = sorted.slice(0, whole ? 500 : MOST_ROWS).map(([value, count]) => row(kind, value, count));
  if (!whole)
    rows.push(
      button(
        word("more", { n: amount(sorted.length - MOST_ROWS) }),
        () => {
          unfolded.add(kind);
          renderFilters();
        },
        { class: "link" },
      ),
    );
  return [make("fieldset", {}, make("legend", {}, word(FILTERS[kind].title)), ...rows)];
}

function row(kind, value, count) {
  const id = `filter-${kind}-${value}`;
  const box = make("input", {
    type: "checkbox",
    id,
    onchange: () => {
      toggle(kind, value);
      $(id)?.focus();
    },
  });
  box.checked = passes(kind, value);
  const name = FILTERS[kind].name(value);
  return make(
    "div",
    { class: "filter" },
    box,
    make(
      "label",
      { for: id, title: kind === "bureau" ? DATA.byId.get(value)?.name : null },
      mark(kind, value),
      make("span", { class: "name" }, name),
    ),
    button(
      word("only"),
      () => {
        go({ filters: { ...state.filters, [kind]: { only: true, values: new Set([value]) } } });
        $(id)?.focus();
      },
      { class: "only", "aria-label": `${word("only")} ${name}` },
    ),
    make("span", { class: "count" }, amount(count)),
  );
}

/** Sign of a class, stroke of a status. */
function mark(kind, value) {
  if (kind === "class")
    return make("span", { class: "sign " + value, "aria-hidden": "true" }, DATA.classOf.get(value).sign);
  return kind === "status" ? make("span", { class: "stroke " + value, "aria-hidden": "true" }) : null;
}

function toggle(kind, value) {
  const old = state.filters[kind] || { only: false, values: new Set() };
  const values = new Set(old.values);
  values[values.has(value) ? "delete" : "add"](value);
  const filters = { ...state.filters, [kind]: { only: old.only, values } };
  if (!values.size) delete filters[kind];
  go({ filters });
}
