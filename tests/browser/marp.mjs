// Shows Marp decks as Marp does and prints what stands on them, as JSON: node marp.mjs BROWSER FILE...
import { readFileSync } from "node:fs";
import { Marp } from "@marp-team/marp-core";
import { chromium } from "playwright-core";

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], timeout: 240_000 });
const facts = {};
for (const file of files) {
  const { html, css } = new Marp({ inlineSVG: false, script: false }).render(readFileSync(file, "utf8"));
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.setDefaultTimeout(240_000); // a busy machine may take its time
  const alarms = [];
  page.on("dialog", (dialog) => alarms.push(dialog.message()) && dialog.dismiss());
  await page.setContent(`<!DOCTYPE html><meta charset="utf-8"><style>${css}</style>${html}`);
  const measured = await page.evaluate(() => {
    const sections = [...document.querySelectorAll("section")];
    return {
      slides: sections.map((section) => section.querySelector("h1, h2")?.textContent ?? ""),
      size: [...new Set(sections.map((section) => `${section.offsetWidth}x${section.offsetHeight}`))],
      outside: sections.flatMap((section, number) => {
        const room = section.getBoundingClientRect();
        return [...section.querySelectorAll("h1, h2, p, li, table, svg")]
          .filter((part) => {
            const box = part.getBoundingClientRect();
            return box.right > room.right + 1 || box.bottom > room.bottom + 1 || box.left < room.left - 1;
          })
          .map((part) => `${number + 1}: ${part.textContent.slice(0, 40)}`);
      }),
      type: sections.map((section) => parseFloat(getComputedStyle(section.querySelector("p, li") ?? section).fontSize)),
      complaints: [...document.querySelectorAll("[data-mjx-error], mjx-merror, [data-mml-node=merror]")].map((part) => part.textContent),
      strangers: [...document.querySelectorAll("script, img, a, iframe, form")].map((part) => part.outerHTML),
      words: sections[0].innerText,
    };
  });
  facts[file] = { ...measured, alarms };
  await page.close();
}
await browser.close();
console.log(JSON.stringify(facts));
