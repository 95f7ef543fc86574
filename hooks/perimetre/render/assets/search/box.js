/* Give the box of the search our worker, for the brand of this page, else the one that was last read, and the role that the
   reader has in it. */
"use strict";

(() => {
  const here = document.currentScript;
  const config = document.getElementById("__config");
  const settings = JSON.parse(config.textContent);
  const site = new URL("../../../", here.src);
  const key = `${site.pathname}perimetre.brand`;

  let brand = here.dataset.brand;
  let role = "";
  try {
    // A brand that has another id since: what the device keeps of it follows.
    for (const [before, now] of Object.entries(JSON.parse(here.dataset.former || "{}"))) {
      if (localStorage.getItem(key) === before) localStorage.setItem(key, now);
      for (const kept of ["role-BRAND", "role-BRAND-name", "posture-BRAND"]) {
        const [then, today] = [before, now].map((id) => `perimetre-${kept.replace("BRAND", id)}`);
        const value = localStorage.getItem(then);
        if (value !== null && localStorage.getItem(today) === null) localStorage.setItem(today, value);
      }
    }
    if (brand) localStorage.setItem(key, brand);
    else brand = localStorage.getItem(key) ?? "";
    role = localStorage.getItem(`perimetre-role-${brand}`) ?? "";
  } catch {
    // A browser that remembers nothing: where a page is of no brand, each is offered.
  }
  settings.search = new URL(`worker.js#${brand}/${role}`, here.src).href;
  config.textContent = JSON.stringify(settings);

  // The index comes while the first letters are typed: the worker, which is told of those alone, finds it at hand.
  const isFolder = location.protocol === "file:";
  const fetched = brand && !isFolder ? ["house", `brands/${brand}`] : [];
  const fetchAhead = (name) => fetch(new URL(`search/${name}.json`, site)).catch(() => {});
  document.forms.search?.query.addEventListener("focus", () => fetched.forEach(fetchAhead), { once: true });
})();
