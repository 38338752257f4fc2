// Explore: a layer whose window slides, in symbols and in numbers, by play, step, drag and keyboard.
import { ask } from "./asking.js";
import { copying } from "./copying.js";
import { all, announce, byId, calmly, make, say, written } from "./dom.js";
import { editing } from "./editing.js";
import { formula } from "./formula.js";
import { drawn, fit, put as place } from "./grids.js";
import { light, lights, meet, onto } from "./light.js";
import { asked, letterOf, listen, look, put, shown, state } from "./state.js";
import { wrong, wrongMenu } from "./wrong.js";

const PACES = [1400, 800, 350];
const MODES = { s: "live.mode.s", n: "live.mode.n", b: "live.mode.b" };
const SHOWN = { image: "live.image", channel: "live.channel", filter: "live.filter", slice: "live.slice" };
let told = null;
let slide = null;
let panels = [];
let timer = 0;

export const current = () => ({ told, slide, stop: slide?.stops[at()], at: at() });
const stops = () => slide?.stops ?? [];
const at = () => Math.min(state.i === "" ? slide?.at ?? 0 : Number(state.i) || 0, Math.max(stops().length - 1, 0));

// What Python says of the layer, then all that is drawn from it.
async function load() {
  const answer = await ask("explore", { ...asked(), what: shown() });
  if (answer.stale) return;
  byId("error").textContent = answer.error ?? "";
  byId("explore").classList.toggle("stopped", Boolean(answer.error));
  if (answer.error) return pause();
  told = answer;
  if (state.n === "") put({ n: answer.layer.input_size.join("x") });
  byId("told").textContent = answer.told;
  byId("proven").textContent = say("live.proven", { n: answer.proven });
  meet(answer.meetings);
  draw();
  wrongMenu(answer);
}

