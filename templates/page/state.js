// What the page shows stands in its address, so that a link leads to it.
export const LAYER = {
  n: "input_size", k: "kernel_size", s: "stride", p: "padding", d: "dilation", op: "output_padding",
  ci: "in_channels", co: "out_channels", g: "groups", nb: "batch_size", bias: "bias", t: "transposed",
};
const FLAGS = ["bias", "transposed"];
const GIVEN = { x: "input", f: "weight", b: "bias", d: "grad_output" };
export const FIRST = { n: "5x5", k: "3", s: "2", p: "0", d: "1", op: "0", ci: "1", co: "1", g: "1", nb: "1", bias: "", t: "" };
const OTHERS = { tab: "explore", view: "x", i: "", m: "s", v: "chosen", e: "", base: "0", at: "", wrong: "", len: "full",
  hint: "", seed: "", level: "1", q: "0" };
const DEFAULTS = { ...FIRST, ...OTHERS };

export const state = { ...DEFAULTS };
const listeners = new Set();
export const listen = (heard) => listeners.add(heard);

const told = () => new URLSearchParams(Object.entries(state).filter(([name, value]) => value !== DEFAULTS[name]));
export const address = (changes = {}) => {
  const own = new URLSearchParams(Object.entries({ ...state, ...changes }).filter(([name, value]) => value !== DEFAULTS[name]));
  return `${location.href.split("#")[0]}#${own}`;
};

// Changes some of it; listeners hear what changed.
export function put(changes) {
  const changed = Object.keys(changes).filter((name) => String(changes[name]) !== state[name]);
  if (!changed.length) return;
  for (const name of changed) state[name] = String(changes[name]);
  history.replaceState(null, "", `#${told()}`);
  for (const heard of listeners) heard(new Set(changed));
}

export function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  const next = { ...DEFAULTS };
  for (const [name, value] of given) if (name in DEFAULTS && value.length < 2000) next[name] = value;
  if (given.size && !given.has("n")) next.n = given.has("k") || given.has("s") || given.has("t") ? "" : DEFAULTS.n;
  if (given.size && !given.has("s")) next.s = given.has("k") || given.has("n") || given.has("t") ? "1" : DEFAULTS.s;
  return next;
}

addEventListener("hashchange", () => put(read()));

// The layer as Python takes it.
export function layer() {
  const found = {};
  for (const [short, name] of Object.entries(LAYER)) {
    if (FLAGS.includes(name)) { if (state[short]) found[name] = true; }
    else if (state[short] !== "" && !(name === "output_padding" && !state.t)) found[name] = state[short];
  }
  return found;
}

// Numbers that were changed by hand: {"input": {"12": 5}}.
export function edits() {
  const found = {};
  for (const [, letter, place, number] of state.e.matchAll(/([xfbd])(\d+):(-?\d+)/g)) {
    found[GIVEN[letter]] ??= {};
    found[GIVEN[letter]][place] = Number(number);
  }
  return found;
}

export function edit(tensor, place, number) {
  const letter = Object.keys(GIVEN).find((one) => GIVEN[one] === tensor);
  const rest = state.e.split(",").filter((one) => one && !one.startsWith(`${letter}${place}:`));
  put({ e: [...rest, `${letter}${place}:${number}`].join(",") });
}

// Which image, channel and slice is shown of each result: {"output": [0, 1]}.
const SEEN = { o: "output", x: "grad_input", f: "grad_weight" };
export function seen() {
  const found = {};
  for (const [, letter, places] of state.at.matchAll(/([oxf])([\d.]+)/g)) found[SEEN[letter]] = places.split(".").map(Number);
  return found;
}

export function look(what, places) {
  const letter = Object.keys(SEEN).find((one) => SEEN[one] === what);
  const rest = state.at.split(",").filter((one) => one && one[0] !== letter);
  put({ at: [...rest, `${letter}${places.join(".")}`].join(","), i: "" });
}

export const shown = () => SEEN[state.view] ?? "grad_input";
export const letterOf = (what) => Object.keys(SEEN).find((one) => SEEN[one] === what);
export const asked = () => ({ layer: layer(), values: state.v, edits: edits(), base: Number(state.base) || 0, at: seen() });
