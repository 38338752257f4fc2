// What the speaker sees in a window of their own: the notes, this slide, what comes next, and the time.
let desk = null;
const watch = { began: null, spent: 0 };

function elapsed() {
  const seconds = Math.floor((watch.spent + (watch.began === null ? 0 : Date.now() - watch.began)) / 1000);
  const [hours, rest] = [Math.floor(seconds / 3600), seconds % 3600];
  const minutes = Math.floor(rest / 60);
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest % 60)}` : `${minutes}:${two(rest % 60)}`;
}

function pause(wanted = watch.began !== null) {
  if (wanted && watch.began !== null) {
    watch.spent += Date.now() - watch.began;
    watch.began = null;
  } else if (!wanted && watch.began === null) {
    watch.began = Date.now();
  }
  tick();
}

function restart() {
  watch.spent = 0;
  if (watch.began !== null) watch.began = Date.now();
  tick();
}

function tick() {
  document.getElementById("clock").textContent = elapsed();
  told("elapsed", (part) => (part.textContent = elapsed()));
}

function told(name, tell) {
  const part = desk && !desk.closed && desk.document.querySelector(`[data-told="${name}"]`);
  if (part) tell(part);
}

function speaker() {
  pause(false);
  if (desk && !desk.closed) {
    desk.focus();
    return;
  }
  desk = open("", "symconv-speaker", "width=1100,height=700");
  if (!desk) {
    notesBelow(true);
    return;
  }
  const there = desk.document;
  there.documentElement.lang = root.lang;
  if (root.dataset.theme) there.documentElement.dataset.theme = root.dataset.theme;
  there.head.replaceChildren(there.importNode(document.querySelector("style"), true));
  there.title = document.title;
  const room = there.createElement("main");
  room.className = "speaker";
  room.append(there.importNode(document.getElementById("speaker").content, true));
  there.body.replaceChildren(room);
  there.addEventListener("keydown", pressed);
  there.addEventListener("click", clicked);
  addEventListener("pagehide", () => desk.close());
  tell();
}

function tell() {
  const notes = pages[at.slide].querySelector(".notes");
  const below = document.getElementById("below");
  below.replaceChildren(...(notes ? [...notes.children].map((note) => note.cloneNode(true)) : []));
  told("notes", (part) => part.replaceChildren(...[...below.children].map((note) => part.ownerDocument.importNode(note, true))));
  told("place", (part) => (part.textContent = document.getElementById("place").textContent));
  if (!below.hidden) scale();
  told("now", (part) => preview(part, pages[at.slide]));
  told("next", (part) => (pages[at.slide + 1] ? preview(part, pages[at.slide + 1]) : part.replaceChildren()));
  tick();
}

function preview(part, page) {
  const copy = part.ownerDocument.importNode(page.querySelector(".slide"), true);
  copy.querySelectorAll("[id]").forEach((it) => it.removeAttribute("id"));
  copy.removeAttribute("aria-labelledby");
  copy.querySelectorAll("[data-step]").forEach((it) => page === pages[at.slide] || it.classList.toggle("on", it.dataset.step === "0"));
  copy.querySelectorAll(".frames").forEach((it) => it.querySelector(".frame.now") ?? it.firstElementChild.classList.add("now"));
  const width = part.clientWidth || 640;
  copy.style.cssText = `zoom: ${width / 1280}`;
  part.replaceChildren(copy);
}

function notesBelow(wanted = document.getElementById("below").hidden) {
  document.getElementById("below").hidden = !wanted;
  scale();
}

watchers.push(tell);
setInterval(tick, 500);
