/* Turn to a page that answers as one turns a leaf: on a phone, loading one costs seconds that somebody may not have. What is asked
   under pressure (may I, who is there, the alert) is fetched while one types or touches, and put in the place of what is read.
   Any other page, and any page where something does not fit, is loaded as ever. Needs pages.js. */
"use strict";

(() => {
  const pages = self.PerimetrePages;
  const { go, goInstead } = pages;
  const asked = document.querySelector(".pm-ask .pm-head-link");
  // In a folder nothing may be fetched. Where there is room beside the page, what stands there is Material's to move.
  const isPhone = () => location.protocol.startsWith("http") && matchMedia("(max-width: 59.9375em)").matches;
  const pathOf = (href) => new URL(href, location.href).pathname;
  const wanted = asked ? ["", "../now/", "../alert/"].map((path) => pathOf(new URL(path, asked.href))) : [];
  const editionOf = (root) => root.querySelector(".pm-edition p")?.textContent;
  // By path: what was fetched, a whole document; what is read, or was, `{main, title, top}`.
  const fetched = new Map();
  const leaves = new Map();
  let shown = location.pathname;

  const bring = async (path) => {
    try {
      const response = await fetch(path, { credentials: "same-origin" });
      if (!response.ok || response.redirected) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      // Never two builds: what another one wrote is loaded whole.
      if (editionOf(page) !== editionOf(document) || !page.querySelector(".md-main article")) return;
      fetched.set(path, page);
      pages.prepare(page, new URL(path, location.href));
    } catch {
      // It is loaded as any page, or told as missing, when it is asked for.
    }
  };
  const ready = () => {
    const lacking = isPhone() ? wanted.filter((path) => path !== shown && !fetched.has(path)) : [];
    for (const path of lacking) {
      fetched.set(path, null);
      bring(path);
    }
  };

  /* Put a page in the place of the one that is read, and take the words that stand around it. */
  const put = (path, { main, title, top }) => {
    leaves.set(shown, { main: document.querySelector(".md-main"), title: document.title, top: scrollY });
    document.querySelector(".md-main").replaceWith(main);
    document.title = title;
    const name = document.querySelector("[data-md-component=header-topic] .md-ellipsis");
    if (name) name.textContent = main.querySelector("h1")?.textContent ?? title;
    for (const toggle of document.querySelectorAll(".md-toggle")) toggle.checked = false;
    shown = path;
    scrollTo(0, top);
  };
  /* What stays around the pages was written for the address of the one that was loaded. */
  let isAnchored = false;
  const anchor = () => {
    for (const link of document.querySelectorAll("link:not([rel=stylesheet]), a[href]")) if (!link.closest(".md-main")) link.href = link.href;
    isAnchored = true;
  };
  const turn = (href, keep) => {
    const path = pathOf(href);
    const page = fetched.get(path);
    if (!page || path === shown || !isPhone()) return false;
    const main = document.adoptNode(page.querySelector(".md-main"));
    fetched.delete(path);
    if (!isAnchored) anchor();
    keep(href);
    put(path, { main, title: page.title, top: 0 });
    pages.dress(main);
    for (const name of ["marks.js", "tables.js"]) pages.run(name);
    // Whoever goes by the keyboard, or listens, is on the new page, and may be sent further down it by its script.
    const head = main.querySelector("h1");
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    return true;
  };
  pages.go = (href) => turn(href, (to) => history.pushState(null, "", to)) || go(href);
  pages.goInstead = (href) => turn(href, (to) => history.replaceState(null, "", to)) || goInstead(href);

  addEventListener("popstate", () => {
    if (location.pathname === shown) return;
    const before = leaves.get(location.pathname);
    if (before) put(location.pathname, before);
    else location.reload();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
    if (link.origin === location.origin && turn(link.href, (to) => history.pushState(null, "", to))) event.preventDefault();
  });
  const leadsThere = ({ target }) => target.closest?.(".pm-ask-form") || wanted.includes(target.closest?.("a[href]")?.pathname);
  for (const event of ["focusin", "pointerdown"]) document.addEventListener(event, (each) => leadsThere(each) && ready());
})();
