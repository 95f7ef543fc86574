/* Give the box of the search our worker, for the brand of this page, else the one that was last read. */
"use strict";

(() => {
  const here = document.currentScript;
  const config = document.getElementById("__config");
  const settings = JSON.parse(config.textContent);
  const site = new URL(`${settings.base}/`, location);
  const key = `${site.pathname}perimetre.brand`;

  let brand = here.dataset.brand;
  try {
    if (brand) localStorage.setItem(key, brand);
    else brand = localStorage.getItem(key) ?? "";
  } catch {
    // A browser that remembers nothing: all brands are searched where a page is of none.
  }
  settings.search = new URL(`worker.js#${brand}`, here.src).href;
  config.textContent = JSON.stringify(settings);
})();
