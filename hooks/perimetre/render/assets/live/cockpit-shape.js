/* Is it a line of a log, or a scenario? What another device, a file or a storage gives may be cut, foreign or hostile: nothing
   of it is drawn before it has passed here. Needs nothing of the page. */
"use strict";

self.PerimetreLogShape = (() => {
  // In signs, in entries, in minutes: far above what is written, far below what holds a phone up.
  const LONGEST = 20_000;
  // Of a card: a text of a playbook, with our words around it.
  const LONGEST_OF_CARD = 5 * LONGEST;
  const MOST = 1_000;
  const TEN_YEARS = 10 * 366 * 24 * 60;
  // Whatever counts from an instant, ten years at most, ends in a year that an exported log may hold.
  const [FIRST, LAST] = [Date.UTC(2000), Date.UTC(2089)];

  const isText = (value) => typeof value === "string" && value.length <= LONGEST_OF_CARD;
  const isLine = (value) => isText(value) && value.length <= LONGEST;
  const isRank = (value) => Number.isInteger(value) && value >= 0 && value < MOST;
  const isInstant = (value) => Number.isFinite(value) && value > FIRST && value < LAST;
  const isName = (value) => typeof value === "string" && /^[\w~-]{1,120}$/.test(value);

  // --- lines ---------------------------------------------------------------------------------------------------------

  const FIELDS = {
    id: isName,
    seq: (value) => Number.isInteger(value) && value >= 0 && value < 10_000_000,
    at: isInstant,
    t: isInstant,
    type: (value) => typeof value === "string" && /^[a-z-]{1,24}$/.test(value),
    dev: isName,
    rank: isRank,
    choice: isRank,
    speed: (value) => Number.isFinite(value) && value >= 0 && value <= 100,
  };
  for (const name of ["from", "until", "next", "instant", "real"]) FIELDS[name] = isInstant;
  for (const name of ["by", "step", "statement", "channel", "clock", "variable", "because", "text", "who", "value", "of"]) FIELDS[name] = isLine;
  /* What an event says nothing without. One of a type that is not here, of a later version, stands in the log. */
  const SAYS = {
    begun: ["from"], moved: ["from"], done: ["step"], skipped: ["step", "because"], undone: ["step"], again: ["step"], postponed: ["step", "until", "because"],
    noted: ["text"], filled: ["variable", "value"], ticked: ["statement", "rank"], unticked: ["statement", "rank"], agreed: ["statement", "who"],
    sent: ["statement", "channel"], withdrawn: ["of"], told: ["rank"], untold: ["rank"], known: ["rank"], unknown: ["rank"], stopped: ["rank"],
    unstopped: ["rank"], resumed: ["rank"], met: ["rank"], unmet: ["rank"], moment: ["clock", "instant"], promised: ["next"], answered: ["rank"],
    signed: ["dev", "who"], lost: ["channel"], found: ["channel"],
  };
  const isField = ([name, value]) => (Object.hasOwn(FIELDS, name) ? FIELDS[name](value) : isLine(value) || Number.isFinite(value) || typeof value === "boolean");

  // --- scenarios -----------------------------------------------------------------------------------------------------

  /* `[shape]`: a list of them; `{name: shape}`: what each holds; a name that ends with `?` may be left out, or be null. */
  const number = (value) => Number.isFinite(value) && value >= 0 && value <= TEN_YEARS;
  // Before what it counts from where it is negative.
  const offset = (value) => Number.isFinite(value) && Math.abs(value) <= TEN_YEARS;
  const mark = (value) => typeof value === "boolean";
  const due = { "clock?": isText, "step?": isText, "event?": isText, "minutes?": offset, words: isText };
  const SCENARIO = {
    id: isName, version: isName, title: isText, "severity?": isText, "speak?": isText, "first?": isText, "tone?": isText, "lead?": isText, "start?": isText,
    steps: [{
      id: isText, kind: isText, title: isText, "do?": isText, "who?": isText, "roles?": [isText], "due?": due, "every?": number, "until?": isText, "needs?": isText,
      "evidence?": isText, "statement?": isText, "choices?": [{ words: isText, then: isText }], "follows?": [isText], "parts?": [isText],
    }],
    statements: [{
      id: isText, title: isText, "audience?": isText, "ready?": mark, "agreed?": [{ words: isText, "until?": isText }], "over?": mark, "asserts?": [isText],
      "only?": [{ words: isText, "by?": isText, "step?": isText }], "otherwise?": isText, "spares?": mark, wordings: [{ text: isText, on: [isText] }],
      "media?": [{ what: isText, alt: isText, "caption?": isText, "rights?": isText, "on?": [isText] }],
    }],
    "variables?": [{ id: isText, label: isText, "example?": isText, "by?": isText, "promises?": mark, "free?": mark, "personal?": mark }],
    "told?": [{ "who?": isText, "by?": isText, "how?": isText, "step?": isText, "due?": due }],
    "before?": [isText], "established?": [isText], "unknown?": [isText], "unsaid?": [isText], "evidence?": [isText],
    "pauses?": [{ "what?": isText, "least?": number, "by?": isText, "how?": isText }],
    "clocks?": [{ "basis?": isText, "kind?": isText, "when?": isText, "who?": isText, "to?": isText, "step?": isText, "due?": due }],
    "rhythms?": [{ "title?": isText, "step?": isText, every: number, "gap?": number }],
    "interrupts?": [{ "on?": isText, "do?": isText, "line?": isText }],
    "injects?": [{ minutes: number, "say?": isText, "from?": isText }],
    "exit?": [isText], "ends?": isText, "relief?": { "due?": due, "who?": isText, "support?": isText }, "asked?": isText,
  };
  /** Return what a value holds of a shape; throw where it has not that shape. */
  const shaped = (shape, value) => {
    if (typeof shape === "function") {
      if (!shape(value)) throw new TypeError();
      return value;
    }
    if (Array.isArray(shape)) {
      if (!Array.isArray(value) || value.length > MOST) throw new TypeError();
      return value.map((each) => shaped(shape[0], each));
    }
    if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError();
    const made = {};
    for (const [key, inside] of Object.entries(shape)) {
      const name = key.replace("?", "");
      const isThere = Object.hasOwn(value, name);
      if (name !== key && (!isThere || value[name] === null)) {
        if (isThere) made[name] = null;
      } else made[name] = shaped(inside, isThere ? value[name] : undefined);
    }
    return made;
  };
  /** Return a scenario, of what is known of scenarios alone; null where it is none. */
  const scenarioOf = (value) => {
    try {
      return shaped(SCENARIO, value);
    } catch {
      return null;
    }
  };
  /** Return a line of a log; null where it is none. */
  const eventOf = (value) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return null;
    const { scenario, ...event } = value;
    const fields = Object.entries(event);
    const isWhole = ["id", "seq", "at", "type", ...(Object.hasOwn(SAYS, event.type) ? SAYS[event.type] : [])].every((name) => event[name] !== undefined);
    // An exercise that began at no hour has none.
    if (event.speed && event.real === undefined) return null;
    if (!isWhole || fields.length > 30 || !fields.every(isField)) return null;
    if (scenario === undefined) return event;
    const known = event.type === "begun" ? scenarioOf(scenario) : null;
    return known && { ...event, scenario: known };
  };

  return { LONGEST, eventOf, scenarioOf, isInstant, isName, isText };
})();
