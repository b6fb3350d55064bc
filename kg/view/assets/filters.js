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

/** What each filter of facts asks of one. */
const ASKS = {
  predicate: (fact) => passes("predicate", fact.predicate),
  status: (fact) => passes("status", fact.status),
  topic: (fact) => passesAny("topic", fact.figure ? fact.to.topics : []),
  year: (fact) => passes("year", fact.report?.year || ""),
  bureau: (fact) => passes("bureau", fact.report?.bureau?.id || ""),
};
/** What each filter of things asks of one. */
const ASKS_OF_THINGS = {
  class: (node) => passes("class", node.group),
  kind: (node) => !node.kind || passes("kind", node.kind.en),
};
const ALL_ASK = Object.values(ASKS);
const allowed = (fact) => ALL_ASK.every((asks) => asks(fact));
const seen = (node) => ASKS_OF_THINGS.class(node) && ASKS_OF_THINGS.kind(node);

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

/** What the filters of this view are about: all of the graph, the figures, or what is around the focus. */
function filtered() {
  const centre = state.view === "focus" ? DATA.byId.get(state.node) : null;
  if (centre) return { facts: factsOf(centre), nodes: [...around(centre, () => true).keys()], centre };
  if (state.view === "figures")
    return { facts: DATA.figures, nodes: [...new Set(DATA.figures.flatMap((fact) => fact.ends))] };
  if (state.view === "gaps")
    return { facts: DATA.shortcomings.map(([number]) => ({ report: passage(number).report, ends: [] })), nodes: [] };
  return { facts: DATA.facts, nodes: DATA.nodes };
}

/** How often each value of each filter stands in facts and things. */
function tallies(facts, nodes) {
  return {
    class: tally(nodes("class"), (node) => node.group),
    kind: tally(nodes("kind"), (node) => node.group === "Mechanism" && node.kind?.en),
    predicate: tally(facts("predicate"), (fact) => fact.predicate),
    status: tally(facts("status"), (fact) => fact.status),
    topic: tally(
      facts("topic").flatMap((fact) => (fact.figure ? fact.to.topics : [])),
      (topic) => topic,
    ),
    year: tally(facts("year"), (fact) => fact.report?.year),
    bureau: tally(facts("bureau"), (fact) => fact.report?.bureau?.id),
  };
}

/** The same of what all other filters let through: how many of a value the view shows, or would show. */
function countsLeft({ facts, nodes, centre }) {
  const asked = state.view === "gaps" ? ["year", "bureau"] : Object.keys(ASKS);
  const refusals = (asks, kinds, what) => kinds.filter((kind) => !asks[kind](what));
  const ofFacts = new Map(facts.map((fact) => [fact, refusals(ASKS, asked, fact)]));
  const ofNodes = new Map(nodes.map((node) => [node, refusals(ASKS_OF_THINGS, ["class", "kind"], node)]));
  const endsSeen = (fact) => [fact.from, fact.to].every((end) => !end || end === centre || seen(end));
  const others = (kind, refusing) => refusing.every((other) => other === kind);
  const linked = new Set(facts.filter((fact) => !ofFacts.get(fact).length).flatMap((fact) => fact.ends));
  return tallies(
    (kind) => facts.filter((fact) => others(kind, ofFacts.get(fact)) && endsSeen(fact)),
    (kind) => nodes.filter((node) => others(kind, ofNodes.get(node)) && linked.has(node)),
  );
}

function renderFilters() {
  const all = filtered();
  const values = tallies(() => all.facts, () => all.nodes);
  const active = Object.keys(state.filters).length;
  const left = active ? countsLeft(all) : values;
  $("filters").querySelector("summary").textContent = word("filters") + (active ? ` (${active})` : "");
  $("legend").replaceChildren(
    ...(active ? [button(word("reset"), () => go({ filters: {} }), { class: "wide" })] : []),
    ...Object.entries(values).flatMap(([kind, found]) => group(kind, found, left[kind])),
  );
}

/** The rows of one filter, in an order that ticking does not change; `left` is how many each would show. */
function group(kind, counts, left) {
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
  const rows = sorted.slice(0, whole ? 500 : MOST_ROWS).map(([value]) => row(kind, value, left.get(value) || 0));
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
