// What is shown, to be taken along: a link, the formula, and the picture in the formats of papers and pages.
import { ask } from "./asking.js";
import { announce, byId, copyText, make, offer, say } from "./dom.js";
import { address, asked, shown } from "./state.js";

let current = () => ({});

const figure = (format) => ask("figure", { ...asked(), what: shown(), stop: current().at, format }, false);
const bytes = (base64) => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
const text = (answer) => new TextDecoder().decode(bytes(answer.base64));

async function picture(format) {
  const answer = await figure(format);
  if (answer.error) { byId("error").textContent = answer.error; return null; }
  return text(answer);
}

// The browser draws the SVG, twice as large as it is.
async function png() {
  const svg = await picture("svg");
  if (!svg) return null;
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = make("canvas", { width: 2 * image.naturalWidth, height: 2 * image.naturalHeight });
  const draw = canvas.getContext("2d");
  draw.fillStyle = "white";
  draw.fillRect(0, 0, canvas.width, canvas.height);
  draw.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function markdown() {
  const made = await picture("latex");
  return made && `${current().told.told}\n\n${made}\n\n<${address()}>\n`;
}
const frame = () => `<iframe src="${address().replace("#", "?embed#")}" title="${current().told.told}" width="100%" height="560" style="border:0"></iframe>\n`;

async function taken(wanted) {
  const text = await wanted;
  if (text) await copyText(text);
}

const WAYS = {
  link: async () => copyText(address()),
  latex: () => taken(picture("latex")),
  markdown: () => taken(markdown()),
  tikz: () => taken(picture("tikz")),
  svg: async () => { const drawn = await picture("svg"); if (drawn) offer("symconv.svg", new Blob([drawn], { type: "image/svg+xml" })); },
  png: async () => { const blob = await png(); if (blob) offer("symconv.png", blob); },
  frame: async () => copyText(frame()),
};
const TITLES = { link: "live.copy.link", frame: "live.copy.frame" };
const NAMES = { latex: "LaTeX", markdown: "Markdown", tikz: "TikZ", svg: "SVG", png: "PNG" };

export function copying(what) {
  current = what;
  byId("copy").append(...Object.entries(WAYS).map(([name, does]) =>
    make("button", { type: "button", "data-copy": name, onclick: async () => {
      if (!current().stop) return;
      await does();
      announce(say("live.copied"), 0);
      byId("copied").textContent = say("live.copied");
      setTimeout(() => (byId("copied").textContent = ""), 2000);
    } }, NAMES[name] ?? say(TITLES[name]))));
}
