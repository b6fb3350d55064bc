// The lines of a phone's picture: two columns stand below the centre, one trunk runs between them, a branch to each box.

const BRANCH = 13; // from the trunk to a box
const TIP = 5; // of an arrow

/** Whether the picture has a trunk in place of a line from box to box, which would run below all boxes between. */
function hasTrunk() {
  return drawn.narrow && state.layout !== "force";
}

/** Draws trunk and branches on the canvas, below the boxes; lines among the others have no room there. */
function drawTrunk(context) {
  const theme = colours();
  const [centre, ...others] = drawn.placed.filter((item) => item.node);
  context.strokeStyle = context.fillStyle = theme.faint;
  context.lineWidth = 1.1;
  segment(context, [centre.x, centre.y], [centre.x, Math.max(...others.map((item) => item.y))]);
  for (const item of others) drawBranch(context, centre, item, theme);
}

/** A branch in the stroke of its status, with an arrow the way the fact goes. */
function drawBranch(context, centre, { node, x, y }, theme) {
  const own = drawn.lines.filter(({ line }) => line.includes(node) && line.includes(centre.node));
  if (!own.length) return;
  const side = Math.sign(x - centre.x);
  const [stem, box] = [
    [centre.x, y],
    [centre.x + side * BRANCH, y],
  ];
  const chosen = state.pick === "node:" + node.id;
  context.strokeStyle = context.fillStyle = chosen ? theme.accent : theme.faint;
  context.lineWidth = chosen ? 2.5 : 1.1;
  context.setLineDash(dashes(own.flatMap((entry) => entry.facts)) || []);
  segment(context, stem, box);
  context.setLineDash([]);
  if (own.some(({ line }) => line[2] === node)) tip(context, box, side);
  if (own.some(({ line }) => line[0] === node)) tip(context, stem, -side);
}

function segment(context, from, to) {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

/** The head of an arrow that points to the right (side 1) or left (-1). */
function tip(context, [x, y], side) {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - side * TIP, y - TIP / 2);
  context.lineTo(x - side * TIP, y + TIP / 2);
  context.fill();
}
