// A picture becomes the next: entries travel to where they stand then, new zeros appear, the window glides.
const DURATION = 600;
const still = matchMedia("(prefers-reduced-motion: reduce)");
let running = [];

function glide(page, turn) {
  settle();
  const before = page.querySelectorAll(".frame.now");
  const stood = new Map([...before].map((frame) => [frame.parentElement, places(frame)]));
  turn();
  if (still.matches) return;
  for (const frame of page.querySelectorAll(".frame.now")) {
    const old = stood.get(frame.parentElement);
    if (old && old.frame !== frame) travel(old, places(frame));
  }
}

function places(frame) {
  const tables = [...frame.querySelectorAll(".matrix")].map((table) => {
    const cells = new Map();
    for (const cell of table.querySelectorAll("td")) {
      const name = cell.dataset.cell;
      if (name && !cells.has(name)) cells.set(name, cell.getBoundingClientRect());
    }
    return { table, cells, window: around(table.querySelectorAll("td.window")) };
  });
  return { frame, tables };
}

function around(cells) {
  const boxes = [...cells].map((cell) => cell.getBoundingClientRect());
  if (!boxes.length) return null;
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const [right, bottom] = [Math.max(...boxes.map((box) => box.right)), Math.max(...boxes.map((box) => box.bottom))];
  return { left, top, width: right - left, height: bottom - top };
}

function travel(old, now) {
  const scale = now.frame.getBoundingClientRect().width / now.frame.offsetWidth || 1;
  now.tables.forEach(({ table, cells, window: read }, number) => {
    const from = old.tables[number];
    if (!from) return;
    const timing = { duration: DURATION, easing: "cubic-bezier(.4, 0, .2, 1)", fill: "backwards" };
    for (const cell of table.querySelectorAll("td")) {
      const [was, is] = [from.cells.get(cell.dataset.cell), cells.get(cell.dataset.cell)];
      if (was && is) {
        const [across, down] = [(was.left - is.left) / scale, (was.top - is.top) / scale];
        if (Math.abs(across) + Math.abs(down) > 1) {
          const path = [{ transform: `translate(${across}px, ${down}px)` }, { transform: "none" }];
          running.push(cell.animate(path, timing));
        }
      } else if (from.cells.size) {
        running.push(cell.animate([{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }], timing));
      }
    }
    if (from.window && read) glass(table, from.window, read);
  });
}

function glass(table, from, to) {
  const lens = document.createElement("div");
  lens.className = "lens";
  document.body.append(lens);
  const frame = (box) => ({ left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px`, height: `${box.height}px` });
  table.classList.add("moving");
  const moved = lens.animate([frame(from), frame(to)], { duration: DURATION, easing: "ease-in-out", fill: "forwards" });
  moved.onfinish = () => {
    lens.remove();
    table.classList.remove("moving");
  };
  running.push(moved);
}

// Whoever steps on does not wait: what still moves is where it belongs at once.
function settle() {
  running.forEach((animation) => animation.playState === "running" && animation.finish());
  document.querySelectorAll(".lens").forEach((lens) => lens.remove());
  document.querySelectorAll(".moving").forEach((table) => table.classList.remove("moving"));
  running = [];
}
