// Opens a page as readers do and prints what they meet, as JSON: node page.mjs FILE ENTRY BROWSER
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, entry, executablePath] = process.argv.slice(2);
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], timeout: 240_000 });
const complaints = [];
const requests = [];

async function open(options) {
  // The tests reach into the page, which its own policy forbids to strangers.
  const context = await browser.newContext({ bypassCSP: true, reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(240_000); // a busy machine may take its time
  const page = await context.newPage();
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return page;
}

const violations = async (page) => {
  await page.addScriptTag({ path: axePath });
  const found = await page.evaluate(() => axe.run());
  return found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 120))}`);
};

const lit = (page) =>
  page.evaluate(() => {
    const named = (selector) => [...new Set([...document.querySelectorAll(selector)].map((e) => e.dataset.cell))].sort();
    const inside = (element) =>
      [...new Set([...element.querySelectorAll("[data-entry]")].map((e) => e.dataset.entry))].sort().join(" ");
    return {
      self: named("td.lit"),
      others: named("td.met[data-cell]"),
      products: [...new Set([...document.querySelectorAll(".piece.met")].map(inside))].sort(),
      told: document.getElementById("met").hidden ? "" : document.getElementById("met").textContent,
    };
  });

const facts = { axe: {}, overflow: {} };
for (const [width, colorScheme] of [[1280, "light"], [375, "dark"]]) {
  const page = await open({ viewport: { width, height: 800 }, colorScheme });
  facts.overflow[width] = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  await page.locator(`[data-cell="${entry}"]`).first().click();
  facts.axe[`${width} ${colorScheme}`] = await violations(page);
  await page.context().close();
}

const page = await open({ viewport: { width: 1280, height: 800 } });
const cell = page.locator(`[data-cell="${entry}"]`).first();
facts.untouched = await lit(page);
await cell.hover();
facts.hover = await lit(page);
await page.mouse.move(2, 2);
facts.left = await lit(page);
await page.locator(`.piece [data-entry="${entry}"]`).first().hover();
facts.symbol = await lit(page);
await page.mouse.move(2, 2);

// By keyboard alone: into the first matrix, right, down, keep it, leave, put it out.
await page.locator(".matrix td").first().focus();
await page.keyboard.press("ArrowRight");
await page.keyboard.press("ArrowDown");
facts.walked = await page.evaluate(() => document.activeElement.dataset.cell);
facts.focus = await lit(page);
await page.keyboard.press("Tab");
facts.next = await page.evaluate(() => document.activeElement.closest("figure")?.querySelector("figcaption").textContent.trim());
await page.keyboard.press("Shift+Tab");
facts.back = await page.evaluate(() => document.activeElement.dataset.cell);
await page.keyboard.press("Enter");
await page.evaluate(() => document.activeElement.blur());
facts.kept = await lit(page);
await page.keyboard.press("Escape");
facts.escaped = await lit(page);

const scheme = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
facts.colours = [await scheme()];
await page.locator("#theme").click();
facts.colours.push(await scheme());
await cell.click();
await page.emulateMedia({ media: "print" });
facts.print = await page.evaluate(() => ({
  background: getComputedStyle(document.body).backgroundColor,
  shown: ["theme", "met"].filter((id) => getComputedStyle(document.getElementById(id)).display !== "none"),
}));
facts.printed = (await page.pdf({ format: "A4" })).length;

const phone = await open({ viewport: { width: 375, height: 700 }, hasTouch: true, isMobile: true });
await phone.locator(`[data-cell="${entry}"]`).first().tap();
facts.tap = await lit(phone);
await phone.locator("h1").tap();
facts.tapped_away = await lit(phone);

await browser.close();
console.log(JSON.stringify({ ...facts, complaints, requests }));
