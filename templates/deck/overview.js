// All slides at a glance; a click or the enter key goes to one.
const picks = pages.map((page, number) => {
  const pick = document.createElement("button");
  pick.type = "button";
  pick.className = "pick";
  pick.hidden = true;
  pick.setAttribute("aria-label", `${number + 1}: ${titleOf(number)}`);
  pick.addEventListener("click", () => {
    at.slide = number;
    at.step = 0;
    overview(false);
  });
  page.append(pick);
  return pick;
});

function overview(wanted = !root.classList.contains("overview")) {
  if (wanted) fitRest(WALL);
  root.classList.toggle("overview", wanted);
  document.querySelector('[data-do="overview"]').setAttribute("aria-pressed", wanted);
  document.getElementById("all").hidden = !wanted && at.slide === 0;
  pages.forEach((page, number) => {
    picks[number].hidden = !wanted;
    page.querySelector(".slide").inert = wanted;
    if (wanted) mark(page, stepsOf[number]);
  });
  if (wanted) picks[at.slide].focus();
  else show(at.slide, at.step);
}
