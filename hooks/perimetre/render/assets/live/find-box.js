/* The field « In your own words » of the page « May I…? »: show what was found, and choose from it by hand or by keyboard.
   Needs find.js and told.js. */
"use strict";

self.PerimetreEntries = (() => {
  const made = new WeakMap();
  /** Return what may be found in a list of a page, and what finds it: made once a list, maybe before the page is shown. */
  const finderOf = (results) => {
    if (!made.has(results)) {
      const entries = [...results.querySelectorAll("li")];
      const words = entries.map((entry) => entry.dataset.words.split("|"));
      const { little, light, dangers } = results.dataset;
      const known = { little: little.split("|"), light: light.split("|"), dangers: JSON.parse(dangers) };
      made.set(results, { entries, finder: new self.PerimetreFinding.Finder(words, document.documentElement.lang.slice(0, 2), known) });
    }
    return made.get(results);
  };
  return { finderOf };
})();

/** Bring the field to life: `choose` is given what was chosen, as an address writes it; `now` tells the house's wall time. */
self.PerimetreFindBox = (page, perimeter, choose, now) => {
  const { finderOf } = self.PerimetreEntries;
  const { sumIn } = self.PerimetreFinding;
  const { momentIn, channelIn } = self.PerimetreTold;
  // How many are shown: who would read more had better say more.
  const MOST = 8;
  const one = (selector, root = page) => root.querySelector(selector);
  const all = (selector, root = page) => [...root.querySelectorAll(selector)];
  const list = one(".pm-live-list");
  const finding = one("#live-find");
  const results = one(".pm-live-results");
  const { entries, finder } = finderOf(results);
  // What another page answers is a link to it.
  const buttonOf = (entry) => one("button, a", entry);
  const sumField = one("[data-currency] input[type=number]");
  const sumFact = sumField?.name.slice(5);
  const currency = sumField?.closest("[data-currency]").dataset.currency;

  /** Return the ranks of the acts to which a sum makes a difference. */
  const boundBySums = () => {
    const tests = ({ match }) => [match, ...(match.except ?? [])].some(({ when }) => when && sumFact in when);
    const clauses = perimeter.data.clauses.filter((clause) => clause.match.actions !== undefined && tests(clause));
    return [...entries.keys()].filter((rank) => {
      const { asked } = buttonOf(entries[rank]).dataset;
      if (asked === undefined) return false;
      const asks = new URLSearchParams(asked);
      const [action, does] = asks.get("action").split("/");
      const bears = ({ match }) => perimeter.takes(match, "actions", action) && (match.says === undefined || perimeter.takes(match, "says", does));
      return clauses.some(bears);
    });
  };

  const language = document.documentElement.lang;
  const parts = results.dataset.parts.split("|").map((part) => part.split("=")).map(([name, from, to, at]) => [name, Number(from), Number(to), at]);
  const channels = all('[name="channel"]').map(({ value, dataset }) => [value, dataset.words.split("|")]);
  // What was typed tells besides the act.
  let told = {};
  /** Return what was typed without what is told in it: the moment, the channel; each is kept. */
  const telling = (text) => {
    const [at, timeless] = momentIn(text, language, now(), parts);
    const [channel, rest] = channelIn(timeless, channels);
    told = { ...(channel && { channel }), ...(at && { at }) };
    return finder.telling(rest).length ? rest : timeless;
  };

  let found = [];
  // Whether what was found is all that was said.
  let isSurely = false;
  /** Show what the field names, the best first; a sum in it is the amount. */
  const find = () => {
    const [sum, words] = sumField ? sumIn(finding.value, currency) : [null, finding.value];
    if (sumField && (sum !== null || sumField.dataset.found)) {
      sumField.value = sum ?? "";
      sumField.dataset.found = sum === null ? "" : "yes";
      sumField.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const rest = telling(words);
    const { ranks, isSure } = finder.telling(rest).length ? finder.ranked(rest) : { ranks: sum === null ? [] : boundBySums(), isSure: true };
    isSurely = isSure;
    // Of whatever else one speaks, danger comes first: whether somebody is hurt, then what the house does about it.
    const kinds = finder.dangerIn(finding.value);
    const cards = (kinds ?? []).flatMap((kind) => entries.filter((entry) => buttonOf(entry).dataset.kind === kind));
    const best = [...new Set([...cards, ...ranks.map((rank) => entries[rank])])].slice(0, MOST);
    for (const entry of entries) entry.hidden = !best.includes(entry);
    results.append(...best);
    for (const link of all("a", results)) {
      const takes = Object.entries(told).filter(([name]) => link.dataset.takes === name);
      link.hash = new URLSearchParams([...new URLSearchParams(link.dataset.told), ...takes]);
    }
    results.hidden = !best.length;
    const danger = one(".pm-live-urgent");
    if (danger) danger.hidden = kinds === null;
    one(".pm-live-found").hidden = !best.length;
    one(".pm-live-found span").textContent = best.length;
    one(".pm-live-none").hidden = finding.value.trim() === "" || best.length > 0;
    for (const group of all(".pm-live-group")) group.hidden = best.length > 0;
    return best.map(buttonOf);
  };

  /** Look for what was typed elsewhere; where it names one thing, that is what is asked. */
  const seek = (words) => {
    finding.value = words;
    found = find();
    const danger = one(".pm-live-urgent:not([hidden]) a");
    if (danger) danger.focus();
    // Whoever goes back from there comes back to where they asked.
    else if (found.length === 1 && isSurely && found[0].href) self.PerimetrePages.goInstead(found[0].href);
    else if (found.length === 1 && isSurely) found[0].click();
    else (found[0] ?? finding).focus();
  };

  finding.addEventListener("input", () => {
    found = find();
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rank = found.indexOf(event.target);
    if (event.target === finding) {
      if (event.isComposing || !(event.key === "Enter" || step > 0)) return;
      event.preventDefault();
      if (event.key === "Enter" && found.length === 1) found[0].click();
      else found[0]?.focus();
    } else if (step && rank >= 0) {
      event.preventDefault();
      (found[rank + step] ?? (step < 0 ? finding : event.target)).focus();
    }
  });
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-asked]");
    if (!button) return;
    const { asked } = button.dataset;
    // What it says itself counts before what was typed, which goes with what was found by it.
    const known = new URLSearchParams(asked);
    if (results.contains(button)) for (const [name, value] of Object.entries(told)) if (!known.has(name)) known.set(name, value);
    choose(`${known}`);
  });

  return { seek };
};
