/* What a reader does with a locked directory, in Firefox, by WebDriver BiDi: prints, as JSON, what was read at each step.
   Arguments: where Firefox is, the address of a page that waits for the directory, its passphrase. */
import puppeteer from "puppeteer-core";

const [executablePath, address, passphrase] = process.argv.slice(2);
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });
const read = { version: await browser.version(), errors: [] };
const tab = await browser.newPage();
tab.on("pageerror", ({ message }) => read.errors.push(`${tab.url()}: ${message}`));

const FIELD = ".pm-directory input";
const OPEN = ".pm-directory [data-pm-state=open]:not([hidden])";
const SHUT = ".pm-directory [data-pm-state=shut]:not([hidden])";
const words = () => tab.$eval("article", (article) => article.textContent);
const go = async (place) => {
  await tab.goto(address, { waitUntil: "load" });
  await tab.waitForSelector(place);
};
const type = async (text) => {
  await tab.$eval(FIELD, (field) => {
    field.closest("details")?.setAttribute("open", "");
    field.value = "";
  });
  await tab.type(FIELD, text);
  await tab.keyboard.press("Enter");
};

try {
  await go(SHUT);
  read.shut = await words();
  await type(`${passphrase} ?`);
  await tab.waitForSelector("[data-pm-word=wrong]:not([hidden])", { visible: true });
  read.wrong = await words();
  await type(passphrase);
  await tab.waitForSelector(OPEN);
  read.open = await words();
  await go(OPEN);
  read.again = await words();
  await tab.click(".pm-lock");
  await tab.waitForSelector(SHUT);
  read.locked = await words();
} finally {
  await browser.close();
}
console.log(JSON.stringify(read));
