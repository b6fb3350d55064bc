// The sentences that say so, with subject, object and figure marked at the offsets that the graph holds.

const MOST_CARDS = 40;
const REACH = 400;
let cardsShown = MOST_CARDS;

function renderEvidence() {
  const [title, facts, more] = evidenceOf();
  const cards = facts.slice(0, cardsShown).map(evidenceCard);
  $("evidence").replaceChildren(
    ...title,
    ...more,
    ...(facts.length
      ? [
          make(
            "p",
            { class: "marks faint" },
            ["subject", "object", "number"].map((kind) => make("mark", { class: kind }, word(kind + "Mark"))),
          ),
        ]
      : []),
    ...cards,
    ...(facts.length > cardsShown
      ? [
          button(
            word("more", { n: amount(facts.length - cardsShown) }),
            () => {
              cardsShown += MOST_CARDS;
              renderEvidence();
            },
            { class: "wide" },
          ),
        ]
      : []),
  );
}

/** Heading, facts and further lines for what is looked at. */
function evidenceOf() {
  const [kind, key] = [state.pick.slice(0, state.pick.indexOf(":")), state.pick.slice(state.pick.indexOf(":") + 1)];
  const centre = state.view === "focus" ? DATA.byId.get(state.node) : null;
  if (kind === "fact") return closable(heading(word("evidence"), factsByKey().get(key) || []));
  if (!centre)
    return kind === "node" && DATA.byId.has(key)
      ? closable(nodeHead(DATA.byId.get(key), shownFacts(factsOf(DATA.byId.get(key)))))
      : [[make("p", { class: "faint" }, word("pick"))], [], []];
  if (state.to && !kind)
    return heading(
      word("path"),
      drawn.lines.flatMap((entry) => entry.facts.slice(0, 3)),
    );
  const near = [...new Set([...around(centre)].filter(([node]) => seen(node)).flatMap(([, facts]) => facts))].filter(
    (fact) => fact.ends.every((end) => end === centre || seen(end)),
  );
  near.sort((a, b) => (a.predicate === "thing") - (b.predicate === "thing"));
  if (kind === "line")
    return pickHead(
      centre,
      drawn.lines.filter((entry) => entry.key === key).flatMap((entry) => entry.facts),
    );
  const other = kind === "node" ? DATA.byId.get(key) : null;
  if (other)
    return pickHead(
      centre,
      near.filter((fact) => fact.ends.includes(other) || fact.report?.node === other),
      other,
    );
  return nodeHead(centre, near);
}

function factsByKey() {
  if (!DATA.byKey) {
    DATA.byKey = new Map();
    for (const fact of DATA.facts) DATA.byKey.set(factKey(fact), [...(DATA.byKey.get(factKey(fact)) || []), fact]);
  }
  return DATA.byKey;
}

/** With a button to put the evidence away again. */
function closable([title, ...rest]) {
  const putAway = () => {
    const from = `[data-pick="${CSS.escape(state.pick)}"]`;
    go({ pick: "" }, true);
    document.querySelector(from)?.focus({ preventScroll: true }); // back to where the reader was
  };
  const close = button("×", putAway, { class: "close", "aria-label": word("close") });
  return [[close, ...title], ...rest];
}

function heading(text, facts) {
  return [[make("h2", {}, `${text} (${amount(facts.length)})`)], facts, []];
}

function pickHead(centre, facts, other) {
  const text = other ? `${centre.name} — ${other.name}` : word("evidence");
  const [title] = heading(clipped(text, 60), facts);
  return [
    title,
    facts,
    [
      make(
        "p",
        {},
        button("× " + word("unpick"), () => go({ pick: "" }, true), { class: "link" }),
        " ",
        other ? link(other, "→ " + word("goThere")) : "",
      ),
    ],
  ];
}

