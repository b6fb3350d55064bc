// The first view: what is in the graph, who reports, what bureaus share, what was left unread, and worked questions.

const MOST_ENTRIES = 24;

function renderLanding() {
  const things = DATA.nodes.filter((node) => ["Mechanism", "Program"].includes(node.group));
  const shared = byForm(things)
    .map((alike) => [alike[0], new Set(alike.flatMap((node) => [...actorsOf(node)])).size])
    .filter(([, n]) => n > 1)
    .sort((a, b) => b[1] - a[1] || byDegree(a[0], b[0]));
  const busiest = things
    .filter((node) => node.degree > 1)
    .sort(byDegree)
    .map((node) => [node, node.degree]);
  $("landing").replaceChildren(
    ...(DATA.whole
      ? [make("p", { class: "notice" }, word("part", { shown: amount(DATA.nodes.length), all: amount(DATA.whole) }))]
      : []),
    make("h2", {}, word("counts")),
    counts(),
    make("div", { class: "two" }, make("section", {}, ...section("questions", asked())), make("section", {}, ...section("byYear", years()))),
    ...section("reporters", entries(reporters(), "nReports")),
    ...(shared.length
      ? section("shared", entries(shared, "nBureaus"))
      : section("busiest", entries(busiest, "nFacts"))),
    ...unread(),
    make("h2", {}, word("asking")),
    make(
      "ul",
      { class: "commands" },
      DATA.questions.map((q) => make("li", {}, make("code", {}, "kg query " + q.name), " ", label(q.title))),
    ),
  );
}

/** Things of one class and name: each bureau's own body of that name is a node of its own. The first by name leads. */
function byForm(things) {
  const found = new Map();
  for (const node of things) {
    const form = `${node.group} ${node.id.replace(/^.*\//, "")}`;
    if (!found.has(form)) found.set(form, []);
    found.get(form).push(node);
  }
  return [...found.values()].map((alike) => alike.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)));
}

function asked() {
  const found = questions().map(([text, change]) => make("li", {}, button(text, () => go(change), { class: "link" })));
  return found.length ? make("ol", { class: "questions" }, found) : null;
}

function section(title, content) {
  return content ? [make("h2", {}, word(title)), content] : [];
}

function counts() {
  const found = tally(DATA.nodes, (node) => node.group);
  const cells = DATA.classes
    .filter((entry) => found.get(entry.name))
    .map((entry) => [found.get(entry.name), several(entry, found.get(entry.name)), entry]);
  cells.push([DATA.figures.length, word("figureCount", { n: amount(DATA.figures.length) }), null]);
  return make(
    "ul",
    { class: "counts" },
    cells.map(([n, name, entry]) =>
      make(
        "li",
        {},
        make("b", {}, amount(n)),
        make(
          "span",
          { class: "what" },
          entry ? make("span", { class: "sign " + entry.name, "aria-hidden": "true" }, entry.sign) : "",
          make("span", {}, name),
        ),
      ),
    ),
  );
}

/** Nodes that lead on, each with a number; beyond so many, search is the way. */
function entries(pairs, unit) {
  const rest = pairs.length - MOST_ENTRIES;
  return make(
    "ul",
    { class: "entries" },
    pairs
      .slice(0, MOST_ENTRIES)
      .map(([node, n]) =>
        make(
          "li",
          {},
          sign(node),
          link(node, shortName(node, 14)),
          make("span", { class: "count" }, word(unit, { n: amount(n) })),
        ),
      ),
    rest > 0 ? make("li", { class: "faint" }, word("moreBySearch", { n: amount(rest) })) : null,
  );
}

function reporters() {
  const told = tally(
    DATA.reports.filter((report) => report.bureau),
    (report) => report.bureau.id,
  );
  return DATA.reporters
    .map((bureau) => [bureau, told.get(bureau.id)])
    .sort((a, b) => b[1] - a[1] || byDegree(a[0], b[0]));
}

