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
  { key: "written", of: (fact) => writtenOf(fact) },
  { key: "value", of: (fact) => fact.figure.value, number: true },
  { key: "high", of: (fact) => fact.figure.high, number: true, file: true },
  { key: "bound", of: (fact) => label(DATA.bounds[fact.figure.bound]), file: true },
  { key: "unit", of: (fact) => fact.figure.unit },
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
      { scope: "col", "aria-sort": direction(key), class: number ? "number" : null },
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
          { class: "link name" },
        ),
      );
    const value = column.of(fact);
    return make(
      "td",
      { class: column.number ? "number" : null },
      column.number && value !== null ? Number(value).toLocaleString("en", { maximumFractionDigits: 6 }) : value || "",
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
  if (state.words && facts.length <= MOST_BARS_ALONE) return alike(facts);
  return [...groups.values()]
    .filter((group) => several(group, ownerOf) || several(group, (fact) => fact.report?.year))
    .sort((a, b) => b.length - a.length || byDegree(a[0].to, b[0].to));
}

/** Figures of one unit among the few that words narrowed down to: reports call the same metric by many names. */
function alike(facts) {
  const groups = new Map();
  const wanted = fold(state.words);
  for (const fact of facts)
    if (fact.figure.value !== null && fold(fact.to.name).includes(wanted))
      groups.set(fact.figure.unit, [...(groups.get(fact.figure.unit) || []), fact]);
  return [...groups.values()].filter((group) => group.length > 1 && new Set(group.map(ownerOf)).size > 1);
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
  const bars = [...group]
    .sort((a, b) =>
      ownerOf(a) < ownerOf(b)
        ? -1
        : ownerOf(a) > ownerOf(b)
          ? 1
          : (a.report?.year || "") < (b.report?.year || "")
            ? -1
            : 1,
    )
    .slice(0, room);
  const most = Math.max(...bars.map((fact) => Math.abs(Number(fact.figure.value))), 1e-9);
  const rest = group.length - bars.length;
  const one = group.every((fact) => fact.to === group[0].to);
  return make(
    "figure",
    { class: "chart" },
    make(
      "figcaption",
      {},
      one
        ? button(group[0].to.name, () => go({ metric: group[0].to.id, words: "", pick: "" }), { class: "link name" })
        : `“${state.words}”`,
      make("span", { class: "faint" }, ` ${group[0].figure.unit}`),
    ),
    make(
      "div",
      { class: "bars" },
      bars
        .flatMap((fact) => [
          make(
            "span",
            { class: "who" },
            `${shortName(fact.from, 13)} ${fact.from.report ? "" : fact.report?.year || ""}${one ? "" : " " + clipped(fact.to.name, 12)}`,
          ),
          button("", () => go({ pick: "fact:" + factKey(fact) }, true), {
            class: "plot",
            "aria-label": `${ownerOf(fact)} ${fact.report?.year || ""} ${valueText(fact.figure)}`,
          }),
          make("span", { class: "value" }, valueText(fact.figure)),
        ])
        .map((element, i) => {
          if (i % 3 === 1)
            element.append(
              make("span", {
                class: "bar " + bars[(i - 1) / 3].status,
                style: `width:${(100 * Math.abs(Number(bars[(i - 1) / 3].figure.value))) / most}%`,
              }),
            );
          return element;
        }),
    ),
    rest > 0 ? make("p", { class: "faint" }, word("andMore", { n: amount(rest) })) : "",
  );
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
