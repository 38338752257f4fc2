// Grids in a row: what is slid over, what slides, what fills. Python tells the cells; here they get their places.
import { make, say, written } from "./dom.js";

const ZEROS = { padding: "cell.padding", inserted: "cell.inserted" };

// A cell shows its symbol, its number, or both; a zero says what put it there.
function cell(one, entries, row, column) {
  const td = make("td", { role: "gridcell", tabindex: -1, "data-row": row, "data-column": column });
  if (!one.entry) {
    td.classList.add(one.mark);
    td.append(make("span", { class: "zero" }, one.text));
    if (one.mark in ZEROS) td.append(make("span", { class: "unseen" }, ` ${say(ZEROS[one.mark])}`));
    return td;
  }
  const entry = entries[one.entry];
  td.dataset.key = one.entry;
  if (entry.name) td.dataset.cell = entry.name;
  if (entry.given) td.classList.add("given");
  td.append(written("span", entry.html, { class: "symbol" }), make("span", { class: "number" }, entry.value.replace("-", "−")));
  td.setAttribute("aria-description", `${one.entry} = ${entry.value}`);
  return td;
}

// How wide a column has to be, in ems of the grid's type, in each of the three ways of writing.
function widths(grid, entries) {
  const keys = grid.cells.flat().filter((one) => one.entry).map((one) => one.entry);
  const longest = Math.max(1, ...keys.map((key) => entries[key].value.length));
  const fraction = keys.some((key) => key.includes("/"));
  const symbol = Math.max(1.9, ...keys.map((key) => 0.8 + 0.36 * key.replace(/[_^(){}]/g, "").length * (fraction ? 0.75 : 1)));
  const number = Math.max(1.9, 0.8 + 0.56 * longest);
  return { s: grid.role === "fills" ? number : symbol, n: number, b: Math.max(symbol, number) };
}

function glass(kind) {
  return make("span", { class: `glass ${kind}`, "aria-hidden": "true" });
}

export function put(frame, [row, column, tall, broad]) {
  for (const [name, value] of Object.entries({ row, column, tall, broad })) frame.style.setProperty(`--${name}`, value);
}

function panel(grid, entries, line, at) {
  const rows = grid.cells.length;
  const columns = grid.cells[0].length;
  const table = make("table", { class: "matrix", role: "grid", "aria-label": grid.aloud });
  grid.cells.forEach((row, r) => table.append(make("tr", { role: "row" }, ...row.map((one, c) => cell(one, entries, r, c)))));
  table.rows[0].cells[0].tabIndex = 0;
  const field = make("div", { class: "field" }, table);
  field.style.setProperty("--rows", rows);
  field.style.setProperty("--columns", columns);
  if (grid.role) field.append(glass("here"));
  const figure = make("figure", { class: `panel ${grid.shade} ${grid.role}`, "data-line": line, "data-at": at },
    written("figcaption", grid.label), make("div", { class: "scroll" }, field));
  return { figure, table, field, grid, rows, columns, wide: widths(grid, entries), frame: field.querySelector(".glass") };
}

// Draws the rows of a picture into an element.
export function drawn(place, rows, entries) {
  const panels = [];
  place.replaceChildren(...rows.map((row, line) => {
    const element = make("div", { class: "grids" });
    row.forEach((grid, at) => {
      const one = panel(grid, entries, line, at);
      panels.push(one);
      const sign = grid.sign ? [make("span", { class: "sign", "aria-hidden": "true" }, grid.sign)] : [];
      element.append(make("div", { class: `with-sign ${grid.role}` }, ...sign, one.figure));
    });
    return element;
  }));
  return panels;
}

const SIGN = 54; // what stands before a grid, in pixels
const LABEL = 20; // what stands above one, in pixels and in ems
const ABOVE = 1.5;
const TALL = 1.9;
const LARGEST = 46;
const SMALLEST = 13;
const READABLE = 15;

// The largest type at which the grids fit: row by row, all beside each other, or each on a line of its own. Where only the
// height is missing, they stay readable, and the page is scrolled.
export function fit(place, panels, mode, height) {
  const width = place.clientWidth - 8;
  const lines = new Map();
  for (const one of panels) {
    one.field.style.setProperty("--wide", one.wide[mode]);
    const line = one.figure.dataset.line;
    lines.set(line, [...(lines.get(line) ?? []), one]);
  }
  const wide = (rows) =>
    Math.min(...rows.map((row) => (width - SIGN * row.length) / row.reduce((sum, one) => sum + one.columns * one.wide[mode], 0)));
  const high = (rows) =>
    (height - LABEL * rows.length) / rows.reduce((sum, row) => sum + Math.max(...row.map((one) => one.rows)) * TALL + ABOVE, 0);
  const size = (rows) => Math.min(wide(rows), Math.max(high(rows), READABLE), LARGEST);
  const ways = { rows: [...lines.values()], flat: [panels], stacked: panels.map((one) => [one]) };
  const sizes = { rows: size(ways.rows), flat: size(ways.flat), stacked: Math.min(wide(ways.stacked), high(ways.stacked), LARGEST) };
  const narrow = Math.max(wide(ways.rows), wide(ways.flat)) < SMALLEST;
  if (narrow) sizes.stacked = Math.min(wide(ways.stacked), 20);
  const best = Math.max(sizes.rows, sizes.flat);
  const way = narrow || sizes.stacked > 1.2 * best ? "stacked" : sizes.flat > sizes.rows ? "flat" : "rows";
  for (const one of Object.keys(ways)) place.classList.toggle(one, one === way);
  place.style.fontSize = `${Math.max(sizes[way], SMALLEST).toFixed(2)}px`;
}
