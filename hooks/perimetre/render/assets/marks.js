/* Mark what has changed since this browser last showed the page: a day for each page, kept here and sent nowhere. */
"use strict";

(() => {
  const KEY = "perimetre.read";
  const dated = [...document.querySelectorAll("[data-pm-changed]")];
  if (!dated.length) return;
  let read = {};
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    if (kept && typeof kept === "object") read = { ...kept };
  } catch {
    /* What nobody can read back says nothing; where nothing may be kept, nothing is marked. */
  }
  const before = read[location.pathname];
  for (const part of dated) {
    const mark = part.querySelector(".pm-new");
    if (mark && before && part.dataset.pmChanged > before) mark.hidden = false;
  }
  read[location.pathname] = dated.map((part) => part.dataset.pmChanged).sort().at(-1);
  try {
    localStorage.setItem(KEY, JSON.stringify(read));
  } catch {
    /* The same. */
  }
})();
