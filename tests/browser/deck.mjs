// Gives a lecture as lecturers do and prints what happened, as JSON: node deck.mjs FILE PDF BROWSER
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { outside, print, smaller, touching, walk } from "./measures.mjs";

const [file, pdf, executablePath] = process.argv.slice(2);
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], timeout: 240_000 });
const complaints = [];
const requests = [];

async function open(options = {}) {
  // The tests reach into the deck, which its own policy forbids to strangers.
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 720 }, ...options });
  context.setDefaultTimeout(240_000); // a busy machine may take its time
  await context.setOffline(true);
  const page = await context.newPage();
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return page;
}

const place = (page) => page.evaluate(() => location.hash.slice(2));
const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
  return place(page);
};

// What is seen: numbers of equations, and which picture of each place.
const seen = (page) =>
  page.evaluate(() => {
    const slide = document.querySelector(".page.here .slide");
    const visible = (part) => getComputedStyle(part).visibility === "visible";
    return {
      numbers: [...slide.querySelectorAll(".number")].filter(visible).map((part) => part.textContent),
      frames: [...slide.querySelectorAll(".frames")].map((frames) =>
        [...frames.children].map((frame, number) => (visible(frame) ? number : -1)).filter((number) => number >= 0)),
      answers: [...slide.querySelectorAll(".because")].filter(visible).length,
    };
  });

