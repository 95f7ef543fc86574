/* Find what somebody would ask in their own words: accents or not, other forms of a word, a slip of a letter; and the sum
   that stands among them. Needs the words of the search, and nothing of the page. */
"use strict";

self.PerimetreFinding = (() => {
  const { wordsOf, stemmer, slips } = self.PerimetreWords;
  // How near a typed word is to a word of a phrase.
  const SAME = 1;
  const FORM = 0.95;
  const BEGINS = 0.8;
  const SLIP = 0.6;
  // What is named much less wholly than the best is not meant.
  const ENOUGH = 0.6;

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
    /** Take what may be found, each as the phrases that name it, and the language of all. */
    constructor(entries, language) {
      this.stem = stemmer(language);
      this.entries = entries.map((phrases) => phrases.map(wordsOf));
    }

    nearness(typed, word) {
      if (typed === word) return SAME;
      if (this.stem(typed) === this.stem(word)) return FORM;
      if (typed.length > 2 && word.startsWith(typed)) return BEGINS;
      return typed.length > 4 && slips(typed, word, 1) <= 1 ? SLIP : 0;
    }

    /** Return the words of a text that tell something: «un», «le» say nothing, unless nothing else is said: «dm». */
    telling(text) {
      const words = wordsOf(text);
      const long = words.filter((word) => word.length > 2);
      return long.length ? long : words;
    }

    /** Return the ranks of what a text names, the best first: what most of its words name, and what it names most wholly. */
    ranked(text) {
      const typed = this.telling(text);
      const found = this.entries.map((phrases, rank) => {
        const near = phrases.map((phrase) =>
          typed.map((word) => Math.max(0, ...phrase.map((other) => this.nearness(word, other)))),
        );
        const count = typed.filter((_, index) => near.some((row) => row[index] > 0)).length;
        const wholes = near.map((row, index) => row.reduce((sum, value) => sum + value, 0) / (phrases[index].length || 1));
        return { rank, count, whole: Math.max(0, ...wholes), phrases: wholes.reduce((sum, value) => sum + value, 0) };
      });
      const best = Math.max(1, ...found.map(({ count }) => count));
      const likely = found.filter(({ count }) => count === best);
      const most = Math.max(0, ...likely.map(({ whole }) => whole));
      return likely
        .filter(({ whole }) => whole >= ENOUGH * most)
        .sort((one, other) => other.whole - one.whole || other.phrases - one.phrases || one.rank - other.rank)
        .map(({ rank }) => rank);
    }
  }

  return { Finder, sumIn };
})();
