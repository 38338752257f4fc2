// A grid is made of the one beside it: its entries travel from where they stand there, and what is new appears.
const DURATION = 600;
const still = matchMedia("(prefers-reduced-motion: reduce)");
let running = [];

function glide(page, turn) {
  settle();
  const before = [...page.querySelectorAll(".frame.now")];
  turn();
  if (still.matches) return;
  for (const old of before) {
    const frame = old.parentElement.querySelector(".frame.now");
    if (frame !== old) travel(tables(old), tables(frame), scaled(frame));
  }
}

const tables = (frame) => [...frame.querySelectorAll(".matrix")];
const made = (table) => !table.querySelector("td.open");
const scaled = (frame) => frame.getBoundingClientRect().width / frame.offsetWidth || 1;

function places(table) {
  const named = [...table.querySelectorAll("td[data-cell]")].reverse(); // of equal ones the first
  return new Map(named.map((cell) => [cell.dataset.cell, cell.getBoundingClientRect()]));
}

function travel(before, now, scale) {
  now.forEach((table, number) => {
    if (number === 0 || !made(table) || made(before[number])) return;
    const stood = places(now[number - 1]);
    const moves = [...table.querySelectorAll("td")].map((cell) => [cell, path(stood.get(cell.dataset.cell), cell, scale)]);
    const timing = { duration: DURATION, easing: "cubic-bezier(.4, 0, .2, 1)", fill: "backwards" };
    running.push(...moves.map(([cell, frames]) => cell.animate(frames, timing)));
  });
}

function path(was, cell, scale) {
  if (!was) return [{ opacity: 0 }, { opacity: 0, offset: 0.5 }, { opacity: 1 }];
  const is = cell.getBoundingClientRect();
  const [across, down] = [(was.left - is.left) / scale, (was.top - is.top) / scale];
  return [{ transform: `translate(${across}px, ${down}px)` }, { transform: "none" }];
}

// Whoever steps on does not wait: what still moves is where it belongs at once.
function settle() {
  running.forEach((animation) => animation.playState === "running" && animation.finish());
  running = [];
}
