/* Where do the steps of a scenario lead, by the decisions that are taken, and what do those that are not taken hold back? Needs
   nothing of the page. `done`: by id of a step, how it was done; of a decision, `choice`: the rank of its answer. */
"use strict";

self.PerimetreWays = (() => {
  /** Return the ids of the steps that one leads to by the choices made, each with how far it is; where nothing is chosen yet, every
      way is open. Nothing is looked for beyond `shut`. */
  const ledTo = (steps, start, done, shut) => {
    const by = new Map(steps.map((step) => [step.id, step]));
    const found = new Map();
    for (const waiting = [[start, 0]]; waiting.length;) {
      const [id, far] = waiting.shift();
      const step = by.get(id);
      if (step === undefined || found.has(id) || id === shut) continue;
      found.set(id, far);
      const { choices = [], follows = [] } = step;
      const chosen = choices[done.get(id)?.choice];
      for (const next of chosen ? [chosen.then] : [...follows, ...choices.map(({ then }) => then)]) waiting.push([next, far + 1]);
    }
    return found;
  };
  /** Return, of each step to which a decision leads that nobody has taken yet, which one, and by what answers; of several
      decisions, the nearest. A step to which each of its answers leads, or another way, waits for none. */
  const awaited = ({ start, steps }, open, done) => {
    const found = new Map();
    for (const { id, title, choices = [] } of steps) {
      if (!choices.length || !open.has(id) || done.has(id)) continue;
      const ways = choices.map(({ then }) => ledTo(steps, then, done, id));
      const others = ledTo(steps, start, done, id);
      for (const other of new Set(ways.flatMap((way) => [...way.keys()]))) {
        const answers = choices.filter((_, rank) => ways[rank].has(other)).map(({ words }) => words);
        const far = Math.min(...ways.map((way) => way.get(other) ?? Infinity));
        if (others.has(other) || answers.length === choices.length || far >= (found.get(other)?.far ?? Infinity)) continue;
        found.set(other, { far, decision: title, answers });
      }
    }
    return found;
  };

  return { ledTo, awaited };
})();
