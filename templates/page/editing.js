// A number that is given is changed where it stands: click its cell, or press Enter in it.
import { byId, make, say } from "./dom.js";
import { edit } from "./state.js";

const LARGEST = 999;

export function editing(grids, told) {
  const open = (cell) => {
    const entry = told()?.entries[cell.dataset.key];
    if (!entry?.given || cell.querySelector("input")) return;
    const input = make("input", { type: "number", class: "edit", value: entry.value, min: -LARGEST, max: LARGEST, step: 1, "aria-label": say("live.number", { x: cell.dataset.key }) });
    let done = false;
    const end = (keep, focus) => {
      if (done) return;
      done = true;
      const number = Number(input.value);
      input.remove();
      if (keep && input.value !== "" && String(number) !== entry.value) edit(entry.tensor, entry.place, number);
      if (focus) again(cell);
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && input.reportValidity()) end(true, true); // the browser says which numbers it takes
      if (event.key === "Escape") end(false, true);
    });
    input.addEventListener("blur", () => end(input.checkValidity(), false));
    cell.append(input);
    input.focus();
    input.select();
  };
  // The grid is drawn anew with the answer; the same cell has the focus then.
  const again = (cell) => {
    const { line, at } = cell.closest("figure").dataset;
    const { row, column } = cell.dataset;
    const focus = () => {
      const next = grids.querySelector(`figure[data-line="${line}"][data-at="${at}"] td[data-row="${row}"][data-column="${column}"]`);
      if (next && (document.activeElement === document.body || !document.activeElement)) { next.tabIndex = 0; next.focus(); }
    };
    cell.focus();
    new MutationObserver((_, observer) => { observer.disconnect(); focus(); }).observe(byId("grids"), { childList: true });
  };
  grids.addEventListener("click", (event) => {
    const cell = event.target.closest(".given");
    if (cell && !cell.closest(".fills")) open(cell);
  });
  grids.addEventListener("keydown", (event) => {
    const cell = event.target.closest(".given");
    if (cell && event.target === cell && event.key === "Enter") { event.preventDefault(); open(cell); }
  });
}
