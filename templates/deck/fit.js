// Nothing runs over the edge: what is too large for its slide is set smaller, once for the wall and once for paper.
const SMALLEST = 0.2;
const [PICTURES, LARGEST] = [0.8, 1.25]; // pictures give way before words do

function over(box) {
  return box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1;
}

function shrink(box, name, overflows, smallest, largest = 1) {
  box.style.removeProperty(name);
  if (!overflows()) return;
  let [low, high] = [smallest, largest];
  for (let turn = 0; turn < 5; turn += 1) {
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
    const full = () => over(content) || over(slide);
    shrink(title, "--fit-title", tall, SMALLEST);
    content.style.removeProperty(name);
    if (content.querySelector(".panels")) shrink(content, `${name}-pictures`, full, PICTURES, LARGEST);
    shrink(content, name, full, SMALLEST);
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
