// Where the lecture stands: a slide and how many of its steps are shown. The address says it: #/slide or #/slide/step.
const root = document.documentElement;
const pages = [...document.querySelectorAll(".page")];
const stepsOf = pages.map((page) => Math.max(0, ...[...page.querySelectorAll("[data-step]")].map((it) => +it.dataset.step)));
const slidesOf = new Map([...document.querySelectorAll("#stage .sliding")].map((picture) => [picture, controlled(picture)]));
const at = { slide: 0, step: 0 };
const watchers = [];

function show(slide, step, { moving = false } = {}) {
  const before = { ...at };
  at.slide = Math.min(Math.max(slide, 0), pages.length - 1);
  at.step = Math.min(Math.max(step, 0), stepsOf[at.slide]);
  const turn = () => {
    pages.forEach((page, number) => page.classList.toggle("here", number === at.slide));
    mark(pages[at.slide], at.step);
    fit(pages[at.slide].querySelector(".slide"), WALL);
  };
  if (moving && before.slide === at.slide && before.step !== at.step) glide(pages[at.slide], turn);
  else turn();
  document.getElementById("all").hidden = at.slide === 0; // the first slide's title is the page's own
  const address = `#/${at.slide + 1}${at.step ? `/${at.step}` : ""}`;
  if (location.hash !== address) history.replaceState(null, "", address);
  document.getElementById("place").textContent = `${at.slide + 1} / ${pages.length}: ${titleOf(at.slide)}`;
  watchers.forEach((watch) => watch());
}

addEventListener("moved", (event) => {
  for (const made of event.target.parentElement.querySelectorAll(".at")) made.classList.toggle("here", +made.dataset.at === event.detail);
});

function titleOf(slide) {
  return pages[slide].querySelector(".title").textContent;
}

function mark(page, step) {
  for (const part of page.querySelectorAll("[data-step]")) part.classList.toggle("on", +part.dataset.step <= step);
  for (const frames of page.querySelectorAll(".frames")) {
    const shown = [...frames.children].filter((frame) => +frame.dataset.step <= step);
    for (const frame of frames.children) frame.classList.toggle("now", frame === shown.at(-1));
  }
  for (const picture of page.querySelectorAll(".sliding")) {
    const stops = [...picture.parentElement.querySelectorAll("[data-stop]")].filter((it) => +it.dataset.step <= step);
    const slide = slidesOf.get(picture);
    slide.pause();
    if (stops.length) slide.to(+stops.at(-1).dataset.stop);
  }
}

function on() {
  if (at.step < stepsOf[at.slide]) show(at.slide, at.step + 1, { moving: true });
  else if (at.slide < pages.length - 1) show(at.slide + 1, 0);
}

function back() {
  if (at.step > 0) show(at.slide, at.step - 1, { moving: true });
  else if (at.slide > 0) show(at.slide - 1, stepsOf[at.slide - 1]);
}

function fromAddress() {
  const [, slide = "1", step = "0"] = location.hash.match(/^#\/(\d+)(?:\/(\d+))?$/) ?? [];
  show(+slide - 1, +step);
}
