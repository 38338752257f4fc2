// What is measured on the slides of a deck, in whichever medium its page is shown.

// Every slide is shown once, as it is fitted then; after it all are drawn, to be measured.
export const walk = async (page) => {
  const slides = await page.locator(".page").count();
  for (const key of [...Array(slides).keys()].map((number) => [...`${number + 1}`, "Enter"]).flat()) await page.keyboard.press(key);
  await page.keyboard.press("Home");
  await page.addStyleTag({ content: ".live .page { display: block !important }" });
};

// On paper; a page is told so with its next frame.
export const print = async (page) => {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
};

// Slides that were too full and are set smaller, by number.
export const smaller = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".content")].flatMap((part, number) => (/--fit(-pictures)?:/.test(part.style.cssText) ? [number + 1] : [])));

// Everything that is drawn lies inside its slide, measured part by part.
export const outside = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".slide")].flatMap((slide, number) => {
      const room = slide.getBoundingClientRect();
      return [...slide.querySelectorAll("*:not(.unseen):not(.notes):not(.notes *)")]
        .filter((part) => {
          const box = part.getBoundingClientRect();
          const over = box.left < room.left - 1 || box.top < room.top - 1 || box.right > room.right + 1 || box.bottom > room.bottom + 1;
          return box.width && box.height && over;
        })
        .map((part) => `${number + 1}: ${part.className?.baseVal ?? part.className} ${part.textContent.slice(0, 30)}`);
    }));

// No formula is wider than the cell it stands in, where what is too wide is cut off.
export const cut = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".matrix td")]
      .filter((cell) => cell.querySelector("math")?.getBoundingClientRect().width > cell.getBoundingClientRect().width + 1)
      .map((cell) => `${cell.closest(".slide").id}: ${cell.textContent.trim()}`));

// No two blocks of one slide lie on each other, nor on its title or foot.
export const touching = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".slide")].flatMap((slide, number) => {
      const parts = [slide.querySelector(".title"), ...slide.querySelector(".content").children, slide.querySelector(".foot")];
      const boxes = parts.map((part) => part.getBoundingClientRect());
      return boxes.slice(1).map((box, at) => boxes[at].bottom - box.top).filter((over) => over > 1).map((over) => `${number + 1}: ${over}`);
    }));

// Words and formulas lower than a thirtieth of the slide, by number; indices are lower, and what the lecturer alone uses.
export const tiny = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll(".slide")].flatMap((slide, number) => {
      const scripts = "msub, msup, msubsup, munder, munderover";
      const isScript = (part) => Boolean(part?.closest(".slide") && part.parentElement.matches(scripts) && part.previousElementSibling);
      const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const part = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || part.closest(".notes, .unseen, .controls") || !part.getClientRects().length) continue;
        let above = part;
        while (above !== slide && !isScript(above)) above = above.parentElement;
        const size = parseFloat(getComputedStyle(part).fontSize);
        if (above === slide && size < 720 / 30 - 0.05) found.push(`${number + 1}: ${size.toFixed(1)} ${walker.currentNode.textContent.trim()}`);
      }
      return found.slice(0, 3);
    }));

// The smallest size that type was set in, 1 being the usual one.
export const smallest = (page) =>
  page.evaluate(() =>
    Math.min(...[...document.querySelectorAll(".content")].map((part) => parseFloat(getComputedStyle(part).fontSize) / 28)));
