// Check: what is typed is judged line by line while it is typed, with what was understood of it.
import { ask } from "./asking.js";
import { announce, byId, calmly, hintsOnly, make, say, written } from "./dom.js";
import { layer, listen, put, state } from "./state.js";

const SIGNS = { right: "✓", wrong: "✗", open: "?" };
const ROLES = {
  input: "live.role.input", weight: "live.role.weight", output: "live.role.output", grad_output: "live.role.grad-output",
  bias: "live.role.bias", loss: "live.role.loss",
};
let names = {};
let stops = "";

const hints = () => hintsOnly || state.hint === "1";

async function judge() {
  const text = byId("text").value;
  if (!text.trim()) return show({ statements: [], left_out: [], letters: {}, read: [], summary: "" });
  byId("check").setAttribute("aria-busy", "true");
  const request = { text, hints: hints(), names, layer: byId("by-text").checked ? {} : layer() };
  const answer = await ask("check", request);
  if (answer.stale) return;
  byId("check").removeAttribute("aria-busy");
  byId("error").textContent = answer.error ?? "";
  if (answer.error) return show({ statements: [], left_out: [], letters: {}, read: [], summary: "" });
  show(answer);
  if (answer.summary !== stops) announce((stops = answer.summary), 600);
}

function show(report) {
  byId("summary").textContent = report.summary;
  byId("verdicts").replaceChildren(...report.statements.map(card), ...report.left_out.map(left));
  const worst = new Map();
  for (const one of report.statements) {
    const before = worst.get(one.line);
    if (!before || one.tone === "wrong" || (one.tone === "open" && before === "right")) worst.set(one.line, one.tone);
  }
  gutter(worst);
  letters(report);
}

function card(one, n) {
  return make("li", {},
    make("article", { class: `verdict ${one.tone}`, "aria-labelledby": `verdict-${n}` },
      make("h3", { id: `verdict-${n}` },
        make("span", { class: "mark", "aria-hidden": "true" }, SIGNS[one.tone]), ` ${one.verdict} `,
        make("button", { type: "button", class: "plain", onclick: () => go(one.line) }, say("live.check.line", { n: one.line }))),
      written("p", one.html, { class: "understood" }),
      one.message ? written("p", one.message) : null,
      make("dl", {}, ...one.rows.map(([name, html]) => make("div", {}, make("dt", {}, name), written("dd", html))))));
}

const left = (one) => make("li", {}, make("article", { class: "verdict left" },
  make("p", {}, make("button", { type: "button", class: "plain", onclick: () => go(one.line) }, say("live.check.line", { n: one.line })), " ", written("span", one.message))));

function go(line) {
  const area = byId("text");
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
}

// A sign beside every line that is judged.
function gutter(tones = new Map()) {
  const count = byId("text").value.split("\n").length;
  byId("gutter").replaceChildren(...Array.from({ length: Math.min(count, 2000) }, (_, n) => {
    const tone = tones.get(n + 1);
    return make("span", { class: tone ?? "" }, tone ? SIGNS[tone] : String(n + 1));
  }));
  scrolled();
}

const scrolled = () => (byId("gutter").style.transform = `translateY(${-byId("text").scrollTop}px)`);

// How the text was read; a letter that was taken for the wrong thing is corrected by choosing what it is.
function letters(report) {
  const known = Object.entries(report.letters);
  byId("letters").replaceChildren(...known.map(([role, letter]) => {
    const select = make("select", { "aria-label": say("live.check.letter", { x: letter }) },
      ...Object.entries(ROLES).map(([one, title]) => make("option", { value: one }, say(title))));
    select.value = role;
    select.addEventListener("change", () => {
      names = { ...names, [select.value]: letter };
      if (names[role] === letter) delete names[role];
      judge();
    });
    return make("label", { class: "letter" }, make("i", {}, letter), " ", select);
  }));
  if (Object.keys(names).length)
    byId("letters").append(make("button", { type: "button", class: "plain", onclick: () => { names = {}; judge(); } }, say("live.check.forget")));
  byId("read").replaceChildren(...report.read.map((line) => written("p", line)));
}

export function check() {
  const area = byId("text");
  const later = calmly(judge, 350);
  area.addEventListener("input", () => { gutter(); later(); });
  area.addEventListener("scroll", scrolled);
  byId("example").addEventListener("click", () => { area.value = say("live.check.example").replaceAll("|", "\n"); gutter(); judge(); });
  byId("by-text").addEventListener("change", judge);
  const hint = byId("hints");
  hint.checked = hints();
  hint.disabled = hintsOnly;
  hint.addEventListener("change", () => put({ hint: hint.checked ? "1" : "" }));
  gutter();
  listen((changed) => {
    if (changed.has("hint")) hint.checked = hints();
    if (!changed.has("i") && state.tab === "check" && area.value) later();
  });
}
