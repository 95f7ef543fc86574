/* Whom a line calls at the instant that an answer is for, in the words that stand in the page. Needs duty.js. An hour is told
   as the house's clocks show it. */
"use strict";

/** Return what tells whom the lines of a page call. */
self.PerimetreCalled = (page) => {
  const MINUTE = 60_000;
  const one = (selector, root = page) => root.querySelector(selector);
  const duty = new self.PerimetreDuty.Duty(JSON.parse(one(".pm-live-calls").textContent));
  const language = document.documentElement.lang;
  /* Making a format costs more than using it: it is made when something is told with it. */
  const late = (make) => {
    let format;
    return { format: (value) => (format ??= make()).format(value) };
  };
  const shownAs = (shape) => late(() => new Intl.DateTimeFormat(language, { timeZone: page.dataset.zone, hourCycle: "h23", ...shape }));
  const hours = shownAs({ hour: "2-digit", minute: "2-digit" });
  const days = shownAs({ year: "numeric", month: "2-digit", day: "2-digit" });
  const daysAndHours = shownAs({ weekday: "long", hour: "2-digit", minute: "2-digit" });
  const moments = shownAs({ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  const delays = late(() => new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" }));

  const kept = (sort, rank = "") => one(`template[data-sort="${sort}"][data-rank="${rank}"]`).content.cloneNode(true);
  const filled = (words, slot, text) => {
    one(`[data-slot="${slot}"]`, words).textContent = text;
    return words;
  };
  const made = (tag, name, ...inside) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  };

  /** Return the minute of a wall time of the house. */
  const minuteOf = (text) => self.PerimetreDuty.minuteOf(text, page.dataset.zone);
  /** Return a minute as the house's clocks show it, the day with it. */
  const momentOf = (minute) => moments.format(minute * MINUTE);

  /** Return whom a line calls at a minute, as plain data: `{isOld, calls: [{minutes, isLast, people: [{card, until}]}],
      away: [card]}`, the first call first; null where the copy cannot tell, or where nobody can be reached. */
  const at = (rank, minute) => {
    const standing = duty.standing(minute);
    if (rank === undefined || standing === "early" || standing === "late" || !duty.isLive(rank, minute)) return null;
    const calls = duty
      .calls(rank, minute)
      .filter(({ pass, targets }) => pass === 0 || targets === null)
      .map(({ minutes, targets, called }) => ({
        minutes,
        isLast: targets === null,
        people: called
          .filter(({ card }) => duty.isReached(card))
          .map(({ target, card }) => ({ card, until: duty.until(target, card, minute + minutes) })),
      }));
    if (!calls.length) return null;
    const called = duty.follow(rank, minute).steps.flatMap((step) => step.called);
    const away = new Set(called.map(({ card }) => card).filter((card) => !duty.isReached(card)));
    return { isOld: standing === "old", calls, away: [...away] };
  };

  const hourOf = (minute, asked) => {
    const [instant, from] = [minute * MINUTE, asked * MINUTE];
    return (days.format(instant) === days.format(from) ? hours : daysAndHours).format(instant);
  };
  /** Return those who are called, each with the number and until when they are there. */
  const people = ({ people: called }, minute) =>
    called.map(({ card, until }) => {
      const end = until === null ? [] : [" ", filled(kept("until"), "hour", hourOf(until, minute))];
      return made("span", "pm-now-person", kept("card", card), ...end);
    });

  /** Return the whole line: who is called now, who comes next, who cannot be reached. */
  const drawn = ({ calls, away }, minute) => {
    const steps = calls.map((call, place) => {
      const when = call.isLast ? kept("last") : place ? filled(kept("later"), "delay", delays.format(call.minutes)) : kept("now");
      return made("li", place ? "" : "pm-live-now", when, " ", ...people(call, minute));
    });
    const unreached = away.map((card) => made("p", "", kept("card", card)));
    return [made("ol", "pm-steps", ...steps), ...unreached];
  };

  /** Return when an agreement that waits for office hours is given, at the earliest; null where the copy cannot tell. */
  const agreedFrom = (minute) => (["early", "late"].includes(duty.standing(minute)) ? null : duty.worksFrom(minute));
  /** Say that it is not given yet, and by whom it will be: `who`, nodes. */
  const notYet = (who, from, minute) => {
    const words = filled(kept("not-yet"), "when", hourOf(from, minute));
    one('[data-slot="who"]', words).replaceChildren(...who);
    return words;
  };

  /** Return whom to report to at a minute when the house is not at work before `within` minutes have gone: whoever the line of
      the mildest severity calls then; none where those who are named are at work, or where the copy cannot tell. */
  const instead = (minute, within) => {
    const from = agreedFrom(minute);
    if (from === null || from <= minute + within) return [];
    const line = Object.keys(duty.data.severities).sort((one, other) => one - other).map((severity) => duty.lineFor(severity, minute)).find((rank) => rank !== null);
    const calls = at(line, minute);
    return calls === null ? [] : [made("span", "pm-live-there", kept("there"), " ", ...people(calls.calls[0], minute))];
  };

  return { minuteOf, momentOf, at, people, drawn, agreedFrom, notYet, instead };
};
