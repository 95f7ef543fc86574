/* The box of the search on our pages, without Material's script: its keys, and the answers of the worker that box.js has named, as
   Material's style shows them. The worker and the index come when the box is opened. */
"use strict";

(() => {
  const form = document.forms.search;
  if (!form) return;
  const { base, features, search, translations } = JSON.parse(document.getElementById("__config").textContent);
  const site = new URL(base, location.href);
  const toggle = document.getElementById("__search");
  const { query } = form;
  const result = document.querySelector("[data-md-component=search-result]");
  const [meta, list] = [result.firstElementChild, result.lastElementChild];
  const frame = result.parentElement;
  const doesHighlight = features.includes("search.highlight");
  const say = (name, count = "") => translations[`search.result.${name}`].replace("#", count);
  const turn = (isOpen) => toggle.checked !== isOpen && toggle.click();

  /* An answer is a page and its parts that answer, each `{location, title, text, score, terms}`: titles and texts are HTML, escaped by
     the engine; `terms`: the words, by whether they are there. */
  const make = (name, classes, ...inside) => {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    made.append(...inside);
    return made;
  };
  const linkTo = (part, { isPage, isTold }) => {
    const [there, missing] = [true, false].map((is) => Object.keys(part.terms).filter((word) => part.terms[word] === is));
    const url = new URL(part.location, site);
    if (doesHighlight && there.length) url.searchParams.set("h", there.join(" "));
    const article = make("article", "md-search-result__article md-typeset");
    article.dataset.mdScore = part.score.toFixed(2);
    if (isPage) article.append(make("div", "md-search-result__icon md-icon"));
    const title = make(isPage ? "h1" : "h2");
    title.innerHTML = part.title;
    article.append(title);
    if (isTold) article.insertAdjacentHTML("beforeend", part.text);
    if (isTold && missing.length) {
      const words = missing.flatMap((word) => [" ", make("del", "", word)]);
      article.append(make("p", "md-search-result__terms", `${say("term.missing")}:`, ...words));
    }
    const link = make("a", "md-search-result__link", article);
    link.href = url;
    link.tabIndex = -1;
    return link;
  };
  const itemOf = (parts) => {
    const own = parts.find(({ location: address }) => !address.includes("#")) ?? parts.at(-1);
    const others = parts.filter((part) => part !== own);
    const weak = others.findIndex(({ score }) => score < parts[0].score);
    const [best, more] = weak < 0 ? [others, []] : [others.slice(0, weak), others.slice(weak)];
    const links = (some) => some.map((part) => linkTo(part, { isTold: true }));
    const page = linkTo(own, { isPage: true, isTold: own === parts[0] && !best.length });
    const item = make("li", "md-search-result__item", page, ...links(best));
    if (more.length) {
      const summary = make("summary", "", make("div", "", more.length === 1 ? say("more.one") : say("more.other", more.length)));
      summary.tabIndex = -1;
      item.append(make("details", "md-search-result__more", summary, ...links(more)));
    }
    return item;
  };
  let rest = [];
  const showMore = (count) => list.append(...rest.splice(0, count).map(itemOf));
  const show = (answers) => {
    if (answers.length) meta.textContent = answers.length === 1 ? say("one") : say("other", answers.length);
    else meta.textContent = query.value ? say("none") : say("placeholder");
    rest = [...answers];
    list.textContent = "";
    showMore(10);
  };
  frame.addEventListener("scroll", () => frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 16 && showMore(4));

  /* In a folder nothing may be fetched: what says which brands there are is a script there. */
  const fromScript = () =>
    new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: new URL("search/search_index.js", site) });
      script.addEventListener("load", () => resolve(self.__index));
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  const fetched = async () => (await fetch(new URL("search/search_index.json", site))).json();
  const begin = async () => {
    const index = await (location.protocol === "file:" ? fromScript() : fetched());
    const worker = new Worker(search);
    worker.addEventListener("message", ({ data: { type, data } }) => type === 3 && show(data.items));
    worker.postMessage({ type: 0, data: index });
    return worker;
  };
  let begun;
  let asked;
  const ask = async () => {
    const words = query.value;
    if (words === asked) return;
    asked = words;
    try {
      begun ??= begin();
      (await begun).postMessage({ type: 2, data: words });
    } catch (error) {
      // Nothing came: the next letter tries again.
      begun = asked = undefined;
      console.warn(error);
    }
  };

  query.addEventListener("input", ask);
  // The label that led here opens the box itself, right after.
  query.addEventListener("focus", () => {
    setTimeout(() => document.activeElement === query && turn(true));
    ask();
  });
  document.querySelector("header [for=__search]")?.addEventListener("click", () => query.focus());
  form.addEventListener("reset", () => {
    query.focus();
    setTimeout(ask);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelector(".md-search").addEventListener("click", ({ target }) => target.closest("a") && turn(false));
  toggle.addEventListener("change", () => {
    list.setAttribute("role", toggle.checked ? "list" : "presentation");
    list.hidden = !toggle.checked;
  });

  const move = (step) => {
    const stops = [query, ...result.querySelectorAll(":not(details) > [href], summary, details[open] [href]")];
    stops.at((Math.max(0, stops.indexOf(document.activeElement)) + step) % stops.length).focus();
  };
  const best = () => {
    const links = [...result.querySelectorAll("a")];
    const scoreOf = (link) => Number(link.firstElementChild.dataset.mdScore);
    return links.sort((one, other) => scoreOf(other) - scoreOf(one))[0];
  };
  const whileOpen = (event) => {
    const { key } = event;
    const active = document.activeElement;
    if (key === "Escape" || key === "Tab") {
      turn(false);
      query.blur();
    } else if (key === "ArrowUp" || key === "ArrowDown") {
      move(key === "ArrowUp" ? -1 : 1);
      event.preventDefault();
    } else if (key === "Enter" && active === query) {
      best()?.click();
      event.preventDefault();
    } else if ((key.length === 1 || key === "Backspace") && !(key === " " && active.matches("summary"))) {
      query.focus();
    }
  };
  const writes = (active) => active.isContentEditable || active.matches("input:not([type=radio]), select, textarea");
  addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.isComposing) return;
    if (toggle.checked) whileOpen(event);
    else if (["f", "s", "/"].includes(event.key) && !writes(document.activeElement)) {
      query.focus();
      query.select();
      event.preventDefault();
    }
  });

  /* An address may bring words: to ask (`q`), or to mark in the page, as the answer that led here has them (`h`). */
  const mark = (words) => {
    const start = "(?<![\\p{L}\\p{N}])";
    const any = `${start}(?:${words.join("|")})`;
    const wanted = new RegExp(`${any}(?:\\s+${any})*`, "giu");
    const texts = [];
    const walk = document.createNodeIterator(document.querySelector(".md-content"), NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) texts.push(walk.referenceNode);
    for (const text of texts.filter(({ parentElement }) => parentElement.offsetHeight)) {
      const found = [...text.data.matchAll(wanted)].reverse();
      for (const { 0: said, index } of found) {
        const there = text.splitText(index);
        there.splitText(said.length);
        const marked = make("mark", "", said);
        marked.dataset.mdHighlight = "";
        there.replaceWith(marked);
      }
    }
  };
  const { searchParams } = new URL(location.href);
  const words = (searchParams.get("h") ?? "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (doesHighlight && words.length) mark(words);
  if (searchParams.has("q")) {
    query.value = searchParams.get("q");
    turn(true);
    query.focus();
    ask();
    const forget = () => {
      if (toggle.checked) return;
      toggle.removeEventListener("change", forget);
      const url = new URL(location.href);
      url.searchParams.delete("q");
      history.replaceState(history.state, "", url);
    };
    toggle.addEventListener("change", forget);
  }
})();
