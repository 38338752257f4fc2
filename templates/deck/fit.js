// Nothing runs over the edge: what is too large for its slide is set smaller, once for the wall and once for paper.
const SMALLEST = 0.2;

function over(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

function shrink(box, name, overflows) {
  box.style.removeProperty(name);
  if (!overflows()) return;
  let [low, high] = [SMALLEST, 1];
  for (let turn = 0; turn < 7; turn += 1) {
    const middle = (low + high) / 2;
    box.style.setProperty(name, middle.toFixed(3));
    if (overflows()) high = middle;
    else low = middle;
  }
  box.style.setProperty(name, low.toFixed(3));
}

function fitEach(name) {
  for (const slide of document.querySelectorAll("#stage .slide")) {
    const title = slide.querySelector(".title");
    const content = slide.querySelector(".content");
    const tall = () => title.scrollHeight > (slide.classList.contains("opening") ? 380 : 150) || over(title);
    shrink(title, "--fit-title", tall);
    shrink(content, name, () => over(content) || over(slide));
  }
}

function fitAll() {
  const root = document.documentElement;
  const live = root.classList.contains("live");
  root.classList.remove("live");
  fitEach("--fit-all");
  if (live) {
    root.classList.add("live");
    fitEach("--fit");
  }
}
