/* Words and phrases of a draft, as perimetre/voice/phrases.py, sentences.py and lexicon.py find them. Needs lint-text.js. */
"use strict";

self.PerimetrePhrases = (() => {
  const { ASIDE, View, after, all, bare, before, capital, endOf, fold, isAscii, isUpper, quoted, rstrip, signs, size, sourceOf, tables, words } =
    self.PerimetreText;
  const TOKEN = "phrases.token";

  // --- words ---------------------------------------------------------------------------------------------------------

  const tokensOf = function* (view) {
    const aside = view.of("link", "mail", "handle");
    let at = 0;
    // The underscore parts words too (#fake_news).
    for (const token of all(TOKEN, view.text.replaceAll("_", " "))) {
      const start = token.index;
      while (at < aside.length && aside[at][1] <= start) at += 1;
      const word = fold(token[0]);
      if (!word) continue;
      const isInAddress = at < aside.length && aside[at][0] <= start;
      yield [isInAddress ? ASIDE + word : word, start, endOf(token), token.groups.g2 !== undefined || token.groups.g4 !== undefined];
    }
  };
  /** Return the words of a text, as phrases are looked for in them. */
  const wordsOf = (view) => [...tokensOf(view)];
  const tokens = (phrase) => (phrase ? wordsOf(new View(phrase)).filter(([, , , counts]) => counts).map(([word]) => word) : []);

  // --- the automaton -------------------------------------------------------------------------------------------------

  class Finder {
    constructor(phrases) {
      this.numbers = new Map();
      this.next = [new Map()];
      this.meanings = [[]];
      this.length = [0];
      for (const [written, meaning] of phrases) this.add(written, meaning);
      this.back = this.next.map(() => 0);
      this.ends = this.next.map(() => 0);
      this.link();
      this.number = new Map([...this.accents(), ...this.numbers]);
    }
    add(written, meaning) {
      let state = 0;
      written.forEach((word, depth) => {
        if (!this.numbers.has(word)) this.numbers.set(word, this.numbers.size + 1);
        const number = this.numbers.get(word);
        if (!this.next[state].has(number)) {
          this.next[state].set(number, this.next.length);
          this.next.push(new Map());
          this.meanings.push([]);
          this.length.push(depth + 1);
        }
        state = this.next[state].get(number);
      });
      if (state) this.meanings[state].push(meaning);
    }
    link() {
      const waiting = [...this.next[0].values()];
      for (let rank = 0; rank < waiting.length; rank += 1) {
        const state = waiting[rank];
        this.ends[state] = this.meanings[state].length ? state : this.ends[this.back[state]];
        for (const [number, following] of this.next[state]) {
          let back = this.back[state];
          while (back && !this.next[back].has(number)) back = this.back[back];
          this.back[following] = this.next[back].get(number) ?? 0;
          waiting.push(following);
        }
      }
    }
    accents() {
      const variants = new Map();
      for (const [word, number] of this.numbers) {
        if (isAscii(word) || size(word) <= 3) continue;
        const first = after(word, 0, 1);
        for (const form of [bare(word), bare(word.slice(0, first)) + word.slice(first)]) {
          if (!this.numbers.has(form) && !variants.has(form)) variants.set(form, number);
        }
      }
      return variants;
    }
    /** Yield the phrases of a text by their end, the longest of each place first. */
    *find(told) {
      let state = 0;
      for (let rank = 0; rank < told.length; rank += 1) {
        const [word, , finish] = told[rank];
        const number = this.number.get(word);
        // A word that no phrase has ends what was begun.
        if (number === undefined) {
          state = 0;
          continue;
        }
        while (state && !this.next[state].has(number)) state = this.back[state];
        state = this.next[state].get(number) ?? 0;
        let end = this.ends[state];
        for (let nested = 0; end && nested < tables["phrases.nested"]; nested += 1) {
          yield [told[rank + 1 - this.length[end]][1], finish, this.meanings[end]];
          end = this.ends[this.back[end]];
        }
      }
    }
  }

  // --- sentences -----------------------------------------------------------------------------------------------------

  const SHORTENED = new Set(tables["sentences.shortened"]);
  const sentences = (view) => {
    if (view.sentences) return view.sentences;
    const { text } = view;
    const starts = [];
    let begin = 0;
    const letter = new RegExp(sourceOf("sentences.letter"), "gu");
    const next = (stop, end) => {
      letter.lastIndex = begin;
      const first = letter.exec(text);
      if (first && first.index < stop) starts.push(first.index);
      begin = end;
    };
    for (const end of all("sentences.end", text)) {
      if (end[0][0] === ".") {
        const last = words(text.slice(Math.max(begin, before(text, end.index, 6)), end.index)).at(-1);
        if (last !== undefined && SHORTENED.has(last.replace(/^[(«]+|[(«]+$/g, "").toLowerCase())) continue;
      }
      next(end.index, endOf(end));
    }
    next(text.length, text.length);
    view.sentences = starts;
    view.firsts = new Set(starts);
    return starts;
  };
  const OPENINGS = ["«", "“", '"', ":", "•", "–", "—"];
  const opensASentence = (view, at) => {
    sentences(view);
    if (view.firsts.has(at)) return true;
    const told = rstrip(view.text.slice(before(view.text, at, 3), at));
    return OPENINGS.some((sign) => told.endsWith(sign));
  };

  // --- the lexicon ---------------------------------------------------------------------------------------------------

  const LEVELS = tables["lexicon.levels"];
  const GRAVITY = tables["remarks.gravity"];
  const MOST = tables["remarks.most"];
  const gravity = (term) => GRAVITY[LEVELS[term.class]];
  const plain = (text) => words(text.replace(new RegExp(sourceOf("lexicon.apostrophe"), "gu"), "'").normalize("NFC")).join(" ");
  const lowerFirst = (text) => text.slice(0, after(text, 0, 1)).toLowerCase() + text.slice(after(text, 0, 1));
  const upperFirst = capital;
  const byCode = (one, other) => {
    const [left, right] = [signs(one), signs(other)];
    for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
      if (left[at] !== right[at]) return left[at].codePointAt(0) - right[at].codePointAt(0);
    }
    return left.length - right.length;
  };

  /** Say whether a phrase found is the term as it is meant: its capitals, its hashtag. */
  const stands = ({ term, sort }, start, end, view) => {
    const { text } = view;
    const sign = start ? text[start - 1] : "";
    if (sort === "hashtag" && sign !== "#" && sign !== "＃") return false;
    if (!term.spellings) return true;
    const written = plain(text.slice(start, end));
    const lowered = opensASentence(view, start) ? lowerFirst(written) : written;
    if (term.class === "preferred") {
      return !term.spellings.includes(written) && !term.spellings.includes(lowered) && !isUpper(written) && sign !== "#";
    }
    return term.spellings.includes(written) && !(lowered !== written && term.replacements.includes(lowered));
  };
  const keyOf = ([start, back]) => `${start} ${back}`;
  const inOrder = (one, other) => one[0] - other[0] || one[1] - other[1];
  /** Return what no other of the same gravity, or graver, holds within its stretch. */
  const outermost = (chosen) => {
    if (chosen.every((seen, rank) => !rank || chosen[rank - 1].end <= seen.start)) return chosen;
    const told = [];
    let covers = [];
    for (const level of Object.keys(GRAVITY).sort((one, other) => GRAVITY[one] - GRAVITY[other])) {
      const several = chosen.filter(({ term }) => LEVELS[term.class] === level);
      if (!several.length) continue;
      const stretches = new Map([...covers, ...several.map(({ start, end }) => [start, -end])].map((pair) => [keyOf(pair), pair]));
      const outer = [];
      let reach = -1;
      for (const pair of [...stretches.values()].sort(inOrder)) {
        if (-pair[1] <= reach) continue;
        outer.push(pair);
        reach = -pair[1];
      }
      const wanted = new Set(outer.map(keyOf));
      for (const pair of covers) wanted.delete(keyOf(pair));
      for (const seen of several) if (wanted.delete(keyOf([seen.start, -seen.end]))) told.push(seen);
      covers = outer;
    }
    return told.sort((one, other) => one.start - other.start || one.end - other.end);
  };

  class Lexicon {
    constructor(terms) {
      const usesOf = new Map();
      const sorted = [...terms].sort((one, other) => gravity(one) - gravity(other) || byCode(one.id, other.id));
      for (const term of sorted) {
        for (const sort of ["phrases", "hashtags", "exceptions"]) {
          for (const written of term[sort] ?? []) {
            if (!usesOf.has(written)) usesOf.set(written, []);
            usesOf.get(written).push({ term, sort: { phrases: "term", hashtags: "hashtag", exceptions: "exception" }[sort] });
          }
        }
      }
      const meant = (uses) => ({
        uses: uses.filter(({ sort }) => sort !== "exception").slice(0, tables["lexicon.namesakes"]),
        allows: new Set(uses.filter(({ sort }) => sort === "exception").map(({ term }) => term.id)),
      });
      this.finder = new Finder([...usesOf].map(([written, uses]) => [written.split(" "), meant(uses)]));
    }
    /** Return the terms found, in the order of the text; and whether it was read to its end. */
    found(told, view) {
      const exceptions = [];
      const hits = [];
      const enough = tables["lexicon.enough"];
      for (const [start, end, [meant]] of this.finder.find(told)) {
        if (meant.allows.size) exceptions.push([start, end, meant.allows]);
        const named = meant.uses.filter((use) => stands(use, start, end, view)).map(({ term }) => term);
        if (named.length) {
          hits.push([start, end, named]);
          if (hits.length > enough) break;
        }
      }
      const chosen = [];
      let at = 0;
      for (const [start, end, named] of hits) {
        while (at < exceptions.length && exceptions[at][1] < end) at += 1;
        const near = exceptions.slice(at, at + tables["lexicon.near"]);
        const isAllowed = (term) => term.excepts && near.some(([first, last, allows]) => first <= start && end <= last && allows.has(term.id));
        const term = named.find((one) => !isAllowed(one));
        if (term) chosen.push({ term, start, end });
      }
      return [outermost(chosen), hits.length <= enough];
    }
  }

  const sentenceOf = ({ class: class_, reason }, word) => {
    const name = {
      forbidden: "word-is-never-said-here",
      avoid: "word-is-to-be-avoided",
      careful: "word-should-be-used-with-care",
    }[class_];
    if (!name) return ["word-is-spelt-differently-here", { word }];
    return reason === undefined ? [name, { word }] : [`${name}-because`, { word, because: reason }];
  };
  const remarkOf = ({ term, start, end }, view) => {
    const written = view.text.slice(start, end);
    const isSpelt = term.class === "preferred";
    let instead = isSpelt ? [term.term ?? ""] : (term.instead ?? []);
    if (!isSpelt) {
      const isOpening = isUpper(written.slice(0, after(written, 0, 1))) && !isUpper(written);
      const condemned = plain(written);
      instead = instead
        .map((text) => (isOpening ? [upperFirst(text), text] : [text]).find((one) => plain(one) !== condemned))
        .filter((text) => text !== undefined);
    }
    return {
      start, end, rule: "words-are-ours", level: LEVELS[term.class], message: sentenceOf(term, quoted(written)),
      source: term.id, replacements: instead, literal: isSpelt,
    };
  };
  const lexical = function* (found, isWhole, view) {
    if (!isWhole) {
      const message = ["this-draft-holds-so-many-words-of-the-lexicon-that-it-was-not-read-to-its-end", {}];
      yield { start: 0, end: 0, rule: "words-are-ours", level: "error", message };
    }
    let told = found;
    if (found.length > MOST) told = [...found].sort((one, other) => gravity(one.term) - gravity(other.term)).slice(0, MOST + 1);
    for (const seen of told) yield remarkOf(seen, view);
  };

  return { Finder, Lexicon, byCode, lexical, opensASentence, sentences, tokens, wordsOf };
})();
