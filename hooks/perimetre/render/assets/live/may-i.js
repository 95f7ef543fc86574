/* The page « May I…? »: ask the perimeter what the form says, and show the answer with the words that stand in the page.
   Needs perimeter.js, and the words of the search. What is asked stands in the address, so that it can be shared. */
"use strict";

(() => {
  const page = document.querySelector(".pm-live");
  const { admits, Perimeter } = self.PerimetrePerimeter;
  const { wordsOf, stemmer, slips } = self.PerimetreWords;
  const LEVELS = ["free", "template", "notify", "approve", "escalate", "forbidden"];
  const DAY = 1440;
  const SAID = ["says", "topics", "authors"];

  const perimeter = new Perimeter(JSON.parse(page.querySelector(".pm-live-data").textContent));
  const form = page.querySelector("form");
  const answerBox = page.querySelector(".pm-live-answer");
  const one = (selector, root = page) => root.querySelector(selector);
  const all = (selector, root = page) => [...root.querySelectorAll(selector)];

  // --- what is asked -------------------------------------------------------------------------------------------------

  /** Return the wall time of the house, now or at another instant that the reader chose, as minutes since the first day. */
  const minutesOf = (text) => {
    const [date, time] = text.split("T");
    const days = Math.round((Date.parse(`${date}T00:00Z`) - Date.parse(`${perimeter.data.first}T00:00Z`)) / 864e5);
    const [hour, minute] = time.split(":").map(Number);
    return days * DAY + hour * 60 + minute;
  };
  const now = () => {
    const shape = { timeZone: page.dataset.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en", shape).formatToParts(new Date()).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
  };

  const asked = () => {
    const said = new FormData(form);
    const facts = {};
    // An act may say what the message does: «reply-private/compensate».
    const [action, ...does] = (said.get("action") ?? "").split("/");
    for (const [name, value] of said) if (name.startsWith("fact-") && value) facts[name.slice(5)] = JSON.parse(value);
    const question = {
      role: said.get("role"),
      action,
      channel: said.get("channel"),
      at: minutesOf(said.get("at") || now()),
      ...Object.fromEntries(SAID.map((name) => [name, said.getAll(name)])),
      says: [...does, ...said.getAll("says")],
      place: said.get("place") || null,
      facts,
    };
    // A level of alert may be assumed graver than it is declared, never milder.
    const declared = Math.max(...perimeter.cases(perimeter.normalise(question)).map((part) => part.posture));
    const assumed = Number(said.get("posture"));
    return { ...question, posture: assumed > declared ? assumed : null };
  };

  // --- what is answered ----------------------------------------------------------------------------------------------

  const kept = (sort, rank) => one(`template[data-sort="${sort}"][data-rank="${rank}"]`).content.cloneNode(true);
  const item = (...inside) => {
    const line = document.createElement("li");
    line.append(...inside);
    return line;
  };
  /** Return what a fact must be, in the words of the page: its name alone where it must be so. */
  const factSaid = ([fact, bounds]) => {
    const field = one(`[data-fact="${CSS.escape(fact)}"]`);
    const name = one("legend", field).textContent;
    if (bounds.among?.includes(true)) return name;
    const edges = all("data", field).filter(
      ({ dataset }) => (dataset.above && Number(dataset.above) === bounds.above) || (dataset.upTo && Number(dataset.upTo) === bounds.up_to),
    );
    const choices = all("input", field).filter(({ type, value }) => type === "radio" && value && admits(bounds, JSON.parse(value)));
    const such = edges.length ? edges : choices.map((input) => input.nextElementSibling);
    return `${name}${page.dataset.colon} ${such.map((text) => text.textContent).join(", ")}`;
  };
  const labelOf = (name) => one(`[name="${name}"]:checked + span`)?.textContent;

  const show = (answer) => {
    const impossible = answer.lack !== null;
    const depends = impossible ? [] : answer.dependsOn;
    const level = impossible ? "impossible" : LEVELS[answer.authority];
    const head = one(".pm-live-level");
    head.replaceChildren(...(depends.length ? [kept("badge", "depends")] : []), kept("level", level));
    answerBox.dataset.level = level;
    const role = one("#live-role").selectedOptions[0].textContent;
    one(".pm-live-asked").textContent = [role, labelOf("action"), labelOf("channel")].join(" · ");

    one(".pm-live-depends").hidden = !depends.length;
    one(".pm-live-depends ul").replaceChildren(
      ...depends.map(({ authority, facts, limit }) =>
        item(kept("badge", LEVELS[authority]), " ", ...(limit === null ? [facts.map(factSaid).join(" + ")] : [kept("reached", ""), kept("limits", limit)])),
      ),
    );
    const parts = impossible
      ? { lacks: [answer.lack] }
      : answer;
    const sorts = { lift: "circuits", agreements: "circuits", exhausted: "rules" };
    for (const part of all("[data-part]")) {
      const ranks = parts[part.dataset.part] ?? [];
      part.hidden = !ranks.length;
      one("ul", part).replaceChildren(...ranks.map((rank) => item(kept(sorts[part.dataset.part] ?? part.dataset.part, rank))));
    }
    one(".pm-live-unruled").hidden = impossible || !answer.unanswered.length;
    answerBox.hidden = false;
  };

  /** Ask for the facts on which the answer depends, and keep those that were told in sight. */
  const ask = (answer) => {
    const wanted = new Set((answer?.lack === null ? answer.dependsOn : []).flatMap(({ facts }) => facts.map(([fact]) => fact)));
    const fields = all("[data-fact]");
    for (const field of fields) {
      const told = one("input:checked, input[type=number]", field)?.value;
      field.hidden = !wanted.has(field.dataset.fact) && !told;
    }
    one(".pm-live-facts").hidden = fields.every((field) => field.hidden);
  };

  const refresh = () => {
    for (const list of all(".pm-live-said")) {
      const count = all("input:checked", list).length;
      one(".pm-live-count", list).textContent = count ? `(${count})` : "";
    }
    for (const field of all("[data-field]")) {
      const label = labelOf(field.dataset.field);
      one(".pm-live-chosen", field).hidden = !label;
      one(".pm-live-list", field).hidden = Boolean(label) && !field.dataset.open;
      one(".pm-live-chosen strong", field).textContent = label ?? "";
    }
    const question = asked();
    const late = question.at < 0 || question.at >= perimeter.data.days * DAY;
    one(".pm-live-late").hidden = !late;
    const whole = question.action && question.channel && !late;
    answerBox.hidden = !whole;
    const answer = whole ? perimeter.decide(question) : undefined;
    ask(answer);
    if (answer) show(answer);
    return Boolean(answer);
  };

  // --- the address ---------------------------------------------------------------------------------------------------

  const address = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) said.append(name, value);
    return `#${said}`;
  };
  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (!field.name) continue;
      const values = said.getAll(field.name);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if (values.length || field.name !== "role") field.value = values[0] ?? "";
    }
    const role = `perimetre-role-${page.dataset.brand}`;
    try {
      if (said.has("role")) localStorage.setItem(role, one("#live-role").value);
      else if (localStorage.getItem(role)) one("#live-role").value = localStorage.getItem(role);
    } catch {
      // A browser that remembers nothing still answers.
    }
    // A role that is no more.
    if (one("#live-role").selectedIndex < 0) one("#live-role").selectedIndex = 0;
    // Whoever was sent an answer reads it first.
    if (refresh()) answerBox.scrollIntoView();
  };

  // --- finding an act ------------------------------------------------------------------------------------------------

  const stem = stemmer(document.documentElement.lang.slice(0, 2));
  const labels = all("[data-words]").map((label) => [label, wordsOf(label.dataset.words)]);
  const fits = (typed, words) =>
    words.some((word) => word.startsWith(typed) || stem(word) === stem(typed)) || words.some((word) => isASlip(typed, word));
  const isASlip = (typed, word) => typed.length > 4 && slips(typed, word, 1) <= 1;
  const find = () => {
    const words = wordsOf(one("#live-find").value);
    // «un», «le» say nothing, unless nothing else is said: «dm».
    const telling = words.filter((word) => word.length > 2);
    const typed = telling.length ? telling : words;
    const counts = new Map(labels.map(([label, words]) => [label, typed.filter((word) => fits(word, words)).length]));
    const best = Math.max(0, ...counts.values());
    for (const [label, count] of counts) label.hidden = typed.length > 0 && (count === 0 || count < best);
    for (const list of all(".pm-live-list details")) {
      const some = all("label", list).some((label) => !label.hidden);
      list.hidden = !some;
      list.open = typed.length > 0 && some;
    }
    one(".pm-live-none").hidden = !typed.length || best > 0;
    if (typed.length && !best) for (const list of all(".pm-live-list details, .pm-live-list label")) list.hidden = false;
  };

  one("#live-find").addEventListener("input", find);
  for (const field of all("[data-field]")) {
    one(".pm-live-chosen button", field).addEventListener("click", () => {
      field.dataset.open = "yes";
      refresh();
      one("input[type=search], input:checked", field).focus();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target }) => {
    if (!target.name) return;
    const field = target.closest("[data-field]");
    if (field) delete field.dataset.open;
    history.replaceState(null, "", address());
    try {
      if (target.name === "role") localStorage.setItem(`perimetre-role-${page.dataset.brand}`, target.value);
    } catch {
      // As above.
    }
    const answered = refresh();
    // The list that was chosen from is folded: who goes by the keyboard goes on from what was chosen.
    if (field) one(".pm-live-chosen button", field).focus({ preventScroll: true });
    if (field && answered) answerBox.scrollIntoView({ block: "nearest" });
  });
  // A sum counts as it is typed.
  form.addEventListener("input", ({ target }) => {
    if (target.type !== "number") return;
    history.replaceState(null, "", address());
    refresh();
  });
  one(".pm-live-share").addEventListener("click", async ({ target }) => {
    await navigator.clipboard?.writeText(location.href);
    target.textContent = target.dataset.done;
  });
  addEventListener("hashchange", recall);
  // The hour goes on.
  setInterval(refresh, 60_000);

  one(".pm-live-without", document).hidden = true;
  page.hidden = false;
  recall();
})();
