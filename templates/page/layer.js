// The layer's fields: what is typed, and two buttons that make every number of a field larger or smaller.
import { byId, calmly, make, say } from "./dom.js";
import { FIRST, listen, put, state } from "./state.js";

const TITLES = {
  n: "live.layer.n", k: "live.layer.k", s: "live.layer.s", p: "live.layer.p", d: "live.layer.d", ci: "live.layer.ci",
  co: "live.layer.co", g: "live.layer.g", nb: "live.layer.nb", op: "live.layer.op", bias: "live.layer.bias", t: "live.layer.t",
};
const SIZES = ["n", "k", "s", "p", "d"];
const MORE = ["ci", "co", "g", "nb", "op"];
const LEAST = { p: 0, op: 0 };

const stepped = (name, typed, by) => {
  const least = LEAST[name] ?? 1;
  if (!/\d/.test(typed)) return String(Math.max(least, by > 0 ? 1 : 0));
  return typed.replace(/\d+/g, (number) => Math.max(least, Number(number) + by));
};

function field(name) {
  const label = say(TITLES[name]);
  const input = make("input", { id: `layer-${name}`, value: state[name], autocomplete: "off", spellcheck: "false", maxlength: 60, inputmode: "text" });
  const changed = calmly(() => put({ [name]: input.value.replace(/\s/g, ""), i: "", at: "", e: "" }), 250);
  input.addEventListener("input", changed);
  const step = (by) => {
    input.value = stepped(name, input.value, by);
    changed();
  };
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by) { event.preventDefault(); step(by); }
  });
  return make("div", { class: "field-of", "data-name": name },
    make("label", { for: `layer-${name}` }, label),
    make("div", { class: "stepper" },
      make("button", { type: "button", "aria-label": say("live.less", { what: label }), onclick: () => step(-1) }, "−"),
      input,
      make("button", { type: "button", "aria-label": say("live.greater", { what: label }), onclick: () => step(1) }, "+")));
}

function flag(name) {
  const input = make("input", { type: "checkbox", id: `layer-${name}` });
  input.checked = Boolean(state[name]);
  input.addEventListener("change", () => put({ [name]: input.checked ? "1" : "", i: "", at: "", e: "" }));
  return make("label", { class: "check" }, input, say(TITLES[name]));
}

function base() {
  const input = make("input", { type: "checkbox", id: "layer-base" });
  input.checked = state.base === "1";
  input.addEventListener("change", () => put({ base: input.checked ? "1" : "0" }));
  return make("label", { class: "check" }, input, say("live.layer.base"));
}

export function layerForm() {
  const form = byId("layer");
  const more = make("details", { class: "more" }, make("summary", {}, say("live.layer.more")),
    make("div", { class: "fields" }, ...MORE.map(field), make("div", { class: "flags" }, flag("bias"), flag("t"), base()),
      make("button", { type: "button", class: "plain", onclick: () => put({ ...FIRST, i: "", at: "", e: "", v: "chosen" }) }, say("live.layer.reset"))));
  form.append(...SIZES.map(field), more);
  const follow = () => {
    for (const name of [...SIZES, ...MORE]) {
      const input = byId(`layer-${name}`);
      if (input !== document.activeElement || input.value.replace(/\s/g, "") !== state[name]) input.value = state[name];
    }
    for (const name of ["bias", "t"]) byId(`layer-${name}`).checked = Boolean(state[name]);
    byId("layer-base").checked = state.base === "1";
    form.querySelector('[data-name="op"]').hidden = !state.t;
  };
  listen(follow);
  follow();
}
