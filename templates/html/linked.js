"use strict";
// Linked views: an entry that is pointed at, focused or tapped lights up everywhere, with what it meets.
(() => {
  const { names, meetings } = JSON.parse(document.getElementById("meetings").textContent);
  const status = document.getElementById("met");
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

  const meetingsOf = new Map();
  for (const places of meetings) {
    const meeting = places.map((place) => names[place]);
    for (const name of meeting) meetingsOf.set(name, [...(meetingsOf.get(name) ?? []), meeting]);
  }

  // Where each entry stands: as a symbol, as a cell of a figure, and in products, known by the entries in them.
  const grouped = (elements, keyOf) => {
    const found = new Map();
    for (const element of elements) {
      const key = keyOf(element);
      if (key) found.set(key, [...(found.get(key) ?? []), element]);
    }
    return found;
  };
  const entries = (element) => (element ? all("[data-entry]", element).map((e) => e.dataset.entry) : []);
  const keyOf = (found) => [...new Set(found)].sort().join(" ");
  const product = (found) => (new Set(found).size > 1 ? keyOf(found) : "");
  const headed = (td) => {
    const heads = td.closest("table").tHead.rows[0].cells;
    return product([...entries(td), ...entries(td.parentElement.cells[0]), ...entries(heads[td.cellIndex])]);
  };
  const symbols = grouped(all("[data-entry]"), (e) => e.dataset.entry);
  const cells = grouped(all("[data-cell]"), (e) => e.dataset.cell);
  const products = grouped(all(".piece"), (e) => product(entries(e)));
  for (const [key, found] of grouped(all(".rows:not(.verdicts) tbody td"), headed))
    products.set(key, [...(products.get(key) ?? []), ...found]);

  const pairs = ([o, x, f]) => [[o, x], [o, f], [x, f], [o, x, f]].map(keyOf);
  const light = (name) => {
    for (const element of all(".lit, .met")) element.classList.remove("lit", "met");
    status.hidden = !name;
    if (!name) return;
    const own = meetingsOf.get(name) ?? [];
    const mark = (found, how) => found?.forEach((element) => element.classList.add(how));
    for (const other of new Set(own.flat())) if (other !== name) mark(cells.get(other), "met");
    for (const key of new Set(own.flatMap(pairs))) mark(products.get(key), "met");
    mark(symbols.get(name), "lit");
    mark(cells.get(name), "lit");
    tell(name, own);
  };

  // The same in words, for those who cannot see it.
  const written = (name) => {
    const math = document.createElementNS("http://www.w3.org/1998/Math/MathML", "math");
    math.append(symbols.get(name)[0].cloneNode(true));
    all(".lit", math).forEach((element) => element.classList.remove("lit"));
    return math;
  };
  const MOST_TOLD = 12;
  const tell = (name, own) => {
    const head = document.createElement("strong");
    head.append(written(name), own.length ? status.dataset.meets : status.dataset.nothing);
    const told = own.slice(0, MOST_TOLD).map((meeting, place) => {
      const span = document.createElement("span");
      const [first, second] = meeting.filter((other) => other !== name);
      span.append(written(first), status.dataset.with, written(second), place + 1 < own.length ? ", " : "");
      return span;
    });
    if (own.length > told.length) told.push(status.dataset.more.replace("#", own.length - told.length));
    status.replaceChildren(head, ...told);
  };

  // Pointing lights for as long as it lasts; a click or Enter keeps the light, Escape puts it out.
  let kept = "";
  const nameAt = (target) => {
    const element = target.closest?.("[data-entry], [data-cell]");
    return element && !status.contains(element) ? element.dataset.entry ?? element.dataset.cell : "";
  };
  const keep = (name) => light((kept = name === kept ? "" : name));
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && light(nameAt(event.target) || kept));
  document.addEventListener("click", (event) => {
    const name = nameAt(event.target);
    if (name || !event.target.closest("a, button, #met")) keep(name);
  });
  document.addEventListener("focusin", (event) => light(nameAt(event.target) || kept));
  document.addEventListener("focusout", () => light(kept));

  // By keyboard a figure is one stop of the Tab key; arrows walk its entries.
  for (const table of all(".matrix")) {
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", table.closest("figure").querySelector("figcaption").textContent.trim());
    all("td", table).forEach((td, place) => (td.tabIndex = place ? -1 : 0));
  }
  // What is wider than the page is moved by the arrow keys, too.
  for (const element of all(".display")) if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return keep(kept);
    const td = event.target.closest?.(".matrix td");
    if (!td) return undefined;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return keep(nameAt(td));
    }
    const [down, right] = steps[event.key] ?? [];
    const next = down !== undefined && td.closest("table").rows[td.parentElement.rowIndex + down]?.cells[td.cellIndex + right];
    if (!next) return undefined;
    event.preventDefault();
    td.tabIndex = -1;
    next.tabIndex = 0;
    return next.focus();
  });

  // Light or dark.
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const dark = () => root.dataset.theme === "dark" || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  const named = () => (button.textContent = dark() ? button.dataset.light : button.dataset.dark);
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    named();
  });
  named();
})();
