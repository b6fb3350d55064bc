// Every fact that passes the filters, with its sentence, narrowed by words.

let factsDrawn = MOST_CARDS;

function renderFacts() {
  const facts = shownFacts(DATA.facts).filter((fact) => fits(fact));
  $("facts").replaceChildren(
    make(
      "div",
      { class: "bar-above" },
      make("h2", {}, word("factsTitle", { n: amount(facts.length) })),
      wordsBox("facts-words"),
    ),
    make("div", { class: "cards" }, facts.slice(0, factsDrawn).map(evidenceCard)),
    facts.length ? "" : make("p", { class: "faint" }, word("none")),
    facts.length > factsDrawn
      ? button(
          word("more", { n: amount(facts.length - factsDrawn) }),
          () => {
            factsDrawn += MOST_CARDS;
            renderFacts();
          },
          { class: "wide" },
        )
      : "",
  );
}

/** Whether names, figure or sentence of a fact have the words that the reader narrows by. */
function fits(fact) {
  const wanted = fold(state.words);
  if (!wanted) return true;
  const told = [...fact.ends.map((node) => node.name), fact.figure?.words || "", fact.report?.bureau?.name || ""];
  if (told.some((text) => fold(text).includes(wanted))) return true;
  return fact.places.some(([number, start, end]) => {
    const { text } = passage(number);
    return fold(cut(text, ...sentenceAround(text, start, end))).includes(wanted);
  });
}

/** The box for words; drawing anew keeps the cursor in it. */
function wordsBox(id) {
  const input = make("input", {
    type: "search",
    id,
    value: state.words,
    "aria-label": word("narrow"),
    placeholder: word("narrow"),
  });
  const apply = settled(() => {
    go({ words: input.value.trim() }, true);
    const again = $(id);
    again?.focus();
    again?.setSelectionRange(again.value.length, again.value.length);
  }, 250);
  input.addEventListener("input", (event) => {
    if (!event.isComposing) apply();
  });
  input.addEventListener("compositionend", apply);
  return input;
}
