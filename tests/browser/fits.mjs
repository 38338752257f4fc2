// Measures decks on the wall and on paper and prints what does not fit, as JSON: node fits.mjs BROWSER FILE...
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { cut, outside, print, smallest, tiny, touching, walk } from "./measures.mjs";

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], timeout: 240_000 });
const facts = {};
for (const file of files) {
  const page = await browser.newPage({ bypassCSP: true, viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(240_000); // a busy machine may take its time
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(pathToFileURL(file).href);
  await walk(page);
  const wall = { outside: await outside(page), touching: await touching(page), cut: await cut(page), smallest: await smallest(page), tiny: await tiny(page) };
  await print(page);
  const paper = { outside: await outside(page), touching: await touching(page), cut: await cut(page), smallest: await smallest(page) };
  await page.pdf({ path: `${file}.pdf`, preferCSSPageSize: true, printBackground: true });
  facts[file] = { wall, paper, complaints, slides: await page.locator(".slide").count() };
  await page.close();
}
await browser.close();
console.log(JSON.stringify(facts));
