// The sentences in which reports own up to shortcomings, report by report, as the saved query has them.

function renderGaps() {
  const places = DATA.shortcomings.filter(admitted);
  const reports = [...new Set(places.map(([number]) => passage(number).report))];
  $("gaps").replaceChildren(
    make(
      "div",
      { class: "bar-above" },
      make("h2", {}, word("gapsTitle", { n: amount(places.length) })),
      wordsBox("gaps-words"),
    ),
    ...reports.flatMap((report) => [
      make("h3", {}, link(report.bureau || report.node), ` ${report.year}`),
      make("div", { class: "cards" }, places.filter(([number]) => passage(number).report === report).map(gapCard)),
    ]),
    places.length ? "" : make("p", { class: "faint" }, word("none")),
  );
}

/** Whether a sentence passes the filters of reports, and has the words that the reader narrows by. */
function admitted(place) {
  const { report, heading, text } = passage(place[0]);
  if (!passes("year", report.year || "") || !passes("bureau", report.bureau?.id || "")) return false;
  const told = [cut(text, place[1], place[2]), heading, bureauName(report)];
  return told.some((words) => fold(words).includes(fold(state.words)));
}

/** The things that a sentence names as lacking. */
function lacking([number, start, end]) {
  if (!DATA.lacking) DATA.lacking = DATA.facts.filter((fact) => fact.status === "gap" && !fact.figure);
  const within = ([n, s]) => n === number && s >= start && s < end;
  return DATA.lacking.filter((fact) => fact.places.some(within));
}

function gapCard(place) {
  const { report, heading } = passage(place[0]);
  const facts = lacking(place);
  const things = [...new Set(facts.map((fact) => fact.to))];
  const marks = () => facts.flatMap((fact) => fact.places).map(([, start, end]) => [start, end, "object"]);
  return make(
    "article",
    { class: "card" },
    quotation(place, marks(), false, true),
    things.length ? make("p", { class: "chips" }, things.map((node) => make("span", { class: "chip" }, sign(node), " ", link(node)))) : "",
    make("p", { class: "source faint" }, link(report.node, reportTitle(report)), heading ? ` · ${heading}` : ""),
    make(
      "p",
      { class: "actions" },
      button(word("cite"), () => copy(citation({ places: [place] })), { class: "link" }),
      button(word("paragraph"), (event) => widen(event, [place], marks, true), { class: "link", "aria-expanded": "false" }),
    ),
  );
}
