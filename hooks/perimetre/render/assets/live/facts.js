/* What is known of a fact: whether a value is within bounds, and the ranges that several tests tell apart. Needs nothing. */
"use strict";

self.PerimetreFacts = (() => {
  const unique = (values) => [...new Set(values)];
  const sorted = (values) => [...values].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  const product = (...lists) => lists.reduce((made, list) => made.flatMap((head) => list.map((item) => [...head, item])), [[]]);

  /** Say whether a value of a fact is within bounds; null when nobody knows. */
  const admits = (bounds, value) => {
    if (value === undefined || value === null) return null;
    if (bounds.among) return bounds.among.includes(value);
    const times = typeof value === "object" ? value.times : null;
    if (bounds.times_usual !== undefined) return times === null ? null : times >= bounds.times_usual;
    if (typeof value === "string" || times !== null) return null;
    return (bounds.above === undefined || value > bounds.above) && (bounds.up_to === undefined || value <= bounds.up_to);
  };

  /** Return the ranges of one fact that tests tell apart, each with a value inside it. */
  const ranges = (tests) => {
    const apart = new Map();
    const edges = unique(tests.flatMap((test) => [test.above, test.up_to]).filter((edge) => edge !== undefined));
    edges.sort((one, other) => one - other);
    let below;
    for (const edge of edges) {
      apart.set(`range ${edge}`, [edge, below === undefined ? { up_to: edge } : { above: below, up_to: edge }]);
      below = edge;
    }
    if (below !== undefined) apart.set(`range ${below + 1}`, [below + 1, { above: below }]);
    for (const test of tests) {
      if (test.among) {
        const either = test.among.some((value) => typeof value === "boolean") ? [true, false] : [];
        const name = (value) => (value === true ? "True" : value === false ? "False" : value);
        const choices = unique([...test.among, ...either]);
        choices.sort((one, other) => (name(one) < name(other) ? -1 : 1));
        for (const choice of choices) apart.set(`${typeof choice} ${choice}`, [choice, { among: [choice] }]);
      } else if (test.times_usual !== undefined) {
        apart.set(`times ${test.times_usual}`, [{ times: test.times_usual }, test]);
      }
    }
    return [...apart.values()];
  };

  return { admits, product, ranges, sorted, unique };
})();
