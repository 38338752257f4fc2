// Drives the live page as a lecturer and a student do, and prints what they meet, as JSON:
// node live.mjs URL BROWSER LAYERS SERVER; SERVER is the process that is ended last, or 0
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [base, executablePath, layers, server] = process.argv.slice(2);
const axePath = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"], timeout: 240_000 });
const complaints = [];
const requests = new Set();
const facts = { layers: {}, axe: {}, overflow: {} };

async function open(hash, options = {}, query = "") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce", acceptDownloads: true, ...options });
  context.setDefaultTimeout(240_000); // a busy machine may take its time
  const page = await context.newPage();
  page.on("console", (message) => message.type() !== "info" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.add(new URL(request.url(), base).origin));
  await page.goto(`${base}${query}${hash}`);
  await page.locator("body.ready").waitFor();
  return page;
}

const grids = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("#grids figure")].map((figure) => ({
      role: ["over", "slides", "fills"].find((role) => figure.classList.contains(role)),
      cells: [...figure.querySelectorAll("td")].map((td) => ({
        key: td.dataset.key ?? "", name: td.dataset.cell ?? "", value: td.querySelector(".number")?.textContent.replace("−", "-") ?? "",
        pair: td.classList.contains("pair"), now: td.classList.contains("now"), open: td.classList.contains("open"),
      })),
    })));
async function changed(page, does, selector = "#made") {
  const was = await page.locator(selector).textContent();
  await does();
  await page.waitForFunction(([one, old]) => document.querySelector(one).textContent !== old, [selector, was]);
}

// Numbers: every stop of every slide, what meets there, and the result when all is made.
for (const hash of JSON.parse(layers)) {
  const page = await open(`#${hash}&m=n`);
  const found = (facts.layers[hash] = {});
  for (const what of ["output", "grad_input", "grad_weight"]) {
    await page.locator(`#slides [data-made="${what}"]`).click();
    await page.locator(`#slides [data-made="${what}"][aria-selected="true"]`).waitFor();
    const stops = [];
    const last = await page.evaluate(() => Number(document.getElementById("range").max));
    await page.locator("#first").click();
    for (let stop = 0; stop <= last; stop += 1) {
      const seen = await grids(page);
      const names = (role) => seen.filter((grid) => grid.role === role).flatMap((grid) => grid.cells.filter((cell) => cell.pair).map((cell) => cell.name));
      const now = seen.find((grid) => grid.role === "fills").cells.find((cell) => cell.now);
      stops.push({ made: now.key, over: names("over"), slides: names("slides") });
      if (stop < last) await page.locator("#on").click();
    }
    const done = await grids(page);
    found[what] = { stops, cells: Object.fromEntries(done.flatMap((grid) => grid.cells.filter((cell) => cell.key).map((cell) => [cell.key, cell.value]))), open: done.flatMap((grid) => grid.cells).filter((cell) => cell.open).length };
  }
  await page.context().close();
}

// A lecture: step, play, drag, change a number, light, go wrong, take along.
const page = await open("#i=0", { permissions: ["clipboard-read", "clipboard-write"] });
const count = () => page.locator("#count").textContent();
facts.lecture = { start: await count() };
await page.locator("#on").click();
facts.lecture.step = await count();
await page.locator("#range").focus();
await page.keyboard.press("End");
facts.lecture.end = await count();
await page.locator("#first").click();
await page.locator("#pace").fill("2");
await page.locator("#play").click();
await page.waitForFunction(() => document.getElementById("count").textContent === "25 / 25");
facts.lecture.played = await count();
await page.locator("#first").click();
const field = await page.locator("#grids .over .field").boundingBox();
await page.mouse.move(field.x + field.width * 0.2, field.y + field.height * 0.2);
await page.mouse.down();
await page.mouse.move(field.x + field.width * 0.5, field.y + field.height * 0.5, { steps: 5 });
await page.mouse.up();
facts.lecture.dragged = await count();
facts.lecture.hash = new URL(page.url()).hash;

