// Who stands around a node, how many of them there is room for and where, and the shortest way between two nodes.

const MOST_SHOWN = 80;
const ROW = 36;
const GAP = 262; // from the centre to the columns beside it, and where lines have words on them
const WIDE_GAP = 330;
const FEW = 8;
const COLUMN = 224;
const NARROW_ROWS = 18; // of each of a phone's two columns

/** Facts that a node has a part in; a report has a part in all that it tells. */
function factsOf(node) {
  return node.report ? node.report.facts : node.facts;
}

/** Neighbours of a node, each with the facts that tie them; of facts that `fits` lets pass. */
function around(centre, fits = allowed) {
  const found = new Map();
  for (const fact of factsOf(centre)) {
    if (!fits(fact)) continue;
    for (const node of fact.report && !centre.report ? [...fact.ends, fact.report.node] : fact.ends) {
      if (node === centre) continue;
      if (found.has(node)) found.get(node).push(fact);
      else found.set(node, [fact]);
    }
  }
  return found;
}

/** Neighbours that pass the filters, by class in the order of the columns, the closest first. */
function neighbourhood(centre) {
  const near = [...around(centre)]
    .filter(([node]) => seen(node))
    .sort((a, b) => b[1].length - a[1].length || byDegree(a[0], b[0]));
  return DATA.classes
    .map((entry) => ({ ...entry, nodes: near.filter(([node]) => node.group === entry.name).map(([node]) => node) }))
    .filter((entry) => entry.nodes.length);
}

/** How many of each group to show in so many rows: each the same, but one that the reader opened comes first. */
function shares(groups, rows) {
  const want = groups.map((entry) => entry.nodes.length - first(entry));
  const got = want.map((n) => Math.min(n, 2));
  let left = rows - 2 * groups.length - got.reduce((a, b) => a + b, 0); // a row for the heading, one for what is left over
  const opened = groups.findIndex((entry) => entry.name in state.open);
  if (opened >= 0) {
    const more = Math.max(0, Math.min(want[opened] - got[opened], left));
    got[opened] += more;
    left -= more;
  }
  while (left > 0 && got.some((n, i) => n < want[i])) {
    for (let i = 0; i < got.length && left > 0; i++) {
      if (got[i] < want[i]) {
        got[i]++;
        left--;
      }
    }
  }
  return got;
}

function first(entry) {
  return Math.min(state.open[entry.name] || 0, Math.max(0, entry.nodes.length - 1));
}

/** Rows of one side: headings, nodes, and stubs for what there is no room for. */
function sideRows(groups, rows) {
  const got = shares(groups, rows);
  return groups.map((entry, i) => {
    const start = first(entry);
    const rest = entry.nodes.length - start - got[i];
    return [
      { head: entry, count: entry.nodes.length },
      ...(start ? [{ stub: entry, to: Math.max(0, start - got[i]), n: start, back: true }] : []),
      ...entry.nodes.slice(start, start + got[i]).map((node) => ({ node })),
      ...(rest ? [{ stub: entry, to: start + got[i], n: rest }] : []),
    ];
  });
}

/** Blocks to columns: one each where they fit, else they flow on from column to column. */
function flow(blocks, columns, rows) {
  if (blocks.length <= columns && blocks.every((block) => block.length <= rows + 2)) return blocks;
  const items = blocks.flat();
  const height = Math.ceil(items.length / columns);
  const found = [[]];
  for (const item of items) {
    const last = found[found.length - 1];
    const full = last.length >= height || (item.head && last.length >= height - 2);
    if (full && found.length < columns) found.push([item]);
    else last.push(item);
  }
  return found;
}

