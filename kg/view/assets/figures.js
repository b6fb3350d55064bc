// Figures as a table: sorted, narrowed, charted where several bureaus or years have the same metric, and as CSV.

const MOST_FIGURES = 100;
const MOST_CHARTS = 3;
const MOST_BARS = 8; // of a chart among others; one that stands alone has more
const MOST_BARS_ALONE = 40;
let figuresDrawn = MOST_FIGURES;
let chartsDrawn = MOST_CHARTS;

const COLUMNS = [
  { key: "bureau", of: (fact) => ownerOf(fact) },
  { key: "metric", of: (fact) => fact.to.name },
  { key: "value", of: (fact) => fact.figure.value, number: true },
  { key: "high", of: (fact) => fact.figure.high, number: true, file: true },
  { key: "bound", of: (fact) => label(DATA.bounds[fact.figure.bound]), file: true },
  { key: "unit", of: (fact) => fact.figure.unit },
  { key: "written", of: (fact) => writtenOf(fact) },
  { key: "year", of: (fact) => fact.report?.year || "" },
  { key: "period", of: (fact) => fact.figure.period },
  { key: "about", of: (fact) => fact.figure.about?.name || "" },
  { key: "statusOf", of: (fact) => statusName(fact.status) },
  { key: "report", of: (fact) => fact.report?.node.name || "", file: true },
  { key: "quote", of: (fact) => fact.figure.words, file: true },
];

/** Whose figure it is; nobody's is told by a report. */
function ownerOf(fact) {
  return fact.from.report ? `(${bureauName(fact.from.report)})` : fact.from.name;
}

/** The figure's own characters. */
function writtenOf({ figure }) {
  return figure.place
    ? cut(passage(figure.place[0]).text, figure.place[1], figure.place[2]).replace(/\s+/g, "")
    : figure.words;
}

/** Figures that the reader narrowed down to, in the order asked for. */
function figuresShown() {
  const metric = DATA.byId.get(state.metric);
  const found = shownFacts(DATA.figures).filter((fact) => (!metric || fact.to === metric) && fits(fact));
  const column = COLUMNS.find((entry) => entry.key === state.sort.replace(/^-/, ""));
  if (!column) return found;
  const turn = state.sort.startsWith("-") ? -1 : 1;
  const compare = column.number ? (a, b) => Number(a) - Number(b) : (a, b) => a.localeCompare(b, "zh-CN");
  const empty = (value) => value === null || value === "";
  return found
    .map((fact) => [column.of(fact), fact])
    .sort(([a], [b]) => empty(a) - empty(b) || (empty(a) ? 0 : turn * compare(a, b)))
    .map(([, fact]) => fact);
}

function renderFigures() {
  const facts = figuresShown();
  const metric = DATA.byId.get(state.metric);
  $("figures").replaceChildren(
    make(
      "div",
      { class: "bar-above" },
      make("h2", {}, word("figuresTitle", { n: amount(facts.length) })),
      wordsBox("figures-words"),
      button(word("csv"), () => saveCsv(facts), { id: "csv" }),
    ),
    metric
      ? make(
          "p",
          {},
          make(
            "span",
            { class: "chip" },
            sign(metric),
            " ",
            link(metric),
            button("×", () => go({ metric: "" }), { class: "link", "aria-label": word("reset") }),
          ),
        )
      : "",
    charts(facts),
    table(facts),
    facts.length > figuresDrawn
      ? button(
          word("more", { n: amount(facts.length - figuresDrawn) }),
          () => {
            figuresDrawn += MOST_FIGURES;
            renderFigures();
          },
          { class: "wide" },
        )
      : "",
    facts.length ? "" : make("p", { class: "faint" }, word("none")),
  );
}

function table(facts) {
  const columns = COLUMNS.filter((column) => !column.file);
  const direction = (key) => (state.sort === key ? "ascending" : state.sort === "-" + key ? "descending" : "none");
  const arrow = { ascending: " ▲", descending: " ▼", none: "" };
  const head = columns.map(({ key, number }) =>
    make(
      "th",
      { scope: "col", "aria-sort": direction(key), class: key + (number ? " number" : "") },
      button(
        word(key) + arrow[direction(key)],
        () => {
          go({ sort: state.sort === key ? "-" + key : key }, true);
          document.querySelector(`[data-sort=${key}]`)?.focus();
        },
        { "data-sort": key },
      ),
    ),
  );
  return make(
    "div",
    { class: "scroll" },
    make(
      "table",
      { class: "figures" },
      make("thead", {}, make("tr", {}, head)),
      make(
        "tbody",
        {},
        facts.slice(0, figuresDrawn).map((fact) => figureRow(fact, columns)),
      ),
    ),
  );
}

