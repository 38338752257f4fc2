// What would go wrong: a known mistake, the cells that it changes, and the sum that it makes of the current entry.
import { ask } from "./asking.js";
import { all, byId, make, say } from "./dom.js";
import { formula } from "./formula.js";
import { asked, put, state } from "./state.js";

let known = { key: "", list: [] };
let one = null;

const select = () => byId("wrong");
const request = () => ({ ...asked(), at: {} });

// The mistakes that change something on this layer; asked for when the menu is first wanted.
export async function wrongMenu(told) {
  known = { key: told.command, list: null };
  one = null;
  const transposed = told.layer.transposed;
  byId("wrong-box").hidden = Boolean(transposed);
  if (!transposed && state.wrong) await choose();
}

async function menu() {
  if (known.list) return;
  const key = known.key;
  const answer = await ask("mistakes", request());
  if (answer.stale || key !== known.key) return;
  known.list = answer.mistakes ?? [];
  select().replaceChildren(make("option", { value: "" }, say("live.wrong.none")),
    ...known.list.map((each) => make("option", { value: each.id }, each.title)));
  select().value = state.wrong;
}

async function choose() {
  if (!state.wrong) {
    one = null;
    byId("grids").dispatchEvent(new Event("wrong"));
    return;
  }
  const answer = await ask("mistake", { ...request(), id: state.wrong });
  if (answer.stale) return;
  one = answer.error ? null : answer;
  if (answer.error) byId("why").textContent = answer.error;
  await menu();
  select().value = state.wrong;
  byId("grids").dispatchEvent(new Event("wrong"));
}

export function wrongs() {
  select().append(make("option", { value: "" }, say("live.wrong.none")));
  select().addEventListener("pointerdown", menu);
  select().addEventListener("focus", menu);
  select().addEventListener("change", () => {
    put({ wrong: select().value });
    choose();
  });
}

// Marks the cells of a result that differ, and tells what the mistake makes of the one that is shown.
export function wrong(slide, fills, stop, told) {
  for (const cell of all(".mistaken", fills.table)) {
    cell.classList.remove("mistaken");
    cell.querySelector(".mistake").remove();
  }
  const box = byId("why");
  if (!state.wrong || !one) {
    if (!state.wrong) box.replaceChildren();
    return;
  }
  const cells = one.wrong[slide.what] ?? {};
  for (const cell of all("td[data-key]", fills.table)) {
    const differs = cells[told.entries[cell.dataset.key].place];
    if (!differs) continue;
    cell.classList.add("mistaken");
    cell.append(make("span", { class: "mistake" }, differs.value.replace("-", "−")));
  }
  const now = fills.table.rows[stop.now[0]].cells[stop.now[1]];
  const own = now.dataset.key ? cells[told.entries[now.dataset.key].place] : null;
  const size = told.shapes[slide.what.replace("grad_", "")].reduce((product, n) => product * n, 1);
  box.replaceChildren(
    ...(own ? [formula(own.made, "false")] : []),
    make("p", {}, make("strong", {}, say("live.wrong.count", { n: Object.keys(cells).length, of: size })), ` ${one.explanation}`));
}
