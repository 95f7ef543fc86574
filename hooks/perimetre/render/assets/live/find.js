/* Find what somebody would ask in their own words: accents or not, other forms of a word, a slip of a letter; and the sum
   that stands among them. Needs the words of the search, and nothing of the page. */
"use strict";

self.PerimetreFinding = (() => {
  const { wordsOf, stemmer, slips, termOf } = self.PerimetreWords;
  // How near a typed word is to a word of a phrase.
  const SAME = 1;
  const FORM = 0.95;
  const BEGINS = 0.8;
  const SLIP = 0.6;
  // What is named much less than the best is not meant.
  const ENOUGH = 0.6;
  const LIGHT = 0.15;
  // How much less each word counts than the one before, and the least that one counts.
  const LATER = 0.08;
  const LAST = 0.5;

  /** Return the sum of money that a text names, and the text without it: `[60, "je rembourse"]`; null where none is. */
  const sumIn = (text, currency) => {
    const sum = String.raw`\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?`;
    const unit = String.raw`\p{Sc}|euros?(?!\p{L})|${currency}(?!\p{L})`;
    const named = new RegExp(`(${sum})\\s*(?:${unit})|\\p{Sc}\\s*(${sum})`, "iu").exec(text);
    if (!named) return [null, text];
    const number = Number((named[1] ?? named[2]).replace(/[^\d.,]/gu, "").replace(",", "."));
    return [number, text.replace(named[0], " ")];
  };

  class Finder {
    /**
     * Take what may be found, each as the phrases that name it, the language of all, and the words of the search: `little`
     * ones say nothing, `light` ones are in nearly every question, `dangers` are families of terms of danger, each with the
     * kinds of crises that it leads to.
     */
    constructor(entries, language, { little, light, dangers }) {
      this.stem = stemmer(language);
      this.little = new Set(little.flatMap(wordsOf));
      this.light = new Set(light.flatMap(wordsOf));
      this.meaningful = (words) => words.filter((word) => !this.little.has(word));
      this.dangers = dangers.map(([kinds, terms]) => [kinds, terms.map((term) => termOf(term, this.meaningful, this.stem))]);
      this.entries = entries.map((phrases) => phrases.map((phrase) => this.telling(phrase)));
      // Phrases share their words: each is compared once with what is typed.
      this.words = new Set(this.entries.flat(2));
    }

    nearness(typed, word) {
      if (typed === word) return SAME;
      if (this.stem(typed) === this.stem(word)) return FORM;
      if (typed.length > 2 && word.startsWith(typed)) return BEGINS;
      return typed.length > 4 && slips(typed, word, 1) <= 1 ? SLIP : 0;
    }

    /** Return the words of a text that tell something. */
    telling(text) {
      return this.meaningful(wordsOf(text));
    }

    /** Return the kinds of crises of the danger that a text speaks of, the first one first: maybe none; null: no danger. */
    dangerIn(text) {
      const words = wordsOf(text);
      const stems = new Set(this.meaningful(words).map(this.stem));
      const isSaid = (term) => term.isSaidIn(words, (stem) => stems.has(stem));
      const said = this.dangers.filter(([, terms]) => terms.some(isSaid));
      return said.length ? [...new Set(said.flatMap(([kinds]) => kinds))] : null;
    }

    /**
     * Return the ranks of what a text names, the best first, and whether the first is named by all that the text tells.
     * A word counts for more where few things bear it, and where it comes first: one says what one would do, then to what.
     */
    ranked(text) {
      const typed = this.telling(text);
      const near = typed.map((word) => new Map([...this.words].map((other) => [other, this.nearness(word, other)])));
      const nears = this.entries.map((phrases) =>
        phrases.map((phrase) => near.map((known) => phrase.reduce((most, other) => Math.max(most, known.get(other)), 0))),
      );
      const best = nears.map((rows) => typed.map((_, index) => Math.max(0, ...rows.map((row) => row[index]))));
      const lights = typed.map((word) => (this.light.has(word) ? LIGHT : 1));
      const weights = typed.map((_, index) => {
        const bearing = best.filter((row) => row[index] > 0).length;
        const rarity = Math.log(1 + this.entries.length / (1 + bearing));
        return rarity * lights[index] * Math.max(LAST, 1 - index * LATER);
      });
      const weighed = (row) => row.reduce((sum, part, index) => sum + part * weights[index], 0);
      const found = this.entries.map((phrases, rank) => {
        const wholes = nears[rank].map(
          (row, index) => (weighed(row) * row.reduce((sum, part, word) => sum + part * lights[word], 0)) / (phrases[index].length || 1),
        );
        return { rank, score: weighed(best[rank]) + Math.max(0, ...wholes), phrases: wholes.reduce((sum, value) => sum + value, 0) };
      });
      const most = Math.max(0, ...found.map(({ score }) => score));
      const ranks = found
        .filter(({ score }) => score > 0 && score >= ENOUGH * most)
        .sort((one, other) => other.score - one.score || other.phrases - one.phrases || one.rank - other.rank)
        .map(({ rank }) => rank);
      const isSure = ranks.length > 0 && typed.every((word, index) => best[ranks[0]][index] > 0 || this.light.has(word));
      return { ranks, isSure };
    }
  }

  return { Finder, sumIn };
})();
