/* What stands around our pages, without Material's script, which cost a telephone most of what it works before a page answers:
   the scheme and its memory, the name of the page in the head, where one is in the contents, the menu. */
"use strict";

(() => {
  const page = document.documentElement;
  page.classList.remove("no-js");
  page.classList.add("js", "pm-own");
  const header = document.querySelector(".md-header");

  /* Light or dark, as Material's memory has it: `{index, color}`. */
  const KEPT = "__palette";
  const choices = [...document.querySelectorAll("[data-md-component=palette] input")];
  const light = matchMedia("(prefers-color-scheme: light)");
  const chosen = () => {
    let index;
    try {
      index = self.__md_get(KEPT)?.index;
    } catch {
      // A browser that remembers nothing: the device's own.
    }
    index ??= choices.findIndex(({ dataset }) => matchMedia(dataset.mdColorMedia).matches);
    return Math.max(0, Math.min(index, choices.length - 1));
  };
  const metas = {};
  const tint = () => {
    const style = getComputedStyle(header);
    const said = { "theme-color": style.backgroundColor, "color-scheme": style.colorScheme };
    for (const [name, content] of Object.entries(said)) {
      // Chromium styles the whole page again for a scheme, were it the one that it has.
      if (!metas[name] && (content === "normal" || content === "light")) continue;
      if (!metas[name]) document.head.append((metas[name] = Object.assign(document.createElement("meta"), { name })));
      metas[name].content = content;
    }
  };
  let shown = 0;
  const show = (index) => {
    shown = index;
    const { mdColorMedia: media } = choices[index].dataset;
    // A choice that follows the device has the colours of the one that the device asks for.
    const asked = `(prefers-color-scheme: ${light.matches ? "light" : "dark"})`;
    const own = (media === "(prefers-color-scheme)" && choices.find(({ dataset }) => dataset.mdColorMedia === asked)) || choices[index];
    const { mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: accent } = own.dataset;
    const color = { media, scheme, primary, accent };
    for (const [name, value] of Object.entries(color)) {
      // What is already so is not set: nothing is styled again.
      if (document.body.getAttribute(`data-md-color-${name}`) !== value) document.body.setAttribute(`data-md-color-${name}`, value);
    }
    choices.forEach(({ nextElementSibling: label }, at) => {
      if (label?.matches("label")) label.hidden = at !== index;
    });
    try {
      self.__md_set(KEPT, { index, color });
    } catch {
      // The same.
    }
  };
  const change = (index) => {
    document.body.setAttribute("data-md-color-switching", "");
    show(index);
    tint();
    setTimeout(() => document.body.removeAttribute("data-md-color-switching"));
  };
  if (choices.length) {
    show(chosen());
    light.addEventListener("change", () => change(chosen()));
    choices.forEach((choice, index) => choice.addEventListener("change", () => change(index)));
    choices[0].form.addEventListener("keydown", ({ key }) => {
      if (key !== "Enter") return;
      const next = choices[(shown + 1) % choices.length];
      next.click();
      next.focus();
    });
  }

  /* The menu: a place of this page that is chosen in it closes it; a group says whether it is open. */
  const close = () => {
    for (const toggle of document.querySelectorAll("[data-md-toggle]:checked")) toggle.click();
  };
  addEventListener("hashchange", () => setTimeout(close, 125));
  document.addEventListener("change", ({ target }) => {
    if (target.matches(".md-nav__toggle")) target.closest("li").querySelector(":scope > nav")?.setAttribute("aria-expanded", target.checked);
  });
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target.matches?.("label[tabindex]")) target.click();
  });
  /* A name that is cut is said whole to whoever points at it. */
  document.addEventListener("pointerover", ({ target }) => {
    const name = target.closest?.(".md-ellipsis");
    if (name && name.offsetWidth < name.scrollWidth) (name.closest("a") ?? name).title = name.innerText;
  });

  /* Where there is room beside the page, its contents stand there, and follow. */
  const desk = matchMedia("(min-width: 60em)");
  let places;
  const placesOf = () => {
    const found = new Map();
    for (const link of document.querySelectorAll("[data-md-component=toc] .md-nav__link[href*='#']")) {
      const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (place) found.set(place, [...(found.get(place) ?? []), link]);
    }
    return [...found];
  };
  const bringInSight = (link) => {
    const frame = link.closest(".md-sidebar__scrollwrap");
    if (!frame || !link.offsetHeight || frame.scrollHeight <= frame.clientHeight) return;
    frame.scrollTop += link.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 2;
  };
  let last;
  const follow = (top) => {
    places ??= placesOf();
    const isEnd = scrollY > 0 && scrollY + innerHeight >= page.scrollHeight - 1;
    const seen = places.filter(([place]) => place.offsetHeight);
    const here = isEnd ? seen.at(-1) : seen.filter(([place]) => place.getBoundingClientRect().top < top).at(-1);
    if (here === last) return;
    last = here;
    const at = places.indexOf(here);
    places.forEach(([, links], rank) => {
      for (const link of links) {
        link.classList.toggle("md-nav__link--passed", rank <= at);
        link.classList.toggle("md-nav__link--active", rank === at);
      }
    });
    here?.[1].forEach(bringInSight);
  };

  /* Under the head, the name of the page takes the place of that of the house once it has gone by. */
  const look = () => {
    const { height } = header.getBoundingClientRect();
    const name = document.querySelector(".md-content h1")?.getBoundingClientRect();
    const isPassed = Boolean(name?.height) && name.bottom <= height;
    header.querySelector(".md-header__title")?.classList.toggle("md-header__title--active", isPassed);
    if (desk.matches) follow(height + 24);
  };
  let frame = 0;
  const lookSoon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      look();
    });
  };
  addEventListener("scroll", lookSoon, { passive: true });

  /* A line of a file that goes out of its frame is reached by the keyboard, in the browsers that do not see to it. */
  const frames = new ResizeObserver((seen) => {
    for (const { target } of seen) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  document.querySelectorAll("article pre > code").forEach((code) => frames.observe(code));

  const whenIdle = self.requestIdleCallback ?? setTimeout;
  addEventListener("load", () =>
    whenIdle(() => {
      tint();
      if (desk.matches) document.querySelectorAll(".md-sidebar .md-nav__link--active[href]").forEach(bringInSight);
    }),
  );
})();
