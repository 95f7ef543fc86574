/* Unfold the parts of a long page: the one that a link leads to, all of them at once, all of them on paper. */
"use strict";

(() => {
  const folds = () => [...document.querySelectorAll("article details:is(.pm-fold, .pm-step-more, .pm-more)")];

  /* A browser opens what stands around the place of a link; a heading stands in its own fold's summary. */
  const reveal = (id) => {
    const place = id && document.getElementById(id);
    if (!place) return;
    const own = place.closest("summary")?.parentElement ?? place.querySelector(":scope > details");
    for (let fold = own ?? place; fold; fold = fold.parentElement?.closest("details")) {
      if (fold.tagName === "DETAILS") fold.open = true;
    }
    place.scrollIntoView();
  };
  const placeOf = (hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      // No place is called that.
      return "";
    }
  };
  const here = () => reveal(placeOf(location.hash));
  addEventListener("hashchange", here);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (link && link.href === location.href) reveal(placeOf(link.hash));
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = folds().filter((fold) => !fold.open);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  for (const button of document.querySelectorAll(".pm-read-all")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      for (const fold of folds()) fold.open = true;
      button.hidden = true;
    });
  }
  if (location.hash) here();

  /* What is typed on any page is asked of the page that answers; without this, there is a link to it. */
  for (const form of document.querySelectorAll(".pm-ask-form")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { value } = form.querySelector("input");
      location.href = form.parentElement.querySelector("a").href + (value.trim() ? `#find=${encodeURIComponent(value)}` : "");
    });
  }

  /* Who the reader is, once they have said it. */
  for (const line of document.querySelectorAll(".pm-mine")) {
    let name = null;
    try {
      name = localStorage.getItem(`perimetre-role-${line.dataset.brand}-name`);
    } catch {
      // A browser that remembers nothing.
    }
    line.querySelector("strong").textContent = name ?? "";
    line.hidden = !name;
  }

  /* A page brings what makes it answer, and nothing else does. */
  const base = document.currentScript?.src;
  const PARTS = {
    ".pm-live": [
      "search/words.js", "live/perimeter.js", "live/device.js", "live/told.js", "live/find.js", "live/find-box.js", "live/message.js", "live/duty.js",
      "live/called.js", "live/answer.js", "live/may-i.js",
    ],
    ".pm-today": ["live/today.js"],
    ".pm-now-needs": ["live/duty.js", "live/now.js"],
    ".pm-alert": ["live/alert.js"],
    ".pm-declare": ["live/declare.js"],
    ".pm-directory": ["live/directory.js"],
    "template.pm-message": ["live/messages.js"],
  };
  for (const [part, names] of Object.entries(PARTS)) {
    const place = base && document.querySelector(part);
    if (!place) continue;
    const shared = place.dataset.rules ?? place.dataset.today;
    const data = shared ? [new URL(shared, location.href).href] : [];
    for (const name of [...data, ...names]) {
      const script = document.createElement("script");
      script.src = new URL(name, base).href;
      script.async = false;
      document.head.append(script);
    }
  }
})();
