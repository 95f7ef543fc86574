/* Read words as the search compares them: in small letters, without accents, and the stem that their forms share. */
"use strict";

self.PerimetreWords = (() => {
  const LIGATURES = { œ: "oe", æ: "ae", ß: "ss" };
  // An elision goes with its apostrophe: «d’escalade» is «escalade».
  const ELISION = /(^|[^\p{L}\p{N}\p{M}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’ʼ](?=[\p{L}\p{N}])/giu;
  // Signs that are said as a word.
  const STAR = /[★⭐]/gu;
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;

  const folded = new Map();
  /** Return a word in small letters, without accents and ligatures. */
  const fold = (word) => {
    let known = folded.get(word);
    if (known === undefined) {
      known = word
        .toLowerCase()
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .replace(/[œæß]/g, (letter) => LIGATURES[letter]);
      folded.set(word, known);
    }
    return known;
  };

  /** Return the words of a text, folded, in order. */
  const wordsOf = (text) => (text.replace(STAR, " étoile ").replace(ELISION, "$1 ").match(WORD) ?? []).map(fold);

  // Endings of French, the longest first, and how many letters must stand before each.
  const FRENCH = [
    ["issements", 3],
    ["issement", 3],
    ["atrices", 4],
    ["atrice", 4],
    ["ateurs", 4],
    ["ateur", 4],
    ["ations", 4],
    ["ation", 4],
    ["ements", 4],
    ["ement", 4],
    ["euses", 4],
    ["euse", 4],
    ["rices", 4],
    ["rice", 4],
    ["ables", 4],
    ["able", 4],
    ["antes", 4],
    ["ante", 4],
    ["ives", 4],
    ["ive", 4],
    ["ures", 4],
    ["ure", 4],
    ["ages", 5],
    ["age", 5],
    ["eurs", 4],
    ["eur", 4],
    ["eux", 4],
    ["ants", 4],
    ["ant", 4],
    ["ites", 4],
    ["ite", 4],
    ["aient", 4],
    ["erait", 4],
    ["erons", 4],
    ["erez", 4],
    ["eront", 4],
    ["era", 4],
    ["ees", 3],
    ["ee", 3],
    ["ait", 4],
    ["ais", 4],
    ["ons", 4],
    ["ent", 4],
    ["if", 4],
    ["er", 3],
    ["ez", 3],
    ["es", 3],
    ["e", 3],
    ["s", 3],
    ["x", 3],
    ["a", 4],
  ];
  const ENGLISH = [
    ["ations", 4],
    ["ation", 4],
    ["ments", 4],
    ["ment", 4],
    ["ingly", 4],
    ["ings", 3],
    ["ing", 3],
    ["edly", 4],
    ["ers", 3],
    ["er", 3],
    ["ed", 3],
    ["es", 3],
    ["ly", 4],
    ["e", 3],
    ["s", 3],
  ];

  const cut = (word, endings) => {
    for (const [ending, before] of endings) {
      if (word.length >= ending.length + before && word.endsWith(ending)) return word.slice(0, -ending.length);
    }
    return word;
  };
  const single = (stem) => stem.replace(/([b-df-hj-np-tv-z])\1$/, "$1");

  const STEMS = {
    fr: (word) => single(cut(word.replace(/eaux$/, "eau").replace(/(...)aux$/, "$1al"), FRENCH)),
    en: (word) => single(cut(word.replace(/(...)ies$/, "$1y"), ENGLISH)).replace(/(...)y$/, "$1i"),
  };

  /** Return the function that gives the stem of a folded word in a language. */
  const stemmer = (language) => {
    const cache = new Map();
    const stem = STEMS[language] ?? STEMS.en;
    return (word) => {
      let known = cache.get(word);
      if (known === undefined) cache.set(word, (known = /\d/.test(word) ? word : stem(word)));
      return known;
    };
  };

  /**
   * Return what tells a term of danger in the words of a text: the stems of its telling words, in any place («coupé son
   * doigt»); where little words leave one of several, which alone may mean anything («y a le feu», «feu vert»), all of them
   * as they stand.
   */
  const termOf = (term, telling, stem) => {
    const words = wordsOf(term);
    const stems = telling(words).map(stem);
    const phrase = stems.length < 2 && words.length > 1 ? ` ${words.join(" ")} ` : null;
    const isSaidIn = (typed, isThere) =>
      phrase === null ? stems.length > 0 && stems.every(isThere) : ` ${typed.join(" ")} `.includes(phrase);
    return { stems, isSaidIn };
  };

  /** Return how many slips part two words, or `most` + 1: a letter too many, missing, wrong, or two swapped. */
  const slips = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let row = Array.from({ length: other.length + 1 }, (_, index) => index);
    for (let i = 1; i <= one.length; i += 1) {
      const last = before;
      before = row;
      row = [i];
      let least = i;
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (same ? 0 : 1));
        const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
        if (isSwapped) row[j] = Math.min(row[j], last[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
    }
    return row[other.length];
  };

  return { WORD, fold, slips, stemmer, termOf, wordsOf };
})();
