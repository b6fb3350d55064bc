// Elements and words. Whatever comes from a report goes in as text, never as markup.

const $ = (id) => document.getElementById(id);

/** An element; `on…` attributes are listeners, children are elements or text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** An element of a drawing. */
function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function button(text, onclick, more = {}) {
  return make("button", { type: "button", onclick, ...more }, text);
}

/** A word of the interface in the reader's language; `{n|fact|facts}` is the one for a single thing, else the other. */
function word(key, values = {}) {
  return DATA.words[state.language][key]
    .replace(/\{(\w+)\|([^|}]*)\|([^}]*)\}/g, (_, name, one, many) => (values[name] === "1" ? one : many))
    .replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** A label of the vocabulary in the reader's language. */
function label(labels) {
  return labels ? labels[state.language] || labels.zh || labels.en : "";
}

/** What so many things of a class are called. */
function several(entry, n) {
  return state.language === "en" && n !== 1 ? entry.many : label(entry);
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function amount(number) {
  return number.toLocaleString(state.language === "zh" ? "zh-CN" : "en");
}

/** Text cut to a width in full-width characters, without the controls that turn its direction. */
function clipped(text, most) {
  let width = 0;
  let out = "";
  for (const char of text.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/g, " ")) {
    width += char.charCodeAt(0) < 0x2e80 ? 0.56 : 1;
    if (width > most) return out + "…";
    out += char;
  }
  return out;
}

function widthOf(text) {
  return Array.from(text).reduce((sum, char) => sum + (char.charCodeAt(0) < 0x2e80 ? 0.56 : 1), 0);
}

const HEADS = { Bureau: 0, Metric: 4 };

/** A name cut to a width: of bureaus the beginning and of metrics the middle, for they differ at the end; a report by
 * year and bureau. */
function shortName(node, most) {
  if (node.report?.bureau) return `${node.report.year} ${shortName(node.report.bureau, most - 3)}`;
  const clean = clipped(node.name, 200);
  const head = HEADS[node.group];
  if (head === undefined || widthOf(clean) <= most) return clipped(node.name, most);
  const letters = Array.from(clean);
  while (widthOf(letters.join("")) > most - head - 1) letters.shift();
  return clipped(clean, head).replace("…", "") + "…" + letters.join("");
}

/** The sign of a class in its colour, as in the legend. */
function sign(node) {
  return make("span", { class: "sign " + node.group, "aria-hidden": "true" }, DATA.classOf.get(node.group).sign);
}

/** A node's name that leads to its neighbourhood. */
function link(node, text = node.name) {
  return button(text, () => go({ view: "focus", node: node.id, pick: "", to: "", open: {} }), { class: "link name" });
}

/** Tells a short message to everyone, screen readers too. */
function say(text) {
  $("said").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => {
    $("said").textContent = "";
  }, 4000);
}

/** Runs once a burst of calls is over. */
function settled(task, wait) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, wait);
  };
}
