// The picture of a focus, drawn by vis-network on a canvas, and the same as a list for those who do not see it.

const LEAST_SCALE = 0.62;
const NARROW_WIDTH = 2 * COLUMN + 30;
const FACE = "Noto Sans SC, Noto Sans CJK SC, PingFang SC, Microsoft YaHei, sans-serif";
let drawing = null;
let drawn = { placed: [], lines: [] }; // what the picture shows, for export
let paintedFor = ""; // what the drawing was made for; where only the choice changes, place and zoom stay

function colours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    ["ink", "faint", "line", "paper", "ground", "accent"].map((name) => [
      name,
      style.getPropertyValue("--" + name).trim(),
    ]),
  );
}

function classColour(name) {
  return (
    getComputedStyle(document.documentElement)
      .getPropertyValue("--" + name)
      .trim() || DATA.classOf.get(name).colour
  );
}

function renderFocus() {
  const centre = DATA.byId.get(state.node);
  const target = DATA.byId.get(state.to);
  const stage = $("picture");
  renderTools(centre, target);
  $("listing").querySelector("summary").textContent = word("listing"); // before the stage is measured
  $("showing").textContent ||= "…";
  const { placed, total, narrow } = target
    ? pathPlaced(centre, target)
    : arranged(centre, stage.clientWidth || 800, stage.clientHeight || 600);
  const shown = new Set(placed.filter((item) => item.node).map((item) => item.node));
  drawn = { centre, placed, narrow, lines: linesAmong(shown, target ? null : centre) };
  stage.style.height = narrow ? `${narrowHeight(placed, stage.clientWidth)}px` : "";
  const made = JSON.stringify([
    placed.map((item) => [rowId(item), item.n, item.x, item.y]),
    drawn.lines.map((entry) => entry.key),
    state.layout,
    state.language,
    colours(),
  ]);
  if (made === paintedFor && drawing) restyle();
  else paint();
  paintedFor = made;
  $("showing").textContent = word("showing", {
    shown: amount(shown.size),
    near: amount(total + 1),
    all: amount(DATA.whole || DATA.nodes.length),
  });
  stage.setAttribute("aria-label", `${word("drawing")}: ${centre.name}`);
  renderListing(placed);
}

/** How high a picture is that is as wide as a phone and holds all rows; the page scrolls, not the picture. */
function narrowHeight(placed, width) {
  const low = Math.max(...placed.map((item) => item.y));
  return Math.round((low + 80) * Math.max(LEAST_SCALE, width / NARROW_WIDTH));
}

function pathPlaced(from, to) {
  const path = shortestPath(from, to);
  const across = $("picture").clientWidth > 640;
  const placed = (path.length ? path : [from, to]).map((node, i) => ({
    node,
    centre: node === from || node === to,
    x: across ? i * WIDE_GAP : 0,
    y: across ? (i % 2) * ROW : i * 2.5 * ROW,
  }));
  if (!path.length) say(word("noPath"));
  return { placed, total: placed.length - 1, path };
}

function renderTools(centre, target) {
  const box = newSearchBox(
    "path",
    word("pathTo"),
    (node) => go({ to: node.id, pick: "" }),
    (node) => node !== centre && node.group !== "Report",
  );
  $("tools").replaceChildren(
    box,
    target ? button(`${word("pathOff")} ${shortName(target, 12)}`, () => go({ to: "" })) : "",
    button(word(state.layout === "force" ? "columns" : "force"), () =>
      go({ layout: state.layout === "force" ? "" : "force" }),
    ),
    menu(word("export"), [
      ["png", savePng],
      ["svg", saveSvg],
      ["turtle", () => copy(turtleOf(drawn))],
      ["sparql", () => copy(sparqlOf(drawn))],
      ["link", () => copy(location.href)],
      ["print", () => window.print()],
    ]),
  );
}

function menu(title, items) {
  return make(
    "details",
    { class: "menu" },
    make("summary", {}, title),
    make(
      "div",
      {},
      items.map(([key, run]) =>
        button(word(key), (event) => {
          event.target.closest("details").open = false;
          run();
        }),
      ),
    ),
  );
}

