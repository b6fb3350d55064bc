// Puts the page together and listens.

const DRAW = {
  landing: renderLanding,
  focus: renderFocus,
  facts: renderFacts,
  figures: renderFigures,
  gaps: renderGaps,
  compare: renderCompare,
};
let seenView = "";

/** The control that has the focus, as its place among those of its part of the page: drawing anew keeps it there. */
function focused() {
  const part = document.activeElement?.closest(
    "#legend, #tools, #listing, #facts, #figures, #gaps, #compare, #evidence, #tabs",
  );
  const controls = () => [...part.querySelectorAll("button, input, summary")];
  const place = part ? controls().indexOf(document.activeElement) : -1;
  return () => {
    if (place >= 0 && !part.hidden && !part.contains(document.activeElement))
      controls()[place]?.focus({ preventScroll: true });
  };
}

function render() {
  const refocus = focused();
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  renderHeader();
  for (const view of VIEWS) $(view).hidden = view !== state.view;
  const wide = ["facts", "gaps"].includes(state.view) || (["figures", "compare"].includes(state.view) && !state.pick);
  $("main").className = state.view + (wide ? " wide" : "") + (state.pick ? " picked" : "");
  renderFilters();
  DRAW[state.view]();
  const looked = [state.view, state.node, state.pick].join(" ");
  if (looked !== seenView) {
    cardsShown = MOST_CARDS;
    $("evidence").scrollTop = 0;
    if (seenView.split(" ")[0] !== state.view) $("stage").scrollTop = 0;
    if (state.view === "landing") $("search").value = "";
    seenView = looked;
  }
  renderEvidence();
  refocus();
}

function renderHeader() {
  $("home").textContent = DATA.title || word("title");
  $("language").textContent = word("language");
  $("search").placeholder = word("search");
  $("search").setAttribute("aria-label", word("search"));
  $("hits").setAttribute("aria-label", word("search"));
  $("evidence").setAttribute("aria-label", word("evidence"));
  $("tabs").setAttribute("aria-label", word("views"));
  const centre = DATA.byId.get(state.node);
  const last = centre || DATA.reporters[0] || DATA.nodes[0];
  const where = {
    landing: {},
    focus: { node: last?.id || "" },
    facts: {},
    figures: {},
    gaps: {},
    compare: state.bureaus.length
      ? {}
      : {
          bureaus: reporters()
            .slice(0, 2)
            .map(([node]) => node.id),
        },
  };
  $("tabs").replaceChildren(
    ...VIEWS.filter((view) => view !== "gaps" || DATA.shortcomings.length).map((view) =>
      button(word(view), () => go({ view, pick: "", ...where[view] }), {
        "aria-current": view === state.view ? "page" : null,
        "data-view": view,
      }),
    ),
  );
}

function listen() {
  searchBox($("search"), $("hits"), (node) => {
    $("search").value = "";
    $("search").blur();
    go({ view: "focus", node: node.id, pick: "", to: "", open: {} });
  });
  $("home").addEventListener("click", () => go({ view: "landing", pick: "" }));
  $("language").addEventListener("click", () => {
    address.language = true;
    go({ language: state.language === "zh" ? "en" : "zh" }, true);
  });
  document.addEventListener("keydown", (event) => {
    const typing =
      ["INPUT", "TEXTAREA", "SELECT"].includes(document.activeElement?.tagName) &&
      document.activeElement.type !== "checkbox";
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      $("search").focus();
    } else if (event.key === "Escape" && !typing && state.pick) go({ pick: "" }, true);
  });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", render);
  window.matchMedia("print").addEventListener("change", () => {
    if (state.view !== "focus") return;
    renderFocus(); // the canvas keeps the colours that it was drawn in: on paper, those of the day
    drawing.redraw();
  });
  if (window.matchMedia("(max-width: 60rem)").matches) $("filters").open = false;
}

dataBlock().then((data) => {
  prepare(data);
  prepareSearch();
  readAddress();
  listen();
  render();
  requestAnimationFrame(() =>
    setTimeout(() => {
      document.documentElement.dataset.ready = Math.round(performance.now());
    }),
  );
});
