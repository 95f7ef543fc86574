/* What is to be mended in a draft, as `perimetre lint` tells it: every check of perimetre/voice/linter.py, in one call, from
   the data of a brand. No sentence stands here: they come with the data, by name. Needs the other lint-*.js. */
"use strict";

self.PerimetreLint = (() => {
  const { View, after, size, tables } = self.PerimetreText;
  const { Finder, Lexicon, byCode, lexical, wordsOf } = self.PerimetrePhrases;
  const { guided, mechanical } = self.PerimetreGuide;
  const { address, capitals, claims, letters, privacy, typography } = self.PerimetreChecksOf;
  const { measure } = self.PerimetreLength;
  const GRAVITY = tables["remarks.gravity"];
  const MOST = tables["remarks.most"];
  const WORDS = new Set(tables["remarks.words"]);
  const COUNTS = new Set(tables["remarks.counts"]);
  const SEVERITIES = tables["drafts.severities"];
  const LINE_END = /\r\n|\r|\n/g;
  const IN_SIGNS = { count: "signs", links: null, bare_handles: false };

  const some = (remarks) => {
    const told = [];
    for (const remark of remarks) {
      told.push({ source: "", others: [], replacements: [], literal: false, ...remark });
      if (told.length > MOST) break;
    }
    return told;
  };
  const falls = (edges, at) => edges.filter((edge) => edge <= at).length % 2 === 1;

  // --- what is said of one place once --------------------------------------------------------------------------------

  const causeOf = ({ rule, start, end, message }) => {
    const said = message[1].said ?? message;
    if (WORDS.has(rule) && end > start && "word" in said[1]) return "words";
    return `${COUNTS.has(rule) ? "" : rule} ${JSON.stringify(said)}`;
  };
  const together = (first, second) => {
    const others = [...first.others, second.source, ...second.others];
    return { ...first, others: [...new Set(others.filter((id) => id && id !== first.source))] };
  };
  const inOrder = (one, other) =>
    one.start - other.start || one.end - other.end || GRAVITY[one.level] - GRAVITY[other.level] ||
    byCode(one.rule, other.rule) || byCode(one.source, other.source);
  const settle = (remarks) => {
    const gravest = new Map();
    for (const remark of remarks) {
      const key = `${remark.start} ${remark.end} ${causeOf(remark)}`;
      const other = gravest.get(key);
      if (!other) gravest.set(key, remark);
      else gravest.set(key, GRAVITY[remark.level] < GRAVITY[other.level] ? together(remark, other) : together(other, remark));
    }
    let told = [...gravest.values()].sort((one, other) => GRAVITY[one.level] - GRAVITY[other.level]);
    if (told.length > MOST) {
      const message = ["there-is-more-to-fix-than-what-is-shown-here-start-with-this", {}];
      told = [...told.slice(0, MOST), ...some([{ start: 0, end: 0, rule: "words-are-ours", level: "info", message }])];
    }
    return told.sort(inOrder);
  };

  // --- a brand -------------------------------------------------------------------------------------------------------

  class Linter {
    constructor(data) {
      this.data = data;
      this.names = new Set(data.names);
      this.lexicons = new Map();
      this.wanted = new Map();
    }
    /** Say whether a record speaks of a draft. */
    speaks({ when }, draft) {
      const kind = this.data.channels[draft.channel]?.kind;
      return (
        (!when.live || falls(when.live, draft.at)) &&
        (!when.on || falls(when.on, draft.at)) &&
        (!when.language || when.language === draft.language) &&
        (!when.channels || when.channels.includes(draft.channel)) &&
        (!when.channel_kinds || when.channel_kinds.includes(kind)) &&
        (!when.cases || when.cases.includes(draft.case)) &&
        // Nobody says what it is about, nor whom it answers.
        !when.topics &&
        !when.authors
      );
    }
    lexiconOf(draft) {
      const terms = this.data.languages[draft.language].terms.filter((term) => this.speaks(term, draft));
      const key = `${draft.language} ${terms.map(({ id }) => id).join(" ")}`;
      if (!this.lexicons.has(key)) this.lexicons.set(key, new Lexicon(terms));
      return this.lexicons.get(key);
    }
    wantedIn(language) {
      if (!this.wanted.has(language)) {
        const { wanted } = this.data.languages[language];
        this.wanted.set(language, new Finder(wanted.map(([written, ...wish]) => [written.split(" "), wish])));
      }
      return this.wanted.get(language);
    }
    formOfAddress(draft) {
      const form = this.data.address;
      if (!form || draft.language !== "fr") return null;
      const fits = ({ channels, authors, cases }) =>
        (channels.length || authors.length || cases.length) && !authors.length &&
        (!channels.length || channels.includes(draft.channel)) && (!cases.length || cases.includes(draft.case));
      return (form.exceptions.find(fits) ?? { use: form.default }).use;
    }
    counting(channel) {
      return this.data.channels[channel] ?? IN_SIGNS;
    }
    /** Return how long a draft is where it goes, and the most that it may be; null: as long as one likes. */
    length(text, draft) {
      const bounds = this.data.mechanics.filter((one) => this.speaks(one, draft)).map((one) => one.max_length);
      const guides = this.data.languages[draft.language].guidelines;
      bounds.push(...guides.filter((one) => one.when && this.speaks(one, draft)).map((one) => one.detect.max_length));
      const said = bounds.filter((most) => most !== undefined);
      return { count: measure(new View(text), this.counting(draft.channel)).total, most: said.length ? Math.min(...said) : null };
    }
    /** Return the remarks on a draft, in the order of the text, with their places in units of the text.

        draft: channel, case (null for a publication), language, private, at (minutes since the first day). */
    remarks(text, draft) {
      const { data } = this;
      const view = new View(text);
      const words = wordsOf(view);
      const [found, isWhole] = this.lexiconOf(draft).found(words, view);
      const { guidelines } = data.languages[draft.language];
      const speaking = new Set(guidelines.filter((one) => one.when && this.speaks(one, draft)));
      const mechanics = data.mechanics.filter((one) => this.speaks(one, draft));
      const counting = this.counting(draft.channel);
      const wanted = [...this.wantedIn(draft.language).find(words)];
      const use = this.formOfAddress(draft);
      const remarks = [
        ...some(lexical(found, isWhole, view)),
        ...some(guided(view, counting, guidelines, speaking, wanted, found, draft.language)),
        ...some(mechanical(view, mechanics, counting, draft.case === null)),
        ...some(claims(view)),
        ...some(letters(view)),
        ...(use ? some(address(view, use)) : []),
        ...some(capitals(view, mechanics, this.names)),
        ...some(privacy(view, data, draft.private)),
        ...(draft.language === "fr" ? some(typography(view)) : []),
      ];
      return settle(
        remarks.map((remark) => {
          const [start, end] = view.place(remark.start, remark.end);
          return { ...remark, start, end };
        }),
      );
    }

    // --- what is told ------------------------------------------------------------------------------------------------

    /** Say a message: its name, what it is filled with, what it counts. */
    say([name, values, count]) {
      const text = this.data.words[name];
      if (text === undefined) throw new Error(name);
      const sentence = Array.isArray(text) ? text[Math.min(count, 2)] : text;
      return sentence.replace(/\{(\w+)\}/g, (_, field) => {
        if (field === "count" && count !== undefined) return count;
        const value = values[field];
        if (Array.isArray(value)) return this.say(value);
        return value?.listed ? this.list(value.listed) : value;
      });
    }
    list(words) {
      const told = words.map((word) => this.data.words.quoted.replace("{words}", () => word));
      return told.length < 2 ? told.join("") : `${told.slice(0, -1).join(", ")}${this.data.or}${told.at(-1)}`;
    }
    hint({ replacements, literal }) {
      const visible = replacements.filter((text) => text.trim());
      if (!visible.length) return null;
      return this.say([literal ? "write-instead" : "instead-instead", { instead: { listed: visible } }]);
    }
    /** Return what is told of a draft: of suggestions that say the same, one finding with all of them (`alike`). */
    findings(text, draft) {
      const alike = new Map();
      this.remarks(text, draft).forEach((remark, rank) => {
        const isRepeated = remark.level === "suggestion" && !remark.source;
        const key = isRepeated ? `${remark.rule} ${JSON.stringify(remark.message)}` : rank;
        if (!alike.has(key)) alike.set(key, []);
        alike.get(key).push(remark);
      });
      const told = [...alike.values()].map((several) => {
        const [first] = several;
        const said = first.message;
        const again = ["and-count-time-more", {}, several.length - 1];
        return {
          ...first,
          severity: this.data.levels[first.rule] ?? SEVERITIES[first.level],
          words: this.say(several.length > 1 ? ["said-again", { said, again }] : said),
          hint: this.hint(first),
          alike: several,
        };
      });
      return told.filter(({ severity }) => severity !== "off");
    }
  }

  /** Return where a place stands: its line and its column, in code points, from 1. */
  const lineAndColumn = (text, at) => {
    let [line, begin] = [1, 0];
    for (const end of text.matchAll(LINE_END)) {
      const next = end.index + end[0].length;
      if (next > at) break;
      line += 1;
      begin = next;
    }
    return [line, size(text.slice(begin, at)) + 1];
  };

  return { LONGEST: tables["remarks.longest"], Linter, after, lineAndColumn, size };
})();
