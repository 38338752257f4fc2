// Keys, touch and buttons. The same keys work in the speaker's window.
const DO = {
  on, back, overview, speaker, restart, pause,
  help: () => document.getElementById("help").showModal(),
  first: () => show(0, 0),
  last: () => show(pages.length - 1, 0),
  notes: () => notesBelow(),
  timer: () => {
    const clock = document.getElementById("clock");
    clock.hidden = !clock.hidden;
    pause(false);
  },
  full: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
  black: () => root.classList.toggle("black"),
  print: () => print(),
  play: () => slidesOf.get(pages[at.slide].querySelector(".sliding"))?.loop(),
};

const KEYS = {
  ArrowRight: "on", ArrowDown: "on", PageDown: "on", " ": "on", Enter: "on",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
  Home: "first", End: "last", o: "overview", s: "speaker", n: "notes", t: "timer", f: "full", b: "black", ".": "black",
  p: "print", l: "play", "?": "help",
};

let number = "";

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open) return;
  if (event.target.closest?.("button") && (event.key === "Enter" || event.key === " ")) return;
  if (/^\d$/.test(event.key)) {
    number += event.key;
    return;
  }
  const typed = number;
  number = "";
  if (event.key === "Escape" && root.classList.contains("overview")) overview(false);
  else if (event.key === "Enter" && typed) show(+typed - 1, 0);
  else {
    const wanted = event.shiftKey && event.key === " " ? "back" : KEYS[event.key] ?? KEYS[event.key.toLowerCase()];
    if (!wanted || (root.classList.contains("overview") && wanted !== "overview")) return;
    DO[wanted]();
  }
  event.preventDefault();
}

function clicked(event) {
  const button = event.target.closest?.("[data-do]");
  if (button) DO[button.dataset.do]();
}

let touch = null;
addEventListener("touchstart", (event) => (touch = event.touches.length === 1 ? event.touches[0] : null), { passive: true });
addEventListener("touchend", (event) => {
  if (!touch || root.classList.contains("overview")) return;
  const [across, down] = [event.changedTouches[0].clientX - touch.clientX, event.changedTouches[0].clientY - touch.clientY];
  if (Math.abs(across) > 40 && Math.abs(across) > 1.5 * Math.abs(down)) (across < 0 ? on : back)();
  touch = null;
});

function scale() {
  const below = document.getElementById("below");
  const taken = below.hidden ? 0 : below.offsetHeight;
  root.style.setProperty("--below", `${taken}px`);
  root.style.setProperty("--scale", Math.min(innerWidth / 1280, (innerHeight - taken) / 720));
}

addEventListener("keydown", pressed);
addEventListener("click", clicked);
addEventListener("resize", scale);
addEventListener("hashchange", fromAddress);
root.classList.add("live");
scale();
fromAddress();
fitLater(WALL);
