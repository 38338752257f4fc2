// Nothing runs over the edge: what is too large for its slide is set smaller, once for the wall and once for paper.
// A slide is measured when it is first shown, the others while nobody waits, and on paper all of them before printing.
const SMALLEST = 0.2;
// Pictures are as large as there is room, and give way before words do. Neither gives way beyond a thirtieth of the
// height of a slide, but where there is no other way.
const [PICTURES, LARGEST] = [0.86, 2.1];
const WORDS = 0.86;
const [WALL, PAPER] = ["--fit", "--fit-all"];
const slides = document.querySelectorAll("#stage .slide");
const waiting = { [WALL]: new Set(slides), [PAPER]: new Set(slides) };

function over(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

function shrink(set, overflows, smallest, largest = 1) {
  if (!overflows()) return;
  let [low, high] = [smallest, largest];
  for (let turn = 0; turn < 6; turn += 1) {
    const middle = (low + high) / 2;
    set(middle);
    if (overflows()) high = middle;
    else low = middle;
  }
  set(low);
}

const sizer = (box, name) => (size) => box.style.setProperty(name, size.toFixed(3));

function fit(slide, name) {
  if (!waiting[name].delete(slide)) return;
  slide.parentElement.classList.add("measured");
  const title = slide.querySelector(".title");
  const content = slide.querySelector(".content");
  const tall = () => title.scrollHeight > (slide.classList.contains("opening") ? 380 : 150) || over(title);
  const full = () => over(content) || over(slide);
  const [words, pictures] = [sizer(content, name), sizer(content, `${name}-pictures`)];
  const larger = +slide.style.getPropertyValue("--words") || 1;
  shrink(sizer(title, "--fit-title"), tall, SMALLEST);
  if (content.querySelector(".picture")) {
    pictures(LARGEST);
    shrink(pictures, full, PICTURES, LARGEST);
    shrink((size) => (words(size), pictures(PICTURES / size)), full, WORDS, larger);
    shrink((size) => (words(size), pictures(PICTURES)), full, SMALLEST, WORDS);
  } else {
    shrink(words, full, SMALLEST, larger);
  }
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