function figureRow(fact, columns) {
  const key = "fact:" + factKey(fact);
  const open = () => go({ pick: key }, true);
  const cells = columns.map((column) => {
    if (column.key === "metric")
      return make(
        "th",
        { scope: "row" },
        button(
          fact.to.name,
          (event) => {
            event.stopPropagation();
            open();
          },
          { class: "link name", "data-pick": key, "aria-current": state.pick === key ? "true" : null },
        ),
      );
    const value = column.of(fact);
    return make(
      "td",
      { class: column.key + (column.number ? " number" : ""), "data-label": word(column.key) },
      column.key === "value" ? numberText(fact.figure) : value || [],
    );
  });
  return make("tr", { onclick: open, class: (state.pick === key ? "chosen " : "") + fact.status }, cells);
}

// ---------------------------------------------------------------- charts

/** Groups of figures that can be set side by side: one metric and unit, several bureaus or years. */
function comparable(facts) {
  const groups = new Map();
  for (const fact of facts) {
    if (fact.figure.value === null) continue;
    const key = fact.to.id + "|" + fact.figure.unit;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(fact);
  }
  const several = (group, of) => new Set(group.map(of)).size > 1;
  return [...groups.values()]
    .filter((group) => several(group, ownerOf) || several(group, (fact) => fact.report?.year))
    .sort((a, b) => b.length - a.length || byDegree(a[0].to, b[0].to));
}

function charts(facts) {
  const groups = comparable(facts);
  if (!groups.length) return "";
  return make(
    "section",
    { class: "charts", "aria-label": word("charts") },
    make("h3", {}, word("charts")),
    make(
      "div",
      { class: groups.length === 1 ? "alone" : null },
      groups.slice(0, chartsDrawn).map((group) => chart(group, groups.length === 1 ? MOST_BARS_ALONE : MOST_BARS)),
    ),
    groups.length > chartsDrawn
      ? button(
          word("more", { n: amount(groups.length - chartsDrawn) }),
          () => {
            chartsDrawn += 3 * MOST_CHARTS;
            renderFigures();
          },
          { class: "link" },
        )
      : "",
  );
}

/** Bars from zero, one a figure; planned ones are hollow. */
function chart(group, room) {
  const bars = [...group].sort(byOwnerAndYear).slice(0, room);
  const most = Math.max(...bars.map((fact) => Math.abs(Number(fact.figure.value))), 1e-9);
  const [{ to: metric, figure }] = group;
  const only = () => go({ metric: metric.id, words: "", pick: "" });
  return make(
    "figure",
    { class: "chart" },
    make(
      "figcaption",
      {},
      button(metric.name, only, { class: "link name" }),
      make("span", { class: "faint" }, ` ${figure.unit}`),
    ),
    make(
      "div",
      { class: "bars" },
      bars.flatMap((fact) => bar(fact, most)),
    ),
    group.length > bars.length
      ? button(word("andMore", { n: amount(group.length - bars.length) }), only, { class: "link faint" })
      : "",
  );
}

/** One bar: whose and when, the bar itself, and its value in words. */
function bar(fact, most) {
  const when = fact.figure.period || fact.report?.year || "";
  const who = `${shortName(fact.from.report?.bureau || fact.from, 12)} ${when}`;
  const width = `width:${(100 * Math.abs(Number(fact.figure.value))) / most}%`;
  return [
    make("span", { class: "who", title: `${ownerOf(fact)} ${when}` }, who),
    make(
      "button",
      {
        type: "button",
        class: "plot",
        "aria-label": `${ownerOf(fact)} ${when} ${valueText(fact.figure)}`,
        onclick: () => go({ pick: "fact:" + factKey(fact) }, true),
      },
      make("span", { class: "bar " + fact.status, style: width }),
    ),
    make("span", { class: "value" }, valueText(fact.figure)),
  ];
}

function byOwnerAndYear(a, b) {
  const key = (fact) => `${ownerOf(fact)} ${fact.report?.year || ""}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

// ---------------------------------------------------------------- CSV

/** A table that spreadsheet programs open as it is, in UTF-8 with a mark, and that cannot run a formula. */
function csvOf(facts) {
  const cell = (value, number) => {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = !number && /^[\s]*[=+\-@\t\r]/.test(text) ? "'" + text : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = [
    COLUMNS.map((column) => cell(word(column.key))),
    ...facts.map((fact) => COLUMNS.map((column) => cell(column.of(fact), column.number))),
  ];
  return "\ufeff" + rows.map((row) => row.join(",") + "\r\n").join("");
}

function saveCsv(facts) {
  save("figures.csv", new Blob([csvOf(facts)], { type: "text/csv;charset=utf-8" }));
}
