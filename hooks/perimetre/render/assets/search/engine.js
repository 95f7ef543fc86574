/* Find pages by words. Needs minisearch.min.js and words.js; knows nothing of the page, of workers, of the network. */
"use strict";

self.PerimetreSearch = (() => {
  const { WORD, fold, slips, stemmer, termOf, wordsOf } = self.PerimetreWords;

  // How much a word weighs where it stands: in a title, among what a page is found by, in the text.
  const FIELDS = { title: 5, words: 4, text: 1 };
  // Words of a title that are written as one.
  const BOOST = { ...FIELDS, joined: 4 };
  // Beside what is written, the stem that it shares with other forms; other words for it.
  const STEM = 0.8;
  const SYNONYM = 0.45;
  // The same, of what is said in several words: it is rarely said by chance.
  const PHRASE = 0.7;
  // A page's own beginning says more than one of its parts, which are about what it is about.
  const PAGE = 2.5;
  const ABOVE = 0.2;
  // What is written for authors comes after everything else.
  const FOR_AUTHORS = 1e-3;
  // A word of danger outweighs the others: of a child burnt by a candle, it is not the candle that matters.
  const URGENT = 3;
  // What is done in that danger comes before everything else: it is found by all the words of it.
  const DANGER = 1e3;
  // Who writes and that they want or say something is in nearly every question: beside other words, very little.
  const LIGHT = 0.15;
  // A title that is the question comes before whatever speaks of it.
  const EXACT = 4;
  // What is written for the reader's own role comes before the same for another.
  const MINE = 2;
  // A page that is found by many words is no less about each (MiniSearch's `b` is 0.7 for texts of any kind).
  const LENGTHS = { k: 1.2, b: 0.2, d: 0.5 };
  const SNIPPET = 160;

  const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  const joins = (words) => words.slice(1).map((word, index) => words[index] + word);

  /** Other words for the same thing, known by their stems in order, and written as one word. */
  class Synonyms {
    constructor(groups, meaningful, stem) {
      this.terms = new Map();
      this.joined = new Map();
      this.surfaces = new Set();
      for (const group of groups) {
        const terms = group.map((term) => meaningful(wordsOf(term))).filter((words) => words.length > 0);
        for (const [number, words] of terms.entries()) {
          const others = terms.filter((_, index) => index !== number);
          const key = words.map(stem).join(" ");
          this.terms.set(key, [...(this.terms.get(key) ?? []), ...others]);
          words.forEach((word) => this.surfaces.add(word));
        }
        for (const term of group) {
          const words = wordsOf(term);
          if (words.length > 1) this.joined.set(words.join(""), meaningful(words));
        }
      }
      this.longest = Math.max(1, ...[...this.terms.keys()].map((key) => key.split(" ").length));
    }

    /** Return the other ways to say words, each as words. */
    of(words, stem) {
      return this.terms.get(words.map(stem).join(" ")) ?? [];
    }
  }

  class Engine {
    /** `parts` are the files of the index; that of the house also says the language and its words. */
    constructor(parts) {
      const { dangers, language, light, little, mine, synonyms } = parts.find((part) => part.language);
      this.stem = stemmer(language);
      this.mine = mine;
      this.little = new Set(little.flatMap(wordsOf));
      this.light = new Set(light.flatMap(wordsOf));
      this.meaningful = (words) => words.filter((word) => !this.little.has(word));
      this.telling = (words) => this.meaningful(words).filter((word) => !this.light.has(word));
      this.dangers = dangers.map((terms) => ({
        terms,
        said: terms.map((term) => termOf(term, this.meaningful, this.stem)),
      }));
      this.synonyms = new Synonyms(synonyms, this.meaningful, this.stem);
      this.vocabulary = new Set();
      this.joined = new Set();
      this.entries = [];
      this.index = new MiniSearch({
        fields: [...Object.keys(FIELDS), "joined"],
        tokenize: (text) => this.meaningful(wordsOf(text)),
        processTerm: (word, field) => {
          const stem = this.stem(word);
          if (field === "joined") {
            this.joined.add(stem);
            return stem;
          }
          this.vocabulary.add(word);
          return stem === word || field === "text" ? stem : [word, stem];
        },
      });
      parts.forEach((part) => this.include(part));
    }

    /** Add the pages of a part. */
    include(part) {
      const from = this.entries.length;
      part.pages.forEach((page) => this.add(page, part.last ? FOR_AUTHORS : 1));
      this.index.addAll(this.entries.slice(from));
      this.prefixes = [...new Set([...this.vocabulary, ...this.synonyms.surfaces])].sort();
      this.stems = new Set(this.prefixes.map(this.stem));
      this.scores = new Map();
    }

    add(page, rank) {
      const boost = page.boost * rank;
      const own = this.entries.length;
      const enter = (entry, location, boost) => {
        const title = wordsOf(entry.title);
        const phrases = (entry.words ?? []).map(wordsOf);
        this.entries.push({
          id: this.entries.length,
          title: entry.title,
          text: entry.text,
          // What it is found by, besides its title; and as one word, what is said in several.
          words: phrases
            .flat()
            .filter((word) => !title.includes(word))
            .join(" "),
          joined: [title, ...phrases]
            .flatMap((words) => [...joins(words), words.length > 2 ? words.join("") : ""])
            .join(" "),
          boost,
          role: page.role,
          location,
          own,
          dangers: this.dangers.filter(({ terms }) => terms.every((term) => page.words?.includes(term))),
          named: this.named(entry.title),
        });
      };
      enter(page, page.url, boost * PAGE);
      for (const section of page.sections ?? []) enter(section, `${page.url}#${section.id}`, boost);
    }

    /** Return what a title or a question names, whatever the order and the forms of its words; "" for one word. */
    named(text) {
      const stems = new Set(this.telling(wordsOf(text)).map(this.stem));
      return stems.size > 1 ? [...stems].sort().join(" ") : "";
    }

    /** Whether a word, or the beginning of one, is known. */
    knows(word) {
      if (this.stems.has(this.stem(word)) || this.joined.has(this.stem(word))) return true;
      let low = 0;
      let high = this.prefixes.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.prefixes[middle] < word) low = middle + 1;
        else high = middle;
      }
      return word.length > 2 && (this.prefixes[low] ?? "").startsWith(word);
    }

    /** Return the known words that a word may have been meant to be, the word itself if it is known or none is near. */
    near(word) {
      const most = word.length > 7 ? 2 : 1;
      if (word.length < 4 || /\d/.test(word) || this.knows(word)) return [word];
      let near = [];
      let least = most;
      for (const known of this.prefixes) {
        const count = slips(word, known, least);
        if (count < least) near = [];
        if (count <= least) near.push(known);
        least = Math.min(least, count);
      }
      return near.length > 0 ? near.slice(0, 5) : [word];
    }

    /** Return the words that are written as one in a word that is unknown: «badbuzz». */
    parted(word) {
      if (this.synonyms.joined.has(word)) return this.synonyms.joined.get(word);
      if (this.knows(word)) return [word];
      for (let at = word.length - 3; at > 2; at -= 1) {
        const halves = [word.slice(0, at), word.slice(at)];
        if (halves.every((half) => this.stems.has(this.stem(half)))) return halves;
      }
      return [word];
    }

    /** Return what is asked: each word, with the ways to say it, in words that stand together, each with a weight. */
    units(query) {
      const all = wordsOf(query);
      const typed = this.meaningful(all);
      const words = this.rejoined(typed.length > 0 ? typed : all.slice(-1)).flatMap((word) =>
        this.meaningful(this.parted(word)),
      );
      const units = words.map((word) => {
        const ways = this.near(word).flatMap((known) => [
          { words: [known], weight: this.light.has(known) ? LIGHT : 1 },
          ...this.synonyms.of([known], this.stem).map((other) => ({ words: other, weight: SYNONYM })),
        ]);
        return { word, ways, weight: 1 };
      });
      const stems = units.map(({ ways }) => new Set(ways.map(({ words: [known] }) => this.stem(known))));
      for (const term of this.dangers.flatMap((danger) => danger.said)) {
        const said = stems.map((stem) => term.stems.some((word) => stem.has(word)));
        if (term.isSaidIn(all, (word) => stems.some((stem) => stem.has(word)))) {
          units.filter((_, index) => said[index]).forEach((unit) => (unit.weight = URGENT));
        }
      }
      // What is said in several words is said by each of them.
      for (let at = 0; at < words.length; at += 1) {
        if (at + 1 < words.length && this.isOne(words[at], words[at + 1])) {
          units
            .slice(at, at + 2)
            .forEach((unit) => unit.ways.push({ words: [words[at] + words[at + 1]], weight: 1 }));
        }
        for (let length = 2; length <= this.synonyms.longest && at + length <= words.length; length += 1) {
          for (const other of this.synonyms.of(words.slice(at, at + length), this.stem)) {
            units.slice(at, at + length).forEach((unit) => unit.ways.push({ words: other, weight: PHRASE }));
          }
        }
      }
      return units;
    }

    /** Whether two words are one word here: «tik tok». */
    isOne(word, next) {
      return this.vocabulary.has(word + next) || this.synonyms.surfaces.has(word + next);
    }

    /** Join the words that are known in one word only. */
    rejoined(words) {
      const joined = [];
      for (let at = 0; at < words.length; at += 1) {
        const [word, next] = [words[at], words[at + 1]];
        const isOne = next !== undefined && this.isOne(word, next) && !(this.knows(word) && this.knows(next));
        joined.push(isOne ? word + next : word);
        at += isOne ? 1 : 0;
      }
      return joined;
    }

    /** Return, by entry, how well a word answers and the words of the index that do. */
    word(word) {
      let known = this.scores.get(word);
      if (known === undefined) {
        const stem = this.stem(word);
        const queries = [
          { queries: [word], fields: Object.keys(FIELDS), prefix: word.length > 1 },
          { queries: [stem], fields: ["joined"] },
        ];
        if (stem !== word) queries.push({ queries: [stem], fields: Object.keys(FIELDS), boostTerm: () => STEM });
        const found = this.index.search(
          { combineWith: "OR", queries },
          { boost: BOOST, bm25: LENGTHS, tokenize: (text) => [text], processTerm: (term) => term },
        );
        known = new Map(found.map(({ id, score, terms }) => [id, { score, terms }]));
        this.scores.set(word, known);
      }
      return known;
    }

    /** Return, by entry, how well words that must all stand there answer. */
    way({ words, weight }) {
      const [first, ...rest] = words.map((word) => this.word(word)).sort((one, other) => one.size - other.size);
      const found = new Map();
      for (const [id, { score, terms }] of first) {
        if (!rest.every((other) => other.has(id))) continue;
        const sum = rest.reduce((total, other) => total + other.get(id).score, score);
        found.set(id, {
          score: (weight * sum) / Math.sqrt(words.length),
          terms: rest.reduce((all, other) => [...all, ...other.get(id).terms], terms),
        });
      }
      return found;
    }

    /** Return the entries that answer somebody of a role, with a score, the words that are there and those that are not. */
    answers(query, role) {
      const units = this.units(query).map((unit) => {
        const best = new Map();
        for (const way of unit.ways) {
          for (const [id, { score, terms }] of this.way(way)) {
            const known = best.get(id);
            best.set(id, {
              score: Math.max(score * unit.weight, known?.score ?? 0),
              terms: [...(known?.terms ?? []), ...terms],
            });
          }
        }
        return { word: unit.word, best, most: Math.max(0, ...[...best.values()].map(({ score }) => score)) };
      });
      const most = units.reduce((sum, unit) => sum + unit.most, 0);
      const asked = units.filter((unit) => unit.most > 0);
      const ids = new Set(asked.flatMap((unit) => [...unit.best.keys()]));
      const named = this.named(query);
      const all = wordsOf(query);
      const typed = new Set(this.meaningful(all).map(this.stem));
      const said = this.dangers.filter((danger) => danger.said.some((term) => term.isSaidIn(all, (stem) => typed.has(stem))));
      return [...ids].map((id) => {
        const entry = this.entries[id];
        const answer = { entry, score: 0, terms: new Set(), missing: [] };
        let there = 0;
        for (const unit of asked) {
          const own = unit.best.get(id);
          const above = id === entry.own ? undefined : unit.best.get(entry.own);
          if (own || above) there += unit.most / most;
          else answer.missing.push(unit.word);
          answer.score += (own?.score ?? 0) + ABOVE * (above?.score ?? 0);
          own?.terms.forEach((term) => answer.terms.add(term));
        }
        answer.score *= there ** 2 * entry.boost * (named && entry.named === named ? EXACT : 1) * (role && entry.role === role ? MINE : 1);
        if (entry.dangers.some((danger) => said.includes(danger))) answer.score *= DANGER;
        return answer;
      });
    }

    /** Return the pages that answer somebody of a role, the best first, each as its parts that do, as Material's box shows them. */
    find(query, role = "") {
      const pages = new Map();
      for (const answer of this.answers(query, role).sort((one, other) => other.score - one.score)) {
        const parts = pages.get(answer.entry.own);
        if (parts) parts.push(answer);
        else pages.set(answer.entry.own, [answer]);
      }
      return [...pages.values()].map((answers) => this.shown(answers, role));
    }

    shown(answers, role) {
      const own = this.entries[answers[0].entry.own];
      const items = answers.map(({ entry, score, terms, missing }) => {
        const seen = {};
        const marked = (text, most) => this.marked(text, terms, seen, most);
        const [title, text] = [marked(entry.title, Infinity), marked(entry.text, SNIPPET)];
        missing.forEach((word) => (seen[word] = false));
        return { location: entry.location, title, text, score, terms: seen };
      });
      if (!answers.some(({ entry }) => entry === own)) {
        const text = this.marked(own.text, new Set(), {}, SNIPPET);
        items.push({ location: own.location, title: escaped(own.title), text, score: 0, terms: {} });
      }
      if (role && own.role === role) {
        const item = items.find(({ location }) => location === own.location);
        item.text = `<strong>${escaped(this.mine)}</strong> ${item.text}`;
      }
      return items;
    }

    /** Return a text as HTML, from a little before the first word that answers, with such words marked and `seen`. */
    marked(text, terms, seen, most) {
      const places = [];
      for (const { 0: written, index } of text.matchAll(WORD)) {
        const word = fold(written);
        if (!terms.has(word) && !terms.has(this.stem(word))) continue;
        seen[written.toLowerCase()] = true;
        places.push([index, index + written.length]);
        if (index > places[0][0] + most) break;
      }
      let start = 0;
      if (most < text.length && places.length > 0 && places[0][0] > most / 3) {
        start = text.lastIndexOf(" ", places[0][0] - most / 6) + 1;
      }
      const end = text.length > start + most ? text.lastIndexOf(" ", start + most) : text.length;
      let html = start > 0 ? "… " : "";
      let at = start;
      for (const [from, to] of places) {
        if (from < at || to > end) continue;
        html += `${escaped(text.slice(at, from))}<mark>${escaped(text.slice(from, to))}</mark>`;
        at = to;
      }
      return `${html}${escaped(text.slice(at, end))}${end < text.length ? " …" : ""}`;
    }
  }

  return { Engine, escaped };
})();
