/* Who is called at a minute? Follow a line as `perimetre oncall` does; needs nothing of the page.
   The data are those of `render/live/duty.py`. Minutes are counted since 1970 in UTC: the zone of a phone changes nothing. */
"use strict";

self.PerimetreDuty = (() => {
  const sums = (steps, start) => {
    let at = start;
    return steps.map((step) => (at += step));
  };

  /** Return the place of the last edge that is not after a minute; -1: the minute is before them all. */
  const placeOf = (edges, minute) => {
    let low = 0;
    for (let high = edges.length; low < high;) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= minute) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const MINUTE = 60_000;
  const DAY = 1440 * MINUTE;
  /** Return the minute of a wall time in a zone, «2026-11-22T22:40»; of an hour that comes twice, the first. */
  const minuteOf = (text, zone) => {
    const wall = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
    const asUtc = Date.parse(`${text}Z`);
    const shown = (instant) => Date.parse(`${wall.format(instant).replace(" ", "T")}Z`);
    const [first, second] = [-DAY, DAY].map((aside) => asUtc - (shown(asUtc + aside) - (asUtc + aside)));
    return Math.floor((shown(first) === asUtc || shown(second) !== asUtc ? first : second) / MINUTE);
  };

  class Duty {
    constructor(data) {
      this.data = data;
      this.times = data.times.map((steps) => sums(steps, data.start));
      const cut = ([steps, values]) => ({ edges: sums(steps, data.start), values });
      this.targets = data.targets.map(cut);
      this.severities = Object.fromEntries(Object.entries(data.severities).map(([number, stretches]) => [number, cut(stretches)]));
    }

    /** Say of when the data are: "early" (before their first day), "late" (past their last), "old", or "". */
    standing(minute) {
      const { start, end, old } = this.data;
      return minute < start ? "early" : minute >= end ? "late" : minute >= old ? "old" : "";
    }

    holds(time, minute) {
      return placeOf(this.times[time], minute) % 2 === 0;
    }

    /** Return when the house is at work again: the minute itself where it is, null where nobody has said it. */
    worksFrom(minute) {
      const { office } = this.data;
      if (office === undefined || this.holds(office, minute)) return office === undefined ? null : minute;
      return this.times[office][placeOf(this.times[office], minute) + 1] ?? null;
    }

    isLive(line, minute) {
      const { live } = this.data.lines[line];
      return live === undefined || this.holds(live, minute);
    }

    /** Return the line that is followed at a severity when nothing else is said; null: none is. */
    lineFor(severity, minute) {
      const stretches = this.severities[severity];
      const line = stretches ? stretches.values[placeOf(stretches.edges, minute)] : -1;
      return line >= 0 ? line : null;
    }

    /** Return those behind a target at a minute: their cards, by rank. */
    cardsAt(target, minute) {
      const { edges, values } = this.targets[target];
      return this.data.states[values[placeOf(edges, minute)]];
    }

    /** Return the first minute at which a card is no more what it is; null: it stays beyond what the data tell. */
    until(target, card, minute) {
      const { edges, values } = this.targets[target];
      for (let place = placeOf(edges, minute) + 1; place < edges.length; place += 1) {
        if (!this.data.states[values[place]].includes(card)) return edges[place] < this.data.end ? edges[place] : null;
      }
      return null;
    }

    isReached(card) {
      return this.data.cards[card][1] === 1;
    }

    /** Return whom targets are at a minute: `{target, card}` each. */
    called(targets, minute) {
      return targets.flatMap((target) => this.cardsAt(target, minute).map((card) => ({ target, card })));
    }

    /** Follow a line from a minute: `{first, steps: [{minutes, called}], fallback: {minutes, called} | null}`.
        `first`: the rank of the step that is called first, null where no step reaches anybody. */
    follow(rank, minute) {
      const line = this.data.lines[rank];
      const found = line.steps.findIndex((step) => this.holds(step.reached, minute));
      const first = found < 0 ? null : found;
      const since = (after) => (first === null ? 0 : after - line.steps[first].after);
      const steps = line.steps.map((step, place) => {
        const minutes = first === null || place < first ? 0 : since(step.after);
        return { minutes, called: this.called(step.call, minute + minutes) };
      });
      if (line.fallback === undefined) return { first, steps, fallback: null };
      const minutes = since(line.passes * line.length);
      // Those who have just been called and have not answered are nobody's last resort.
      const silent = new Set(steps.flatMap(({ called }) => called.filter(({ card }) => this.isReached(card)).map(({ card }) => this.data.cards[card][0])));
      const last = this.called(line.fallback, minute + minutes).filter(({ card }) => {
        const person = this.data.cards[card][0];
        return person < 0 || !silent.has(person);
      });
      return { first, steps, fallback: { minutes, called: last } };
    }

    /** Return the calls of a line begun at a minute, in their order, its repeats and its last resort included; those that
        reach nobody are left out: `{minutes, pass, called, targets}`; `targets` is null for the last resort. */
    calls(rank, minute) {
      const { first, steps, fallback } = this.follow(rank, minute);
      const { passes, length, steps: written } = this.data.lines[rank];
      const calls = [];
      for (let pass = 0; first !== null && pass < passes; pass += 1) {
        written.forEach(({ after, call }, place) => {
          if (pass === 0 && place < first) return;
          const minutes = pass * length + after - written[first].after;
          calls.push({ minutes, pass, targets: call, called: this.called(call, minute + minutes) });
        });
      }
      if (fallback !== null) calls.push({ ...fallback, pass: passes, targets: null });
      return calls.filter(({ called }) => called.some(({ card }) => this.isReached(card)));
    }
  }

  return { Duty, minuteOf };
})();
