/* Fill in and copy the texts made ready of a page: what is filled in once is filled in wherever it stands. The words come
   from the page; what a reader types stays on this page, and is sent nowhere. */
"use strict";

/** Put under each text of a part of the page what fills it in and copies it; a text has it once. */
self.PerimetreMessages = (() => {
  const words = document.querySelector("template.pm-message");
  if (!words) return () => {};
  const values = new Map();
  const of = (kind, name) => document.querySelectorAll(`${kind}[data-pm-var="${CSS.escape(name)}"]`);

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

  /* How the network of each channel counts, on the pages that know where their texts go: those of the ready answers. */
  const known = document.querySelector("script.pm-lengths");
  const { ways, words: told } = known ? JSON.parse(known.textContent) : {};
  const { lang } = document.documentElement;
  const lists = new Intl.ListFormat(lang, { type: "conjunction" });
  const numbers = new Intl.NumberFormat(lang);
  const inWords = {
    say: (key, values) => told[key].replace(/\{(\w+)\}/g, (mark, name) => values[name] ?? mark),
    list: (several) => lists.format(several),
    numbers,
  };

  // More lines than this wait behind their name.
  const FEW = 2;

  const measures = new Map();
  const show = (place) => {
    const value = values.get(place.dataset.pmVar)?.trim();
    place.textContent = value || place.dataset.pmName;
    place.classList.toggle("pm-var--filled", Boolean(value));
  };
  const fill = (name, value) => {
    values.set(name, value);
    for (const place of of(".pm-say .pm-var", name)) show(place);
    for (const input of of(".pm-message-fill input", name)) if (input.value !== value) input.value = value;
    for (const [quote, measure] of measures) {
      if (quote.isConnected) measure();
      else measures.delete(quote);
    }
  };

  const dress = (quote) => {
    const places = [...quote.querySelectorAll(".pm-var")];
    const tools = words.content.cloneNode(true).firstElementChild;
    const one = (selector) => tools.querySelector(selector);
    const labels = new Map();
    for (const place of places) {
      place.dataset.pmName ??= place.textContent;
      labels.set(place.dataset.pmVar, place.dataset.pmName);
      show(place);
      // A blank leads to its field.
      place.addEventListener("click", () => {
        one(".pm-message-fill").open = true;
        one(`input[data-pm-var="${CSS.escape(place.dataset.pmVar)}"]`).focus();
      });
    }
    const names = [...labels.keys()];
    const lacking = () => names.filter((name) => !values.get(name)?.trim());
    let over = [];
    const say = (...shown) => {
      const all = over.length ? ["over", ...shown] : shown;
      for (const word of tools.querySelectorAll("[data-pm-word]")) word.hidden = !all.includes(word.dataset.pmWord);
    };

    const fields = one(".pm-message-fill");
    for (const name of names) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      label.append(labels.get(name).replace(/^\[|\]$/g, ""), input);
      input.dataset.pmVar = name;
      input.value = values.get(name) ?? "";
      input.autocomplete = "off";
      input.addEventListener("input", () => fill(name, input.value));
      fields.append(label);
    }
    if (!names.length) fields.remove();

    const channels = (quote.dataset.on ?? "").split(" ").filter(Boolean);
    const measure = () => {
      const text = textOf(quote);
      // What counts for the networks may have failed to come: the signs are counted all the same.
      const lines = ways && self.PerimetreLength && channels.length ? self.PerimetreLength.told(text, channels, ways, inWords) : [];
      // A blank is not as long as what will stand there: nothing is too long before all are filled in.
      over = lacking().length ? [] : lines.filter(({ isOver }) => isOver).map(({ words }) => words);
      one(".pm-message-over").textContent = over.join(" · ");
      const isMany = lines.length > FEW;
      const told = lines.map(({ words }) => Object.assign(document.createElement("li"), { textContent: words }));
      one(".pm-message-networks ul").replaceChildren(...(isMany ? told : []));
      one(".pm-message-lengths").replaceChildren(...(isMany ? [] : told));
      one(".pm-message-networks").hidden = !isMany;
      one(".pm-message-length").textContent = numbers.format(lengthOf(text));
      one(".pm-message-signs").hidden = lines.length > 0 && !isMany;
      say();
    };
    measures.set(quote, measure);
    measure();

    one(".pm-message-copy").addEventListener("click", async () => {
      const lacks = lacking();
      one(".pm-message-lacks").textContent = lacks.map((name) => labels.get(name)).join(", ");
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
  };

  return (part) => {
    for (const quote of part.querySelectorAll(".pm-say")) if (!quote.nextElementSibling?.matches(".pm-message-tools")) dress(quote);
  };
})();
for (const page of document.querySelectorAll("article")) self.PerimetreMessages(page);