function draw() {
  [slide] = told.slides;
  for (const tab of all("#slides [role=tab]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.made === slide.what));
    tab.tabIndex = tab.dataset.made === slide.what ? 0 : -1;
  }
  byId("stage").setAttribute("aria-labelledby", `slide-${letterOf(slide.what)}`);
  byId("title").innerHTML = slide.title;
  panels = drawn(byId("grids"), slide.rows, told.entries);
  onto(panels, slide.stops);
  choices();
  byId("rule-made").replaceChildren(formula(slide.rule));
  const range = byId("range");
  range.max = Math.max(slide.stops.length - 1, 0);
  byId("left-out").textContent = slide.left_out ? say("live.left-out", { n: slide.left_out }) : "";
  sized();
  moved(false);
}

// Which image, channel and slice is shown.
function choices() {
  byId("choices").replaceChildren(...slide.choices.map((one) => {
    const select = make("select", { id: `choice-${one.axis}` },
      ...Array.from({ length: one.count }, (_, n) => make("option", { value: n }, String(n + (Number(state.base) || 0)))));
    select.value = one.at;
    select.addEventListener("change", () => {
      const places = [];
      for (const other of slide.choices) places[other.axis] = other.axis === one.axis ? Number(select.value) : other.at;
      look(slide.what, Array.from(places, (n) => n ?? 0));
    });
    return make("label", {}, `${say(SHOWN[one.name])} `, select);
  }));
}

// The grids are as large as they may be without anything else leaving the window; room is kept for the longest sum.
function sized() {
  if (!panels.length || byId("explore").hidden) return;
  const made = byId("made");
  const longest = stops().reduce((best, stop) => (stop.made.text.length > best.made.text.length ? stop : best));
  const now = [...made.childNodes];
  made.style.minHeight = "";
  made.replaceChildren(...equations(longest));
  made.style.minHeight = `${made.offsetHeight}px`;
  made.replaceChildren(...now);
  const rest = byId("explore").offsetHeight - byId("grids").offsetHeight;
  const room = innerHeight - byId("explore").getBoundingClientRect().top - scrollY - rest - 14;
  fit(byId("grids"), panels, state.m, Math.max(room, 160));
}

// Large: the stage alone, for the wall.
function enlarge() {
  const large = document.body.classList.toggle("wall");
  byId("large").setAttribute("aria-pressed", String(large));
  sized();
}

// The window at a stop: frames, what meets, what is made, and what is not yet made.
function moved(aloud = true) {
  const stop = stops()[at()];
  if (!stop) return;
  const [fills] = panels.filter((one) => one.grid.role === "fills");
  for (const one of panels) {
    if (one.grid.role === "over") place(one.frame, stop.frame);
    else if (one.grid.role === "slides") place(one.frame, [0, 0, one.rows, one.columns]);
    else if (one.grid.role === "fills") place(one.frame, [...stop.now, 1, 1]);
    for (const cell of all(".pair", one.table)) cell.classList.remove("pair");
  }
  for (const [line, column, r, c] of stop.met)
    panels.find((one) => one.figure.dataset.line == line && one.figure.dataset.at == column).table.rows[r].cells[c].classList.add("pair");
  const order = new Map(stops().map((one, n) => [`${one.now}`, n]));
  for (const cell of all("td", fills.table)) {
    const own = order.get(`${cell.dataset.row},${cell.dataset.column}`) ?? -1;
    cell.classList.toggle("now", own === at());
    cell.classList.toggle("open", own > at());
  }
  byId("made").replaceChildren(...equations(stop));
  byId("made").tabIndex = byId("made").scrollHeight > byId("made").clientHeight + 1 ? 0 : -1;
  const range = byId("range");
  range.value = at();
  range.setAttribute("aria-valuetext", say("live.place", { n: at() + 1, of: stops().length }));
  byId("count").textContent = `${at() + 1} / ${stops().length}`;
  if (aloud) announce(stop.made.text.split("\n")[timer ? 1 : 0] ?? stop.made.text, timer ? 600 : 250);
  wrong(slide, fills, stop, told);
}

function equations(stop) {
  const made = formula(stop.made);
  const [symbols, numbers] = all(".line", made);
  symbols?.classList.add("symbols");
  numbers?.classList.add("numbers");
  return [made];
}

export const step = (by) => put({ i: (at() + by + stops().length) % stops().length });
const to = (n) => put({ i: Math.max(0, Math.min(n, stops().length - 1)) });

function pause() {
  clearInterval(timer);
  timer = 0;
  const play = byId("play");
  play.textContent = "▶";
  play.setAttribute("aria-label", say("live.play"));
}

function play() {
  if (timer) return pause();
  if (at() === stops().length - 1) put({ i: 0 });
  timer = setInterval(() => {
    if (document.hidden || state.tab !== "explore") return pause();
    step(1);
    if (at() === stops().length - 1) pause();
  }, PACES[byId("pace").value]);
  byId("play").textContent = "❚❚";
  byId("play").setAttribute("aria-label", say("live.pause"));
}

// Drag the window, or press on a result to go to it.
function dragging() {
  const grids = byId("grids");
  let from = null;
  const cellAt = (event) => document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches?.("td"));
  const follow = (event) => {
    const field = from.field.getBoundingClientRect();
    const row = ((event.clientY - field.top) / field.height) * from.rows;
    const column = ((event.clientX - field.left) / field.width) * from.columns;
    const far = (stop) => Math.hypot(stop.frame[0] + stop.frame[2] / 2 - row, stop.frame[1] + stop.frame[3] / 2 - column);
    const nearest = stops().reduce((best, stop, n) => (far(stop) < far(stops()[best]) ? n : best), 0);
    put({ i: nearest });
  };
  grids.addEventListener("pointerdown", (event) => {
    const one = panels.find((panel) => panel.field.contains(event.target));
    if (one?.grid.role !== "over" || event.button) return;
    from = { ...one, x: event.clientX, y: event.clientY, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    if (!from.moved && Math.hypot(event.clientX - from.x, event.clientY - from.y) < 8) return;
    if (!from.moved) { pause(); grids.classList.add("dragging"); light(""); }
    from.moved = true;
    follow(event);
  });
  const end = () => {
    if (from?.moved) addEventListener("click", (event) => event.stopPropagation(), { capture: true, once: true });
    grids.classList.remove("dragging");
    from = null;
  };
  addEventListener("pointerup", end);
  addEventListener("pointercancel", end);
  grids.addEventListener("click", (event) => {
    const cell = event.target.closest("td") ?? cellAt(event);
    const one = panels.find((panel) => panel.field.contains(cell));
    if (one?.grid.role === "fills") goTo(cell);
  });
}

function goTo(cell) {
  const n = stops().findIndex((stop) => `${stop.now}` === `${cell.dataset.row},${cell.dataset.column}`);
  if (n >= 0) { pause(); put({ i: n }); }
}

// In a grid arrows walk from cell to cell; elsewhere on the stage they move the window.
function keys(event) {
  const cell = event.target.closest?.("td");
  if (event.target.closest?.("input, select, textarea") && event.target.id !== "range") return;
  if (cell) {
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (by) {
      const next = cell.closest("table").rows[Number(cell.dataset.row) + by[0]]?.cells[Number(cell.dataset.column) + by[1]];
      event.preventDefault();
      if (!next) return;
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    } else if (event.key === "Enter" && cell.closest(".fills")) goTo(cell);
    return;
  }
  const does = { ArrowRight: () => step(1), ArrowLeft: () => step(-1), Home: () => to(0), End: () => to(stops().length - 1) }[event.key];
  if (does && !event.target.closest?.("[role=tab]")) {
    event.preventDefault();
    pause();
    does();
  }
}

const button = (id, label, sign, does) =>
  make("button", { type: "button", id, "aria-label": label, title: label, onclick: () => { if (id !== "play") pause(); does(); } }, sign);

function controls() {
  const range = make("input", { type: "range", id: "range", min: 0, value: 0, "aria-label": say("live.range") });
  range.addEventListener("input", () => { pause(); to(Number(range.value)); });
  const pace = make("input", { type: "range", id: "pace", min: 0, max: 2, value: 1 });
  pace.addEventListener("change", () => { if (timer) { pause(); play(); } });
  byId("controls").append(
    button("first", say("live.first"), "«", () => to(0)),
    button("back", say("live.back"), "‹", () => step(-1)),
    button("play", say("live.play"), "▶", play),
    button("on", say("live.on"), "›", () => step(1)),
    button("last", say("live.last"), "»", () => to(stops().length - 1)),
    range, make("output", { id: "count", "aria-hidden": "true" }), make("label", { class: "pace" }, say("live.pace"), pace));
}

function modes() {
  byId("modes").append(...Object.entries(MODES).map(([mode, title]) =>
    make("button", { type: "button", "data-mode": mode, "aria-pressed": "false", onclick: () => put({ m: mode }) }, say(title))));
}

function values() {
  const dice = make("button", { type: "button", class: "plain", onclick: () => put({ v: `random:${Math.floor(Math.random() * 9999)}`, e: "" }) }, say("live.values.random"));
  const first = make("button", { type: "button", class: "plain", onclick: () => put({ v: "chosen", e: "" }) }, say("live.values.chosen"));
  byId("values").append(dice, first, make("span", { class: "soft" }, say("live.values.click")));
}

export function explore() {
  for (const tab of all("#slides [role=tab]")) tab.addEventListener("click", () => put({ view: letterOf(tab.dataset.made), i: "" }));
  byId("slides").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const tabs = all("#slides [role=tab]");
    const next = tabs[(tabs.indexOf(event.target.closest("[role=tab]")) + by + tabs.length) % tabs.length];
    event.preventDefault();
    next.click();
    next.focus();
  });
  byId("large").addEventListener("click", enlarge);
  controls();
  modes();
  values();
  lights();
  dragging();
  editing(byId("grids"), () => told);
  copying(current);
  byId("stage").addEventListener("keydown", keys);
  addEventListener("resize", calmly(sized, 80));
  byId("rule").addEventListener("toggle", sized);
  const mode = () => {
    byId("explore").dataset.mode = state.m in MODES ? state.m : "s";
    for (const one of all("[data-mode]", byId("modes"))) one.setAttribute("aria-pressed", String(one.dataset.mode === state.m));
    sized();
  };
  mode();
  const asking = ["n", "k", "s", "p", "d", "op", "ci", "co", "g", "nb", "bias", "t", "v", "e", "base", "at", "view"];
  listen((changed) => {
    if (asking.some((name) => changed.has(name))) load();
    else if ((changed.has("i") || changed.has("wrong")) && told) moved();
    if (changed.has("m")) mode();
    if (changed.has("tab")) sized();
  });
  byId("grids").addEventListener("wrong", () => {
    moved(false);
    sized();
  });
  addEventListener("keydown", (event) => event.key === "Escape" && document.body.classList.contains("wall") && enlarge());
  return load();
}