const violations = async (page) => {
  await page.addScriptTag({ path: axePath });
  const found = await page.evaluate(() => axe.run());
  return found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((part) => part.html.slice(0, 160))}`);
};

const facts = {};
const page = await open({ reducedMotion: "reduce" });
facts.title = await page.title();
facts.heading = await page.locator("h1.title").textContent();
facts.slides = await page.locator(".page").count();
facts.start = await place(page);
await walk(page);
facts.smaller = { shown: await smaller(page) };
facts.outside = await outside(page);
facts.touching = await touching(page);

// From the first step to the last and back again.
facts.forward = [];
for (let last = ""; last !== (await place(page)); ) {
  last = await place(page);
  facts.forward.push([last, await seen(page)]);
  await press(page, "ArrowRight");
}
facts.moving = await page.evaluate(() => document.getAnimations().length);
facts.backward = [];
for (let last = ""; last !== (await place(page)); ) {
  last = await place(page);
  facts.backward.unshift([last, await seen(page)]);
  await press(page, "ArrowLeft");
}

facts.keys = {
  end: await press(page, "End"),
  home: await press(page, "Home"),
  number: await press(page, "1", "0", "Enter"),
  beyond: await press(page, "9", "9", "9", "Enter"),
  page: await press(page, "Home", "PageDown", " ", "PageUp"),
};
await page.evaluate(() => (location.hash = "#/15/2"));
await page.waitForFunction(() => document.querySelector("#slide-15").closest(".here"));
facts.keys.link = [await place(page), await seen(page)];
await page.evaluate(() => (location.hash = "#/<b>"));
facts.keys.nonsense = await place(page);

await press(page, "o");
facts.overview = await page.evaluate(() => [...document.querySelectorAll(".page")].filter((part) => part.getBoundingClientRect().width < 400).length);
facts.axe = { overview: await violations(page) };
await page.locator(".page").nth(15).click();
facts.chosen = await place(page);
await press(page, "o", "Escape");
facts.escaped = [await place(page), await page.evaluate(() => document.documentElement.className)];

// The speaker's window: notes of the slide at hand; its keys turn the slides, too.
const [desk] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("s")]);
const notes = () => desk.locator('[data-told="notes"]').textContent();
const own = () => page.evaluate(() => document.querySelector(".page.here .notes")?.textContent ?? "");
const bare = (text) => text.replace(/\s+/g, " ").replace(/([.?!:]) (?=[A-Z])/g, "$1").trim();
facts.speaker = [];
for (let turn = 0; turn < 3; turn += 1) {
  facts.speaker.push([await place(page), bare(await notes()), bare(await own()), bare(await desk.locator('[data-told="now"] .title').textContent())]);
  await desk.keyboard.press("PageDown");
  await desk.keyboard.press("PageDown");
}
facts.axe.speaker = await violations(desk);
await desk.close();
await press(page, "n");
facts.below = await page.locator("#below").isVisible();
facts.axe.notes = await violations(page);
await press(page, "n", "t");
facts.clock = await page.locator("#clock").isVisible();
await press(page, "?");
facts.axe.help = await violations(page);
await press(page, "Escape");
for (const colorScheme of ["light", "dark"]) {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  for (const number of ["1", "2", "15"]) {
    await press(page, ...number, "Enter");
    facts.axe[`${colorScheme} ${number}`] = await violations(page);
  }
  await press(page, "End", "ArrowRight");
  facts.axe[`${colorScheme} end`] = await violations(page);
}

await print(page);
facts.print = { outside: await outside(page), touching: await touching(page) };
await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true });

// Nobody waits for slides that are not shown: the rest is fitted later, or when all are looked at.
const eager = await open();
await eager.addInitScript(() => {
  window.waiting = [];
  window.requestIdleCallback = (work) => window.waiting.push(work);
});
await eager.reload();
facts.smaller.opened = await smaller(eager);
await press(eager, ...String(facts.smaller.shown[0]), "Enter");
facts.smaller.one = await smaller(eager);
facts.smaller.idle = await eager.evaluate(() => { while (window.waiting.length) window.waiting.shift()(); }).then(() => smaller(eager));
await eager.reload();
await press(eager, "o");
facts.smaller.overview = await smaller(eager);

// With motion: what a step makes comes from the grid beside it, ends by itself, and the next step does not wait for it.
// A step is taken and looked at within the page, for on a busy machine motion may be over before the next question.
const lively = await open({ reducedMotion: "no-preference" });
const titles = await lively.locator(".page .title").allTextContents();
facts.lively = {};
for (const title of ["Dilate", "Pad", "Flip"]) {
  const number = titles.indexOf(title) + 1;
  await press(lively, ...String(number), "Enter");
  const moving = await lively.evaluate(() => {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    return document.getAnimations().map(({ effect }) => {
      const [{ target }, [first]] = [effect, effect.getKeyframes()];
      const panels = [...target.closest(".frame").querySelectorAll(".panel")];
      return [panels.indexOf(target.closest(".panel")), target.dataset.cell ?? "", "transform" in first ? "travels" : "appears"];
    });
  });
  const on = [await place(lively), await press(lively, "ArrowLeft", "ArrowRight")];
  await lively.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))));
  facts.lively[title] = { moving, on, after: [await place(lively), await lively.evaluate(() => document.getAnimations().length)], number };
}
await press(lively, ...String(titles.indexOf("Slide") + 1), "Enter");
facts.lively.windows = await lively.evaluate(() => {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  return document.getAnimations().map((each) => each.effect.target.className);
});

// A finger: swiped to the left and to the right, and a tap that does nothing.
const phone = await open({ viewport: { width: 700, height: 350 }, hasTouch: true, isMobile: true });
const swipe = (from, to) =>
  phone.evaluate(([start, end]) => {
    const at = (clientX) => [new Touch({ identifier: 1, target: document.body, clientX, clientY: 100 })];
    document.body.dispatchEvent(new TouchEvent("touchstart", { touches: at(start), changedTouches: at(start), bubbles: true }));
    document.body.dispatchEvent(new TouchEvent("touchend", { touches: [], changedTouches: at(end), bubbles: true }));
    return location.hash.slice(2);
  }, [from, to]);
facts.touch = [await swipe(300, 100), await swipe(300, 300), await swipe(100, 300)];
facts.phone = await phone.evaluate(() => {
  const box = document.querySelector(".page.here .slide").getBoundingClientRect();
  return box.left >= -1 && box.top >= -1 && box.right <= innerWidth + 1 && box.bottom <= innerHeight + 1;
});

await browser.close();
console.log(JSON.stringify({ ...facts, complaints, requests }));
