// Search over names, other names and initials in pinyin; the same box serves every place where a node is chosen.

const MOST_HITS = 40;
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
let searchable = [];
let reporting = new Set();

function prepareSearch() {
  searchable = DATA.nodes.map((node) => ({
    node,
    name: fold(node.name),
    others: node.aliases.map(fold),
    initials: node.initials.split(" "),
  }));
  reporting = new Set(DATA.reporters);
}

/** How well a node fits: the smaller, the better; -1 not at all. */
function rank(entry, wanted, typed) {
  const { node } = entry;
  const value = rankByName(entry, wanted, typed);
  // Reports are called after their bureau: whoever types its name, or a part of it, means the bureau.
  if (node.report && value > 0) return Math.max(value, typed ? 6 : 4);
  if (value === 0 || typed || node.group !== "Bureau" || !(value > 0 || shortened(entry.name, wanted))) return value;
  return reporting.has(node) && wanted.length > 1 ? 1 : value > 0 ? value : 5;
}

/** 0 the name itself, then beginnings, parts, initials, at last its characters in order; -1 none of these. */
function rankByName({ name, others, initials }, wanted, typed) {
  if (name === wanted || others.includes(wanted)) return 0;
  if (name.startsWith(wanted)) return 1;
  if (others.some((other) => other.startsWith(wanted))) return 2;
  if (name.includes(wanted)) return 3;
  if (others.some((other) => other.includes(wanted))) return 4;
  if (!typed) return wanted.length > 2 && [name, ...others].some((text) => inOrder(text, wanted)) ? 7 : -1;
  if (initials.includes(wanted)) return 1;
  if (initials.some((letters) => letters.startsWith(wanted))) return 5;
  return initials.some((letters) => letters.includes(wanted)) ? 6 : -1;
}

/** Whether a text has the wanted characters one after another, others between them or not: 电信诈骗 in 电信网络诈骗. */
function inOrder(text, wanted) {
  let at = -1;
  return [...wanted].every((char) => (at = text.indexOf(char, at + 1)) >= 0);
}

/** Whether a bureau can be called so: 乙公安局, 乙公安 for 甲市乙区公安局, 甲市公安局乙分局; only its own characters. */
function shortened(name, wanted) {
  return wanted.length > 2 && [...wanted].every((char) => name.includes(char));
}

/** The nodes that fit best; of equals those of more facts first. */
function find(query, fits = () => true) {
  const wanted = fold(query);
  if (!wanted) return [];
  const typed = /^[a-z0-9]+$/.test(wanted);
  const found = [];
  for (const entry of searchable) {
    const value = rank(entry, wanted, typed);
    if (value >= 0 && fits(entry.node)) found.push([value, entry.node]);
  }
  return found
    .sort((a, b) => a[0] - b[0] || !!a[1].report - !!b[1].report || byDegree(a[1], b[1]))
    .slice(0, MOST_HITS)
    .map(([, node]) => node);
}

/** Makes an input a search box: arrows, Enter, Escape, safe with input methods. `picked` gets the node. */
function searchBox(input, list, picked, fits) {
  let hits = [];
  let chosen = 0;
  const show = (found) => {
    hits = found;
    chosen = 0;
    drawHits();
  };
  const pick = (node) => {
    show([]);
    if (node) picked(node);
  };
  const drawHits = () => {
    list.hidden = !input.value.trim() || (!hits.length && document.activeElement !== input);
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (hits.length) input.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
    else input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      ...hits.map(option),
      ...(hits.length ? [] : [make("li", { class: "faint", role: "presentation" }, word("nothing"))]),
    );
    list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  const option = (node, n) =>
    make(
      "li",
      {
        role: "option",
        id: `${list.id}-${n}`,
        "aria-selected": String(n === chosen),
        onmousedown: (event) => {
          event.preventDefault();
          pick(node);
        },
      },
      sign(node),
      make("span", { class: "name" }, node.name),
      make(
        "small",
        {},
        make("span", { class: "kind" }, `${label(DATA.classOf.get(node.group))} · `),
        word("factsOf", { n: amount(node.degree) }),
      ),
    );
  input.addEventListener("input", (event) => {
    if (!event.isComposing) show(find(input.value, fits));
  });
  input.addEventListener("compositionend", () => show(find(input.value, fits)));
  input.addEventListener("focus", () => {
    if (input.value.trim()) show(find(input.value, fits));
  });
  input.addEventListener("blur", () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : hits.length - 1)) % Math.max(1, hits.length);
      drawHits();
      event.preventDefault();
    } else if (event.key === "Enter") {
      event.preventDefault();
      pick(hits[chosen]);
    } else if (event.key === "Escape") {
      input.value = "";
      show([]);
      input.blur();
    }
  });
}

/** A search box made anew, with its list. */
function newSearchBox(id, text, picked, fits) {
  const list = make("ul", { id: id + "-hits", class: "hits", role: "listbox", "aria-label": text, hidden: true });
  const input = make("input", {
    id,
    type: "search",
    autocomplete: "off",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-label": text,
    placeholder: text,
  });
  searchBox(input, list, picked, fits);
  return make("div", { class: "search" }, input, list);
}
