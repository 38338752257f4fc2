// An entry that is pointed at or focused lights up wherever it stands, with what it meets, its windows and its terms.
import { all, announce, byId, make, say } from "./dom.js";
import { put } from "./grids.js";

const MOST_TOLD = 8;
const MOST_GHOSTS = 16;
let meetingsOf = new Map();
let picture = { panels: [], stops: [] };
let onStage = new Set();
let kept = "";

export function meet(meetings) {
  meetingsOf = new Map();
  for (const meeting of meetings)
    for (const name of meeting) meetingsOf.set(name, [...(meetingsOf.get(name) ?? []), meeting]);
}

export function onto(panels, stops) {
  picture = { panels, stops };
  onStage = new Set(panels.flatMap((one) => all("td[data-cell]", one.table).map((td) => td.dataset.cell)));
  light("");
}

const keyOf = (names) => [...new Set(names)].sort().join(" ");
const entriesIn = (element) => all("[data-entry]", element).map((one) => one.dataset.entry);

function ghosts(name) {
  for (const ghost of all(".glass.ghost")) ghost.remove();
  if (!name) return;
  const over = picture.panels.filter((one) => one.grid.role === "over");
  const found = picture.stops.filter((stop) => touches(stop, name)).slice(0, MOST_GHOSTS);
  for (const stop of found)
    for (const one of over) {
      const ghost = make("span", { class: "glass ghost", "aria-hidden": "true" });
      put(ghost, stop.frame);
      one.field.append(ghost);
    }
}

const panelAt = (line, at) => picture.panels.find((one) => one.figure.dataset.line == line && one.figure.dataset.at == at);

function touches(stop, name) {
  const fills = picture.panels.find((one) => one.grid.role === "fills");
  if (fills?.table.rows[stop.now[0]]?.cells[stop.now[1]]?.dataset.cell === name) return true;
  return stop.met.some(([line, at, row, column]) => {
    const one = panelAt(line, at);
    return one?.grid.role === "over" && one.table.rows[row].cells[column].dataset.cell === name;
  });
}

export function light(name) {
  const stage = byId("explore");
  for (const element of all(".lit, .met", stage)) element.classList.remove("lit", "met");
  ghosts(name);
  const told = byId("meets");
  told.replaceChildren();
  if (!name) return;
  const own = meetingsOf.get(name) ?? [];
  const others = new Set(own.flat());
  others.delete(name);
  for (const cell of all("td[data-cell]", stage)) {
    if (cell.dataset.cell === name) cell.classList.add("lit");
    else if (others.has(cell.dataset.cell)) cell.classList.add("met");
  }
  const products = new Set(own.flatMap(([o, x, f]) => [[o, x], [o, f], [x, f]].map(keyOf)));
  for (const piece of all(".piece", stage)) if (products.has(keyOf(entriesIn(piece)))) piece.classList.add("met");
  for (const symbol of all("[data-entry]", stage)) if (symbol.dataset.entry === name) symbol.classList.add("lit");
  tell(told, name, own);
}

function tell(told, name, own) {
  const there = own.filter(([first]) => onStage.has(first));
  const pairs = [...new Set((there.length ? there : own).map((meeting) => meeting.filter((other) => other !== name).join(say("page.with"))))];
  const rest = pairs.length > MOST_TOLD ? ` ${say("page.more", { n: pairs.length - MOST_TOLD })}` : "";
  const text = pairs.length ? `${name}${say("page.meets")}${pairs.slice(0, MOST_TOLD).join(", ")}${rest}` : `${name}${say("page.meets-nothing")}`;
  told.textContent = text;
}

const nameAt = (target) => {
  const element = target.closest?.("[data-entry], td[data-cell]");
  return element ? element.dataset.entry ?? element.dataset.cell : "";
};

export function lights() {
  const stage = byId("explore");
  let last = "";
  const show = (name) => name !== last && light((last = name));
  stage.addEventListener("pointerover", (event) => event.pointerType === "mouse" && event.buttons === 0 && show(nameAt(event.target) || kept));
  stage.addEventListener("pointerleave", () => show(kept));
  stage.addEventListener("focusin", (event) => {
    const name = nameAt(event.target);
    if (!name) return;
    show(name);
    announce(byId("meets").textContent, 400);
  });
  stage.addEventListener("focusout", () => show(kept));
  stage.addEventListener("keydown", (event) => event.key === "Escape" && show((kept = "")));
  stage.addEventListener("click", (event) => {
    const symbol = event.target.closest(".piece [data-entry], .equation [data-entry]");
    if (symbol) show((kept = kept === symbol.dataset.entry ? "" : symbol.dataset.entry));
  });
}
