// The data block made into objects: nodes and facts that know each other. kg/view/data.py says what the rows hold.

let DATA = null;

/** The data block: JSON, or JSON compressed and in base64 where it is large. */
async function dataBlock() {
  const block = $("data");
  if (block.type === "application/json") return JSON.parse(block.textContent);
  const letters = atob(block.textContent.trim());
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

/** Makes nodes, reports and facts of the rows. */
function prepare(data) {
  DATA = data;
  DATA.classOf = new Map(data.classes.map((entry) => [entry.name, entry]));
  DATA.relations = Object.keys(data.predicates);
  DATA.nodes = data.nodes.map(nodeFrom);
  DATA.byId = new Map(DATA.nodes.map((node) => [node.id, node]));
  DATA.reports = data.reports.map(([node, year, bureau]) => ({
    node: DATA.nodes[node],
    year,
    bureau: DATA.nodes[bureau],
    facts: [],
  }));
  for (const report of DATA.reports) report.node.report = report;
  DATA.facts = data.edges.map(factFrom);
  for (const node of DATA.nodes) node.degree = node.facts.length;
  for (const report of DATA.reports) report.node.degree = report.facts.length;
  DATA.figures = DATA.facts.filter((fact) => fact.figure);
  DATA.reporters = [...new Set(DATA.reports.map((report) => report.bureau).filter(Boolean))];
}

function nodeFrom([id, name, group, kind, aliases, initials, places, topics = []]) {
  return {
    id,
    name,
    group: DATA.classes[group].name,
    kind: DATA.kinds[kind],
    aliases,
    initials,
    places,
    topics,
    facts: [],
    degree: 0,
  };
}

function factFrom([from, to, predicate, status, report, rule, places, support, figure]) {
  const fact = {
    from: DATA.nodes[from],
    to: DATA.nodes[to],
    predicate: DATA.relations[predicate],
    status: DATA.statuses[status]?.name || "",
    report: DATA.reports[report],
    rule: DATA.rules[rule]?.[0] || "",
    right: DATA.rules[rule]?.[1] ?? null,
    places: triples(places),
    support: triples(support),
    figure: null,
  };
  if (figure) fact.figure = figureFrom(figure);
  fact.ends = [...new Set([fact.from, fact.to, fact.figure?.about].filter(Boolean))];
  for (const node of fact.ends) node.facts.push(fact);
  fact.report?.facts.push(fact);
  return fact;
}

function figureFrom([value, high, unit, bound, period, about, words, indicator, ...place]) {
  return {
    value,
    high,
    unit,
    bound,
    period: period || "",
    about: DATA.nodes[about] || null,
    words,
    indicator,
    place: place[0] < 0 ? null : place,
  };
}

function triples(flat) {
  const found = [];
  for (let i = 0; i < flat.length; i += 3) found.push([flat[i], flat[i + 1], flat[i + 2]]);
  return found;
}

/** A passage by its number. */
function passage(number) {
  const [report, begin, heading, text] = DATA.passages[number];
  return { report: DATA.reports[report], begin, heading, text };
}

/** Part of a text by offsets that count code points, as the graph stores them. */
function cut(text, start, end) {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text).slice(start, end).join("") : text.slice(start, end);
}

/** What stays the name of a fact in the page's address. */
function factKey(fact) {
  const place = fact.figure?.place || fact.places[0];
  const begin = place ? passage(place[0]).begin + place[1] : "";
  return [fact.from.id, fact.predicate, fact.to.id, fact.report?.node.id || "", begin].join("|");
}

/** The lines that a fact draws. */
function lines(fact) {
  const own = [[fact.from, fact.predicate, fact.to]];
  return fact.figure?.about ? [...own, [fact.to, "about", fact.figure.about]] : own;
}

function lineKey([from, predicate, to]) {
  return from.id + "|" + predicate + "|" + to.id;
}

/** A status in words. */
function statusName(name) {
  return label(DATA.statuses.find((status) => status.name === name));
}

/** Who reports; the report's title where that is not known. */
function bureauName(report) {
  return report?.bureau?.name || report?.node.name || "";
}

/** A report's title with who reports: many are called the same. */
function reportTitle(report) {
  const bureau = report.bureau && !report.node.name.includes(report.bureau.name) ? report.bureau.name + " " : "";
  return `${bureau}《${report.node.name}》`;
}

function byDegree(a, b) {
  return b.degree - a.degree || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1);
}