await page.mouse.move(2, 2);
const lit = () => page.evaluate(() => ({
  self: [...new Set([...document.querySelectorAll("td.lit")].map((td) => td.dataset.cell))],
  others: [...new Set([...document.querySelectorAll("td.met")].map((td) => td.dataset.cell))].sort(),
  pieces: document.querySelectorAll(".piece.met").length,
  ghosts: document.querySelectorAll(".ghost").length,
  told: document.getElementById("meets").textContent,
}));
await page.locator('#grids .slides td[data-cell="f_22"]').hover();
facts.hover = await lit();
await page.mouse.move(2, 2);
facts.dark = await lit();
await page.locator('#grids .slides td').first().focus();
facts.focus = await lit();
await page.keyboard.press("ArrowRight");
facts.walked = await page.evaluate(() => document.activeElement.dataset.key);

// By keyboard: a number is changed where it stands.
await changed(page, async () => {
  await page.locator('#grids .slides td[data-key="f_22"]').focus();
  await page.keyboard.press("Enter");
  await page.keyboard.type("7");
  await page.keyboard.press("Enter");
});
facts.edited = { made: await page.locator("#made .equation").getAttribute("aria-label"), hash: new URL(page.url()).hash };
await page.waitForFunction(() => document.activeElement?.dataset.key === "f_22");
facts.edited.focus = await page.evaluate(() => document.activeElement.dataset.key);
await page.locator("#values button").nth(1).click();
await page.waitForFunction(() => !location.hash.includes("e=") && document.querySelector('[data-key="f_22"] .number').textContent !== "7");

await page.locator("#last").click();
await page.locator("#wrong").focus();
await page.waitForFunction(() => document.getElementById("wrong").options.length > 3);
await page.locator("#wrong").selectOption("no-flip");
await page.locator(".mistaken").first().waitFor();
facts.wrong = await page.evaluate(() => ({
  cells: Object.fromEntries([...document.querySelectorAll(".mistaken")].map((td) => [td.dataset.key, td.querySelector(".mistake").textContent.replace("−", "-")])),
  why: document.getElementById("why").textContent,
}));
await page.locator("#wrong").selectOption("");

await page.locator(".menu summary").click();
const copied = async (name) => {
  await page.evaluate(() => (document.getElementById("copied").textContent = ""));
  await page.locator(`[data-copy="${name}"]`).click();
  await page.waitForFunction(() => document.getElementById("copied").textContent);
  return page.evaluate(() => navigator.clipboard.readText());
};
facts.copied = { url: page.url() };
for (const name of ["link", "latex", "markdown", "tikz", "frame"]) facts.copied[name] = await copied(name);
for (const name of ["svg", "png"]) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-copy="${name}"]`).click()]);
  const stream = await download.createReadStream();
  let bytes = Buffer.alloc(0);
  for await (const chunk of stream) bytes = Buffer.concat([bytes, chunk]);
  facts.copied[name] = { name: download.suggestedFilename(), size: bytes.length, head: bytes.subarray(0, 60).toString("latin1") };
}

// Derive: the lesson in its frame, and a file.
await page.locator("#tab-derive").click();
await page.frameLocator("#lesson").locator("h1").waitFor();
await page.waitForFunction(() => document.getElementById("lesson").clientHeight > 3000);
const inside = page.frames()[1];
facts.derive = { title: await inside.locator("h1").textContent(), high: await page.evaluate(() => document.getElementById("lesson").clientHeight) };
await inside.locator('[data-cell="x_22"]').first().click();
facts.derive.lit = await inside.locator("td.lit").count();
const [file] = await Promise.all([page.waitForEvent("download"), page.locator('[data-file="json"]').click()]);
facts.derive.file = file.suggestedFilename();
facts.derive.json = await new Promise((done) => file.createReadStream().then(async (stream) => { let text = ""; for await (const chunk of stream) text += chunk; done(text); }));

// Check: live, by line, with hints alone, and a letter corrected.
await page.locator("#tab-check").click();
const tones = () => page.evaluate(() => [...document.querySelectorAll(".verdict")].map((one) => one.className.split(" ")[1]));
await page.locator("#text").fill("∂L/∂x_00 = ∂L/∂o_00 f_00\n\n∂L/∂x_00 = ∂L/∂o_00 f_01");
await page.locator(".verdict.wrong").waitFor();
facts.check = { tones: await tones(), gutter: await page.locator("#gutter").textContent(), solution: (await page.locator("#verdicts").textContent()).includes("should be") };
await page.locator("#hints").check();
await page.waitForFunction(() => document.getElementById("verdicts").textContent.includes("?") && !document.getElementById("verdicts").textContent.includes("should be"));
facts.check.hints = await page.locator(".verdict.wrong").textContent();
facts.check.letters = await page.locator("#letters select").evaluateAll((all) => all.map((one) => one.value));
await changed(page, () => page.locator("#letters select").first().selectOption("bias"), "#verdicts");
facts.check.corrected = await tones();

// Practise: wrong, solution, next, right; the score stays here.
await page.goto(`${base}#tab=practise&seed=3&level=1`);
await page.reload();
await page.locator("body.ready").waitFor();
await page.locator("#asked math").first().waitFor();
facts.practise = { asked: await page.locator("#asked").textContent() };
await page.locator("#typed").fill("∂L/∂o_00 x_00");
await page.keyboard.press("Enter");
await page.locator("#said .verdict").waitFor();
facts.practise.wrong = await page.locator("#said .verdict").getAttribute("class");
await page.locator("#solve").click();
await page.locator("#said .equation").waitFor();
const solution = await page.locator("#said .equation").getAttribute("aria-label");
facts.practise.solution = solution;
facts.practise.missed = await page.evaluate(() => localStorage.getItem("symconv-score"));
await page.locator("#next").click();
await page.waitForFunction(() => location.hash.includes("q=1") && !document.querySelector("#said .verdict"));
await page.goto(`${base}#tab=practise&seed=3&level=1&q=0`);
await page.reload();
await page.locator("#asked math").first().waitFor();
await page.locator("#typed").fill(solution.split(" = ")[1]);
await page.locator("#answer [type=submit]").click();
await page.locator("#said .verdict").waitFor();
facts.practise.right = await page.locator("#said .verdict").getAttribute("class");
facts.practise.score = await page.evaluate(() => localStorage.getItem("symconv-score"));