function paint() {
  const theme = colours();
  const nodes = drawn.placed.map((item) => (item.node ? card(item, theme) : caption(item, theme)));
  const edges = drawn.lines.map((entry) => stroke(entry, theme));
  const force = state.layout === "force";
  const options = {
    autoResize: true,
    physics: force
      ? {
          solver: "forceAtlas2Based",
          forceAtlas2Based: { springLength: 220, avoidOverlap: 0.6 },
          stabilization: { iterations: 200 },
        }
      : false,
    layout: { randomSeed: 7, improvedLayout: false },
    interaction: { hover: true, dragNodes: force, keyboard: false, tooltipDelay: 250 },
    nodes: {
      shape: "box",
      margin: { top: 6, bottom: 6, left: 8, right: 8 },
      shapeProperties: { borderRadius: 5 },
      chosen: false,
    },
    edges: {
      arrows: { to: { enabled: true, scaleFactor: 0.45 } },
      smooth: force || drawn.narrow ? false : { type: "cubicBezier", forceDirection: "horizontal", roundness: 0.45 },
      chosen: false,
      selectionWidth: 0,
    },
  };
  if (drawing) drawing.destroy();
  drawing = new vis.Network(
    $("picture"),
    {
      nodes: new vis.DataSet(force ? nodes.filter((node) => node.shape !== "text") : nodes),
      edges: new vis.DataSet(edges),
    },
    options,
  );
  $("picture").firstElementChild.tabIndex = -1; // the list below is for the keyboard
  if (hasTrunk()) drawing.on("beforeDrawing", drawTrunk);
  drawing.on("click", clicked);
  drawing.on("doubleClick", ({ nodes: [id] }) => {
    if (DATA.byId.has(id)) go({ node: id, pick: "", to: "", open: {} });
  });
  drawing.on("hoverNode", () => {
    $("picture").style.cursor = "pointer";
  });
  drawing.on("blurNode", () => {
    $("picture").style.cursor = "";
  });
  if (force)
    drawing.once("stabilizationIterationsDone", () => {
      drawing.setOptions({ physics: false });
      loosen();
      fit();
    });
  fit();
}

/** Shows what is chosen, and leaves all else where the reader moved it. */
function restyle() {
  const theme = colours();
  const { nodes, edges } = drawing.body.data;
  nodes.update(
    drawn.placed
      .filter((item) => item.node)
      .map((item) => {
        const { x, y, title, ...look } = card(item, theme);
        return look;
      }),
  );
  edges.update(drawn.lines.map((entry) => stroke(entry, theme)));
}

/** Pushes boxes apart that the forces left over one another. */
function loosen() {
  const places = Object.entries(drawing.getPositions()).map(([id, { x, y }]) => ({ id, x, y }));
  for (let round = 0, moved = true; moved && round < 200; round++) {
    moved = false;
    places.sort((a, b) => a.y - b.y || (a.id < b.id ? -1 : 1));
    places.forEach((upper, i) => {
      for (let j = i + 1; j < places.length && places[j].y - upper.y < ROW; j++) {
        const push = ROW - (places[j].y - upper.y);
        if (Math.abs(places[j].x - upper.x) > COLUMN - 8) continue;
        upper.y -= push / 2;
        places[j].y += push / 2 + 0.01;
        moved = true;
      }
    });
  }
  for (const { id, x, y } of places) drawing.moveNode(id, x, y);
}

/** Brings all into view, but never so small that it cannot be read: then the centre comes first. */
function fit() {
  const places = Object.values(drawing.getPositions());
  const stage = $("picture");
  const [left, right] = [Math.min(...places.map((p) => p.x)) - 115, Math.max(...places.map((p) => p.x)) + 115];
  const [top, bottom] = [Math.min(...places.map((p) => p.y)) - 30, Math.max(...places.map((p) => p.y)) + 30];
  const across = stage.clientWidth / (right - left);
  const loose = state.layout === "force" && !drawn.narrow;
  const scale = Math.max(
    loose ? 0.45 : LEAST_SCALE,
    Math.min(1.1, across, Math.max(loose ? 0.45 : 0.75, stage.clientHeight / (bottom - top))),
  );
  const high = (bottom - top) * scale > stage.clientHeight;
  const x = across < scale ? 0 : (left + right) / 2;
  drawing.moveTo({
    position: { x, y: high ? Math.max(top, 0 - bottom) + stage.clientHeight / scale / 2 : (top + bottom) / 2 },
    scale,
    animation: false,
  });
}

