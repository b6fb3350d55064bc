// Two or more bureaus side by side: what they share, what only one has, and their figures of the same metrics.

const MOST_COMPARED = 6;
const MOST_LISTED = 60;

function renderCompare() {
  const bureaus = state.bureaus.map((id) => DATA.byId.get(id)).filter(Boolean);
  const box = newSearchBox(
    "add-bureau",
    word("addBureau"),
    (node) => go({ bureaus: [...new Set([...state.bureaus, node.id])].slice(-MOST_COMPARED), pick: "" }),
    (node) => node.group === "Bureau" && node.degree > 0,
  );
  const chips = bureaus.map((node) =>
    make(
      "span",
      { class: "chip" },
      sign(node),
      " ",
      link(node),
      button("×", () => go({ bureaus: state.bureaus.filter((id) => id !== node.id) }), {
        class: "link",
        "aria-label": `${word("remove")} ${node.name}`,
      }),
    ),
  );
  const offered = reporters()
    .map(([node]) => node)
    .filter((node) => !bureaus.includes(node))
    .slice(0, 8);
  $("compare").replaceChildren(
    make("h2", {}, word("compareTitle")),
    make("p", { class: "chips" }, chips),
    box,
    bureaus.length < MOST_COMPARED && offered.length
      ? make(
          "p",
          { class: "chips" },
          offered.map((node) =>
            button("+ " + node.name, () => go({ bureaus: [...state.bureaus, node.id] }), { class: "chip" }),
          ),
        )
      : "",
    ...(bureaus.length > 1
      ? [things(bureaus, "Mechanism"), things(bureaus, "Program"), sideBySide(bureaus)].flat()
      : [make("p", { class: "faint" }, word("compareHint"))]),
  );
}

/** What each bureau has of a class, by name: bodies of one name in several bureaus are one kind of body. */
function things(bureaus, group) {
  const found = new Map();
  bureaus.forEach((bureau, n) => {
    for (const fact of bureau.facts) {
      if (
        fact.from !== bureau ||
        fact.to.group !== group ||
        !DATA.shortcuts.includes(fact.predicate) ||
        !allowed(fact) ||
        !seen(fact.to)
      )
        continue;
      if (!found.has(fact.to.name))
        found.set(
          fact.to.name,
          bureaus.map(() => []),
        );
      found.get(fact.to.name)[n].push(fact);
    }
  });
  const having = (lists) => lists.filter((list) => list.length).length;
  const shared = [...found]
    .filter(([, lists]) => having(lists) > 1)
    .sort((a, b) => having(b[1]) - having(a[1]) || (a[0] < b[0] ? -1 : 1));
  const title = several(DATA.classOf.get(group));
  return [
    make("h3", {}, word("sharedOf", { what: title, n: amount(shared.length) })),
    shared.length ? sharedTable(bureaus, shared) : make("p", { class: "faint" }, word("noneShared")),
    make("h3", { class: "sentence" }, word("onlyOf", { what: title })),
    make(
      "div",
      { class: "columns" },
      bureaus.map((bureau, n) =>
        uniqueList(
          bureau,
          [...found].filter(([, lists]) => lists[n].length && having(lists) === 1).map(([, lists]) => lists[n]),
        ),
      ),
    ),
  ];
}

function sharedTable(bureaus, shared) {
  const cell = (facts) =>
    facts.length
      ? button(
          facts
            .map((fact) => statusName(fact.status))
            .filter((text, i, all) => all.indexOf(text) === i)
            .join("、") || "✓",
          () => go({ pick: "fact:" + factKey(facts[0]) }, true),
          { class: "link tag " + facts[0].status },
        )
      : "—";
  return grid(
    bureaus,
    shared.map(([name, lists]) => [link(lists.find((list) => list.length)[0].to, name), ...lists.map(cell)]),
    word("name"),
  );
}

function grid(bureaus, rows, corner) {
  return make(
    "div",
    { class: "scroll" },
    make(
      "table",
      {},
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("th", { scope: "col" }, corner),
          bureaus.map((bureau) => make("th", { scope: "col", class: "name" }, bureau.name)),
        ),
      ),
      make(
        "tbody",
        {},
        rows.map(([first, ...rest]) =>
          make(
            "tr",
            {},
            make("th", { scope: "row" }, first),
            rest.map((cell) => make("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}

function uniqueList(bureau, lists) {
  const sorted = lists.map((list) => list[0]).sort((a, b) => byDegree(a.to, b.to));
  return make(
    "section",
    {},
    make("h4", {}, `${bureau.name} (${amount(sorted.length)})`),
    make(
      "ul",
      { class: "plain" },
      sorted.slice(0, MOST_LISTED).map((fact) =>
        make(
          "li",
          {},
          button(fact.to.name, () => go({ pick: "fact:" + factKey(fact) }, true), { class: "link name" }),
          fact.status === "done"
            ? ""
            : make(
                "span",
                { class: "tag " + fact.status },
                statusName(fact.status),
              ),
        ),
      ),
      sorted.length > MOST_LISTED
        ? make("li", { class: "faint" }, word("andMore", { n: amount(sorted.length - MOST_LISTED) }))
        : "",
    ),
  );
}

/** Figures of the metrics that at least two of the bureaus give. */
function sideBySide(bureaus) {
  const metrics = new Map();
  bureaus.forEach((bureau, n) => {
    for (const fact of bureau.facts) {
      if (!fact.figure || fact.from !== bureau || !allowed(fact)) continue;
      if (!metrics.has(fact.to))
        metrics.set(
          fact.to,
          bureaus.map(() => []),
        );
      metrics.get(fact.to)[n].push(fact);
    }
  });
  const shared = [...metrics]
    .filter(([, lists]) => lists.filter((list) => list.length).length > 1)
    .sort((a, b) => byDegree(a[0], b[0]));
  const cell = (facts) =>
    facts.length
      ? facts.slice(0, 6).map((fact) =>
          make(
            "div",
            {},
            button(valueText(fact.figure), () => go({ pick: "fact:" + factKey(fact) }, true), { class: "link" }),
            make("span", { class: "faint" }, ` ${fact.figure.period || fact.report?.year || ""}`),
          ),
        )
      : "—";
  return [
    make("h3", {}, word("metricsOf", { n: amount(shared.length) })),
    shared.length
      ? grid(
          bureaus,
          shared.map(([metric, lists]) => [link(metric), ...lists.map(cell)]),
          word("metric"),
        )
      : make("p", { class: "faint" }, word("noneShared")),
  ];
}
