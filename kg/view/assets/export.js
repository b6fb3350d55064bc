// What leaves the page: files, pictures, and the view as Turtle or SPARQL to paste elsewhere.

/** Hands a file to the browser's downloads. */
function save(name, blob) {
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  say(word("saved", { name }));
}

/** Puts text on the clipboard, by the older way where the newer one is barred. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "aside", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(word("copied"));
}

function fileName(ending) {
  return `${clipped(DATA.byId.get(state.node).name, 30).replace(/[\\/:*?"<>|\s]+/g, "_")}.${ending}`;
}

/** The picture as the canvas shows it, on paper. */
function savePng() {
  const source = $("picture").querySelector("canvas");
  const target = make("canvas", { width: source.width, height: source.height });
  const pen = target.getContext("2d");
  pen.fillStyle = colours().ground;
  pen.fillRect(0, 0, target.width, target.height);
  pen.drawImage(source, 0, 0);
  target.toBlob((blob) => save(fileName("png"), blob), "image/png");
}

/** The whole picture, also what is out of sight, as a drawing that can be printed at any size. */
function svgOf() {
  const theme = colours();
  const places = drawing.getPositions();
  const boxes = Object.fromEntries(Object.keys(places).map((id) => [id, drawing.getBoundingBox(id)]));
  const all = Object.values(boxes);
  const [left, top] = [Math.min(...all.map((box) => box.left)) - 20, Math.min(...all.map((box) => box.top)) - 20];
  const [width, height] = [
    Math.max(...all.map((box) => box.right)) - left + 20,
    Math.max(...all.map((box) => box.bottom)) - top + 20,
  ];
  const svg = draw("svg", {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `${left} ${top} ${width} ${height}`,
    width,
    height,
    "font-family": "Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif",
    "font-size": 14,
  });
  svg.append(
    draw("title", {}, DATA.byId.get(state.node).name),
    draw("rect", { x: left, y: top, width, height, fill: theme.ground }),
  );
  for (const {
    line: [from, , to],
    facts,
  } of drawn.lines) {
    const [a, b] = [places[from.id], places[to.id]];
    if (!a || !b) continue;
    const bend = (b.x - a.x) * 0.45;
    svg.append(
      draw("path", {
        d: `M${a.x} ${a.y}C${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}`,
        fill: "none",
        stroke: theme.faint,
        "stroke-dasharray": (dashes(facts) || []).join(" "),
      }),
    );
  }
  for (const item of drawn.placed) svg.append(...svgItem(item, boxes, theme));
  return new XMLSerializer().serializeToString(svg);
}

function svgItem(item, boxes, theme) {
  const box = boxes[rowId(item)];
  if (!box) return [];
  const middle = (box.top + box.bottom) / 2 + 5;
  if (!item.node)
    return [
      draw(
        "text",
        { x: (box.left + box.right) / 2, y: middle, "text-anchor": "middle", fill: theme.faint },
        rowText(item),
      ),
    ];
  const colour = classColour(item.node.group);
  return [
    draw("rect", {
      x: box.left,
      y: box.top,
      width: box.right - box.left,
      height: box.bottom - box.top,
      rx: 5,
      fill: item.centre ? colour : theme.paper,
      stroke: colour,
    }),
    draw(
      "text",
      { x: box.left + 9, y: middle, fill: item.centre ? theme.paper : theme.ink },
      draw("title", {}, item.node.name),
      cardText(item.node),
    ),
  ];
}

function saveSvg() {
  save(fileName("svg"), new Blob([svgOf()], { type: "image/svg+xml" }));
}

// ---------------------------------------------------------------- Turtle and SPARQL

function iri(id) {
  return /^[a-z]+:\/\//.test(id) ? `<${id}>` : `<${DATA.base}${id}>`;
}

function literal(text) {
  return `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;
}

function prefixes(write) {
  return (
    Object.entries(DATA.prefixes)
      .map(([name, value]) => write(name, value))
      .join("\n") + "\n\n"
  );
}

/** What is shown as Turtle: names, what is told as plain statements, and each figure with its report and words. */
function turtleOf({ placed, lines: shownLines }) {
  const shown = placed.filter((item) => item.node).map((item) => item.node);
  const names = shown.map((node) => `${iri(node.id)} a fz:${node.group} ; rdfs:label ${literal(node.name)}@zh .`);
  const plain = shownLines
    .filter(
      ({ line, facts }) =>
        !["metric", "about", "thing"].includes(line[1]) &&
        facts.some((fact) => fact.status === "done" || fact.status === ""),
    )
    .map(({ line: [from, predicate, to] }) => `${iri(from.id)} fz:${predicate} ${iri(to.id)} .`);
  const figures = [...new Set(shownLines.flatMap((entry) => entry.facts))]
    .filter((fact) => fact.figure && shown.includes(fact.to))
    .map(observation);
  return (
    prefixes((name, value) => `@prefix ${name}: <${value}> .`) + [...names, ...plain, ...figures].join("\n") + "\n"
  );
}

function observation(fact) {
  const { value, high, unit, bound, period, about, words } = fact.figure;
  const concept = { about: "around" }[bound] || bound;
  const rows = [
    "a fz:Observation",
    `fz:metric ${iri(fact.to.id)}`,
    fact.from.report ? "" : `fz:actor ${iri(fact.from.id)}`,
    fact.report ? `fz:report ${iri(fact.report.node.id)}` : "",
    value === null ? "" : `fz:value ${typed(value)}`,
    high === null ? "" : `fz:high ${typed(high)}`,
    `fz:unit ${literal(unit)}`,
    `fz:bound fz:${concept}`,
    period ? `fz:period ${literal(period)}` : "",
    about ? `fz:about ${iri(about.id)}` : "",
    fact.status ? `fz:status fz:${fact.status}` : "",
    `fz:evidence [ nif:anchorOf ${literal(words)} ]`,
  ];
  return `[] ${rows.filter(Boolean).join(" ; ")} .`;
}

function typed(text) {
  return `"${text}"^^<http://www.w3.org/2001/XMLSchema#decimal>`;
}

/** A query that gets from the whole graph what the view tells of its focus: facts with report, status and words. */
function sparqlOf({ centre, placed }) {
  const nodes = state.to
    ? placed.filter((item) => item.node).map((item) => item.node)
    : [centre || DATA.byId.get(state.node)];
  return (
    prefixes((name, value) => `PREFIX ${name}: <${value}>`) +
    `SELECT DISTINCT ?node ?fact ?report ?status ?words WHERE {
  VALUES ?node { ${nodes.map((node) => iri(node.id)).join(" ")} }
  { ?fact fz:thing|fz:actor|fz:about|fz:metric|fz:report ?node } UNION
  { ?fact <http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>|<http://www.w3.org/1999/02/22-rdf-syntax-ns#object> ?node }
  ?fact fz:evidence/nif:anchorOf ?words .
  OPTIONAL { ?fact fz:report ?report }
  OPTIONAL { ?fact fz:status ?status }
} ORDER BY ?report ?fact
`
  );
}
