/* On what an answer depends: what nobody has told, and what would make it stricter. Needs facts.js; a perimeter (perimeter.js)
   is asked about what may be known. */
"use strict";

self.PerimetreDependences = (() => {
  const { admits, product, ranges, sorted } = self.PerimetreFacts;
  const FORBIDDEN = 5;
  // How many ways of knowing facts together are tried; beyond, each match is tried alone.
  const WAYS = 4096;

  /** Return what nobody has told and that would make an answer stricter, the strictest first. */
  const of = (perimeter, asked, authority, bearing) => {
    if (authority === FORBIDDEN) return [];
    const cases = perimeter.cases(asked);
    const able = bearing.filter((clause) => cases.some((one) => perimeter.holdsButFacts(clause.match, one)));
    const [, ranks] = perimeter.level(asked, able);
    const speaking = new Set(ranks);
    const found = [];
    const silencing = [];
    const levelWith = (known) =>
      perimeter.level({ ...asked, facts: { ...asked.facts, ...Object.fromEntries(known) } }, able);
    for (const [ways, touched] of waysOfKnowing(able, asked)) {
      let silent = null;
      ways.sort((one, other) => one.length - other.length);
      for (const known of ways) {
        const [level, then] = levelWith(known);
        if (level > authority) keep(perimeter, found, known, level, then);
        else if (
          silent === null &&
          [...touched].some((rank) => speaking.has(rank)) &&
          !then.some((rank) => touched.has(rank))
        ) {
          silent = known;
        }
      }
      if (silent !== null) silencing.push(silent);
    }
    if (!found.length && silencing.length > 1) {
      const together = silencing.flat();
      const [level, then] = levelWith(together);
      if (level > authority) keep(perimeter, found, together, level, then);
    }
    const bounds = perimeter.boundsOf(ranks);
    const reached = perimeter.untold(bounds, asked)
      .filter((bound) => perimeter.beyondOf(bound) > authority)
      .map((bound) => ({ facts: [], limit: bound.limit, authority: perimeter.beyondOf(bound), rules: [bound.rule] }));
    const told = [...found, ...reached];
    return told.sort((one, other) => other.authority - one.authority || one.facts.length - other.facts.length);
  };

  /** Keep what an answer depends on, unless fewer of the same facts do as much. */
  const keep = (perimeter, found, known, authority, ranks) => {
    const facts = known.map(([fact, , bounds]) => [fact, bounds]);
    const spelt = facts.map((fact) => JSON.stringify(fact));
    const within = (less) => less.spelt.every((fact) => spelt.includes(fact));
    if (found.some((less) => within(less) && less.authority >= authority)) return;
    // What forbids says all.
    const making = ranks.filter((rank) => authority !== FORBIDDEN || perimeter.rankOf(perimeter.data.rules[rank]) === FORBIDDEN);
    const told = { facts, spelt, limit: null, authority, rules: making };
    const same = found.findIndex((less) => less.spelt.length === spelt.length && within(less));
    found.splice(same < 0 ? found.length : same, same < 0 ? 0 : 1, told);
  };

  const unknown = (matches, asked) => {
    const tests = new Map();
    for (const match of matches) {
      for (const [fact, bounds] of Object.entries(match.when ?? {})) {
        if (!(fact in asked.facts)) tests.set(fact, [...(tests.get(fact) ?? []), bounds]);
      }
    }
    return tests;
  };

  /** Return, for the facts that clauses bring together, what may be known of them, and the ranks of these clauses. */
  const waysOfKnowing = (bearing, asked) => {
    const around = (clause) => [clause.match, ...(clause.match.except ?? [])];
    const settingAside = new Map();
    const factsOf = new Map();
    const add = (map, rank, facts) => map.set(rank, new Set([...(map.get(rank) ?? []), ...facts]));
    for (const clause of bearing) {
      const facts = [...unknown(around(clause), asked).keys()];
      add(factsOf, clause.rule, facts);
      for (const rank of clause.aside ?? []) add(settingAside, rank, facts);
    }
    let groups = [];
    for (const [rank, own] of factsOf) {
      const met = new Set([...own, ...(settingAside.get(rank) ?? [])]);
      if (!met.size) continue;
      const joined = groups.filter(([facts]) => [...facts].some((fact) => met.has(fact)));
      const facts = new Set([...met, ...joined.flatMap(([more]) => [...more])]);
      const ranks = new Set([rank, ...joined.flatMap(([, more]) => [...more])]);
      groups = [...groups.filter((group) => !joined.includes(group)), [facts, ranks]];
    }
    return groups.map(([facts, ranks]) => {
      const named = bearing.filter((clause) => ranks.has(clause.rule) || (clause.aside ?? []).some((rank) => ranks.has(rank)));
      const asking = named.flatMap(around);
      const tests = unknown(asking, asked);
      const cuts = new Map(sorted(facts).filter((fact) => tests.has(fact)).map((fact) => [fact, ranges(tests.get(fact))]));
      return [ways(cuts, asking), ranks];
    });
  };

  const ways = (cuts, matches) => {
    const count = [...cuts.values()].reduce((made, cut) => made * (cut.length + 1), 1);
    if (count > WAYS) {
      return matches
        .map((match) => Object.entries(match.when ?? {}).filter(([fact]) => cuts.has(fact)))
        .filter((facts) => facts.length)
        .map((facts) => facts.map(([fact, bounds]) => [fact, ...cuts.get(fact).find(([value]) => admits(bounds, value))]));
    }
    const choices = [...cuts].map(([fact, cut]) => [null, ...cut.map(([value, bounds]) => [fact, value, bounds])]);
    return product(...choices)
      .map((chosen) => chosen.filter((known) => known !== null))
      .filter((known) => known.length);
  };

  return { of };
})();
