// Practise: an entry is asked, the answer is judged, its mistake is named. A seed and a level are the questions;
// the score stays in this browser.
import { ask } from "./asking.js";
import { all, announce, byId, copyText, make, say, written } from "./dom.js";
import { formula } from "./formula.js";
import { address, LAYER, listen, put, state } from "./state.js";

const STORE = "symconv-score";
let asked = null;
let tries = 0;
let done = false;

const number = () => Number(state.q) || 0;
const request = () => ({ seed: Number(state.seed) || 0, level: Number(state.level) || 1, number: number(), base: Number(state.base) || 0 });

function score(change) {
  let held = { right: 0, asked: 0, row: 0 };
  try {
    held = { ...held, ...JSON.parse(localStorage.getItem(STORE) ?? "{}") };
    if (change) localStorage.setItem(STORE, JSON.stringify(change(held)));
  } catch { /* a browser that keeps nothing */ }
  byId("score").textContent = say("live.practise.score", held);
}

async function load() {
  if (state.tab !== "practise") return;
  if (state.seed === "") return put({ seed: 1 + Math.floor(Math.random() * 9998) });
  const answer = await ask("exercise", request());
  if (answer.stale) return;
  byId("error").textContent = answer.error ?? "";
  byId("practise").classList.toggle("stopped", Boolean(answer.error));
  if (answer.error) return;
  asked = answer;
  tries = 0;
  done = false;
  byId("asked").replaceChildren(
    written("p", say("live.practise.ask", { entry: answer.entry, layer: answer.told }), { class: "large" }),
    make("p", { class: "soft" }, say(answer.terms === 1 ? "live.practise.term" : "live.practise.terms", { n: answer.terms })));
  palette();
  byId("typed").value = "";
  byId("said").replaceChildren();
  byId("question").textContent = say("live.practise.number", { n: number() + 1, seed: state.seed });
  for (const one of all("[data-level]", byId("levels"))) one.setAttribute("aria-pressed", String(one.dataset.level === state.level));
  score();
  announce(`${byId("question").textContent} ${byId("asked").textContent}`, 0);
}

function palette() {
  const other = asked.tensor === "input" ? "f_" : "x_";
  byId("palette").replaceChildren(...["∂L/∂o_", other, "·", " + ", "0", "1", "2", "3"].map((text) =>
    make("button", { type: "button", onclick: () => insert(text) }, text.trim())));
}

function insert(text) {
  const input = byId("typed");
  input.setRangeText(text, input.selectionStart, input.selectionEnd, "end");
  input.focus();
}

async function judge(solution = false) {
  const typed = byId("typed").value;
  if (!solution && !typed.trim()) return byId("typed").focus();
  const answer = await ask("judge", { ...request(), text: typed, solution });
  if (answer.stale) return;
  byId("error").textContent = answer.error ?? "";
  if (answer.error) return;
  if (answer.tone !== "open") tries += 1;
  const first = !done && (answer.tone === "right" || solution);
  if (first) {
    const earned = answer.tone === "right" && !solution;
    done = true;
    score((held) => ({ right: held.right + earned, asked: held.asked + 1, row: earned ? held.row + 1 : 0 }));
  }
  show(answer, solution);
}

function show(answer, solution) {
  const [mistake] = answer.mistakes;
  const sign = { right: "✓", wrong: "✗", open: "?" }[answer.tone];
  const said = make("article", { class: `verdict ${answer.tone}` });
  if (answer.verdict) said.append(make("h2", {}, make("span", { class: "mark", "aria-hidden": "true" }, sign), ` ${answer.verdict}`));
  if (answer.html) said.append(written("p", answer.html, { class: "understood" }));
  if (answer.other) said.append(make("p", {}, say("live.practise.other")));
  if (mistake && answer.tone === "wrong") {
    said.append(written("p", mistake.question, { class: "ask" }));
    const told = make("details", {}, make("summary", {}, say("live.practise.why")), written("p", `<strong>${mistake.title}.</strong> ${mistake.explanation}`));
    said.append(told);
  }
  if (answer.message) said.append(written("p", answer.message));
  if (answer.solution) said.append(formula(answer.solution));
  const buttons = make("p", { class: "row" });
  if (answer.tone === "right" || solution) buttons.append(make("button", { type: "button", class: "strong", id: "next", onclick: next }, say("live.practise.next")));
  else if (tries) buttons.append(make("button", { type: "button", id: "solve", onclick: () => judge(true) }, say("live.practise.solve")));
  buttons.append(make("button", { type: "button", class: "plain", onclick: open }, say("live.practise.look")));
  said.append(buttons);
  byId("said").replaceChildren(said);
  announce(said.textContent, 0);
  byId("next")?.focus();
}

const next = () => {
  put({ q: number() + 1 });
  byId("typed").focus();
};

// The layer of the question, to be looked at in Explore.
function open() {
  const changes = { tab: "explore", view: asked.tensor === "input" ? "x" : "f", i: "", at: "", e: "", bias: "", t: "" };
  for (const [short, name] of Object.entries(LAYER)) {
    const value = asked.layer[name];
    if (Array.isArray(value)) changes[short] = value.map((part) => (Array.isArray(part) ? part.join(":") : part)).join("x");
    else if (typeof value === "number") changes[short] = value;
  }
  put(changes);
}

export function practise() {
  byId("levels").append(...["1", "2", "3"].map((level) =>
    make("button", { type: "button", "data-level": level, "aria-pressed": "false", onclick: () => put({ level, q: "0" }) }, say("live.practise.level", { n: level }))));
  byId("answer").addEventListener("submit", (event) => {
    event.preventDefault();
    judge();
  });
  byId("share").addEventListener("click", async () => {
    await copyText(address({ q: "0" }));
    announce(say("live.copied"), 0);
  });
  byId("forget").addEventListener("click", () => {
    try { localStorage.removeItem(STORE); } catch { /* nothing is kept */ }
    score();
  });
  listen((changed) => ["tab", "seed", "level", "q", "base"].some((name) => changed.has(name)) && load());
  load();
}
