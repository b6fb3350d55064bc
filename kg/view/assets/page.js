"use strict";
// The page: landing, search, a node with its neighbours, and the sentences behind every link. All text goes in by
// textContent; nothing is fetched. DATA: {classes, predicates, statuses, words, nodes, edges, reports, sentences}.
const DATA = JSON.parse(document.getElementById("data").textContent);
const MOST_SHOWN = 80;
const $ = (id) => document.getElementById(id);
const nodes = new Map(DATA.nodes.map((node) => [node.id, node]));
const edgesOf = new Map(DATA.nodes.map((node) => [node.id, []]));
for (const edge of DATA.edges) {
  edgesOf.get(edge.from).push(edge);
  if (edge.to !== edge.from) edgesOf.get(edge.to).push(edge);
}
const state = {
  language: (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en",
  focus: null,
  edge: null,
  off: new Set(), // filters switched off: "class:Bureau", "predicate:runs", "status:planned", "year:2021"
};
let drawing = null;

// ---------------------------------------------------------------- small helpers

function word(key, values = {}) {
  return DATA.words[state.language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function label(labels) {
  return labels[state.language] || labels.zh || labels.en;
}

function make(tag, text, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (text !== null && text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const other = (edge, id) => (edge.from === id ? edge.to : edge.from);
const degree = (id) => edgesOf.get(id).length;
const byDegree = (a, b) => degree(b.id) - degree(a.id) || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
const dark = () => window.matchMedia("(prefers-color-scheme: dark)").matches;

function allowed(edge) {
  const year = DATA.reports[edge.report]?.year;
  return !(state.off.has("predicate:" + edge.predicate) || (edge.status && state.off.has("status:" + edge.status)) || state.off.has("year:" + year));
}

function seen(node) {
  return !state.off.has("class:" + node.group);
}

// ---------------------------------------------------------------- what is shown: state in the address

function go(focus, edge = null, remember = true) {
  state.focus = focus !== null && nodes.has(focus) ? focus : null;
  state.edge = edge;
  if (remember) location.hash = state.focus === null ? "" : encodeURIComponent(state.focus);
  render();
}

window.addEventListener("hashchange", () => {
  const wanted = decodeURIComponent(location.hash.slice(1)) || null;
  if (wanted !== state.focus) go(wanted, null, false);
});

function render() {
  document.documentElement.lang = state.language;
  for (const id of ["home", "back", "language"]) $(id).textContent = word(id);
  $("search").placeholder = word("search");
  $("search").setAttribute("aria-label", word("search"));
  renderFilters();
  const landing = state.focus === null;
  $("landing").hidden = !landing;
  $("picture").hidden = $("listing").hidden = landing;
  if (landing) renderLanding();
  else renderFocus();
  renderEvidence();
}

// ---------------------------------------------------------------- landing

function renderLanding() {
  $("showing").textContent = word("showing", { shown: 0, all: DATA.nodes.length });
  const counts = Object.entries(DATA.counts).map(([name, count]) => make("li", null, {}, make("b", count.toLocaleString()), make("span", label(DATA.classes[name]))));
  const reporters = new Set(DATA.reports.map((report) => report.bureau));
  const shared = DATA.nodes.filter((node) => ["Mechanism", "Program"].includes(node.group) && actorsOf(node.id).size > 1).sort(byDegree).slice(0, 24);
  const busiest = DATA.nodes.filter((node) => ["Mechanism", "Program"].includes(node.group)).sort(byDegree).slice(0, 24);
  $("landing").replaceChildren(
    make("h2", word("counts")), make("ul", null, { class: "counts" }, ...counts),
    make("h2", word("reporters")), entries([...reporters].filter((id) => nodes.has(id)).map((id) => nodes.get(id))),
    ...(shared.length ? [make("h2", word("shared")), entries(shared)] : []),
    make("h2", word("busiest")), entries(busiest),
    make("h2", word("questions")), make("ul", null, {}, ...DATA.questions.map((q) => make("li", label(q.title) + " ", {}, make("code", "kg query " + q.name)))),
  );
}

function actorsOf(id) {
  return new Set(edgesOf.get(id).filter((edge) => edge.to === id && DATA.shortcuts.includes(edge.predicate)).map((edge) => edge.from));
}

function entries(list) {
  return make("ul", null, { class: "entries" }, ...list.map((node) => make("li", null, {}, make("button", node.label, { type: "button", onclick: () => go(node.id) }))));
}

// ---------------------------------------------------------------- filters that are the legend

function renderFilters() {
  const edges = state.focus === null ? DATA.edges : edgesOf.get(state.focus);
  const tally = (items, key) => items.reduce((count, item) => count.set(key(item), (count.get(key(item)) || 0) + 1), new Map());
  const around = state.focus === null ? DATA.nodes : [...new Set(edges.map((edge) => other(edge, state.focus)))].map((id) => nodes.get(id));
  const years = tally(edges.filter((edge) => DATA.reports[edge.report]), (edge) => DATA.reports[edge.report].year);
  $("filters").replaceChildren(
    ...group("classes", "class", tally(around, (node) => node.group), (key) => label(DATA.classes[key]), (key) => DATA.classes[key].colour),
    ...group("relations", "predicate", tally(edges, (edge) => edge.predicate), (key) => label(DATA.predicates[key])),
    ...group("status", "status", tally(edges.filter((edge) => edge.status), (edge) => edge.status), (key) => label(DATA.statuses[key])),
    ...group("years", "year", years, String),
  );
}

function group(title, kind, counts, name, colour) {
  const rows = [...counts].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([key, count]) => {
    const id = kind + ":" + key;
    const box = make("input", null, { type: "checkbox", id, onchange: () => { state.off[box.checked ? "delete" : "add"](id); render(); $(id)?.focus(); } });
    box.checked = !state.off.has(id);
    const swatch = colour ? [make("span", null, { class: "swatch", style: "background:" + colour(key) })] : [];
    return make("label", null, { class: "filter", for: id }, box, ...swatch, make("span", name(key)), make("span", count.toLocaleString()));
  });
  return rows.length ? [make("h2", word(title)), ...rows] : [];
}

// ---------------------------------------------------------------- a node and its neighbours

function neighbours(id) {
  const around = new Map();
  for (const edge of edgesOf.get(id).filter(allowed)) {
    const node = nodes.get(other(edge, id));
    if (node.id !== id && seen(node)) around.set(node.id, node);
  }
  const columns = new Map(Object.keys(DATA.classes).map((key) => [key, []]));
  for (const node of [...around.values()].sort(byDegree)) columns.get(node.group).push(node);
  return [...columns].filter(([, list]) => list.length);
}

function renderFocus() {
  const centre = nodes.get(state.focus);
  const columns = neighbours(centre.id);
  const total = columns.reduce((sum, [, list]) => sum + list.length, 0);
  const share = Math.max(4, Math.floor(MOST_SHOWN / Math.max(1, columns.length)));
  const shown = columns.map(([key, list]) => [key, list.slice(0, total <= MOST_SHOWN ? list.length : share), list.length]);
  draw(centre, shown);
  $("showing").textContent = word("showing", { shown: 1 + shown.reduce((sum, [, list]) => sum + list.length, 0), all: DATA.nodes.length });
  $("listing").querySelector("summary").textContent = word("listing");
  $("listing").querySelector("ul").replaceChildren(...columns.flatMap(([key, list]) =>
    list.map((node) => make("li", label(DATA.classes[key]) + " ", {}, make("button", node.label, { type: "button", class: "link", onclick: () => go(node.id) })))));
  $("picture").setAttribute("aria-label", word("drawing") + ": " + centre.label);
}

function draw(centre, columns) {
  const ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  const left = columns.filter(([key]) => DATA.classes[key].side < 0);
  const right = columns.filter(([key]) => DATA.classes[key].side > 0);
  const drawn = [card(centre, 0, 0, true)];
  const place = (list, sign) => list.forEach(([key, shown, all], n) => {
    const extra = all > shown.length ? 1 : 0;
    shown.forEach((node, i) => drawn.push(card(node, sign * (430 + 330 * n), (i - (shown.length + extra - 1) / 2) * 40, false)));
    if (extra) drawn.push({ id: "more:" + key, label: word("more", { n: all - shown.length }), x: sign * (430 + 330 * n), y: ((shown.length + extra - 1) / 2) * 40, shape: "text", font: { color: ink } });
  });
  place(left.reverse(), -1);
  place(right, 1);
  const ids = new Set(drawn.map((node) => node.id));
  const lines = new Map();
  for (const edge of edgesOf.get(centre.id).filter(allowed)) {
    if (!ids.has(edge.from) || !ids.has(edge.to) || edge.from === edge.to) continue;
    const key = edge.from + " " + edge.to + " " + edge.predicate;
    if (!lines.has(key)) lines.set(key, { id: key, from: edge.from, to: edge.to, dashes: edge.status === "planned" ? [6, 5] : edge.status === "gap" ? [2, 4] : false, width: state.edge === key ? 3 : 1 });
  }
  const options = {
    physics: false, interaction: { hover: true, dragNodes: false, keyboard: false },
    nodes: { shape: "box", margin: 7, borderWidth: 1.5, font: { color: ink, size: 15, face: "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif" }, fixed: true },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.5 } }, color: { color: "#8b99a8", highlight: "#0b5cad", hover: "#0b5cad" }, smooth: { type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 } },
  };
  if (drawing) drawing.destroy();
  drawing = new vis.Network($("picture"), { nodes: new vis.DataSet(drawn), edges: new vis.DataSet([...lines.values()]) }, options);
  drawing.on("click", ({ nodes: [id], edges: [edge] }) => {
    if (id !== undefined && nodes.has(id) && id !== state.focus) go(state.focus, { node: id });
    else if (id === undefined && edge !== undefined) go(state.focus, { line: edge });
    else if (id === undefined) go(state.focus);
  });
  drawing.on("doubleClick", ({ nodes: [id] }) => { if (id !== undefined && nodes.has(id)) go(id); });
  drawing.once("afterDrawing", () => drawing.fit());

  function card(node, x, y, strong) {
    const colour = DATA.classes[node.group].colour;
    const text = node.label.length > 18 ? node.label.slice(0, 17) + "…" : node.label;
    const chosen = state.edge?.node === node.id;
    return { id: node.id, label: text, x, y, color: { background: strong ? colour : paper, border: colour, highlight: { background: paper, border: colour }, hover: { background: paper, border: colour } }, borderWidth: strong || chosen ? 3 : 1.5, font: { color: strong ? "#ffffff" : ink, size: strong ? 19 : 15 } };
  }
}

// ---------------------------------------------------------------- the sentences that say so

function renderEvidence() {
  if (state.focus === null) {
    $("evidence").replaceChildren(make("p", word("pick"), { class: "faint" }));
    return;
  }
  const centre = nodes.get(state.focus);
  let edges = edgesOf.get(centre.id).filter(allowed).filter((edge) => seen(nodes.get(other(edge, centre.id))));
  if (state.edge?.node) edges = edges.filter((edge) => other(edge, centre.id) === state.edge.node);
  if (state.edge?.line) edges = edges.filter((edge) => edge.from + " " + edge.to + " " + edge.predicate === state.edge.line);
  const cards = edges.slice(0, 200).map(evidenceCard);
  const aliases = centre.aliases.length ? [make("p", word("aliases") + ": " + centre.aliases.join("、"), { class: "faint" })] : [];
  $("evidence").replaceChildren(
    make("h2", `${centre.label} (${edges.length} ${word("evidence")})`), make("p", label(DATA.classes[centre.group]) + (centre.kind ? " · " + label(centre.kind) : ""), { class: "faint" }), ...aliases,
    ...(cards.length ? cards : [make("p", word("none"))]),
  );
}

function evidenceCard(edge) {
  const report = DATA.reports[edge.report];
  const end = (id) => make("button", nodes.get(id).label, { type: "button", class: "link", onclick: () => go(id) });
  const head = make("p", null, {}, end(edge.from), make("b", " " + label(DATA.predicates[edge.predicate]) + (edge.value ? " " + edge.value : "") + " "), end(edge.to));
  const tags = [edge.status && label(DATA.statuses[edge.status]), edge.period && word("period") + ": " + edge.period].filter(Boolean);
  const source = [report?.label, edge.rule && word("rule") + " " + edge.rule].filter(Boolean).join(" · ");
  return make("article", null, { class: "card" }, head, ...edge.evidence.map(quotation), make("p", null, {}, ...tags.map((tag) => make("span", tag, { class: "tag" })), make("span", source, { class: "faint" })));
}

function quotation([sentence, start, end]) {
  const letters = Array.from(DATA.sentences[sentence]); // offsets count code points, not UTF-16 units
  const cut = (a, b) => letters.slice(a, b).join("");
  return make("p", cut(0, start), {}, make("mark", cut(start, end)), cut(end));
}

// ---------------------------------------------------------------- search

const fold = (text) => text.normalize("NFKC").toLowerCase();
const searchable = DATA.nodes.map((node) => [node, [node.label, ...node.aliases].map(fold), node.initials]);
let hits = [];
let chosen = 0;

function find(query) {
  const wanted = fold(query.trim());
  if (!wanted) return [];
  const rank = ([node, forms, initials]) => {
    if (forms.some((form) => form.startsWith(wanted))) return 0;
    if (forms.some((form) => form.includes(wanted))) return 1;
    return initials && initials.includes(wanted) ? 2 : 3;
  };
  return searchable.map((row) => [rank(row), row[0]]).filter(([r]) => r < 3).sort((a, b) => a[0] - b[0] || byDegree(a[1], b[1])).slice(0, 40).map(([, node]) => node);
}

function renderHits() {
  $("hits").hidden = !hits.length;
  $("search").setAttribute("aria-expanded", String(hits.length > 0));
  $("hits").replaceChildren(...hits.map((node, n) => make("li", null, { role: "option", "aria-selected": n === chosen, onmousedown: (event) => { event.preventDefault(); pick(n); } },
    make("span", null, { class: "swatch", style: "background:" + DATA.classes[node.group].colour }), make("span", node.label), make("small", label(DATA.classes[node.group])))));
}

function pick(n) {
  const node = hits[n];
  if (!node) return;
  hits = [];
  $("search").value = node.label;
  renderHits();
  go(node.id);
}

$("search").addEventListener("input", () => { hits = find($("search").value); chosen = 0; renderHits(); });
$("search").addEventListener("blur", () => { hits = []; renderHits(); });
$("search").addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % Math.max(1, hits.length);
    renderHits();
    event.preventDefault();
  } else if (event.key === "Enter") pick(chosen);
  else if (event.key === "Escape") { hits = []; renderHits(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== $("search")) { event.preventDefault(); $("search").focus(); }
});
$("home").addEventListener("click", () => go(null));
$("back").addEventListener("click", () => history.back());
$("language").addEventListener("click", () => { state.language = state.language === "zh" ? "en" : "zh"; render(); });
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
go(decodeURIComponent(location.hash.slice(1)) || null, null, false);
