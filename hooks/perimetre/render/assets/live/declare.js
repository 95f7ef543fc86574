/* The page from which an alert is declared: fill in each file, and the address at which it is begun, for this moment.
   Needs message.js. What happened may stand in the address, behind its `#`: `because`, `channel`. What the house's clock shows is worked out here; nothing is sent before the code host's own page is. */
"use strict";

(() => {
  const form = document.querySelector(".pm-declare");
  const { zone, begun, folder } = form.dataset;
  const files = [...document.querySelectorAll(".pm-declare-as")];
  const shape = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const clock = new Intl.DateTimeFormat("en", shape);

  /** Return an instant as the house's clock shows it: «2026-11-22T22:40». */
  const wall = (instant) => {
    const { year, month, day, hour, minute } = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${year}-${month}-${day}T${hour}:${minute}`;
  };

  const fill = (file) => {
    const now = Date.now();
    const at = wall(now);
    const id = `${at.slice(0, 10)}-${file.dataset.declares}-${at.slice(11).replace(":", "")}`;
    const because = form.elements.because.value.trim();
    const [key, value] = form.elements.where.value.split("/");
    const said = {
      id,
      declared_at: at,
      until: wall(now + Number(file.dataset.minutes) * 60_000),
      // Whatever somebody types is one text of YAML.
      because: because ? JSON.stringify(because) : "to-complete",
      where: value ? `${key}: [${value}]\n` : "",
    };
    for (const blank of file.querySelectorAll("[data-fill]")) blank.textContent = said[blank.dataset.fill];
    const link = file.querySelector(".pm-declare-open");
    if (!link) return;
    const path = folder.split("/").map(encodeURIComponent).join("/");
    const marks = { "{folder}": path, "{name}": encodeURIComponent(`${id}.yml`), "{text}": encodeURIComponent(textOf(file)) };
    link.href = begun.replace(/\{(?:folder|name|text)\}/g, (mark) => marks[mark]);
  };
  const textOf = (file) => file.querySelector("pre").textContent;
  const ask = document.querySelector(".pm-declare-ask");
  const writeMessage = self.PerimetreMessage(ask);
  const level = ask.querySelector("#declare-level");
  const moments = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone, hourCycle: "h23", weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit",
  });
  /** Write the message to whoever may declare the level that is asked for, for a reader who may not. */
  const writeAsking = () => {
    const { because, where } = form.elements;
    const those = ask.querySelector(`li[data-rank="${level.value}"]`);
    const wayOf = (link) => those.querySelector(link)?.href.replace(/^[a-z]+:/, "") ?? "";
    const known = {
      asked: level.selectedOptions[0].textContent,
      because: because.value.trim(),
      where: where.selectedOptions[0].textContent.trim(),
      at: moments.format(Date.now()),
      role: self.PerimetreDevice.read(`perimetre-role-${ask.dataset.brand}-name`),
    };
    writeMessage(known, { mail: those.querySelector(".pm-declare-mail")?.value ?? "", sms: wayOf('a[href^="sms:"]') || wayOf("a.pm-mobile") });
  };
  const fillAll = () => {
    files.forEach(fill);
    writeAsking();
  };
  /** Fill in what happened, where the address tells it. */
  const recall = () => {
    const told = new URLSearchParams(location.hash.slice(1));
    const { because, where } = form.elements;
    because.value = told.get("because") ?? because.value;
    const channel = `channels/${told.get("channel")}`;
    if ([...where.options].some(({ value }) => value === channel)) where.value = channel;
    fillAll();
  };

  for (const file of files) {
    // The moment is that of the tap.
    for (const moment of ["pointerdown", "focusin", "click"]) {
      file.addEventListener(moment, ({ target }) => {
        if (target.closest("a, button")) fill(file);
      }, true);
    }
    const copy = file.querySelector("button");
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(textOf(file));
      copy.textContent = copy.dataset.done;
    });
  }
  form.addEventListener("input", fillAll);
  level.addEventListener("input", writeAsking);
  // The page may have been open for a while.
  for (const moment of ["pointerdown", "focusin"]) {
    ask.addEventListener(moment, ({ target }) => {
      if (target.matches("[data-by], [data-done], textarea")) writeAsking();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const without of document.querySelectorAll(".pm-declare-without")) without.hidden = true;
  form.hidden = false;
  ask.hidden = false;
  addEventListener("hashchange", recall);
  recall();
})();