function clicked({ nodes: [id], edges: [line] }) {
  const item = drawn.placed.find((entry) => entry.stub && rowId(entry) === id);
  if (item) go({ open: { [item.stub.name]: item.to } });
  else if (DATA.byId.has(id)) go({ pick: id === state.node ? "" : "node:" + id }, true);
  else if (id === undefined) go({ pick: line === undefined ? "" : "line:" + line }, true);
}

/** What a row of the picture is called in the drawing: a node by its own id. */
function rowId(item) {
  if (item.node) return item.node.id;
  if (item.head) return "head:" + item.head.name;
  return item.tie ? "tie:" + item.tie.id : `${item.back ? "less" : "more"}:${item.stub.name}`;
}

/** The words of a row that is no node. */
function rowText(item) {
  if (item.head) return `${capital(several(item.head, item.count))} ${amount(item.count)}`;
  if (item.tie) return item.words;
  return item.back ? `▲ ${word("before", { n: amount(item.n) })}` : `+${amount(item.n)} ${several(item.stub, item.n)}`;
}

/** Sign and name in one line: the drawing library breaks lines at blanks. */
function cardText(node) {
  return `${DATA.classOf.get(node.group).sign} ${shortName(node, 11)}`.replaceAll(" ", "\u00a0");
}

function card({ node, centre, x, y }, theme) {
  const colour = classColour(node.group);
  const chosen = state.pick === "node:" + node.id;
  const name = document.createElement("div");
  name.textContent = clipped(node.name, 120);
  const fill = { background: centre ? colour : theme.paper, border: chosen ? theme.accent : colour };
  return {
    id: node.id,
    label: cardText(node),
    title: name,
    x,
    y,
    widthConstraint: { minimum: 198, maximum: 198 },
    color: { ...fill, hover: fill, highlight: fill },
    borderWidth: centre || chosen ? 3 : 1.2,
    font: { face: FACE, size: 14, align: "left", color: centre ? theme.paper : theme.ink },
  };
}

function caption(item, theme) {
  return {
    id: rowId(item),
    label: rowText(item),
    x: item.x,
    y: item.y,
    shape: "text",
    margin: 2,
    font: { size: 13, background: theme.ground, color: item.stub ? theme.accent : theme.faint, face: FACE },
  };
}

/** A line: full where something is done, dashed where planned, dotted where it is a gap. */
function stroke({ key, line, facts }, theme) {
  const own = !drawn.centre || state.to || line[0] === drawn.centre || line[2] === drawn.centre;
  const chosen =
    state.pick === "line:" + key || (own && [line[0], line[2]].some((node) => state.pick === "node:" + node.id));
  const colour = chosen ? theme.accent : own ? theme.faint : theme.line;
  const text = own && !drawn.narrow && drawn.lines.length <= FEW + 4 ? relation(line[1]) : undefined;
  return {
    id: key,
    from: line[0].id,
    to: line[2].id,
    hidden: hasTrunk(),
    label: text,
    dashes: dashes(facts),
    width: chosen ? 2.5 : own ? 1.1 : 0.7,
    color: { color: colour, hover: theme.accent, highlight: colour },
    font: { face: FACE, size: 12, color: theme.faint, strokeWidth: 4, strokeColor: theme.ground },
  };
}

function dashes(facts) {
  const statuses = new Set(facts.map((fact) => fact.status));
  if (statuses.has("done") || statuses.has("")) return false;
  return statuses.has("planned") ? [7, 5] : [2, 4];
}

/** The picture as a list: every node in it, with what it is, to go to. */
function renderListing(placed) {
  $("listing")
    .querySelector("ul")
    .replaceChildren(
      ...placed
        .filter((item) => !item.centre && !item.tie)
        .map((item) =>
          item.head
            ? make("li", { class: "faint" }, capital(several(item.head, item.count)))
            : item.stub
              ? make(
                  "li",
                  {},
                  button(rowText(item), () => go({ open: { [item.stub.name]: item.to } }), { class: "link" }),
                )
              : make(
                  "li",
                  {},
                  sign(item.node),
                  " ",
                  link(item.node),
                  " ",
                  button(word("evidenceOf"), () => go({ pick: "node:" + item.node.id }, true), {
                    class: "link faint",
                    "aria-label": `${word("evidenceOf")} ${item.node.name}`,
                  }),
                ),
        ),
    );
}

window.addEventListener(
  "resize",
  settled(() => {
    if (DATA && state.view === "focus") renderFocus();
  }, 200),
);
