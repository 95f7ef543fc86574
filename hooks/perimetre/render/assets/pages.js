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
  const here = () => reveal(decodeURIComponent(location.hash.slice(1)));
  addEventListener("hashchange", here);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href*='#']");
    if (link && link.href === location.href) reveal(decodeURIComponent(link.hash.slice(1)));
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

  /* A page that answers brings what it answers with. */
  const base = document.currentScript?.src;
  const needed = {
    ".pm-live": ["search/words.js", "live/perimeter.js", "live/may-i.js"],
    ".pm-now-needs": ["live/duty.js", "live/now.js"],
    ".pm-alert": ["live/alert.js"],
  };
  for (const name of Object.entries(needed).flatMap(([part, names]) => (base && document.querySelector(part) ? names : []))) {
    const script = document.createElement("script");
    script.src = new URL(name, base).href;
    script.async = false;
    document.head.append(script);
  }
})();
