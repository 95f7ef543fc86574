/* May this role do this, here, now? Answer from a brand's rules as `perimetre decide` does; needs nothing of the page,
   but facts.js and dependences.js. The data are those of `render/live/rules.py`. Whoever asks gives an instant as minutes
   since the first day began, by the clock of the house. */
"use strict";

self.PerimetrePerimeter = (() => {
  const OTHER = "other";
  const ANSWER = "answer";
  const ESCALATE = 4;
  const FORBIDDEN = 5;
  const RED = 6;
  const APPROVE = 3;
  const DIMENSIONS = ["says", "topics", "authors"];

  const isSaid = (value) => value !== undefined;
  const { admits, product, sorted, unique } = self.PerimetreFacts;

  /** Say whether an instant is between edges: the first begins, the second ends, and so on. */
  const falls = (edges, at) => {
    let low = 0;
    for (let high = edges.length; low < high;) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= at) low = middle + 1;
      else high = middle;
    }
    return low % 2 === 1;
  };

  class Perimeter {
    constructor(data) {
      this.data = data;
      this.sets = data.sets.map((values) => new Set(values));
      this.times = data.times.map((steps) => {
        let at = 0;
        return steps.map((step) => (at += step));
      });
      this.channels = new Map(data.channels.map((channel) => [channel.id, channel]));
      this.known = Object.fromEntries(Object.entries(data.values).map(([name, ids]) => [name, new Set(ids)]));
      this.proofs = new Set(data.proofs);
    }

    /** Answer a question: `{role, action, channel, at, says, topics, authors, posture, phase, place, facts, done}`. */
    decide(question) {
      const asked = this.normalise(question);
      const bearing = this.bearingOn(asked);
      const answer = this.answer(asked, bearing);
      return { ...answer, dependsOn: self.PerimetreDependences.of(this, asked, answer.authority, bearing) };
    }

    /** Return the question with a value in each dimension: unknown ones as `other`, and what stands for nothing said. */
    normalise(question) {
      const chosen = (name, usual) => {
        const ids = unique((question[name] ?? []).map((id) => (this.known[name].has(id) ? id : OTHER)));
        return sorted(ids.length ? ids : [usual]);
      };
      return {
        ...question,
        says: chosen("says", ANSWER),
        topics: chosen("topics", OTHER),
        authors: chosen("authors", OTHER),
        posture: question.posture ?? null,
        phase: question.phase ?? null,
        place: this.known.places.has(question.place) ? question.place : null,
        facts: question.facts ?? {},
        done: question.done ?? {},
      };
    }

    /** Return the elementary questions that a question holds: one value in each dimension. */
    cases(asked) {
      return product(...DIMENSIONS.map((name) => asked[name])).map(([says, topic, author]) => ({
        ...asked,
        says,
        topic,
        author,
        posture: asked.posture ?? this.postureAt(asked, topic),
      }));
    }

    /** Return the rank of the worst posture declared where and when one asks. */
    postureAt({ at, channel, place }, topic) {
      const bears = (declared) =>
        (declared.channels === undefined || this.sets[declared.channels].has(channel)) &&
        (declared.topics === undefined || this.sets[declared.topics].has(topic)) &&
        (declared.places === undefined || this.sets[declared.places].has(place)) &&
        this.holds(declared.time, at);
      return Math.max(0, ...this.data.declared.filter(bears).map((declared) => declared.level));
    }

    holds(time, at) {
      return falls(this.times[time], at);
    }

    isLive(record, at) {
      return record.live === undefined || this.holds(record.live, at);
    }

    /** Return the clauses in force that could speak of this act, whatever is still unsaid. */
    bearingOn(asked) {
      return this.data.clauses.filter((clause) => this.isLive(clause, asked.at) && this.bears(clause.match, asked));
    }

    takes(match, name, value) {
      return match[name] === undefined || this.sets[match[name]].has(value);
    }

    bears(match, { role, action, channel }) {
      return this.takes(match, "actions", action) && this.takes(match, "channels", channel) && this.takes(match, "roles", role);
    }

    holdsButFacts(match, one) {
      return (
        one.posture >= (match.posture ?? 0) &&
        this.takes(match, "topics", one.topic) &&
        this.takes(match, "says", one.says) &&
        this.takes(match, "authors", one.author) &&
        this.takes(match, "phases", one.phase) &&
        this.takes(match, "places", one.place) &&
        this.isTheMoment(match, one)
      );
    }

    isTheMoment(match, { channel, at }) {
      if (match.during !== undefined && !this.holds(match.during, at)) return false;
      if (match.elections !== undefined && match.elections !== this.holds(this.data.elections, at)) return false;
      if (match.windows === undefined) return true;
      const known = this.channels.get(channel);
      const served = () => known !== undefined && this.holds(known.served, at);
      return match.windows.some(
        (window) => this.holds(window.time, at) && (window.service === undefined || window.service === served()),
      );
    }

    holdsBeyondTheAct(match, one) {
      return (
        this.holdsButFacts(match, one) &&
        Object.entries(match.when ?? {}).every(([fact, bounds]) => admits(bounds, one.facts[fact])) &&
        !(match.except ?? []).some((exception) => this.matches(exception, one))
      );
    }

    matches(match, one) {
      return this.bears(match, one) && this.holdsBeyondTheAct(match, one);
    }

    /** Return the clauses that speak on an elementary question: those that match and are not set aside. */
    effective(one, bearing) {
      const matching = bearing.filter((clause) => this.holdsBeyondTheAct(clause.match, one));
      const aside = new Set(matching.flatMap((clause) => clause.aside ?? []));
      return matching.filter((clause) => this.rule(clause).red || !aside.has(clause.rule));
    }

    rule(clause) {
      return this.data.rules[clause.rule];
    }

    rankOf(rule) {
      return rule.red ? FORBIDDEN : rule.authority;
    }

    /** Return the ranks of rules, each once, the most restrictive first, red lines before all. */
    inOrder(ranks) {
      const level = (rank) => (this.data.rules[rank].red ? RED : this.data.rules[rank].authority);
      return unique(ranks).sort((one, other) => level(other) - level(one) || one - other);
    }

    answer(asked, bearing) {
      const speaking = [];
      const unanswered = [];
      for (const one of this.cases(asked)) {
        const effective = this.effective(one, bearing);
        speaking.push(...effective.map((clause) => clause.rule));
        if (!effective.length) unanswered.push([one.says, one.topic, one.author]);
      }
      const answer = this.conclude(asked, this.inOrder(speaking), unanswered);
      return { ...this.withoutCopies(asked, answer), lack: this.channels.get(asked.channel)?.lacks[asked.action] ?? null };
    }

    /** Return how far one may go, and the ranks of the rules that speak. */
    level(asked, bearing) {
      const speaking = [];
      let level = -1;
      for (const one of this.cases(asked)) {
        const effective = this.effective(one, bearing);
        speaking.push(...effective.map((clause) => clause.rule));
        level = Math.max(level, ...effective.map((clause) => this.rankOf(this.rule(clause))), effective.length ? -1 : ESCALATE);
      }
      return [level, this.inOrder(speaking)];
    }

    gather(ranks, name) {
      return unique(ranks.flatMap((rank) => this.data.rules[rank][name] ?? []));
    }

    conclude(asked, ranks, unanswered) {
      const rules = ranks.map((rank) => this.data.rules[rank]);
      const nothing = Object.fromEntries(
        ["inform", "consult", "speaks_first", "conditions", "limits", "required_mentions", "templates", "requests", "meanwhile",
          "if_no_answer", "instead", "agreements", "lift", "exhausted", "lines", "unanswered"].map((name) => [name, []]),
      );
      if (rules.length && rules[0].red) {
        const red = ranks.filter((rank) => this.data.rules[rank].red);
        return {
          ...nothing,
          authority: FORBIDDEN,
          rules: red,
          instead: red.flatMap((rank) => this.data.rules[rank].instead),
        };
      }
      const bounds = this.boundsOf(ranks);
      const beyond = bounds.filter((bound) => this.leaves(bound, asked, bounds) < 0);
      const authority = Math.max(
        rules.length ? rules[0].authority : ESCALATE,
        ...beyond.map((bound) => this.beyondOf(bound)),
        unanswered.length ? ESCALATE : 0,
      );
      if (authority === FORBIDDEN) {
        const forbidding = ranks.filter((rank) => this.data.rules[rank].authority === FORBIDDEN);
        const lifts = forbidding.map((rank) => this.data.rules[rank].lift);
        return {
          ...nothing,
          authority,
          rules: forbidding,
          instead: this.gather(forbidding, "instead"),
          lift: lifts.includes(undefined) ? [] : unique(lifts),
        };
      }
      const lifting = beyond.map((bound) => bound.circuit).filter(isSaid);
      const lines = authority >= APPROVE ? this.lines(asked, rules, authority, unanswered) : [];
      // What no rule says of the wait, the line that is called says.
      const waiting = lines.length ? this.data.waiting[lines[0]] : nothing;
      return {
        ...nothing,
        authority,
        rules: ranks,
        unanswered,
        exhausted: unique(beyond.map((bound) => bound.rule)),
        agreements: unique([...this.gather(ranks, "circuits"), ...lifting]),
        ...Object.fromEntries(
          ["inform", "consult", "speaks_first", "conditions", "required_mentions", "templates", "instead"]
            .map((name) => [name, this.gather(ranks, name)]),
        ),
        ...Object.fromEntries(
          ["meanwhile", "if_no_answer"].map((name) => {
            const said = this.gather(ranks, name);
            return [name, said.length ? said : waiting[name] ?? []];
          }),
        ),
        limits: this.lowest(bounds).map((bound) => bound.limit).filter((limit) => limit >= 0),
        requests: this.requests(asked, rules),
        lines,
      };
    }

    /** Return an answer that asks for no capture where a copy is an offence. */
    withoutCopies(asked, answer) {
      const cases = this.data.no_copies.length ? this.cases(asked) : [];
      const lines = this.data.no_copies.filter(
        (line) => this.isLive(line, asked.at) && cases.some((one) => this.matches(line.match, one)),
      );
      if (!lines.length) return answer;
      const kept = unique(lines.flatMap((line) => line.kept));
      const others = answer.conditions.filter((condition) => !this.proofs.has(condition));
      return {
        ...answer,
        conditions: others.length === answer.conditions.length ? others : [...others, ...kept],
        meanwhile: answer.meanwhile.map((wait) => this.data.uncaptured[wait]),
      };
    }

    requests(asked, rules) {
      const cases = this.data.doors.length ? this.cases(asked) : [];
      const doors = this.data.doors.filter(
        (door) => this.isLive(door, asked.at) && cases.some((one) => this.matches(door.match, one)),
      );
      return unique([...rules.map((rule) => rule.request).filter(isSaid), ...doors.map((door) => door.door)]);
    }

    /** Return the line to call, then the others that apply as well. */
    lines(asked, rules, authority, unanswered) {
      const counting = rules.filter((rule) => !unanswered.length || rule.authority === ESCALATE);
      const named = unique(counting.map((rule) => rule.line).filter(isSaid));
      const lines = named.length ? named : this.fittingLines(asked);
      if (authority === ESCALATE || named.length) return lines;
      const otherwise = unique(counting.map((rule) => rule.line_if_no_answer).filter(isSaid));
      return otherwise.length ? otherwise : lines;
    }

    fittingLines(asked) {
      const cases = this.cases(asked);
      const fit = this.data.line_matches.filter(
        (line) => this.isLive(line, asked.at) && cases.some((one) => this.matches(line.match, one)),
      );
      if (fit.length) return unique(fit.map((line) => line.line));
      const posture = Math.max(...cases.map((one) => one.posture));
      const line = this.data.default_lines[posture].find(([, time]) => this.holds(time, asked.at));
      return line ? [line[0]] : [];
    }

    // --- limits --------------------------------------------------------------------------------------------------

    boundsOf(ranks) {
      return ranks.flatMap((rule) => (this.data.rules[rule].limits ?? []).map((bound) => ({ rule, ...bound })));
    }

    more(bound, asked) {
      if (bound.sum === undefined) return 1;
      const more = asked.facts[bound.sum];
      return typeof more === "number" ? more : null;
    }

    soFar(bound, asked, bounds) {
      const told = asked.done[bound.window] ?? asked.done[bound.counts ?? ""];
      if (told === undefined && (bound.sum === undefined || bounds.every((other) => other.sum !== undefined))) {
        return asked.done[""] ?? null;
      }
      return told ?? null;
    }

    /** Return how far one may go alone once a limit is reached. */
    beyondOf(bound) {
      return bound.lifted ? APPROVE : ESCALATE;
    }

    /** Return what a limit leaves after what is asked; less than nothing where there is no room for it. */
    leaves(bound, asked, bounds) {
      if (bound.max === undefined) return 0;
      const left = bound.max - (this.soFar(bound, asked, bounds) ?? 0);
      const more = this.more(bound, asked);
      return more !== null ? left - more : left > 0 ? left : -1;
    }

    /** Return the limits that decide: of those on one thing, the lowest, or all that are as low; each once. */
    lowest(bounds) {
      const things = new Map();
      for (const bound of bounds) things.set(bound.thing, [...(things.get(bound.thing) ?? []), bound]);
      const deciding = new Map();
      for (const several of things.values()) {
        const set = (name) => several.map((bound) => bound[name]).filter((value) => value !== undefined);
        const most = set("max").length ? Math.min(...set("max")) : undefined;
        const least = set("min").length ? Math.max(...set("min")) : undefined;
        const low = several.filter((bound) => bound.max === most);
        const final = low.filter((bound) => !bound.lifted);
        for (const bound of final.length ? final : low) {
          const limit = bound.min === least ? bound.limit : bound.at_least.find(([min]) => min === least)[1];
          if (!deciding.has(limit)) deciding.set(limit, { ...bound, limit });
        }
      }
      return [...deciding.values()];
    }

    /** Return the limits that may leave no room, for all that anybody has told. */
    untold(bounds, asked) {
      const unsure = bounds.filter(
        (bound) =>
          bound.max !== undefined &&
          this.leaves(bound, asked, bounds) >= 0 &&
          (this.soFar(bound, asked, bounds) === null || this.more(bound, asked) === null),
      );
      const deciding = this.lowest(unsure);
      const final = this.lowest(unsure.filter((bound) => !bound.lifted));
      return [...deciding, ...final.filter((bound) => !deciding.some((decides) => decides.limit === bound.limit))];
    }
  }

  return { Perimeter };
})();
