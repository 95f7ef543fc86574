/* The answer of the page « May I…? »: a sentence, a colour and a sign, then what goes with it, with the words that stand in
   the page. Needs facts.js, device.js, message.js and called.js. */
"use strict";

/** Return what shows an answer on the page; `called`: what tells whom the lines call. */
self.PerimetreAnswerBox = (page, called) => {
  const { admits } = self.PerimetreFacts;
  const { copyBy } = self.PerimetreDevice;
  const LEVELS = ["free", "template", "notify", "approve", "escalate", "forbidden"];
  // What completes the sentence of a level: «Demandez d’abord à : …».
  const NAMED = { template: "templates", notify: "inform", approve: "agreements", escalate: "lines", forbidden: "instead", impossible: "lacks" };
  const SORTS = { lift: "circuits", agreements: "circuits", exhausted: "rules" };
  // What is passed on or asked for is written to somebody.
  const WRITTEN = ["notify", "approve", "escalate"];
  const one = (selector, root = page) => root.querySelector(selector);
  const all = (selector, root = page) => [...root.querySelectorAll(selector)];
  const box = one(".pm-live-answer");
  const messageBox = one(".pm-live-message");
  const writeMessage = self.PerimetreMessage(messageBox);

  const kept = (sort, rank) => one(`template[data-sort="${sort}"][data-rank="${rank}"]`).content.cloneNode(true);
  const item = (...inside) => {
    const line = document.createElement("li");
    line.append(...inside);
    return line;
  };
  /** Return what a fact must be, in the words of the page: its name alone where it must be so. */
  const factSaid = ([fact, bounds]) => {
    const field = one(`[data-fact="${CSS.escape(fact)}"]`);
    const name = field.dataset.label;
    if (bounds.among?.includes(true)) return name;
    const edges = all("data", field).filter(
      ({ dataset }) => (dataset.above && Number(dataset.above) === bounds.above) || (dataset.upTo && Number(dataset.upTo) === bounds.up_to),
    );
    const choices = all("input", field).filter(({ type, value }) => type === "radio" && value && admits(bounds, JSON.parse(value)));
    const such = edges.length ? edges : choices.map((input) => input.nextElementSibling);
    return `${name}${page.dataset.colon} ${such.map((text) => text.textContent).join(", ")}`;
  };

  /** Return a thing that goes with an answer; of a ready answer, the wording that is for the channel. */
  const thing = (part, rank, channel) => {
    const shown = kept(SORTS[part] ?? part, rank);
    const wordings = all("[data-on]", shown);
    const own = wordings.find(({ dataset }) => dataset.on.split(" ").includes(channel)) ?? wordings.find(({ dataset }) => !dataset.on);
    for (const wording of wordings) if (wording !== own) wording.remove();
    return shown;
  };
  /** Return whom the lines call at a minute, by rank of the line, where the copy knows it. */
  const calledBy = (lines, minute) => {
    const told = lines.map((line) => {
      const rank = one(".pm-live-duty", kept("lines", line))?.dataset.rank;
      return [line, called.at(rank === undefined ? rank : Number(rank), minute)];
    });
    return new Map(told.filter(([, calls]) => calls !== null));
  };
  /** Write into a line who is called by it; what is printed for any hour stands aside. */
  const fillLine = (shown, calls, minute) => {
    const place = one(".pm-live-duty", shown);
    place.replaceChildren(...called.drawn(calls, minute));
    place.hidden = false;
    place.nextElementSibling.hidden = !calls.isOld;
    return shown;
  };

  /** Return the sentence of a level: what to do, and whom or what it names; and whether all that one can do is wait. */
  const sentence = (level, parts, onDuty, minute) => {
    const whole = kept("level", level);
    const part = NAMED[level];
    // What is said of the night is so at night alone; whoever is asked then stands in the place of the others.
    const from = part === "agreements" ? called.agreedFrom(minute) : null;
    let isWaiting = false;
    const atThatHour = (short) => {
      const night = one(".pm-live-night", short);
      const awake = one(".pm-live-awake", short);
      awake?.remove();
      if (!night || from === null) return;
      night.remove();
      if (from <= minute) return;
      if (night.classList.contains("pm-live-waits")) isWaiting = true;
      else if (awake) short.replaceChildren(...awake.childNodes);
      else short.prepend(night, " ");
    };
    const shorts = (parts[part] ?? []).flatMap((rank) => {
      if (part === "lines" && onDuty.has(rank)) return called.people(onDuty.get(rank).calls[0], minute).map((who) => [who]);
      const short = one(".pm-live-short", kept(SORTS[part] ?? part, rank));
      if (short) atThatHour(short);
      return short?.textContent.trim() ? [[...short.childNodes]] : [];
    });
    // One thing to do instead is enough; whoever is asked is named, all of them.
    const named = part === "instead" || part === "templates" ? shorts.slice(0, 1) : shorts;
    const who = named.flatMap((nodes, rank) => (rank ? [", ", ...nodes] : nodes));
    const place = one(".pm-live-named", whole);
    if (isWaiting) {
      // What is true now comes before how far one may go later.
      const verdict = one(".pm-live-verdict", whole);
      verdict.replaceChildren(called.notYet(who, from, minute));
      whole.prepend(verdict, " ");
    } else if (place && named.length) place.append(`${page.dataset.colon} `, ...who);
    // What must be reported before the house is at work again is reported to whoever is there.
    const dues = part === "inform" ? (parts.inform ?? []).map((rank) => one(".pm-live-due", kept("inform", rank))?.value).filter(Boolean) : [];
    if (dues.length) one(".pm-live-verdict", whole).append(" ", ...called.instead(minute, Math.min(...dues)));
    return [whole, isWaiting];
  };

  /** Return how far one may go on several channels, the least first; what is not told there makes it less. */
  const byChannel = (answers) => {
    const groups = new Map();
    for (const [channel, { authority, dependsOn }] of answers) {
      const key = JSON.stringify([authority, dependsOn.length > 0]);
      groups.set(key, [...(groups.get(key) ?? []), channel]);
    }
    const sorted = [...groups].map(([key, channels]) => [...JSON.parse(key), channels]).sort(([one], [other]) => other - one);
    return sorted.map(([authority, depends, channels]) =>
      item(...(depends ? [kept("badge", "depends")] : []), kept("badge", LEVELS[authority]), " ", ...channels.map((id) => kept("channel", id))),
    );
  };

  let last = "";
  /** Show an answer to a question; `about`: the question in words, part by part; `answers`: those of each channel, where it
      stands for channels that do not answer alike. */
  const show = (answer, question, about, duties, answers) => {
    // What is there already is not announced again.
    const onDuty = calledBy(answer.lack === null ? answer.lines : [], question.minute);
    const now = JSON.stringify([answer, about, duties, answers, [...onDuty], called.agreedFrom(question.minute) > question.minute]);
    if (now === last) return;
    last = now;
    const impossible = answer.lack !== null;
    const depends = impossible ? [] : answer.dependsOn;
    const level = impossible ? "impossible" : LEVELS[answer.authority];
    const [said, isWaiting] = sentence(level, impossible ? { lacks: [answer.lack] } : answer, onDuty, question.minute);
    // Nobody is called where one waits.
    const parts = impossible ? { lacks: [answer.lack] } : { ...answer, duties, ...(isWaiting && { lines: [] }) };
    one(".pm-live-level").replaceChildren(...(depends.length && !isWaiting ? [kept("badge", "depends")] : []), said);
    box.dataset.level = level;
    one(".pm-live-asked").textContent = about.join(" · ");
    one(".pm-live-depends").hidden = !depends.length;
    one(".pm-live-depends ul").replaceChildren(
      ...depends.map(({ authority, facts, limit }) =>
        item(kept("badge", LEVELS[authority]), " ", ...(limit === null ? [facts.map(factSaid).join(" + ")] : [kept("reached", ""), kept("limits", limit)])),
      ),
    );
    one(".pm-live-channels").hidden = !answers.length;
    one(".pm-live-channels ul").replaceChildren(...byChannel(answers));
    for (const part of all("[data-part]")) {
      const ranks = parts[part.dataset.part] ?? [];
      part.hidden = !ranks.length;
      const things = ranks.map((rank) => {
        const shown = thing(part.dataset.part, rank, question.channel);
        return part.dataset.part === "lines" && onDuty.has(rank) ? fillLine(shown, onDuty.get(rank), question.minute) : shown;
      });
      one("ul", part).replaceChildren(...things.map((shown) => item(shown)));
    }
    one(".pm-live-old").hidden = ![...onDuty.values()].some(({ isOld }) => isOld);
    const tone = one(".pm-live-tone");
    if (tone) tone.hidden = !tone.dataset.asked.split(" ").includes(question.action);
    one(".pm-live-unruled").hidden = impossible || !answer.unanswered.length;
    messageBox.hidden = !WRITTEN.includes(level);
    if (!messageBox.hidden) {
      const asked = one(`[data-part="${NAMED[level]}"]`, box);
      const reached = one(".pm-live-there", box) ?? one(".pm-live-now", asked) ?? asked;
      const way = (link) => one(link, reached)?.href.replace(/^[a-z]+:/, "") ?? "";
      const expected = kept("expected", level).textContent.trim();
      const wait = level === "approve" ? one(".pm-live-wait", asked)?.dataset : undefined;
      const draft = one('[data-part="templates"] blockquote', box)?.innerText.trim();
      writeMessage({ what: about.slice(1).join(", "), expected, ...(wait && { draft, ...wait }) }, { mail: way('a[href^="mailto:"]'), sms: way('a[href^="sms:"]') || way("a.pm-mobile") });
    }
  };

  box.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-copies]");
    if (button) copyBy(button, one("blockquote", button.closest("[data-on]")).innerText);
  });
  one(".pm-live-share").addEventListener("click", ({ target }) => copyBy(target, location.href));

  return { show, item };
};
