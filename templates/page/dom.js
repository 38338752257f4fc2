// Elements and words. What Python writes as HTML is escaped there; everything else is text.
const setting = JSON.parse(document.getElementById("setting").textContent);
export const language = setting.language;
export const hintsOnly = setting.hints;

export function say(key, parts = {}) {
  return setting.words[key].replace(/\{(\w+)\}/g, (place, name) => parts[name] ?? place);
}

// make("button", { class: "x", onclick }, "text", element): an element with attributes, listeners and children.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

// An element that holds HTML written by Python.
export function written(tag, html, attributes = {}) {
  const element = make(tag, attributes);
  element.innerHTML = html;
  return element;
}

export const byId = (id) => document.getElementById(id);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// Tells those who cannot see the page what has changed.
let heard = 0;
export function announce(text, after = 250) {
  clearTimeout(heard);
  heard = setTimeout(() => (byId("heard").textContent = text), after);
}

// Calls a function once nothing has asked for it for a while.
export function calmly(does, wait) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => does(...given), wait);
  };
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make("textarea", { class: "unseen", "aria-hidden": "true" });
    document.body.append(area);
    area.value = text;
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

export function offer(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
