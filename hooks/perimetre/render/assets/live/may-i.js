/* The page « May I…? »: ask the perimeter what the form says, and show the answer with the words that stand in the page.
   Needs perimeter.js, find.js and the rules of the brand. What is asked stands in the address, so that it can be shared. */
"use strict";

(() => {
  const page = document.querySelector(".pm-live");
  const { admits, Perimeter } = self.PerimetrePerimeter;
  const { Finder, sumIn } = self.PerimetreFinding;
  const LEVELS = ["free", "template", "notify", "approve", "escalate", "forbidden"];
  const DAY = 1440;
  const SAID = ["says", "topics", "authors"];

  const perimeter = new Perimeter(self.PerimetreRules[page.dataset.brand]);
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
  const labelsOf = (name) => all(`[name="${name}"]:checked + span`).map((text) => text.textContent);
  const labelOf = (name) => labelsOf(name)[0];

  let shown = "";
  const show = (answer) => {
    // What is there already is not announced again.
    const told = JSON.stringify([answer, address()]);
    if (told === shown && !answerBox.hidden) return;
    shown = told;
    const impossible = answer.lack !== null;
    const depends = impossible ? [] : answer.dependsOn;
    const level = impossible ? "impossible" : LEVELS[answer.authority];
    const head = one(".pm-live-level");
    head.replaceChildren(...(depends.length ? [kept("badge", "depends")] : []), kept("level", level));
    answerBox.dataset.level = level;
    const role = one("#live-role").selectedOptions[0].textContent;
    one(".pm-live-asked").textContent = [role, ...["action", "channel", ...SAID].flatMap(labelsOf)].join(" · ");

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
    const isEarly = question.at < 0;
    const isLate = question.at >= perimeter.data.days * DAY;
    one(".pm-live-early").hidden = !isEarly;
    one(".pm-live-late").hidden = !isLate;
    const whole = question.role && question.action && question.channel && !isEarly && !isLate;
    const answer = whole ? perimeter.decide(question) : undefined;
    ask(answer);
    if (answer) show(answer);
    answerBox.hidden = !whole;
    return Boolean(answer);
  };

  // --- the address ---------------------------------------------------------------------------------------------------

  const address = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) said.append(name, value);
    return `#${said}`;
  };
  const memory = {
    role: `perimetre-role-${page.dataset.brand}`,
    read: (key) => {
      try {
        return localStorage.getItem(key);
      } catch {
        // A browser that remembers nothing still answers.
        return null;
      }
    },
    write: (key, value) => {
      try {
        localStorage.setItem(key, value);
      } catch {
        // As above.
      }
    },
  };
  const isTicked = ({ type }) => type === "radio" || type === "checkbox";
  const named = (name) => [...form.elements].filter((field) => field.name === name);
  /** Return what a field asks, in the words of the page. */
  const titleOf = (field) =>
    one("legend, summary", field.closest("fieldset, .pm-live-said") ?? page.ownerDocument.createElement("p"))?.firstChild.textContent ??
    one(`label[for="${field.id}"]`).textContent;
  /** Write into the form what the address says, and return what it says that the form does not know. */
  const fill = (said) => {
    for (const field of form.elements) {
      const values = said.getAll(field.name);
      if (isTicked(field)) field.checked = values.includes(field.value);
      else if (field.name) field.value = values[0] ?? "";
    }
    const unknown = [...said].filter(([name, value]) => {
      const fields = named(name);
      // A moment is written in several ways.
      const takes = (field) => (isTicked(field) || field.type === "select-one" ? field.value === value : field.value);
      return value && fields.length && !fields.some(takes);
    });
    return new Set(unknown.map(([name]) => titleOf(named(name)[0])));
  };
  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const role = one("#live-role");
    const words = said.get("find");
    const remembered = said.has("role") ? null : memory.read(memory.role);
    if (remembered) said.set("role", remembered);
    const unknown = fill(said);
    if (!said.has("role")) role.selectedIndex = Math.min(1, role.options.length - 1);
    // What is no choice any more is asked again.
    if (role.selectedIndex < 0) role.selectedIndex = 0;
    one(".pm-live-unknown").hidden = !unknown.size;
    one(".pm-live-unknown ul").replaceChildren(...[...unknown].map((title) => item(title)));
    if (words !== null) seek(words);
    // Whoever was sent an answer reads it first.
    else if (refresh()) answerBox.scrollIntoView();
  };

  // --- finding what to ask -------------------------------------------------------------------------------------------

  // How many are shown: who reads more had better say more.
  const MOST = 8;
  const finding = one("#live-find");
  const results = one(".pm-live-results");
  const entries = all("li", results);
  const phrasesOf = (entry) => [entry.textContent, ...entry.dataset.words.split("|")];
  const finder = new Finder(entries.map(phrasesOf), document.documentElement.lang.slice(0, 2));
  const sumField = one("[data-currency] input[type=number]");
  const sumFact = sumField?.name.slice(5);

  /** Return the ranks of the acts to which a sum makes a difference. */
  const boundBySums = () => {
    const tests = ({ match }) => [match, ...(match.except ?? [])].some(({ when }) => when && sumFact in when);
    const clauses = perimeter.data.clauses.filter(({ match, ...clause }) => match.actions !== undefined && tests({ match, ...clause }));
    return [...entries.keys()].filter((rank) => {
      const asks = new URLSearchParams(one("button", entries[rank]).dataset.asked);
      const [action, does] = asks.get("action").split("/");
      const takes = ({ match }) => perimeter.takes(match, "actions", action) && (match.says === undefined || perimeter.takes(match, "says", does));
      return clauses.some(takes);
    });
  };
  const find = () => {
    const [sum, words] = sumField ? sumIn(finding.value, sumField.closest("[data-currency]").dataset.currency) : [null, finding.value];
    if (sum !== null) sumField.value = sum;
    else if (sumField?.dataset.found) sumField.value = "";
    if (sumField) sumField.dataset.found = sum === null ? "" : "yes";
    const isTyped = finding.value.trim() !== "";
    const ranks = finder.telling(words).length ? finder.ranked(words) : sum !== null ? boundBySums() : [];
    const best = ranks.slice(0, MOST).map((rank) => entries[rank]);
    for (const entry of entries) entry.hidden = !best.includes(entry);
    results.append(...best);
    results.hidden = !best.length;
    one(".pm-live-found").hidden = !best.length;
    one(".pm-live-found span").textContent = best.length;
    one(".pm-live-none").hidden = !isTyped || best.length > 0;
    for (const list of all(".pm-live-list > details")) list.hidden = best.length > 0;
    return best.map((entry) => one("button", entry));
  };
  /** Look for what was typed on another page; where it names one thing, that is what is asked. */
  const seek = (words) => {
    finding.value = words;
    refresh();
    const found = find();
    if (found.length === 1) found[0].click();
    else (found[0] ?? finding).focus();
  };

  // What a thing found has filled in besides the act and the channel: it goes when another is chosen.
  let filled = [];
  const choose = (asked) => {
    for (const field of filled) field.checked = false;
    filled = [];
    for (const [name, value] of new URLSearchParams(asked)) {
      for (const field of named(name)) {
        if (!isTicked(field)) field.value = value;
        else if (field.value === value) {
          field.checked = true;
          if (!field.closest("[data-field]")) filled.push(field);
        }
      }
    }
  };
  /** Go on from something that was chosen: its list is folded, so who goes by the keyboard goes on from what stands there. */
  const goOn = (field) => {
    delete field.dataset.open;
    history.replaceState(null, "", address());
    const answered = refresh();
    one(".pm-live-chosen button", field).focus({ preventScroll: true });
    if (answered) answerBox.scrollIntoView({ block: "nearest" });
  };

  finding.addEventListener("input", find);
  const shownButtons = () => entries.filter((entry) => !entry.hidden).map((entry) => one("button", entry));
  const inOrder = (buttons) => buttons.sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  one(".pm-live-list").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = inOrder(shownButtons());
    if (event.target === finding) {
      if (event.isComposing || !(event.key === "Enter" || step > 0)) return;
      event.preventDefault();
      if (event.key === "Enter" && buttons.length === 1) buttons[0].click();
      else buttons[0]?.focus();
    } else if (step && buttons.includes(event.target)) {
      event.preventDefault();
      (buttons[buttons.indexOf(event.target) + step] ?? (step < 0 ? finding : event.target)).focus();
    }
  });
  results.addEventListener("click", ({ target }) => {
    const { asked } = target.closest("button")?.dataset ?? {};
    if (asked === undefined) return;
    choose(asked);
    goOn(results.closest("[data-field]"));
  });

  // --- choosing ------------------------------------------------------------------------------------------------------

  for (const field of all("[data-field]")) {
    one(".pm-live-chosen button", field).addEventListener("click", () => {
      field.dataset.open = "yes";
      refresh();
      one("input[type=search], input:checked", field).focus();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  // In a list that folds once something is chosen, an arrow goes from one to the next; Enter, Space or a touch chooses.
  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const field = target.closest("[data-field]");
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
    if (target.type !== "radio" || !field || !(step || key === "Enter")) return;
    event.preventDefault();
    const radios = all("input[type=radio]", field).filter((radio) => radio.checkVisibility());
    if (step) radios[(radios.indexOf(target) + step + radios.length) % radios.length].focus();
    else target.click();
  });
  form.addEventListener("click", ({ target }) => {
    const field = target.closest("[data-field]");
    if (field && target.type === "radio") goOn(field);
  });
  form.addEventListener("change", ({ target }) => {
    if (!target.name || target.closest("[data-field]")) return;
    history.replaceState(null, "", address());
    if (target.name === "role") memory.write(memory.role, target.value);
    refresh();
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
