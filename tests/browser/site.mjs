// A site in Chromium: node site.mjs FOLDER CHROMIUM QUESTIONS: served below a path, asked, then read without a network.
// QUESTIONS is JSON, [[kind, request], …]. Told are the answers, what went wrong, who was asked, and how long it took.
import { chromium } from "playwright-core";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const [folder, browserPath, questions] = process.argv.slice(2);
const BELOW = "/course/week 3/conv/";
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".zip": "application/zip" };

const server = createServer(async (request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  const name = path.startsWith(BELOW) ? normalize(path.slice(BELOW.length)) : "..";
  try {
    if (name.startsWith("..")) throw new Error("outside");
    const file = name === "." || name === "" ? "index.html" : name;
    const held = await readFile(join(folder, file));
    response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "application/octet-stream" }).end(held);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const address = `http://127.0.0.1:${server.address().port}${encodeURI(BELOW)}`;

const found = { complaints: [], elsewhere: [], answers: [], seconds: {} };
const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
context.on("request", (request) => {
  const url = request.url();
  if (![address, `blob:${new URL(address).origin}`, "data:"].some((own) => url.startsWith(own))) found.elsewhere.push(url);
});

async function opened(page, hash = "") {
  const start = performance.now();
  await page.goto(`${address}${hash}`);
  await page.waitForSelector("body.ready", { timeout: 180_000 });
  return (performance.now() - start) / 1000;
}

const page = await context.newPage();
page.on("console", (message) => message.type() === "error" && found.complaints.push(message.text()));
page.on("pageerror", (error) => found.complaints.push(String(error)));

// Asks Python itself, past what the page draws.
const ask = (kind, request) =>
  page.evaluate(
    async ([kind, request]) => {
      const { ask } = await import("./backend.js");
      const start = performance.now();
      const answer = await ask(kind, request);
      return { answer, seconds: (performance.now() - start) / 1000 };
    },
    [kind, request],
  );

try {
  found.seconds.first = await opened(page);
  for (const [kind, request] of JSON.parse(questions)) found.answers.push(await ask(kind, request));

  // Every part of the page, by what readers do.
  const input = page.locator("#layer input").first();
  await input.fill("7x7");
  await input.press("Enter");
  await page.waitForFunction(() => document.getElementById("told").textContent.includes("7×7"));
  await page.locator("#modes button").nth(1).click();
  await page.locator("#last").click();
  found.explored = await page.locator(".panel.fills td[data-key]").evaluateAll((cells) =>
    cells.map((cell) => `${cell.dataset.key} = ${cell.querySelector(".number").textContent.replace("−", "-")}`));
  await page.locator("#tab-derive").click();
  await page.waitForFunction(() => document.getElementById("lesson").contentDocument?.querySelector("h1"));
  found.derived = await page.locator("#lesson").evaluate((frame) => frame.contentDocument.querySelector("h1").textContent);
  await page.frameLocator("#lesson").locator("td[data-cell]").first().hover();
  found.linked = await page.locator("#lesson").evaluate((frame) => frame.contentDocument.querySelectorAll(".lit").length);
  await page.locator("#tab-check").click();
  await page.locator("#text").fill("∂L/∂x_00 = ∂L/∂o_00 f_01\n\n∂L/∂x_00 = ∂L/∂o_00 f_00\n");
  await page.waitForFunction(() => document.querySelectorAll("#verdicts .verdict").length === 2, null, { timeout: 20_000 });
  found.checked = await page.locator("#verdicts article").evaluateAll((all) => all.map((one) => one.className));
  await page.locator("#text").fill("x".repeat(1_000_000));
  await page.waitForFunction(() => document.getElementById("error").textContent, null, { timeout: 20_000 });
  found.refused = await page.locator("#error").textContent();
  await page.goto(`${address}#tab=practise&seed=5&level=1`);
  await page.reload();
  await page.waitForSelector("body.ready", { timeout: 180_000 });
  await page.waitForFunction(() => document.getElementById("asked").textContent);
  await page.locator("#typed").fill("∂L/∂o_00 f_99");
  await page.locator("#typed").press("Enter");
  await page.waitForSelector("#said .verdict");
  found.practised = await page.locator("#said .verdict").getAttribute("class");

  // A worker that is lost is started again.
  found.lost = (await ask("check", { text: `$${"\\frac{1}{".repeat(4000)}` })).answer.error ?? "";
  found.again = (await ask("explore", { layer: { stride: "2" } })).answer.told;

  // Without a network, from what the page kept.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await context.setOffline(true);
  server.closeAllConnections();
  server.close();
  found.seconds.offline = await opened(page, "?embed");
  found.offline = (await ask("explore", { layer: { input_size: "4", kernel_size: "2" } })).answer.told;
  found.policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
} finally {
  await browser.close();
  server.close();
}
console.log(JSON.stringify(found));
