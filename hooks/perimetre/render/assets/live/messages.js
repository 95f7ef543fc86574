/* Fill in and copy the texts made ready of a page: what is filled in once is filled in wherever it stands. The words come
   from the page; what a reader types stays on this page, and is sent nowhere. */
"use strict";

(() => {
  const words = document.querySelector("template.pm-message");
  if (!words) return;
  const values = new Map();
  const inputs = new Map();
  const add = (map, name, part) => map.set(name, [...(map.get(name) ?? []), part]);
  const places = new Map();
  for (const place of document.querySelectorAll(".pm-say .pm-var")) {
    place.dataset.pmName = place.textContent;
    add(places, place.dataset.pmVar, place);
  }

  /** Return a text as somebody would have typed it: lines and paragraphs kept, what explains a word left out. */
  const textOf = (quote) => {
    const copy = quote.cloneNode(true);
    for (const part of copy.querySelectorAll(".pm-tip")) part.remove();
    for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
    const blocks = copy.querySelectorAll("p, li");
    const parts = blocks.length ? [...blocks].map((block) => block.textContent) : [copy.textContent];
    return parts.map((part) => part.replace(/[^\S\n\u00a0\u202f]*\n[^\S\n]*/g, "\n").trim()).join("\n\n");
  };
  /* What a reader counts as one sign, whatever it is made of. */
  const split = self.Intl?.Segmenter && new Intl.Segmenter();
  const lengthOf = (text) => (split ? [...split.segment(text)].length : [...text].length);

  const measures = [];
  const fill = (name, value) => {
    values.set(name, value);
    for (const place of places.get(name)) {
      place.textContent = value.trim() || place.dataset.pmName;
      place.classList.toggle("pm-var--filled", Boolean(value.trim()));
    }
    for (const input of inputs.get(name) ?? []) if (input.value !== value) input.value = value;
    for (const measure of measures) measure();
  };

  for (const quote of document.querySelectorAll("article .pm-say")) {
    const tools = words.content.cloneNode(true).firstElementChild;
    const one = (selector) => tools.querySelector(selector);
    const names = [...new Set([...quote.querySelectorAll(".pm-var")].map((place) => place.dataset.pmVar))];
    const say = (...shown) => {
      for (const word of tools.querySelectorAll("[data-pm-word]")) word.hidden = !shown.includes(word.dataset.pmWord);
    };

    const fields = one(".pm-message-fill");
    for (const name of names) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      label.append(places.get(name)[0].dataset.pmName.replace(/^\[|\]$/g, ""), input);
      input.autocomplete = "off";
      input.addEventListener("input", () => fill(name, input.value));
      add(inputs, name, input);
      fields.append(label);
    }
    if (!names.length) fields.remove();

    const measure = () => {
      one(".pm-message-length").textContent = lengthOf(textOf(quote)).toLocaleString(document.documentElement.lang);
      say();
    };
    measures.push(measure);
    measure();

    one(".pm-message-copy").addEventListener("click", async () => {
      const lacks = names.filter((name) => !values.get(name)?.trim());
      one(".pm-message-lacks").textContent = lacks.map((name) => places.get(name)[0].dataset.pmName).join(", ");
      const also = lacks.length ? ["lacks"] : [];
      try {
        await navigator.clipboard.writeText(textOf(quote));
        say("copied", ...also);
      } catch {
        getSelection().selectAllChildren(quote);
        say("selected", ...also);
      }
    });
    quote.after(tools);
  }
})();
