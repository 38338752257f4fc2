// All slides at a glance; a click or the enter key goes to one.
function overview(wanted = !root.classList.contains("overview")) {
  root.classList.toggle("overview", wanted);
  document.querySelector('[data-do="overview"]').setAttribute("aria-pressed", wanted);
  pages.forEach((page, number) => {
    if (wanted) {
      page.tabIndex = 0;
      page.setAttribute("role", "button");
      page.setAttribute("aria-label", `${number + 1}: ${titleOf(number)}`);
      mark(page, stepsOf[number]);
    } else {
      ["tabindex", "role", "aria-label"].forEach((name) => page.removeAttribute(name));
    }
  });
  if (wanted) pages[at.slide].focus();
  else show(at.slide, at.step);
}

pages.forEach((page, number) => {
  const go = (event) => {
    if (!root.classList.contains("overview")) return;
    event.preventDefault();
    event.stopPropagation();
    overview(false);
    show(number, 0);
  };
  page.addEventListener("click", go);
  page.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && go(event));
});