function nodeHead(node, facts) {
  const about = [label(DATA.classOf.get(node.group)), label(node.kind), word("factsOf", { n: amount(facts.length) })]
    .filter(Boolean)
    .join(" · ");
  const names = node.aliases.length
    ? [make("p", { class: "faint" }, `${word("aliases")}: ${node.aliases.join("、")}`)]
    : [];
  const add =
    node.group === "Bureau" && DATA.reporters.includes(node)
      ? [
          button("+ " + word("compare"), () =>
            go({ view: "compare", pick: "", bureaus: [...new Set([...state.bureaus, node.id])] }),
          ),
        ]
      : [];
  const figures =
    node.group === "Metric"
      ? [button(word("figures"), () => go({ view: "figures", metric: node.id, words: "", pick: "" }))]
      : [];
  return [
    [make("h2", { class: "name" }, sign(node), " ", node.name)],
    facts,
    [
      make("p", { class: "faint" }, about),
      ...names,
      ...(add.length + figures.length ? [make("p", {}, ...add, ...figures)] : []),
    ],
  ];
}

function evidenceCard(fact) {
  const figure = fact.figure ? [" ", make("b", {}, valueText(fact.figure))] : [];
  const about = fact.figure?.about
    ? [make("p", { class: "faint" }, `${label(DATA.predicates.about)}: `, link(fact.figure.about))]
    : [];
  const head = make(
    "p",
    { class: "says" },
    link(fact.from),
    make("span", { class: fact.figure ? "faint" : "predicate" }, fact.figure ? word("colon") : relation(fact.predicate)),
    link(fact.to),
    ...figure,
  );
  const tags = [
    fact.status &&
      make("span", { class: "tag " + fact.status }, statusName(fact.status)),
    fact.figure?.period && make("span", { class: "tag" }, fact.figure.period),
  ];
  const quotes = fact.places.map((place) => quotation(place, marksOf(fact, place)));
  const support = fact.support.length
    ? [
        make(
          "details",
          {},
          make("summary", { class: "faint" }, word("support")),
          ...fact.support.map((place) => quotation(place, marksOf(fact, place))),
        ),
      ]
    : [];
  return make(
    "article",
    { class: "card" },
    head,
    ...about,
    ...quotes,
    ...support,
    source(fact, tags),
    fact.places.length
      ? make(
          "p",
          { class: "actions" },
          button(word("cite"), () => copy(citation(fact)), { class: "link" }),
          fact.places.some(partOfParagraph)
            ? button(word("paragraph"), (event) => widen(event, fact.places, (place) => marksOf(fact, place)), {
                class: "link",
                "aria-expanded": "false",
              })
            : "",
        )
      : "",
  );
}

/** A decimal as people read it. */
function decimal(text) {
  return Number(text).toLocaleString("en", { maximumFractionDigits: 6 });
}

/** A number with the sign of its bound; both ends of a range. */
function numberText({ value, high, bound }) {
  const number = value === null ? "****" : high === null ? decimal(value) : `${decimal(value)}–${decimal(high)}`;
  return { exact: "", over: "≥ ", about: "≈ ", under: "≤ " }[bound] + number;
}

/** A figure in words. */
function valueText(figure) {
  return numberText(figure) + figure.unit;
}

/** Where it stands: status, report, year, section, rule. */
function source(fact, tags) {
  const section = fact.places.length ? passage(fact.places[0][0]).heading : "";
  return make(
    "p",
    { class: "source faint" },
    ...tags.filter(Boolean),
    fact.report ? link(fact.report.node, reportTitle(fact.report)) : word("derived"),
    fact.report?.year ? ` ${fact.report.year}` : "",
    section ? make("span", {}, ` · ${section}`) : "",
    fact.rule ? make("span", { class: "rule" }, ` · ${word("rule")} ${fact.rule}${rightOf(fact)}`) : "",
  );
}

/** How often the rule of a fact is right on annotated reports. */
function rightOf({ figure, predicate, right }) {
  if (right === null) return "";
  const named = predicate === "thing" || DATA.shortcuts.includes(predicate);
  return word(figure ? "rightNumbers" : named ? "rightNames" : "rightFacts", { rate: `${right}%` });
}

