/* The alert: one question of the triage at a time, then how grave it is, whom to call now, what to say meanwhile.
   Needs now.js and messages.js. The words stand in the page; the answers stand in the address, so that an end can be shared. Who does not
   know is told what would be graver: what a question may lead to is kept, and the gravest of all is what is shown. */
"use strict";

(() => {
  const { fill, kept, filled } = self.PerimetreNow;
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const page = one(".pm-alert");
  const { entry, trees, ends } = JSON.parse(one(".pm-alert-data").textContent);
  const SIGNS = { no: "", yes: "!", doubt: "~" };
  const clone = (element) => [...element.childNodes].map((node) => node.cloneNode(true));

  let answers = new Map();

  // --- the trees -------------------------------------------------------------------------------------------------------

  const weigh = (rank) => [ends[rank].severity, ends[rank].act];
  /** Return ends by how grave they are, the gravest first; of two that are as grave, the one that is sure. */
  const byGravity = (ranks) => [...ranks].sort((one, other) => {
    const [mine, theirs] = [weigh(one), weigh(other)];
    return theirs[0] - mine[0] || theirs[1] - mine[1];
  });

  /** Ask a tree what it comes to: `{open}`, the question to ask; `{end}`; or nothing, where all was no and one only asked
      because one did not know. `kept` gathers what may be so. */
  const walk = (id, asked, kept, above, unsure) => {
    const { asks, otherwise } = trees[id];
    const inside = [...above, id];
    const follow = (rank, unsure) => {
      const { tree } = ends[rank];
      return tree !== null && !inside.includes(tree) ? walk(tree, asked, kept, inside, unsure) : { end: rank };
    };
    for (const [branch, end, after] of asks) {
      const key = `${id}.${branch}`;
      const answer = answers.get(key);
      if (answer === undefined) return { open: key };
      if (!asked.includes(key)) asked.push(key);
      if (answer === "yes") return follow(end, unsure);
      if (answer === "doubt") {
        if (ends[end].tree !== null) {
          const found = follow(end, true);
          if (found !== null) return found;
        } else if (ends[end].severity >= after) return { end };
        else kept.push(end);
      }
    }
    if (!unsure) return follow(otherwise, false);
    if (ends[otherwise].tree === null) kept.push(otherwise);
    return null;
  };

  /** Return how far the answers lead: the questions asked, then the one to ask, or the ends, the gravest first. */
  const outcome = () => {
    const asked = [];
    const perhaps = [];
    const { open, end } = walk(entry, asked, perhaps, [], false);
    const others = [...new Set(perhaps)];
    return { asked, open, ends: byGravity(open === undefined ? [...new Set([end, ...others])] : others) };
  };

  // --- the address -----------------------------------------------------------------------------------------------------

  const address = (asked) => {
    const by = new Map();
    for (const key of asked) {
      const [tree, branch] = key.split(".");
      by.set(tree, [...(by.get(tree) ?? []), `${branch}${SIGNS[answers.get(key)]}`]);
    }
    return `#${[...by].map(([tree, branches]) => `${tree}=${branches.join(".")}`).join("&")}`;
  };
  const read = () => {
    answers = new Map();
    for (const part of location.hash.slice(1).split("&")) {
      const [tree, branches = ""] = part.split("=");
      const known = Object.hasOwn(trees, tree) ? trees[tree].asks.map(([branch]) => branch) : [];
      for (const written of branches.split(".")) {
        const branch = written.replace(/[!~]$/, "");
        const answer = written.endsWith("!") ? "yes" : written.endsWith("~") ? "doubt" : "no";
        if (known.includes(branch)) answers.set(`${tree}.${branch}`, answer);
      }
    }
  };

  // --- what is shown ---------------------------------------------------------------------------------------------------

  const questionOf = (key) => clone(one(`[data-ask="${CSS.escape(key)}"]`));
  const labelOf = (answer) => one(`[data-answer=${answer}]`).textContent;
  const lineOf = (rank) => {
    const { line } = ends[rank];
    return line !== null && one(`template[data-sort=line][data-rank="${CSS.escape(line)}"]`) ? kept("line", line) : null;
  };
  const severityOf = (rank) => {
    const { severity } = ends[rank];
    return kept("severity", one(`template[data-sort=severity][data-rank="${severity}"]`) ? severity : -1);
  };
  /** Put a line where it is called from, unless it stands there already: what was tried on it goes on. */
  const putLine = (place, rank) => {
    const line = rank === undefined ? null : lineOf(rank);
    const id = line === null ? "" : ends[rank].line;
    if (place.dataset.of === id) return line !== null;
    place.dataset.of = id;
    place.replaceChildren(...(line === null ? [] : [line]));
    return line !== null;
  };

  const showStatement = () => {
    const { value: channel, selectedOptions: [place] } = one("#alert-channel");
    const texts = all(".pm-alert-text");
    for (const text of texts) {
      const said = all("blockquote", text);
      const fits = said.find(({ dataset }) => !dataset.on || dataset.on.split(" ").includes(channel));
      for (const words of said) words.hidden = words !== fits;
      text.hidden = !fits;
    }
    // Where everybody reads, what is for everybody comes first; where one person does, what is for them.
    const isPrivate = (part) => part !== undefined && "private" in part.dataset;
    const [first, ...others] = [...texts].sort((text, other) => (isPrivate(text) - isPrivate(other)) * (isPrivate(place) ? -1 : 1));
    first?.parentElement.append(first, ...others);
    const isSaid = texts.some((text) => !text.hidden);
    one(".pm-alert-unsaid").hidden = isSaid;
    one(".pm-alert-statement").hidden = !isSaid;
  };

  /** Show what to say while a scenario begins; undefined: there is none. */
  const showSay = (crisis) => {
    one(".pm-alert-say").hidden = crisis === undefined;
    one(".pm-alert-statement").replaceChildren(...(crisis === undefined ? [] : [kept("holding", crisis)]));
    self.PerimetreMessages(one(".pm-alert-statement"));
    showStatement();
  };

  /** Return the numbers of the emergency services, as they stand at the top of the page, where there is danger. */
  const rescueOf = (ranks) => {
    const numbers = one(".pm-danger");
    return numbers && ranks.some((rank) => ends[rank].danger) ? [numbers.cloneNode(true)] : [];
  };
  const casesOf = (ranks) => {
    const rank = ranks.find((each) => one(`template[data-sort=cases][data-rank="${each}"]`));
    return rank === undefined ? [] : [kept("cases", rank)];
  };

  /** Lead to the cockpit, where the answers come to a scenario. */
  const showCockpit = (crisis) => {
    const way = one(".pm-alert-cockpit");
    if (!way) return;
    way.hidden = crisis === undefined;
    if (crisis !== undefined) one("a", way).hash = `scenario=${crisis}`;
  };

  /** Return what happened, in the words of the page: the scenario, else the questions that were not answered no. */
  const happened = (crisis) => {
    if (crisis !== undefined) return kept("title", crisis).textContent.trim();
    const { asked } = outcome();
    return asked.filter((key) => answers.get(key) !== "no").map((key) => `${one(`[data-ask="${CSS.escape(key)}"]`).textContent.trim()} ${labelOf(answers.get(key))}`).join(" ");
  };

  const showEnd = ([rank, ...others]) => {
    one(".pm-alert-severity").replaceChildren(severityOf(rank));
    one(".pm-alert-rescue").replaceChildren(...rescueOf([rank, ...others]));
    one(".pm-alert-cases").replaceChildren(...casesOf([rank, ...others]));
    one(".pm-alert-outcome").replaceChildren(...clone(one(`[data-end="${rank}"]`)));
    one(".pm-alert-call").hidden = !putLine(one(".pm-alert-line"), rank);
    showCockpit([rank, ...others].map((each) => ends[each].crisis).find((id) => id !== null));
    const crisis = [rank, ...others].map((each) => ends[each].crisis).find((id) => id !== null && one(`template[data-sort=holding][data-rank="${CSS.escape(id)}"]`));
    showSay(crisis);
    const declare = one(".pm-alert-declare");
    if (declare) declare.hash = new URLSearchParams({ because: happened(crisis) });
    one(".pm-alert-others").hidden = !others.length;
    one(".pm-alert-perhaps").replaceChildren(...others.flatMap((other) => [severityOf(other), ...clone(one(`[data-end="${other}"]`))]));
    for (const button of all(".pm-alert-end [data-done]")) button.textContent = button.dataset.first ??= button.textContent;
  };

  /** Show what was asked for by the name of a scenario alone: the words to say, for a channel; say whether it was. */
  const showAsked = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    const crisis = said.get("say");
    const isKnown = crisis !== null && one(`template[data-sort=holding][data-rank="${CSS.escape(crisis)}"]`) !== null;
    const end = one(".pm-alert-end");
    for (const part of end.children) part.classList.toggle("pm-alert-aside", isKnown && !part.matches(".pm-alert-say, .pm-alert-asked"));
    one(".pm-alert-asked").hidden = !isKnown;
    if (!isKnown) return false;
    one(".pm-alert-asked").replaceChildren(filled(kept("asked"), { what: kept("title", crisis) }));
    const channels = one("#alert-channel");
    if ([...channels.options].some(({ value }) => value === said.get("channel"))) channels.value = said.get("channel");
    for (const part of all(".pm-alert-ask, .pm-alert-floor, .pm-alert-given")) part.hidden = true;
    end.hidden = false;
    showSay(crisis);
    return true;
  };

  const show = () => {
    if (showAsked()) return { asked: [], open: undefined };
    const { asked, open, ends: found } = outcome();
    const isOver = open === undefined;
    one(".pm-alert-ask").hidden = isOver;
    one(".pm-alert-end").hidden = !isOver;
    if (isOver) showEnd(found);
    else {
      one(".pm-alert-tree").textContent = one(`[data-tree="${CSS.escape(open.split(".")[0])}"]`).textContent;
      one(".pm-alert-question").replaceChildren(...questionOf(open));
    }
    one(".pm-alert-floor").hidden = isOver || !found.length;
    one(".pm-alert-floor-severity").replaceChildren(...(!isOver && found.length ? [severityOf(found[0])] : []));
    putLine(one(".pm-alert-floor-line"), isOver ? undefined : found[0]);
    one(".pm-alert-given").hidden = !asked.length;
    one(".pm-alert-list").replaceChildren(
      ...asked.map((key) => {
        const item = document.createElement("li");
        const question = document.createDocumentFragment();
        question.append(...questionOf(key));
        item.append(filled(kept("given"), { question, answer: labelOf(answers.get(key)) }));
        const button = one("button", item);
        button.dataset.key = key;
        button.setAttribute("aria-label", `${button.textContent} ${one("[data-slot=question]", item).textContent}`);
        return item;
      }),
    );
    fill(page);
    return { asked, open };
  };

  const go = (asked) => {
    history.pushState(null, "", address(asked));
    const place = one(outcome().open === undefined ? ".pm-alert-end" : ".pm-alert-question");
    show();
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: place.offsetHeight > innerHeight ? "start" : "nearest" });
  };

  const copy = async (button, text) => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = button.dataset.done;
      one(".pm-now-told", page).textContent = button.dataset.done;
    } catch {
      // The address stands in the bar of the browser.
    }
  };

  page.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { answer, do: what, key } = button.dataset;
    const { asked, open } = outcome();
    if (answer) {
      answers.set(open, answer);
      go(outcome().asked);
    } else if (what === "change") {
      answers.delete(key);
      go(outcome().asked);
    } else if (what === "back") {
      answers.delete(asked.at(-1));
      go(outcome().asked);
    } else if (what === "anew") {
      answers = new Map();
      go([]);
    } else if (what === "case") {
      showSay(button.dataset.rank);
      one("#alert-channel").focus();
    } else if (what === "share") copy(button, location.href);
  });
  one("#alert-channel").addEventListener("change", showStatement);
  // Of a page that one has turned, nothing goes on (turn.js).
  addEventListener("popstate", () => {
    if (!page.isConnected) return;
    read();
    show();
  });
  addEventListener("hashchange", () => {
    if (!page.isConnected) return;
    read();
    if (show().open === undefined) one(".pm-alert-end").scrollIntoView();
  });

  page.hidden = false;
  read();
  if (show().open === undefined) one(".pm-alert-end").scrollIntoView();
})();
