// Opens pages in light and dark and prints what axe finds and what is too wide, as JSON: node accessible.mjs BROWSER FILE...
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath, ...files] = process.argv.slice(2);
const path = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], timeout: 240_000 });
const facts = {};
for (const file of files) {
  facts[file] = {};
  for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]]) {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.setDefaultTimeout(240_000); // a busy machine may take its time
    await page.goto(pathToFileURL(file).href);
    await page.addScriptTag({ path });
    facts[file][`${width} ${colorScheme}`] = await page.evaluate(async () => ({
      axe: (await axe.run()).violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 120))}`),
      over: document.documentElement.scrollWidth - innerWidth,
      paper: getComputedStyle(document.body).backgroundColor,
    }));
    await page.close();
  }
}
await browser.close();
console.log(JSON.stringify(facts));
