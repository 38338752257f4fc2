// The page: its tabs, light and dark, and one module for each of its parts.
import { started } from "./backend.js";
import { check } from "./check.js";
import { derive } from "./derive.js";
import { all, byId, say } from "./dom.js";
import { explore } from "./explore.js";
import { layerForm } from "./layer.js";
import { practise } from "./practise.js";
import { listen, put, read, state } from "./state.js";
import { wrongs } from "./wrong.js";

const tabs = () => all("#tabs [role=tab]");

function chosen() {
  if (!tabs().some((tab) => tab.dataset.tab === state.tab)) return put({ tab: "explore" });
  for (const tab of tabs()) {
    const own = tab.dataset.tab === state.tab;
    tab.setAttribute("aria-selected", String(own));
    tab.tabIndex = own ? 0 : -1;
    byId(tab.dataset.tab).hidden = !own;
  }
  byId("layer").hidden = state.tab === "practise";
  byId("told").hidden = state.tab === "practise" || state.tab === "check";
  byId("proven").hidden = state.tab !== "explore";
  byId("error").textContent = "";
  document.title = `${tabs().find((tab) => tab.dataset.tab === state.tab).textContent} · symconv`;
}

function themed() {
  const button = byId("theme");
  const dark = () => document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const name = () => (button.textContent = dark() === "dark" ? say("page.light") : say("page.dark"));
  name();
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = dark() === "dark" ? "light" : "dark";
    name();
    dispatchEvent(new Event("theme"));
  });
}

Object.assign(state, read());
document.body.classList.toggle("embed", new URLSearchParams(location.search).has("embed"));
themed();
for (const tab of tabs()) tab.addEventListener("click", () => put({ tab: tab.dataset.tab }));
byId("tabs").addEventListener("keydown", (event) => {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = tabs()[(tabs().findIndex((tab) => tab.dataset.tab === state.tab) + by + tabs().length) % tabs().length];
  event.preventDefault();
  next.click();
  next.focus();
});
listen((changed) => changed.has("tab") && chosen());
chosen();

const loading = setTimeout(() => (byId("loading").hidden = false), 400);
await started((fraction) => (byId("progress").value = fraction));
layerForm();
wrongs();
await explore();
clearTimeout(loading);
byId("loading").hidden = true;
derive();
check();
practise();
document.body.classList.add("ready");
