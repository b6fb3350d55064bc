// What the reader looks at, all of it in the page's address by stable ids, so that it can be sent on.

const state = {
  language: (navigator.language || "zh").toLowerCase().startsWith("zh") ? "zh" : "en",
  view: "landing", // landing, focus, facts, figures, gaps, compare
  node: "", // id of the node in focus
  to: "", // id of the node that a path leads to
  pick: "", // "node:ID", "line:FROM|PREDICATE|TO" or "fact:KEY": what evidence is shown of
  layout: "", // "" columns, "force"
  open: {}, // class → first row shown of its column
  filters: {}, // kind → {only, values}: values shown, or left out
  words: "", // text that facts and figures are narrowed by
  metric: "", // id of the metric whose figures are shown
  sort: "", // column of the figures, with - in front: downwards
  bureaus: [], // ids of the bureaus that are compared
};
const VIEWS = ["landing", "focus", "facts", "figures", "gaps", "compare"];
const PLAIN_KEYS = ["view", "node", "to", "pick", "layout", "words", "metric", "sort"];
let written = "";

/** Forgets all but the language: the overview is of the whole, and no earlier choice stays on behind it. */
function clearState() {
  for (const key of PLAIN_KEYS) state[key] = "";
  Object.assign(state, { view: "landing", open: {}, filters: {}, bureaus: [] });
}

/** Changes what is looked at, writes the address and draws anew; `keep`: the step is no entry of the history. */
function go(change, keep = false) {
  if (change.view === "landing") clearState();
  Object.assign(state, change);
  written = address();
  try {
    history[keep ? "replaceState" : "pushState"](null, "", "#" + written);
  } catch {
    // a frame filled from a string has no address of its own
  }
  render();
}

function address() {
  const parts = PLAIN_KEYS.filter((key) => state[key] && state[key] !== "landing").map((key) => [key, state[key]]);
  if (state.bureaus.length) parts.push(["bureaus", state.bureaus.join(",")]);
  for (const [name, first] of Object.entries(state.open)) parts.push(["open." + name, first]);
  for (const [kind, { only, values }] of Object.entries(state.filters))
    parts.push(["f." + kind, (only ? "" : "~") + [...values].join(",")]);
  if (address.language) parts.push(["language", state.language]);
  return parts.map(([key, value]) => key + "=" + encodeURIComponent(value)).join("&");
}

/** Takes the state from the address; what it does not name, or names wrongly, is as at the start. */
function readAddress() {
  written = location.hash.slice(1);
  clearState();
  for (const part of written.split("&").filter(Boolean)) {
    const at = part.indexOf("=");
    const [key, value] = [part.slice(0, at), decoded(part.slice(at + 1))];
    if (PLAIN_KEYS.includes(key)) state[key] = value;
    else if (key === "bureaus") state.bureaus = value.split(",").filter((id) => DATA.byId.has(id));
    else if (key.startsWith("open.")) state.open[key.slice(5)] = Number(value) || 0;
    else if (key.startsWith("f."))
      state.filters[key.slice(2)] = {
        only: !value.startsWith("~"),
        values: new Set(value.replace(/^~/, "").split(",")),
      };
    else if (key === "language" && DATA.words[value]) {
      state.language = value;
      address.language = true;
    }
  }
  if (!written && DATA.focus) Object.assign(state, { view: "focus", node: DATA.focus });
  if (!VIEWS.includes(state.view)) state.view = "landing";
  if (state.view === "focus" && !DATA.byId.has(state.node)) state.view = "landing";
  if (state.view === "landing") clearState();
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

for (const event of ["popstate", "hashchange"]) {
  window.addEventListener(event, () => {
    if (DATA && location.hash.slice(1) !== written) {
      readAddress();
      render();
    }
  });
}
