/* The page where a draft is read over as it is typed: what the voice of the brand would mend in it, with what to write
   instead. Needs device.js, the lint-*.js, and the data of the checks and of the brand. Nothing that is typed leaves it. */
"use strict";

(() => {
  const page = document.querySelector(".pm-draft");
  const { read, write, forget, copyBy } = self.PerimetreDevice;
  const { Linter, size } = self.PerimetreLint;
  const { brand, zone, first, days } = page.dataset;
  // What is read over at once, in units of the text, and what is shown of it: nobody reads more.
  const MOST = 20_000;
  const SHOWN = 200;
  const KEPT = { text: `perimetre-draft-${brand}`, channel: `perimetre-draft-channel-${brand}` };

  const one = (selector) => page.querySelector(selector);
  const form = one("form");
  const area = one("textarea");
  const list = one(".pm-draft-findings");
  const words = Object.fromEntries([...page.querySelectorAll(".pm-draft-word")].map((kept) => [kept.dataset.word, kept.content.textContent]));
  const linter = new Linter(self.PerimetreVoices[brand]);
  const languages = Object.keys(linter.data.languages);

  // --- what is asked -------------------------------------------------------------------------------------------------

  /** Return the minutes since the first day of the data, by the clock of the house. */
  const now = () => {
    const shape = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en", shape).formatToParts(new Date()).map(({ type, value }) => [type, value]));
    const here = Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}Z`);
    return Math.round((here - Date.parse(`${first}T00:00Z`)) / 60_000);
  };
  const asked = () => {
    const said = new FormData(form);
    const last = Number(days) * 1440 - 1;
    const at = now();
    one(".pm-draft-outside").hidden = at >= 0 && at <= last;
    return {
      channel: said.get("channel"),
      case: said.get("case") || null,
      language: said.get("language") ?? languages[0],
      private: said.has("private"),
      at: Math.max(0, Math.min(last, at)),
    };
  };
  /** Return what is read of the draft: all of it, or its beginning, to the end of a sign. */
  const taken = () => {
    const text = area.value;
    if (text.length <= MOST) return text;
    return text.slice(0, text.codePointAt(MOST - 1) > 0xffff ? MOST - 1 : MOST);
  };

  // --- what is mended ------------------------------------------------------------------------------------------------

  /** Write in the place of a stretch, so that the browser's own Undo takes it back. */
  const put = (start, end, text) => {
    area.focus();
    area.setSelectionRange(start, end);
    const isWritten = text === "" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
    if (!isWritten) {
      area.setRangeText(text, start, end, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const mend = (several) => {
    const text = area.value;
    // From the end back; of two that meet, the one that begins later goes first, and the other waits for the next reading.
    const order = [...several].sort((left, right) => right.start - left.start || right.end - left.end);
    const chosen = order.filter((remark, rank) => !rank || remark.end <= order[rank - 1].start);
    const [start, end] = [chosen.at(-1).start, chosen[0].end];
    let written = text.slice(start, end);
    for (const remark of chosen) {
      written = written.slice(0, remark.start - start) + remark.replacements[0] + written.slice(remark.end - start);
    }
    put(start, end, written);
  };

  // --- what is shown -------------------------------------------------------------------------------------------------

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "pm-live-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const flat = (text) => text.replace(/\s+/g, " ");
  /** Write what a finding points at: its words; a sign alone with what stands around it. */
  const point = (place, text, { start, end }) => {
    if (start === end) return place.append(words.whole);
    const said = [...flat(text.slice(start, Math.min(end, start + 200)))];
    const mark = document.createElement("mark");
    mark.textContent = said.length <= 60 ? said.join("") : `${said.slice(0, 59).join("")}…`;
    if (said.length > 3) return place.append(mark);
    const before = [...flat(text.slice(Math.max(0, start - 40), start))].slice(-12).join("");
    const after = [...flat(text.slice(end, end + 40))].slice(0, 12).join("");
    return place.append(before, mark, after);
  };
  const item = (text, finding) => {
    const made = one(".pm-draft-finding").content.cloneNode(true).firstElementChild;
    const [level, place, said, instead] = [".pm-draft-level", ".pm-draft-place", ".pm-draft-words", ".pm-draft-instead"].map((name) => made.querySelector(name));
    made.dataset.level = finding.severity;
    made.dataset.rule = finding.rule;
    level.textContent = words[finding.severity];
    point(place, text, finding);
    place.addEventListener("click", () => {
      area.focus();
      area.setSelectionRange(finding.start, finding.end);
    });
    said.textContent = finding.words;
    const { replacements, literal, alike, start, end } = finding;
    if (literal && alike.length > 1) instead.append(button(words.all, () => mend(alike)));
    else if (literal && replacements.length && !replacements[0].trim()) instead.append(button(words.one, () => mend(alike)));
    else {
      const verb = literal ? words.write : words.advice;
      if (replacements.length) instead.append(`${verb}${words.colon} `);
      for (const replacement of replacements) instead.append(button(replacement, () => put(start, end, replacement)), " ");
    }
    instead.hidden = !instead.childNodes.length;
    return made;
  };
  const GRAVITY = ["error", "warning", "info"];
  const isOfSigns = ({ rule }) => rule === "typography-is-french";
  const signs = one(".pm-draft-signs");
  let made = new Map();
  /** Put findings in a list; what is there already stays as it is. */
  const fill = (list, text, findings, kept) => {
    const items = findings.slice(0, SHOWN).map((finding) => {
      const { rule, words: said, start, end, alike } = finding;
      const key = JSON.stringify([rule, said, alike.map((each) => each.start), text.slice(Math.max(0, start - 40), end + 40)]);
      kept.set(key, made.get(key) ?? item(text, finding));
      return kept.get(key);
    });
    if (items.length !== list.children.length || items.some((node, rank) => list.children[rank] !== node)) list.replaceChildren(...items);
  };
  let ofSigns = [];
  const show = (text, findings) => {
    const isTyped = Boolean(text.trim());
    one(".pm-draft-none").hidden = !isTyped || findings.length > 0;
    one(".pm-draft-some").hidden = !findings.length;
    const number = String(findings.reduce((sum, { alike }) => sum + alike.length, 0));
    if (one(".pm-draft-number").textContent !== number) one(".pm-draft-number").textContent = number;
    const isLong = text.length < area.value.length;
    one(".pm-draft-long").hidden = !isLong;
    one(".pm-draft-long span").textContent = isLong ? size(text) : "";
    // The gravest first; the signs of typography, which are mended at once, last.
    const kept = new Map();
    const others = findings.filter((finding) => !isOfSigns(finding));
    others.sort((left, right) => GRAVITY.indexOf(left.severity) - GRAVITY.indexOf(right.severity));
    one(".pm-draft-more").hidden = others.length <= SHOWN;
    fill(list, text, others, kept);
    ofSigns = findings.filter(isOfSigns);
    signs.hidden = !ofSigns.length;
    one(".pm-draft-signs-number").textContent = ofSigns.reduce((sum, { alike }) => sum + alike.length, 0);
    fill(one(".pm-draft-signs ol"), text, ofSigns, kept);
    made = kept;
  };
  one(".pm-draft-set").addEventListener("click", () => mend(ofSigns.flatMap(({ alike }) => alike)));

  // --- as it is typed ------------------------------------------------------------------------------------------------

  const refresh = () => {
    const text = taken();
    const draft = asked();
    // What a network lacks is told of what is written; before the first sign there is nothing to mend.
    const isTyped = Boolean(text.trim());
    const { count, most } = linter.length(text, draft);
    one(".pm-draft-count").textContent = count;
    one(".pm-draft-bound").hidden = most === null;
    one(".pm-draft-most").textContent = most ?? "";
    one(".pm-draft-length").toggleAttribute("data-over", most !== null && count > most);
    show(text, isTyped ? linter.findings(text, draft) : []);
  };
  let waiting = 0;
  const later = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, delay);
  };
  let keeping = 0;
  const keep = () => {
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      const isKept = area.value ? write(KEPT.text, area.value) !== null && read(KEPT.text) === area.value : forget(KEPT.text) !== null;
      one(".pm-draft-unkept").hidden = isKept;
    }, 300);
  };
  area.addEventListener("input", () => {
    // Somebody who types fast is read when they pause; a long draft waits a little more.
    later(area.value.length > 4000 ? 400 : 120);
    keep();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (target.name === "channel") write(KEPT.channel, target.value);
    if (target !== area) refresh();
  });
  one(".pm-draft-copy").addEventListener("click", ({ currentTarget }) => copyBy(currentTarget, area.value));
  one(".pm-draft-erase").addEventListener("click", () => {
    clearTimeout(keeping);
    area.value = "";
    forget(KEPT.text);
    one(".pm-draft-unkept").hidden = true;
    refresh();
    area.focus();
  });
  // A page that is left before the pause is over keeps what was typed.
  addEventListener("pagehide", () => (area.value ? write(KEPT.text, area.value) : forget(KEPT.text)));

  const channel = one("#draft-channel");
  const known = [...channel.options].map(({ value }) => value);
  const wanted = new URLSearchParams(location.hash.slice(1)).get("channel") ?? read(KEPT.channel);
  if (known.includes(wanted)) channel.value = wanted;
  area.value = read(KEPT.text) ?? "";
  document.querySelector(".pm-draft-without").hidden = true;
  page.hidden = false;
  refresh();
})();
