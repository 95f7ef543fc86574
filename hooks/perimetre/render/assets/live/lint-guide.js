/* What a channel's mechanics and a brand's guidelines ask of a draft, as perimetre/voice/mechanics.py, guidelines.py and
   detectors.py hold it against them. Needs lint-phrases.js and length.js. */
"use strict";

self.PerimetreGuide = (() => {
  const { after, all, bare, digitOf, endOf, match, quoted, shown, signs, small, sourceOf, isDigit, isUpper, tables } = self.PerimetreText;
  const { opensASentence, sentences, tokens } = self.PerimetrePhrases;
  const { measure } = self.PerimetreLength;
  const WORD = new RegExp(`[${self.PerimetreChecks.classes.word}]`, "u");
  const stretch = (found) => [found.index, endOf(found)];
  const isThere = (value) => value !== undefined && value !== null;

  // --- words ---------------------------------------------------------------------------------------------------------

  const tooLong = (count, most) => ["count-characters-for-most-at-most-over-too-many", { count, most, over: count - most }];
  const tooMany = (none, several) => (count, most) => (most === 0 ? [none, {}] : [several, { count, most }, count]);
  const tooManyEmoji = tooMany("no-emoji-here", "count-emoji-for-most-at-most");
  const tooManyHashtags = tooMany("no-hashtag-here", "count-hashtag-for-most-at-most");
  const tooManyMarks = tooMany("no-exclamation-mark-here", "count-exclamation-mark-for-most-at-most");

  // --- mechanics -----------------------------------------------------------------------------------------------------

  const fits = (start, end, message, asking) => ({
    start, end, rule: "message-fits-its-channel", level: "warning", message, source: asking[0].id, others: asking.slice(1).map(({ id }) => id),
  });
  /** Return the lowest bound, and the mechanics that set it. */
  const strictest = (mechanics, boundOf) => {
    const bounds = mechanics.map((mechanic) => [boundOf(mechanic), mechanic]).filter(([most]) => isThere(most));
    if (!bounds.length) return [null, []];
    const lowest = Math.min(...bounds.map(([most]) => most));
    return [lowest, bounds.filter(([most]) => most === lowest).map(([, mechanic]) => mechanic)];
  };
  const folded = (text) => bare(small(text));
  const mechanical = function* (view, mechanics, counting, isPost) {
    const { text, form } = view;
    const [most, asking] = strictest(mechanics, (one) => one.max_length);
    if (most !== null) {
      const { total, start } = measure(view, counting, most);
      if (start !== null) yield fits(start, text.length, tooLong(total, most), asking);
    }
    const [emoji, ofEmoji] = strictest(mechanics, (one) => one.emoji?.max);
    if (emoji !== null && view.emoji.length > emoji) yield fits(...view.emoji[emoji], tooManyEmoji(view.emoji.length, emoji), ofEmoji);
    for (const mechanic of mechanics) {
      if (!mechanic.emoji?.allowed.length) continue;
      const allowed = new Set(mechanic.emoji.allowed.map(shown));
      const message = ["this-emoji-is-not-one-of-ours-allowed", { allowed: mechanic.emoji.allowed.join(" ") }];
      for (const [start, end] of view.emoji) if (!allowed.has(shown(text.slice(start, end)))) yield fits(start, end, message, [mechanic]);
    }
    const hashtags = view.of("hashtag");
    const [tags, ofTags] = strictest(mechanics, (one) => one.hashtags?.max);
    if (tags !== null && hashtags.length > tags) yield fits(...hashtags[tags], tooManyHashtags(hashtags.length, tags), ofTags);
    const there = new Set(hashtags.map(([start, end]) => folded(text.slice(start + 1, end))));
    for (const mechanic of isPost ? mechanics : []) {
      for (const wanted of mechanic.hashtags?.required ?? []) {
        const name = wanted.replace(/^[#＃]+/, "");
        if (there.has(folded(name)) || there.has(tokens(name).join(""))) continue;
        yield fits(text.length, text.length, ["the-hashtag-hashtag-is-missing", { hashtag: `#${name}` }], [mechanic]);
      }
    }
    const [marks, ofMarks] = strictest(mechanics, (one) => one.exclamation_marks);
    const places = [...form.matchAll(/!/g)].map(({ index }) => index);
    if (marks !== null && places.length > marks) yield fits(places[marks], places[marks] + 1, tooManyMarks(places.length, marks), ofMarks);
  };

  // --- detectors -----------------------------------------------------------------------------------------------------

  const partOf = (view, part) => {
    if (part === "link") return view.of("link");
    if (part === "heading") return [...all("detectors.heading", view.text)].map(stretch);
    const lines = [...all("detectors.line", view.text)].map(stretch);
    return part === "first-line" ? lines.slice(0, 1) : lines.slice(-1);
  };
  const meets = ([first, last], others) => others.some(([start, end]) => first < end && start < last);
  const occurrences = (text, phrase) => {
    const found = [];
    for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + phrase.length)) found.push([at, at + phrase.length]);
    return found;
  };
  const longSentences = (view, most) => {
    const starts = sentences(view);
    const ends = [...starts.slice(1), view.words.length];
    const word = new RegExp(sourceOf("detectors.word"), "gu");
    return starts
      .map((start, rank) => [start, ends[rank], [...view.words.slice(0, ends[rank]).slice(start).matchAll(word)].length])
      .filter(([, , count]) => count > most);
  };
  const repetitions = (view, phrase, most) => {
    const text = view.form.toLowerCase();
    const wanted = phrase.toLowerCase();
    const found = [];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at)) {
      const end = at + wanted.length;
      const left = signs(text.slice(Math.max(0, at - 2), at)).at(-1) ?? "";
      const isWhole = !WORD.test(left) && !WORD.test(text.slice(end, after(text, end, 1)));
      if (isWhole) found.push([at, end]);
      at = isWhole ? end : at + 1;
    }
    return found.slice(most);
  };
  const unexplained = (view) => {
    const found = new Map();
    for (const acronym of all("detectors.acronym", view.form)) {
      const [start, end] = stretch(acronym);
      const name = acronym[0].replaceAll(".", "");
      if (found.has(name) || !isUpper(name) || isDigit(name)) continue;
      const isBetween = view.form[start - 1] === "(" && view.form[end] === ")";
      found.set(name, match("detectors.explained", view.form.slice(end)) || isBetween ? null : [start, end]);
    }
    return [...found.values()].filter(Boolean);
  };
  const inFigures = (view, most) =>
    [...all("detectors.figure", view.form)]
      .filter((number) => {
        const value = signs(number[0]).reduce((sum, sign) => sum * 10 + digitOf(sign), 0);
        const end = endOf(number);
        return value > 0 && value <= most && !match("detectors.measured", view.form, end) && !match("detectors.month", view.form, end);
      })
      .map(stretch);
  const inWords = (view, most, language) => {
    const written = tables["detectors.spelt"][language].split(" ");
    const valueOf = (word) => tables["detectors.values"][written.indexOf(word)];
    return [...all(`detectors.spelt.${language}`, view.form)].filter(([word]) => valueOf(word.toLowerCase()) <= most).map(stretch);
  };
  const each = (stretches, message) => stretches.map((found) => [...found, message]);
  /** Return what the detectors see: where, and what is wrong with it. */
  const seen = (view, detect, language) => {
    const told = [];
    if (isThere(detect.max_words)) {
      const what = (count) => ["this-sentence-has-count-words-for-most-at-most", { count, most: detect.max_words }];
      told.push(...longSentences(view, detect.max_words).map(([start, end, count]) => [start, end, what(count)]));
    }
    for (const [phrase, max] of detect.repeats ?? []) {
      told.push(...each(repetitions(view, phrase, max), ["phrase-may-stand-there-count-time-at-most", { phrase }, max]));
    }
    if (detect.acronyms) {
      const what = (start, end) => ["acronym-is-not-explained-where-it-first-stands", { acronym: quoted(view.text.slice(start, end)) }];
      told.push(...unexplained(view).map(([start, end]) => [start, end, what(start, end)]));
    }
    const places = (name, text) => [...all(`detectors.${name}`, text)].map(stretch);
    if (detect.repeated_signs) told.push(...each(places("repeated", view.form), ["one-sign-is-enough", {}]));
    if (detect.leading_signs) {
      const leading = [...all("detectors.leading", view.text)].map(({ 0: line, index, groups }) => {
        const at = index + line.indexOf(groups.g1, line.length - line.trimStart().length);
        return [at, at + groups.g1.length];
      });
      told.push(...each(leading, ["a-line-begins-with-a-word", {}]));
    }
    if (detect.bracketed_words) {
      told.push(...each(places("bracketed", view.form), ["a-word-holds-letters-alone-another-turn-says-it-whole", {}]));
    }
    if (detect.numbers) {
      const [number, how] = detect.numbers;
      const message = [`numbers-up-to-number-are-written-in-${how === "words" ? "words" : "figures"}`, { number }];
      told.push(...each(how === "words" ? inFigures(view, number) : inWords(view, number, language), message));
    }
    return told;
  };

  // --- guidelines ----------------------------------------------------------------------------------------------------

  const broken = (guideline, start, end, message, ...instead) => ({
    start, end, rule: "guideline-is-followed", level: guideline.must ? "error" : "warning", message, source: guideline.id,
    replacements: instead, literal: Boolean(instead.length),
  });
  const named = ({ title }, said) => (title === undefined ? said : ["said-guideline-title", { said, title: title.replace(/\.+$/, "") }]);
  const isSpared = (view, { detect }, found) => {
    if (!detect.except) return false;
    const text = view.text.toLowerCase();
    return meets(found, detect.except.flatMap((phrase) => occurrences(text, phrase.toLowerCase())));
  };
  const isElsewhere = (view, { detect }, found) => Boolean(detect.part) && !meets(found, partOf(view, detect.part));
  const isSpelt = (view, start, written, spelt) => {
    const [first, rest] = [after(written, 0, 1), after(spelt, 0, 1)];
    return (
      written === spelt ||
      (written.slice(first) === spelt.slice(rest) && written.slice(0, first) === spelt.slice(0, rest).toUpperCase() && opensASentence(view, start))
    );
  };
  /** Yield what a text holds against the guidelines that speak of it.

      guidelines: those of the brand, by rank; `speaking`: those that speak; `wanted`: the phrases found. */
  const guided = function* (view, counting, guidelines, speaking, wanted, lexicon, language) {
    const there = new Set();
    for (const [start, end, meanings] of wanted) {
      for (const [sort, rank, written] of meanings) {
        const owner = guidelines[rank];
        if (!speaking.has(owner) || isElsewhere(view, owner, [start, end])) continue;
        there.add(`${sort} ${rank}`);
        const word = view.text.slice(start, end);
        if (isSpared(view, owner, [start, end])) continue;
        if (sort === "term") yield broken(owner, start, end, named(owner, ["word-breaks-the-guideline", { word: quoted(word) }]));
        else if (sort === "casing" && !isSpelt(view, start, word, written)) {
          yield broken(owner, start, end, named(owner, ["word-is-spelt-spelt", { word: quoted(word), spelt: written }]), written);
        }
      }
    }
    for (const [rank, guideline] of guidelines.entries()) {
      if (!speaking.has(guideline) || !guideline.counted) continue;
      const { detect } = guideline;
      yield* counts(view, counting, guideline, lexicon, language);
      if (detect.must_contain && !there.has(`contain ${rank}`)) {
        yield broken(guideline, 0, 0, named(guideline, ["wanted-must-be-there", { wanted: { listed: detect.must_contain } }]));
      }
    }
  };
  const counts = function* (view, counting, guideline, lexicon, language) {
    const { detect } = guideline;
    const { text } = view;
    const CLASSES = tables["lexicon.classes"];
    const tell = (start, end, message) => broken(guideline, start, end, named(guideline, message));
    if (detect.class) {
      const graves = CLASSES.slice(CLASSES.indexOf(detect.class));
      for (const { term, start, end } of lexicon) {
        if (graves.includes(term.class)) yield tell(start, end, ["word-breaks-the-guideline", { word: quoted(text.slice(start, end)) }]);
      }
    }
    if (isThere(detect.max_sentences)) {
      const starts = sentences(view);
      const most = detect.max_sentences;
      if (starts.length > most) yield tell(starts[most], text.length, ["count-sentences-for-most-at-most", { count: starts.length, most }]);
    }
    if (isThere(detect.max_length)) {
      const { total, start } = measure(view, counting, detect.max_length);
      if (start !== null) yield tell(start, text.length, tooLong(total, detect.max_length));
    }
    for (const [start, end, what] of seen(view, detect, language)) if (!isSpared(view, guideline, [start, end])) yield tell(start, end, what);
    for (const [most, stretches, what] of [[detect.emoji, view.emoji, tooManyEmoji], [detect.hashtags, view.of("hashtag"), tooManyHashtags]]) {
      if (isThere(most) && stretches.length > most) yield tell(...stretches[most], what(stretches.length, most));
    }
  };

  return { guided, mechanical };
})();
