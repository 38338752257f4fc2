// One window that moves: a picture knows its stops, and shows itself as it is at any of them.
function sliding(picture) {
  const stops = JSON.parse(picture.dataset.stops);
  const rows = [...picture.querySelectorAll(".grids")].map((row) => [...row.querySelectorAll(".panel")]);
  const tables = rows.map((row) => row.map((panel) => panel.querySelector("table")));
  const framed = (role) => [...picture.querySelectorAll(`.${role} .glass`)];
  const filled = picture.querySelector(".fills table");
  const put = (frame, [row, column, tall, broad]) => {
    for (const [name, value] of Object.entries({ row, column, tall, broad })) frame.style.setProperty(`--${name}`, value);
  };
  const cells = [...(filled?.rows ?? [])].flatMap((row) => [...row.cells]);
  const place = ([row, column]) => row * (filled?.rows[0].cells.length ?? 0) + column;
  const to = (at) => {
    const stop = stops[at];
    picture.dataset.at = at;
    framed("over").forEach((frame) => put(frame, stop.frame));
    framed("fills").forEach((frame) => put(frame, [...stop.now, 1, 1]));
    picture.querySelectorAll(".pair").forEach((cell) => cell.classList.remove("pair"));
    for (const [line, grid, row, column] of stop.met) tables[line][grid].rows[row].cells[column].classList.add("pair");
    cells.forEach((cell, number) => {
      cell.classList.toggle("now", number === place(stop.now));
      cell.classList.toggle("open", number > place(stop.now));
    });
    picture.dispatchEvent(new CustomEvent("moved", { detail: at, bubbles: true }));
  };
  return { stops, to, at: () => +picture.dataset.at };
}

// Buttons: a stop back, on, and all of them in a loop until it is paused.
const PACE = 900;
function controlled(picture) {
  const slide = sliding(picture);
  const controls = picture.querySelector(".controls");
  const play = controls.querySelector('[data-move="play"]');
  let timer = 0;
  const pause = () => {
    clearInterval(timer);
    timer = 0;
    play.setAttribute("aria-pressed", "false");
    play.textContent = "▶";
  };
  const step = (by) => slide.to((slide.at() + by + slide.stops.length) % slide.stops.length);
  const loop = () => {
    if (timer) return pause();
    timer = setInterval(() => (picture.isConnected && picture.offsetParent ? step(1) : pause()), PACE);
    play.setAttribute("aria-pressed", "true");
    play.textContent = "❚❚";
    return step(1);
  };
  const does = { back: () => (pause(), step(-1)), on: () => (pause(), step(1)), play: loop };
  controls.hidden = false;
  controls.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.stopPropagation();
    does[button.dataset.move]();
  });
  picture.classList.add("ready");
  return { ...slide, pause, loop };
}
