/* Who is there, now: name whom a line calls at this minute, with the words that stand in the page, and whom it calls next.
   Needs duty.js. What was tried stands in this tab only; the clock goes on, and an hour is told as the house's clocks show it. */
"use strict";

self.PerimetreNow = (() => {
  const needs = document.querySelector(".pm-now-needs");
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const duty = new self.PerimetreDuty.Duty(JSON.parse(one(".pm-now-data").textContent));
  const language = document.documentElement.lang;
  const MINUTE = 60_000;
  // What was tried longer ago than this is no part of a call that goes on.
  const OVER = 12 * 60 * MINUTE;

  const minuteOf = (instant) => Math.floor(instant / MINUTE);

  /** Return what the address asks about, behind its `#`: a severity, a moment by the clock of the house. */
  const asks = () => new URLSearchParams(location.hash.slice(1));
  // On the page that names everybody, another moment than this one may be asked about: nothing is tried on a line then.
  const present = () => {
    const at = one(".pm-now-asked") ? asks().get("at") : null;
    const minute = at ? self.PerimetreDuty.minuteOf(at, needs.dataset.zone) : NaN;
    return Number.isNaN(minute) ? Date.now() : minute * MINUTE;
  };

  // --- words -----------------------------------------------------------------------------------------------------------

  const kept = (sort, rank = "") => {
    const rankOf = rank === "" ? ":not([data-rank])" : `[data-rank="${CSS.escape(rank)}"]`;
    return one(`template[data-sort="${sort}"]${rankOf}`).content.cloneNode(true);
  };
  /** Return words of the page with what stands in their places. */
  const filled = (words, places) => {
    for (const slot of all("[data-slot]", words)) slot.replaceChildren(places[slot.dataset.slot] ?? "");
    return words;
  };
  /* Making a format costs more than using it: it is made when something is told with it. */
  const late = (make) => {
    let format;
    return { format: (value) => (format ??= make()).format(value) };
  };
  const shownAs = (shape) => late(() => new Intl.DateTimeFormat(language, { timeZone: needs.dataset.zone, hourCycle: "h23", ...shape }));
  const hours = shownAs({ hour: "2-digit", minute: "2-digit" });
  const days = shownAs({ year: "numeric", month: "2-digit", day: "2-digit" });
  const daysAndHours = shownAs({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const whole = shownAs({ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const minutesAs = (unitDisplay) => late(() => new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay }));
  const [lefts, delays] = [minutesAs("short"), minutesAs("long")];

  /** Return an instant as the house's clocks show it: the hour, and the day where it is another one. */
  const hourOf = (instant) => (days.format(instant) === days.format(present()) ? hours : daysAndHours).format(instant);
  const leftOf = (instant) => lefts.format(Math.max(0, Math.ceil((instant - present()) / MINUTE)));

  const person = ({ target, card, isAgain }, minute) => {
    const until = duty.isReached(card) ? duty.until(target, card, minute) : null;
    return filled(kept("who"), {
      card: kept("card", card),
      until: until === null ? "" : filled(kept("until"), { hour: hourOf(until * MINUTE) }),
      again: isAgain ? kept("again") : "",
    });
  };
  /** Return those who are called, each with the number; several who have the same one stand together before it. */
  const people = (called, minute) => {
    const byNumber = new Map();
    const parts = [];
    for (const each of called.filter(({ card }) => duty.isReached(card))) {
      const part = one(".pm-now-person", person(each, minute));
      const number = one(".pm-now-call", part);
      const href = number && one("a", number)?.getAttribute("href");
      const first = href ? byNumber.get(href) : undefined;
      if (first === undefined) {
        parts.push(part);
        if (href) byNumber.set(href, part);
      } else {
        number.remove();
        first.append(" ", ...part.childNodes, " ", one(".pm-now-call", first));
      }
    }
    return parts;
  };
  const nameOf = (called, type = "disjunction") => {
    const reached = called.filter(({ card }) => duty.isReached(card)).map(({ card }) => one("strong", kept("card", card)).textContent);
    return new Intl.ListFormat(language, { type }).format([...new Set(reached)]);
  };
  const tell = (words) => {
    for (const told of all(".pm-now-told")) told.replaceChildren(words.cloneNode(true));
  };

  // --- what was tried --------------------------------------------------------------------------------------------------

  const keyOf = (line) => `perimetre-calls-${needs.dataset.brand}-${duty.data.start}-${line}`;
  const memory = new Map();
  /** Return the instants at which somebody said that nobody answered on a line. */
  const triedOn = (line) => {
    let tried = memory.get(line);
    if (tried === undefined) {
      try {
        tried = JSON.parse(sessionStorage.getItem(keyOf(line)) ?? "[]");
      } catch {
        tried = [];
      }
      memory.set(line, tried);
    }
    if (isElsewhen()) return [];
    return tried.length && Date.now() - tried[0] < OVER && Date.now() >= tried[0] ? tried : [];
  };
  const isElsewhen = () => Math.abs(present() - Date.now()) >= MINUTE;
  const keepTried = (line, tried) => {
    memory.set(line, tried);
    try {
      sessionStorage.setItem(keyOf(line), JSON.stringify(tried));
    } catch {
      // A browser that keeps nothing goes on for as long as the page is open, and the page says so.
      for (const told of all(".pm-unkept")) told.hidden = false;
    }
  };

  // --- a line ----------------------------------------------------------------------------------------------------------

  const whose = (card) => duty.data.cards[card][0];
  // By what a card is called: its number, or what stands for it.
  const wayOf = (card) => {
    const way = one(".pm-now-call, .pm-under", kept("card", card));
    return way ? (one("a", way)?.getAttribute("href") ?? way.textContent) : "";
  };
  const isSilent = (silent, card) => whose(card) >= 0 && silent.some((other) => whose(other) === whose(card) && wayOf(other) === wayOf(card));

  /** Return the calls of a line without those of whoever has just been called by the same number, in the same round: the
      order and the hours are the line's. Each keeps whom it comes after: `silent`, the cards of its round before it. */
  const withoutRepeats = (calls) => {
    let [round, silent] = [-1, []];
    return calls.flatMap((call) => {
      if (call.targets === null) return [{ ...call, silent: [] }];
      if (call.pass !== round) [round, silent] = [call.pass, []];
      const cards = call.called.map(({ card }) => card).filter((card) => duty.isReached(card));
      const before = silent;
      silent = [...silent, ...cards];
      return cards.every((card) => isSilent(before, card)) ? [] : [{ ...call, silent: before }];
    });
  };
  const toCall = (called, silent) => {
    const fresh = called.filter(({ card }) => !isSilent(silent, card));
    const isAgain = ({ card }) => whose(card) >= 0 && silent.some((other) => whose(other) === whose(card));
    return (fresh.some(({ card }) => duty.isReached(card)) ? fresh : called).map((each) => ({ ...each, isAgain: isAgain(each) }));
  };

  /** Return how a line stands: the calls since it was begun, how many were tried, when each is due. */
  const situation = (line) => {
    const tried = triedOn(line);
    const begun = tried[0] ?? present();
    const calls = withoutRepeats(duty.calls(line, minuteOf(begun)));
    const at = Math.min(tried.length, calls.length - 1);
    const dueOf = ({ minutes }) => begun + minutes * MINUTE;
    // Who is called later than planned is whoever is there then.
    const called = ({ targets, called, minutes, silent }) => {
      const minute = Math.max(minuteOf(begun) + minutes, minuteOf(present()));
      return [toCall(targets === null ? called : duty.called(targets, minute), silent), minute];
    };
    return { tried, calls, at, dueOf, called };
  };
  /** Say in which round of a line a call is, of how many. */
  const lapOf = (line, { pass }) => ({ lap: String(pass + 1), laps: String(duty.data.lines[line].passes) });

  const isOver = (line) => {
    const { calls, at, dueOf } = situation(line);
    return calls.length > 0 && present() >= dueOf(calls[at]);
  };

  const drawn = (line) => {
    if (!duty.isLive(line, minuteOf(present()))) return [kept("nobody")];
    const { tried, calls, at, dueOf, called } = situation(line);
    if (!calls.length) return [kept("nobody")];
    const parts = tried.slice(0, at).map((instant, place) => filled(kept("tried"), { who: nameOf(toCall(calls[place].called, calls[place].silent), "conjunction"), hour: hours.format(instant) }));
    const call = calls[at];
    const [now, minute] = called(call);
    if (call.targets !== null && call.pass > calls[0].pass) parts.push(filled(kept(call.pass > calls[at - 1].pass ? "anew" : "lap"), lapOf(line, call)));
    if (call.targets === null) parts.push(kept("last"));
    if (at === 0) parts.push(kept("now"));
    else if (present() < dueOf(call)) parts.push(filled(kept("waiting"), { hour: hours.format(dueOf(call)), left: leftOf(dueOf(call)) }));
    else parts.push(kept("due"));
    const first = document.createElement("div");
    first.className = "pm-now-call-now";
    first.append(...people(now, minute));
    parts.push(first);
    const next = calls[at + 1];
    const buttons = kept("buttons");
    one("[data-do=silent]", buttons).hidden = !next || isElsewhen();
    one("[data-do=restart]", buttons).hidden = !tried.length;
    parts.push(buttons);
    if (next) {
      const [after, then] = called(next);
      const following = document.createElement("div");
      following.className = "pm-now-next";
      following.append(filled(kept("then"), { delay: delays.format(next.minutes - call.minutes), hour: hourOf(dueOf(next)) }), ...people(after, then));
      parts.push(following);
    }
    return parts;
  };

  /** Show beside the calls whom else to call, once a whole round of them has been for nothing. */
  const stand = (beside, line) => {
    const { calls, at, called } = situation(line);
    beside.hidden = !(calls[at]?.pass > calls[0]?.pass);
    const last = calls.at(-1);
    const place = one("[data-slot=last]", beside);
    // Where it has come to them, they stand above.
    place?.replaceChildren(...(beside.hidden || last.targets !== null || at === calls.length - 1 ? [] : people(...called(last))));
  };

  /** Draw a line anew, if something of it is no more the same; whoever goes by the keyboard stays where they were. */
  const draw = (box) => {
    const line = Number(box.dataset.line);
    const standing = duty.standing(minuteOf(present()));
    const isTold = standing === "" || standing === "old";
    box.hidden = !isTold;
    const chain = box.nextElementSibling;
    const atTheEnd = isTold && situation(line).calls.length - 1 <= situation(line).at;
    if (standing !== "" || atTheEnd) chain?.setAttribute("open", "");
    if (!isTold) return;
    const seen = JSON.stringify([triedOn(line), minuteOf(present()), isOver(line)]);
    if (box.dataset.seen === seen) {
      for (const left of all("[data-slot=left]", box)) {
        const { calls, at, dueOf } = situation(line);
        left.textContent = leftOf(dueOf(calls[at]));
      }
      return;
    }
    const wasDue = box.dataset.due === "yes";
    box.dataset.seen = seen;
    box.dataset.due = isOver(line) ? "yes" : "no";
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.do : undefined;
    const beside = one(":scope > .pm-now-beside", box);
    if (beside) stand(beside, line);
    box.replaceChildren(...drawn(line), ...(beside ? [beside] : []));
    if (focused) (all(`[data-do=${focused}]`, box).find((button) => !button.hidden) ?? one("[data-do]:not([hidden])", box))?.focus();
    if (triedOn(line).length && !wasDue && box.dataset.due === "yes") tell(kept("due"));
  };

  const press = (box, what) => {
    const line = Number(box.dataset.line);
    if (what === "restart") keepTried(line, []);
    else {
      const { tried, calls, at, dueOf, called } = situation(line);
      const next = calls[at + 1];
      keepTried(line, [...tried, Date.now()]);
      const due = tried.length ? dueOf(next) : Date.now() + next.minutes * MINUTE;
      tell(filled(kept("told"), { who: nameOf(called(next)[0]), hour: hours.format(Math.max(due, Date.now())) }));
    }
    draw(box);
  };

  // --- the page --------------------------------------------------------------------------------------------------------

  const strip = (place) => {
    const minute = minuteOf(present());
    const [call] = duty.standing(minute) === "" && duty.data.lines.length ? duty.calls(Number(place.dataset.line), minute) : [];
    place.hidden = !call;
    if (!call) return;
    const first = people(call.called, minute).slice(0, 1);
    // What is the same stays: whoever goes by the keyboard is on it.
    if (place.innerHTML !== first.map((part) => part.outerHTML).join("")) place.replaceChildren(...first);
  };

  const fill = (root) => {
    const standing = duty.standing(minuteOf(present()));
    for (const banner of all("[data-standing]", root)) banner.hidden = banner.dataset.standing !== standing;
    for (const clock of all(".pm-now-clock", root)) {
      clock.hidden = isElsewhen();
      filled(clock, { instant: whole.format(present()) });
    }
    for (const asked of all(".pm-now-asked", root)) {
      asked.hidden = !isElsewhen();
      filled(asked, { instant: whole.format(present()) });
    }
    for (const box of all(".pm-now-line", root)) {
      if (!box.dataset.heard) {
        box.dataset.heard = "yes";
        box.addEventListener("click", ({ target }) => {
          const what = target.closest("[data-do]")?.dataset.do;
          if (what) press(box, what);
        });
      }
      draw(box);
    }
    all(".pm-now-first", root).forEach(strip);
  };

  // Of a page that one has turned, nothing goes on (turn.js).
  const refresh = () => needs.isConnected && fill(document);
  /** Show the line that is followed at the severity that the address names. */
  const show = () => {
    if (!needs.isConnected) return;
    refresh();
    const line = duty.lineFor(asks().get("severity"), minuteOf(present()));
    const box = one(`.pm-now-line[data-line="${line}"]`);
    if (!box) return;
    for (let fold = box.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    // Its title is in sight too.
    let title = box;
    while (title && !/^H\d$/.test(title.tagName)) title = title.previousElementSibling;
    (title ?? one("summary", box.closest("details") ?? box) ?? box).scrollIntoView();
    box.tabIndex = -1;
    box.focus({ preventScroll: true });
  };

  for (const without of all(".pm-now-without")) without.hidden = true;
  if (one(".pm-now-asked")) {
    addEventListener("hashchange", show);
    show();
  } else refresh();
  // The clock goes on, and more than a minute may have passed while nobody looked.
  setInterval(refresh, 1000);
  document.addEventListener("visibilitychange", refresh);
  addEventListener("pageshow", refresh);

  return { fill, kept, filled };
})();
