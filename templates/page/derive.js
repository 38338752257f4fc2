// Derive: the lesson on this layer, in a frame of its own, and the same as files.
import { ask } from "./asking.js";
import { announce, byId, make, offer, say } from "./dom.js";
import { asked, listen, put, state } from "./state.js";

const LENGTHS = { brief: "live.length.brief", lesson: "live.length.lesson", full: "live.length.full" };
let derived = "";

const request = () => ({ ...asked(), at: {}, length: state.len });

async function load() {
  const key = JSON.stringify(request());
  if (state.tab !== "derive" || key === derived) return;
  byId("derive").setAttribute("aria-busy", "true");
  const answer = await ask("derive", request());
  if (answer.stale) return;
  byId("derive").removeAttribute("aria-busy");
  byId("error").textContent = answer.error ?? "";
  if (answer.error) return;
  derived = key;
  const frame = byId("lesson");
  frame.srcdoc = answer.html;
  byId("told").textContent = answer.told;
  downloads(answer.downloads);
  announce(say("live.derived", { layer: answer.told }), 0);
}

function downloads(list) {
  const row = (title, deck) =>
    make("p", { class: "row" }, make("span", { class: "soft" }, title),
      ...list.filter((one) => one.deck === deck).map((one) =>
        make("button", { type: "button", "data-file": one.name, onclick: (event) => take(one.name, event.target) }, one.title)));
  byId("downloads").replaceChildren(row(say("live.derive.lesson"), false), row(say("live.derive.slides"), true));
}

async function take(name, pressed) {
  pressed.disabled = true;
  const answer = await ask("download", { ...request(), name }, false);
  pressed.disabled = false;
  byId("error").textContent = answer.error ?? "";
  if (answer.error) return;
  offer(answer.file, new Blob([Uint8Array.from(atob(answer.base64), (sign) => sign.charCodeAt(0))]));
}

// The frame is as light or dark as the page, whose button stands for the lesson's own.
function themed() {
  const inside = byId("lesson").contentDocument;
  const own = inside?.getElementById("theme");
  if (!own) return;
  own.style.display = "none";
  const theme = document.documentElement.dataset.theme;
  if (theme) inside.documentElement.dataset.theme = theme;
}

// The frame is as high as the lesson, so that the page is what is scrolled.
function fitted() {
  const frame = byId("lesson");
  const inside = frame.contentDocument;
  if (!inside?.getElementById("story")) return;
  themed();
  const height = () => (frame.style.height = `${inside.documentElement.scrollHeight + 4}px`);
  height();
  new ResizeObserver(height).observe(inside.body);
  for (const link of inside.querySelectorAll('a[href^="#"]'))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      inside.getElementById(link.getAttribute("href").slice(1))?.scrollIntoView();
    });
}

export function derive() {
  const length = byId("length");
  length.append(...Object.entries(LENGTHS).map(([name, title]) => make("option", { value: name }, say(title))));
  length.value = state.len;
  length.addEventListener("change", () => put({ len: length.value }));
  byId("lesson").addEventListener("load", fitted);
  addEventListener("theme", themed);
  listen((changed) => {
    if (changed.has("len")) length.value = state.len;
    if (!changed.has("i")) load();
  });
  load();
}