/** The neighbourhood as placed rows, for a stage of some size: reports and bureaus left, the rest right of the centre. */
function arranged(centre, width, height) {
  const groups = neighbourhood(centre);
  const onlyTellers = groups.every((entry) => entry.side < 0); // then bureaus have the right side to themselves
  const left = groups.filter((entry) => entry.side < 0 && !(onlyTellers && entry.name === "Bureau"));
  const right = groups.filter((entry) => !left.includes(entry));
  const narrow = width < 560; // a phone: the centre above, all else in two columns below it, as long as they are
  const rows = narrow ? NARROW_ROWS : Math.max(12, Math.min(26, Math.floor(height / (ROW * 0.8))));
  const total = groups.reduce((sum, entry) => sum + entry.nodes.length, 0);
  const gap = total <= FEW ? WIDE_GAP : GAP;
  const fixed = left.length ? 2 * gap + 210 : gap + 210;
  const columns = narrow ? 2 : Math.max(1, Math.min(3, 1 + Math.floor((width / 0.78 - fixed) / COLUMN)));
  const most = MOST_SHOWN - 1;
  const onLeft = narrow ? [] : flow(sideRows(left, Math.min(rows, most)), 1, rows);
  const used = onLeft.flat().filter((item) => item.node).length;
  const blocks = sideRows(narrow ? groups : right, Math.min(rows * columns, most - used));
  const onRight = flow(narrow && total <= FEW ? blocks.map((block) => tied(block, centre)) : blocks, columns, rows);
  const placed = [{ node: centre, centre: true, x: 0, y: 0 }];
  const put = (list, x) =>
    list.forEach((item, i) =>
      placed.push({ ...item, x, y: narrow ? (i + 1.6) * ROW : (i - (list.length - 1) / 2) * ROW }),
    );
  onLeft.forEach((list) => put(list, -gap));
  onRight.forEach((list, n) => put(list, narrow ? (n - 0.5) * (COLUMN + 16) : gap + n * COLUMN));
  return { placed, narrow, total };
}

/** Rows with the relation to the centre above each node: on a phone there is no room for words on the lines. */
function tied(rows, centre) {
  return rows.flatMap((item) => {
    if (!item.node) return [item];
    const found = linesAmong(new Set([centre, item.node]), centre).map(({ line }) => line);
    const words = found.map(([from, predicate]) => `${relation(predicate)} ${from === centre ? "↓" : "↑"}`);
    return words.length ? [{ tie: item.node, words: [...new Set(words)].join("、") }, item] : [item];
  });
}

/** The shortest way between two nodes over facts that pass the filters; empty where there is none. */
function shortestPath(from, to) {
  const before = new Map([[from, null]]);
  const queue = [from];
  for (let i = 0; i < queue.length && !before.has(to); i++) {
    for (const fact of factsOf(queue[i])) {
      if (!allowed(fact)) continue;
      for (const [a, , b] of lines(fact)) {
        const next = a === queue[i] ? b : b === queue[i] ? a : null;
        if (next && !before.has(next) && (seen(next) || next === to)) {
          before.set(next, queue[i]);
          queue.push(next);
        }
      }
    }
  }
  if (!before.has(to)) return [];
  const path = [];
  for (let node = to; node; node = before.get(node)) path.unshift(node);
  return path;
}

/** Lines among some nodes: those of the centre, and the others' own, each with its facts. */
function linesAmong(shown, centre) {
  const found = new Map();
  const add = (line, fact) => {
    const key = lineKey(line);
    if (!found.has(key)) found.set(key, { key, line, facts: [] });
    found.get(key).facts.push(fact);
  };
  for (const fact of new Set(
    [...shown].flatMap((node) => (factsOf(node).length > 3000 && node !== centre ? [] : factsOf(node))),
  )) {
    if (!allowed(fact)) continue;
    for (const line of lines(fact))
      if (line[0] !== line[2] && shown.has(line[0]) && shown.has(line[2])) add(line, fact);
    if (!fact.report || !shown.has(fact.report.node)) continue;
    for (const end of fact.ends) {
      if (end !== fact.report.node && shown.has(end) && (end === centre || fact.report.node === centre))
        add([fact.report.node, "thing", end], fact);
    }
  }
  return [...found.values()];
}
