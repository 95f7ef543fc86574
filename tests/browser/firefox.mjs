/* What a reader does on the live pages, in Firefox, by WebDriver BiDi: prints, as JSON, what was read at each step.
   Arguments: where Firefox is, the address of the site, the instant that its clock shows. A line on standard input cuts the
   network: the server is gone. */
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const [executablePath, address, instant] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const read = { version: await browser.version(), errors: [] };
const tab = await browser.newPage();
await tab.setViewport({ width: 390, height: 800 });
await tab.evaluateOnNewDocument((now) => {
  const Clock = Date;
  globalThis.Date = class extends Clock {
    constructor(...parts) {
      super(...(parts.length > 0 ? parts : [now]));
    }

    static now() {
      return now;
    }
  };
}, Date.parse(instant));
tab.on("pageerror", ({ message }) => read.errors.push(`${tab.url()}: ${message}`));

const words = (place) => tab.$eval(place, (part) => part.innerText.replace(/\s+/g, " ").trim());
const go = async (path, place) => {
  // The same page with another address after # is not loaded again.
  await tab.goto("about:blank");
  await tab.goto(`${address}${path}`, { waitUntil: "load" });
  await tab.waitForSelector(place);
};
const ANSWER = ["veillee/may-i/#role=community-manager&action=publish&channel=instagram", ".pm-live-answer:not([hidden])"];
const ALERT = ["veillee/alert/", ".pm-alert:not([hidden])"];
const NOW = ["veillee/now/", ".pm-now-line [data-do=silent]"];

try {
  await go("veillee/", ".pm-ask--home form:not([hidden])");
  await tab.type(".pm-ask--home input", "effacer un commentaire");
  await tab.keyboard.press("Enter");
  await tab.waitForSelector(".pm-live-found:not([hidden])");
  read.found = await tab.$$eval(".pm-live-results > li:not([hidden]) > button", (found) => found.map((button) => button.innerText));
  await go(...ANSWER);
  read.answer = await words(".pm-live-level");
  await go(...ALERT);
  await tab.click("[data-answer=yes]");
  await tab.waitForSelector(".pm-alert-end:not([hidden])");
  read.end = await words(".pm-alert-end");
  await go(...NOW);
  await tab.click(NOW[1]);
  read.tried = await words(".pm-now-line");
  await go("veillee/", ".pm-edition");
  await tab.waitForSelector(".pm-edition [data-when=whole]:not([hidden])", { timeout: 120_000 });
  console.log("whole");
  for await (const _ of createInterface({ input: process.stdin })) break;
  read.offline = [];
  for (const [path, place] of [ANSWER, ALERT, NOW]) {
    await go(path, place);
    read.offline.push(await words("h1"));
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(read));
