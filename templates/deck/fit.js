// Nothing runs over the edge: what is too large for its slide is set smaller, once for the wall and once for paper.
// A slide is measured when it is first shown, the others while nobody waits, and on paper all of them before printing.
const SMALLEST = 0.2;
// Pictures are as large as there is room, and give way before words do, down to a thirtieth of the height.
const [PICTURES, LARGEST] = [0.83, 2.1];
const [WALL, PAPER] = ["--fit", "--fit-all"];
const slides = document.querySelectorAll("#stage .slide");
const waiting = { [WALL]: new Set(slides), [PAPER]: new Set(slides) };

function over(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

function shrink(box, name, overflows, smallest, largest = 1) {
  if (!overflows()) return;
  let [low, high] = [smallest, largest];
  for (let turn = 0; turn < 6; turn += 1) {
    const middle = (low + high) / 2;
    box.style.setProperty(name, middle.toFixed(3));
    if (overflows()) high = middle;
    else low = middle;
  }
  box.style.setProperty(name, low.toFixed(3));
}

function fit(slide, name) {
  if (!waiting[name].delete(slide)) return;
  slide.parentElement.classList.add("measured");
  const title = slide.querySelector(".title");
  const content = slide.querySelector(".content");
  const tall = () => title.scrollHeight > (slide.classList.contains("opening") ? 380 : 150) || over(title);
  const full = () => over(content) || over(slide);
  shrink(title, "--fit-title", tall, SMALLEST);
  if (content.querySelector(".picture")) {
    content.style.setProperty(`${name}-pictures`, LARGEST);
    shrink(content, `${name}-pictures`, full, PICTURES, LARGEST);
  }
  shrink(content, name, full, SMALLEST, +slide.style.getPropertyValue("--words") || 1);
  slide.parentElement.classList.remove("measured");
}

function fitRest(name) {
  for (const slide of waiting[name]) fit(slide, name);
}

function fitLater(name) {
  const later = window.requestIdleCallback ?? ((work) => setTimeout(work, 50));
  const [slide] = waiting[name];
  if (slide) later(() => (fit(slide, name), fitLater(name)));
}

function fitForPaper() {
  const here = document.documentElement;
  const live = here.classList.contains("live");
  here.classList.remove("live");
  fitRest(PAPER);
  here.classList.toggle("live", live);
}

addEventListener("beforeprint", fitForPaper);
matchMedia("print").addEventListener("change", (media) => media.matches && fitForPaper());