/** Marks in a passage: the evidence itself, where subject and object are named, and the figure's own characters. */
function marksOf(fact, [number, start, end]) {
  const [a, b] = sentenceAround(passage(number).text, start, end);
  const within = (node, kind) =>
    triplesOf(node)
      .filter(([n, s, e]) => n === number && s >= a && e <= b)
      .map(([, s, e]) => [s, e, kind]);
  const own = fact.figure?.place;
  return [
    [start, end, "evidence"],
    ...within(fact.from, "subject"),
    ...within(fact.figure?.about || fact.to, "object"),
    ...(own && own[0] === number ? [[own[1], own[2], "number"]] : []),
  ];
}

function triplesOf(node) {
  if (!node.marked) node.marked = triples(node.places);
  return node.marked;
}

/** The sentence around a place, in code points; a text without full stops is cut. */
function sentenceAround(text, start, end) {
  const letters = /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
  const stops = "。！？!?";
  let a = start;
  while (a > 0 && start - a < REACH && !stops.includes(letters[a - 1])) a--;
  while (a < start && /[\s”’」』）)]/.test(letters[a])) a++;
  let b = Math.max(end, start + 1);
  while (b < letters.length && b - end < REACH && !stops.includes(letters[b - 1])) b++;
  while (b < letters.length && "”’」』）)".includes(letters[b])) b++;
  return [a, b];
}

/** Whether the paragraph says more than the sentence around a place. */
function partOfParagraph([number, start, end]) {
  const { text } = passage(number);
  const [a, b] = sentenceAround(text, start, end);
  return cut(text, a, b).trim() !== text.trim();
}

/** Text without the line breaks of a page's width and the marks of bold print; **** is a figure that was blacked out. */
function readable(text) {
  return text.replace(/\s*\n\s*/g, "").replace(/(?<!\*)\*\*(?!\*)/g, "");
}

/** A sentence, its whole paragraph, or (`own`) just the place itself, with marks. */
function quotation([number, start, end], marks, whole = false, own = false) {
  const { text } = passage(number);
  const [a, b] = whole ? [0, Array.from(text).length] : own ? [start, end] : sentenceAround(text, start, end);
  const inside = marks.filter(([s, e]) => e > a && s < b);
  const edges = [...new Set([a, b, ...inside.flatMap(([s, e]) => [Math.max(s, a), Math.min(e, b)])])].sort(
    (x, y) => x - y,
  );
  const pieces = edges.slice(0, -1).map((from, i) => {
    const kinds = inside.filter(([s, e]) => s <= from && e >= edges[i + 1]).map(([, , kind]) => kind);
    const words = readable(cut(text, from, edges[i + 1]));
    return kinds.length ? make("mark", { class: kinds.join(" ") }, words) : words;
  });
  return make(
    "blockquote",
    { "data-start": passage(number).begin + start, "data-end": passage(number).begin + end },
    pieces,
  );
}

/** Shows the whole paragraphs of a card's places, or their sentences again. */
function widen(event, places, marks, own = false) {
  const whole = event.target.getAttribute("aria-expanded") !== "true";
  event.target.setAttribute("aria-expanded", String(whole));
  event.target.textContent = word(whole ? "sentence" : "paragraph");
  const quotes = event.target.closest("article").querySelectorAll(":scope > blockquote");
  places.forEach((place, i) => quotes[i].replaceWith(quotation(place, marks(place), whole, own)));
}

/** Where a fact is told, in a form to paste into a paper. */
function citation(fact) {
  const [number, start, end] = fact.places[0];
  const { report, begin, heading, text } = passage(number);
  const sentence = readable(cut(text, ...sentenceAround(text, start, end))).trim();
  return word("citation", {
    bureau: bureauName(report),
    title: report.node.name,
    year: report.year,
    section: heading ? `${heading}${word("comma")}` : "",
    sentence,
    id: report.node.id.replace(/^report\//, ""),
    start: begin + start,
    end: begin + end,
  });
}
