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
    opened = [...document.querySelectorAll("article details:not([open])")];
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  const printable = (root) => {
    for (const shown of root.querySelectorAll(".pm-print")) {
      shown.hidden = false;
      shown.querySelector("button").addEventListener("click", () => print());
    }
  };

  const unfoldable = (root) => {
    for (const button of root.querySelectorAll(".pm-read-all")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        for (const fold of folds()) fold.open = true;
        button.hidden = true;
      });
    }
    if (location.hash) here();
  };

  /* Who the reader is: asked once, then what is of other roles stands aside. */
  const roleOf = (brand, more = "") => {
    try {
      return localStorage.getItem(`perimetre-role-${brand}${more}`);
    } catch {
      // A browser that remembers nothing.
      return null;
    }
  };
  const showMine = () => {
    for (const line of document.querySelectorAll(".pm-mine")) {
      const name = roleOf(line.dataset.brand, "-name");
      line.querySelector("strong").textContent = name ?? "";
      line.hidden = !name;
    }
    for (const asks of document.querySelectorAll(".pm-ask-role")) asks.hidden = Boolean(roleOf(asks.dataset.brand, "-name"));
    const parts = [...document.querySelectorAll(".pm-of-role")];
    const isMine = ({ dataset }) => dataset.role === roleOf(dataset.brand);
    // A role of which nothing stands here leaves everything in sight.
    const others = parts.some(isMine) ? parts.filter((part) => !isMine(part)) : [];
    for (const part of parts) part.hidden = others.includes(part);
    for (const more of document.querySelectorAll(".pm-other-roles")) more.hidden = !others.length;
  };
  const askRole = (root) => {
    for (const asks of root.querySelectorAll(".pm-ask-role")) {
      asks.addEventListener("change", ({ target }) => {
        try {
          localStorage.setItem(`perimetre-role-${asks.dataset.brand}`, target.value);
          localStorage.setItem(`perimetre-role-${asks.dataset.brand}-name`, target.selectedOptions[0].textContent);
        } catch {
          // It will be asked again, and the page says so.
          for (const told of document.querySelectorAll(".pm-unkept")) told.hidden = false;
        }
        showMine();
        document.querySelector(".pm-mine a")?.focus();
      });
    }
    for (const more of root.querySelectorAll(".pm-other-roles")) {
      more.addEventListener("click", () => {
        for (const part of document.querySelectorAll(".pm-of-role")) part.hidden = false;
        more.hidden = true;
      });
    }
    showMine();
  };

  /* A page brings what makes it answer, and nothing else does: what several pages share, then what brings this one to life. */
  const base = document.currentScript?.src;
  const PARTS = {
    ".pm-ask-form": [["turn.js"], []],
    ".pm-live": [
      [
        "search/words.js", "live/facts.js", "live/dependences.js", "live/perimeter.js", "live/device.js", "live/told.js", "live/find.js",
        "live/find-box.js", "live/message.js", "live/duty.js", "live/called.js", "live/answer.js",
      ],
      ["live/may-i.js"],
    ],
    ".pm-today": [[], ["live/today.js"]],
    ".pm-now-needs": [["live/duty.js"], ["live/now.js"]],
    ".pm-alert": [[], ["live/messages.js", "live/alert.js"]],
    ".pm-cockpit": [
      [
        "live/device.js", "live/lint-text.js", "live/length.js", "live/cockpit-ways.js", "live/cockpit-state.js", "live/cockpit-shape.js",
        "live/cockpit-carry.js", "live/cockpit-text.js", "live/cockpit-log.js", "live/cockpit-parts.js", "live/cockpit-sides.js",
        "live/cockpit-relay.js", "live/cockpit-press.js",
      ],
      ["live/cockpit.js"],
    ],
    ".pm-open-incidents": [[], ["live/open.js"]],
    ".pm-declare": [["live/device.js", "live/message.js"], ["live/declare.js"]],
    ".pm-directory": [[], ["live/directory.js"]],
    ".pm-lengths": [["live/lint-text.js", "live/length.js"], []],
    "template.pm-message": [[], ["live/messages.js"]],
    ".pm-draft": [
      [
        "live/device.js", "live/lint-text.js", "live/length.js", "live/lint-phrases.js", "live/lint-phones.js", "live/lint-checks.js",
        "live/lint-guide.js", "live/lint.js",
      ],
      ["live/draft.js"],
    ],
  };

  const settle = () => document.querySelector("article")?.classList.add("pm-settled");
  /* Where one does not come, or does not fit the page, what stands there without it is read, with the way out. */
  const giveUp = () => {
    settle();
    for (const told of document.querySelectorAll(".pm-broken, .pm-without")) told.hidden = false;
    for (const chain of document.querySelectorAll(".pm-now-chain")) chain.open = true;
  };
  const coming = new Set();
  const brought = new Set();
  const run = (src) => {
    const script = document.createElement("script");
    script.src = src;
    script.async = false;
    coming.add(script);
    brought.add(script.src);
    script.addEventListener("error", giveUp);
    script.addEventListener("load", () => coming.delete(script) && !coming.size && settle());
    document.head.append(script);
  };
  /* Return the addresses of what the parts of a page need: `[shared, own]`; `at`: the address of the page. */
  const needsOf = (root, at) => {
    const there = Object.entries(PARTS).flatMap(([part, names]) => {
      const place = root.querySelector(part);
      const data = (place?.dataset.rules ?? place?.dataset.today ?? "").split(" ").filter(Boolean);
      return place ? [[data.map((name) => new URL(name, at).href), ...names.map((list) => list.map((name) => new URL(name, base).href))]] : [];
    });
    return [there.flatMap(([data, shared]) => [...data, ...shared]), there.flatMap(([, , own]) => own)].map((list) => [...new Set(list)]);
  };
  /* What is shared stays from one page to the next; what brings a page to life is run for it. */
  const share = (root, at) => needsOf(root, at)[0].filter((src) => !brought.has(src)).forEach(run);
  /* Fetch what another page needs, run what is shared, and make what its words are found by, before it is asked for. */
  const prepare = (root, at) => {
    share(root, at);
    const results = root.querySelector(".pm-live-results");
    const finds = () => self.PerimetreEntries?.finderOf(results);
    if (results) [...document.head.querySelectorAll("script[src*='/live/find-box.js']")].at(-1)?.addEventListener("load", finds);
    for (const href of needsOf(root, at)[1].filter((src) => !brought.has(src))) {
      const link = document.createElement("link");
      link.rel = "prefetch";
      link.href = href;
      document.head.append(link);
    }
  };
  const animate = (root) => {
    share(root, location.href);
    needsOf(root, location.href)[1].forEach(run);
    if (!coming.size) settle();
  };

  /* What is typed on any page is asked of the page that answers; without this, there is a link to it. */
  const letAsk = (root) => {
    for (const form of root.querySelectorAll(".pm-ask-form")) {
      form.hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const { value } = form.querySelector("input");
        const { href } = form.parentElement.querySelector("a");
        self.PerimetrePages.go(href + (value.trim() ? `#find=${encodeURIComponent(value)}` : ""));
      });
    }
  };

  const dress = (root) => {
    unfoldable(root);
    printable(root);
    askRole(root);
    letAsk(root);
    if (base) animate(root);
  };
  self.PerimetrePages = {
    dress,
    prepare,
    run: (name) => run(new URL(name, base).href),
    go: (href) => location.assign(href),
    /* Go on to a page in the place of this one: whoever goes back comes back to where they asked. */
    goInstead: (href) => location.replace(href),
  };
  dress(document);
  addEventListener("error", ({ filename }) => brought.has(filename) && giveUp());
})();