// What cannot be used.
const error = async () => {
  await page.waitForFunction(() => document.getElementById("error").textContent);
  return page.locator("#error").textContent();
};
await page.locator("#tab-check").click();
await page.evaluate(() => { document.getElementById("text").value = "x".repeat(1_000_000); document.getElementById("text").dispatchEvent(new Event("input")); });
facts.errors = { long: await error() };
await page.evaluate(() => { document.getElementById("text").value = ""; document.getElementById("error").textContent = ""; });
await page.locator("#tab-explore").click();
for (const [name, typed] of [["misfit", "1x1"], ["bomb", "4096x4096"], ["words", "<img src=x onerror=alert(1)>"]]) {
  await page.evaluate(() => (document.getElementById("error").textContent = ""));
  await page.locator("#layer-n").fill(typed);
  facts.errors[name] = await error();
}
await changed(page, () => page.locator("#layer-n").fill("5x5"), "#error");
await page.context().close();

// For everybody: every part, on a projector and on a phone, in light and dark.
for (const tab of ["explore", "derive", "check", "practise"])
  for (const [width, height, colorScheme] of [[1280, 720, "light"], [360, 740, "dark"]]) {
    const one = await open(`#tab=${tab}&seed=1${tab === "explore" ? "&wrong=no-flip" : ""}`, { viewport: { width, height }, colorScheme, bypassCSP: true });
    if (tab === "check") await one.locator("#example").click();
    await one.locator({ explore: ".mistaken", derive: "#downloads button", check: ".verdict", practise: "#asked math" }[tab]).first().waitFor({ state: "attached" });
    await one.addScriptTag({ path: axePath });
    const found = await one.evaluate(() => axe.run({ iframes: false }));
    const key = `${tab} ${width} ${colorScheme}`;
    facts.axe[key] = found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))}`);
    facts.overflow[key] = await one.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await one.context().close();
  }

const framed = await open("#i=3", {}, "?embed");
facts.embed = await framed.evaluate(() => ({
  gone: ["header", "#layer", ".below"].every((one) => getComputedStyle(document.querySelector(one)).display === "none"),
  high: document.documentElement.scrollHeight, still: getComputedStyle(document.querySelector(".glass")).transitionDuration,
}));
await framed.context().close();

if (server !== "0") {
  const last = await open("");
  process.kill(Number(server));
  await last.waitForTimeout(1500);
  await last.locator("#layer-s").fill("1");
  await last.waitForFunction(() => document.getElementById("error").textContent);
  facts.errors.closed = await last.locator("#error").textContent();
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes("ERR_CONNECTION_REFUSED")));
}
await browser.close();
console.log(JSON.stringify({ ...facts, complaints, requests: [...requests] }));