/** Bureaus that run or have a thing, by what reports tell as done. */
function actorsOf(node) {
  return new Set(
    node.facts
      .filter((fact) => fact.to === node && fact.status === "done" && DATA.shortcuts.includes(fact.predicate))
      .map((fact) => fact.from),
  );
}

/** Reports and figures by year, as bars with their numbers. */
function years() {
  const reports = tally(DATA.reports, (report) => report.year);
  const figures = tally(DATA.figures, (fact) => fact.report?.year);
  if (!reports.size) return null;
  const most = Math.max(1, ...figures.values());
  return make(
    "table",
    { class: "years" },
    make(
      "thead",
      {},
      make("tr", {}, ...["year", "reports", "figures"].map((key) => make("th", { scope: "col" }, word(key)))),
    ),
    make(
      "tbody",
      {},
      [...reports]
        .sort()
        .map(([year, n]) =>
          make(
            "tr",
            {},
            make("th", { scope: "row" }, year),
            make("td", {}, amount(n)),
            make(
              "td",
              {},
              make("span", {
                class: "bar",
                style: `width:calc(min(12rem, 36vw) * ${(figures.get(year) || 0) / most})`,
                "aria-hidden": "true",
              }),
              " " + amount(figures.get(year) || 0),
            ),
          ),
        ),
    ),
  );
}

/** What no fact holds: counts of the ledger, and the places. */
function unread() {
  if (!DATA.accounts.length) return [];
  const of = (what, state) =>
    DATA.accounts.filter(([w, s]) => w === what && (!state || s === state)).reduce((sum, row) => sum + row[2], 0);
  const kinds = ["number", "title", "quote"].filter((what) => of(what));
  const list = DATA.unread
    .slice(0, 200)
    .map(([what, words, number, start, end]) =>
      make(
        "li",
        {},
        make("span", { class: "tag" }, word(what === "title" ? "titleOf" : what)),
        make("b", {}, words),
        " ",
        make("span", { class: "faint" }, reportTitle(passage(number).report)),
        quotation([number, start, end], [[start, end, "evidence"]]),
      ),
    );
  return [
    make("h2", {}, word("unread")),
    make(
      "ul",
      { class: "accounts" },
      kinds.map((what) =>
        make(
          "li",
          {},
          word("account", {
            what: word(what === "title" ? "titleOf" : what),
            all: amount(of(what)),
            modelled: amount(of(what, "modelled")),
            explained: amount(of(what, "explained")),
            unread: amount(of(what, "unread")),
          }),
        ),
      ),
    ),
    ...(list.length
      ? [
          make(
            "details",
            {},
            make("summary", {}, word("unreadList", { n: amount(list.length) })),
            make("ul", { class: "unread" }, list),
          ),
        ]
      : []),
  ];
}

/** Five questions that the graph can answer, each with the state that shows the answer. */
function questions() {
  const of = (status) => DATA.facts.some((fact) => fact.status === status);
  const only = (kind, value) => ({ [kind]: { only: true, values: new Set([value]) } });
  const partner = DATA.reporters
    .map((node) => [node, node.facts.filter((fact) => fact.predicate === "partnersWith").length])
    .sort((a, b) => b[1] - a[1])[0];
  const compared = reporters()
    .slice(0, 3)
    .map(([node]) => node.id);
  const found = [];
  const topics = new Set(DATA.topics.map((topic) => topic.name));
  if (DATA.figures.some((fact) => fact.to.topics.length))
    found.push([word("askReview"), { view: "figures", filters: { topic: { only: true, values: topics } } }]);
  if (compared.length > 1) found.push([word("askCompare"), { view: "compare", bureaus: compared }]);
  if (DATA.shortcomings.length) found.push([word("askGaps"), { view: "gaps" }]);
  if (of("planned")) found.push([word("askPlans"), { view: "facts", filters: only("status", "planned") }]);
  if (partner?.[1])
    found.push([
      word("askPartners", { name: partner[0].name }),
      { view: "focus", node: partner[0].id, filters: only("predicate", "partnersWith") },
    ]);
  return found;
}
