/* A draft as its checks look at it, as perimetre/voice/view.py makes it: its letters composed, its disguises taken off, its
   addresses and emoji known, and for each place the place of what was typed. The patterns come with the data (checks.*.js):
   they are those of the check of drafts. Places here are counted in units of JavaScript's strings; those that are told are
   counted in code points. */
"use strict";

self.PerimetreText = (() => {
  const { patterns, tables, classes, folded, combining, zeros } = self.PerimetreChecks;
  const ASIDE = tables["view.aside"];

  // --- patterns ------------------------------------------------------------------------------------------------------

  const compiled = new Map();
  const regex = (source, flags) => {
    const key = `${flags} ${source}`;
    if (!compiled.has(key)) compiled.set(key, new RegExp(source, `u${flags}`));
    return compiled.get(key);
  };
  const sourceOf = (name) => {
    if (!(name in patterns)) throw new Error(name);
    return patterns[name];
  };
  /** Find a pattern from a place on; `end`: where the text is taken to end. */
  const searchBy = (source, text, at = 0, end = text.length) => {
    const pattern = regex(source, "g");
    pattern.lastIndex = at;
    return pattern.exec(end < text.length ? text.slice(0, end) : text);
  };
  const matchBy = (source, text, at = 0) => {
    const pattern = regex(source, "y");
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const fullBy = (source, text) => regex(`^(?:${source})$`, "").exec(text);
  const search = (name, text, at, end) => searchBy(sourceOf(name), text, at, end);
  const match = (name, text, at) => matchBy(sourceOf(name), text, at);
  const full = (name, text) => fullBy(sourceOf(name), text);
  const test = (name, text) => search(name, text) !== null;
  const all = (name, text) => text.matchAll(regex(sourceOf(name), "g"));
  const allBy = (source, text) => text.matchAll(regex(source, "g"));
  const endOf = (found) => found.index + found[0].length;

  // --- letters, as Python knows them ---------------------------------------------------------------------------------

  const isAscii = (text) => /^[\x00-\x7f]*$/.test(text);
  const LEFT = new RegExp(`^[${classes.space}]+`, "u");
  const RIGHT = new RegExp(`[${classes.space}]+$`, "u");
  const SPACES = new RegExp(`[${classes.space}]+`, "u");
  const lstrip = (text) => text.replace(LEFT, "");
  // From the end on: a pattern that looks for it from the start reads long runs of spaces again and again.
  const rstrip = (text) => {
    let end = text.length;
    while (end && RIGHT.test(text[end - 1])) end -= 1;
    return text.slice(0, end);
  };
  const strip = (text) => lstrip(rstrip(text));
  const words = (text) => text.split(SPACES).filter(Boolean);
  const signs = (text) => [...text];
  const size = (text) => {
    let count = 0;
    for (let at = 0; at < text.length; at += text.codePointAt(at) > 0xffff ? 2 : 1) count += 1;
    return count;
  };
  /** Return where the sign that is so many before a place begins. */
  const before = (text, at, count) => {
    let place = at;
    for (let left = count; left > 0 && place > 0; left -= 1) {
      place -= 1;
      if (place > 0 && /[\udc00-\udfff]/.test(text[place]) && /[\ud800-\udbff]/.test(text[place - 1])) place -= 1;
    }
    return place;
  };
  const after = (text, at, count) => {
    let place = at;
    for (let left = count; left > 0 && place < text.length; left -= 1) place += text.codePointAt(place) > 0xffff ? 2 : 1;
    return place;
  };
  const isAlpha = (text) => /^\p{L}+$/u.test(text);
  const isAlnum = (sign) => /^[\p{L}\p{N}]$/u.test(sign);
  const isDigit = (text) => /^[\p{Nd}\p{No}]+$/u.test(text);
  const isUpper = (text) => /[\p{Uppercase}]/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
  const isLower = (text) => /[\p{Lowercase}]/u.test(text) && !/[\p{Uppercase}\p{Lt}]/u.test(text);
  const digitOf = (sign) => {
    const point = sign.codePointAt(0);
    if (point < 0x80) return point - 48;
    let zero = zeros[0];
    for (const each of zeros) if (each <= point) zero = each;
    return point - zero;
  };
  const HIDDEN = /[\u200d\ufe0e\ufe0f]/g;
  /** Return a word as it is compared: small letters, one form for each accent, no ligature, nothing hidden. */
  const small = (text) => {
    if (isAscii(text)) return text.toLowerCase();
    const lowered = signs(text.normalize("NFKC")).map((sign) => folded[sign] ?? sign.toLowerCase()).join("");
    return lowered.replaceAll("œ", "oe").replaceAll("æ", "ae");
  };
  const fold = (word) => small(word.replace(HIDDEN, ""));
  const COMBINING = new RegExp(`[\\u0300-\\u036f${combining}]+`, "gu");
  const bare = (text) => text.normalize("NFD").replace(COMBINING, "");
  const capital = (text) => {
    const first = after(text, 0, 1);
    return text.slice(0, first).toUpperCase() + text.slice(first);
  };
  /** Return words of a draft as a message shows them: on one line, and short. */
  const quoted = (written) => {
    const flat = signs(words(signs(written).slice(0, 200).join("")).join(" "));
    return flat.length <= 60 ? flat.join("") : `${rstrip(flat.slice(0, 59).join(""))}…`;
  };

  // --- emoji ---------------------------------------------------------------------------------------------------------

  const emoji = (text) => {
    const found = [];
    if (isAscii(text) || !test("emoji.any", text)) return found;
    let last = null;
    for (const element of all("emoji.element", text)) {
      // Two elements are one emoji where nothing but a joiner stands between them.
      if (last && element.index === last[1] + 1 && text[last[1]] === "\u200d") last[1] = endOf(element);
      else found.push((last = [element.index, endOf(element)]));
    }
    return found;
  };
  const shown = (sign) => sign.replace(/[\ufe0f\u{1f3fb}-\u{1f3ff}]/gu, "");

  // --- addresses -----------------------------------------------------------------------------------------------------

  const DOMAINS = new Set(tables["addresses.domains"]);
  const SENTENCE_END = new Set(tables["addresses.sentence_end"]);
  const isHashtag = (tag, told) => {
    if (!/\p{L}/u.test(tag)) return false;
    return !full("addresses.colour", tag) || (isAlpha(tag) && !test("addresses.of_colours", told));
  };
  const isDomain = (domain, rest) => {
    const last = domain.slice(domain.lastIndexOf(".") + 1);
    if (!(isLower(last) || isUpper(last))) return false;
    const lowered = last.toLowerCase();
    return DOMAINS.has(lowered) || (rest.includes("/") && full("addresses.country", lowered) !== null);
  };
  const beforeTheSentenceEnds = (text, start, stop) => {
    const within = text.slice(start, stop);
    let tooMany = within.split(")").length - within.split("(").length;
    let end = stop;
    while (end > start + 1 && SENTENCE_END.has(text[end - 1])) {
      if (text[end - 1] === ")") {
        if (tooMany <= 0) break;
        tooMany -= 1;
      }
      end -= 1;
    }
    return end;
  };
  const stretches = (text) => {
    const told = [];
    if (!test("addresses.may_hold", text)) return told;
    for (const found of all("addresses.address", text)) {
      const start = found.index;
      const end = endOf(found);
      const { code, link, mail, domain, rest, handle, hashtag } = found.groups;
      if (hashtag !== undefined) {
        if (isHashtag(hashtag.slice(1), text.slice(before(text, start, 40), start))) told.push(["hashtag", start, end]);
      } else if (domain !== undefined) {
        if (isDomain(domain, rest)) told.push(["link", start, beforeTheSentenceEnds(text, start, end)]);
      } else if (link !== undefined) told.push(["link", start, beforeTheSentenceEnds(text, start, end)]);
      else told.push([code !== undefined ? "code" : mail !== undefined ? "mail" : handle !== undefined ? "handle" : "", start, end]);
    }
    return told;
  };

  // --- disguises -----------------------------------------------------------------------------------------------------

  const ALIKE = tables["signs.alike"];
  const plain = (letter) => {
    if (letter in ALIKE) return ALIKE[letter];
    const one = letter.codePointAt(0) > 0x24b5 ? letter.normalize("NFKC") : letter;
    return size(one) === 1 ? (ALIKE[one] ?? one) : letter;
  };
  const disguised = (text) => {
    if (isAscii(text)) return [];
    const odd = [...all("signs.odd_word", text)].map((word) => [word, signs(word[0]).map(plain).join("")]);
    let speaks = null;
    return odd
      .filter(([{ 0: word }, said]) => {
        const isOther = test("signs.other", word);
        if (said === word || test("signs.other", said) || (size(said) === 1 && isOther)) return false;
        speaks ??= odd.some(([, other]) => test("signs.other", other));
        return test("signs.latin", word) || !isOther || !speaks;
      })
      .map(([word, said]) => [word.index, endOf(word), said]);
  };

  // --- the view ------------------------------------------------------------------------------------------------------

  const UNSEEN = () => sourceOf("view.unseen");
  const standsOnALetter = (sign) => sign > "\u02ff" && (/^\p{M}$/u.test(sign) || (sign > "\u1160" && sign < "\u1200"));
  const put = (made, text, start, end) => {
    // Each unit of a sign stands for the whole of it.
    for (let unit = 0; unit < text.length; unit += 1) {
      made.starts.push(start);
      made.ends.push(end);
    }
    made.text.push(text);
  };
  const compose = (typed, at, most, made) => {
    const step = (place) => after(typed, place, 1);
    if (matchBy(UNSEEN(), typed, at)) return step(at);
    if (typed[at] === "\r") {
      const following = typed[at + 1] === "\n" ? at + 2 : at + 1;
      put(made, "\n", at, following);
      return following;
    }
    const places = [at];
    let following = step(at);
    while (following < most) {
      const sign = typed.slice(following, step(following));
      if (!matchBy(UNSEEN(), sign)) {
        if (!standsOnALetter(sign)) break;
        places.push(following);
      }
      following = step(following);
    }
    const letter = places.map((place) => typed.slice(place, step(place)));
    const whole = letter.join("");
    const composed = isAscii(whole) ? whole : whole.normalize("NFC");
    if (composed !== whole) put(made, composed, at, step(places.at(-1)));
    else letter.forEach((sign, rank) => put(made, sign, places[rank], step(places[rank])));
    return following;
  };
  const composedOf = (typed) => {
    const made = { text: [], starts: [], ends: [] };
    let at = 0;
    const keep = (until) => {
      for (; at < until; at = after(typed, at, 1)) put(made, typed.slice(at, after(typed, at, 1)), at, after(typed, at, 1));
    };
    for (const [start, end] of [...emoji(typed), [typed.length, typed.length]]) {
      while (at < start) at = compose(typed, at, start, made);
      keep(end);
    }
    return { ...made, text: made.text.join("") };
  };
  const undisguise = (seen, found) => {
    const made = { text: [], starts: [], ends: [] };
    const told = [];
    let last = 0;
    const placeOf = (at) => seen.starts?.[at] ?? at;
    const copy = (until) => {
      for (let at = last; at < until; ) {
        const end = after(seen.text, at, 1);
        put(made, seen.text.slice(at, end), placeOf(at), seen.ends?.[end - 1] ?? end);
        at = end;
      }
    };
    for (const [start, end, said] of found) {
      copy(start);
      const first = made.starts.length;
      const letters = signs(said);
      for (let at = start; at < end; ) {
        const stop = after(seen.text, at, 1);
        put(made, letters.shift(), placeOf(at), seen.ends?.[stop - 1] ?? stop);
        at = stop;
      }
      told.push([first, made.starts.length, said]);
      last = end;
    }
    copy(seen.text.length);
    return [{ ...made, text: made.text.join("") }, told];
  };

  const LEFT_ASIDE = tables["view.left_aside"];

  class View {
    constructor(typed) {
      this.typed = typed;
      this.disguised = [];
      let seen = { text: typed, starts: null, ends: null };
      if (!isAscii(typed) || typed.includes("\r")) {
        if (test("view.odd", typed) || typed.normalize("NFC") !== typed) seen = composedOf(typed);
        const found = disguised(seen.text);
        if (found.length) [seen, this.disguised] = undisguise(seen, found);
      }
      this.starts = seen.starts;
      this.ends = seen.ends;
      // Networks take off what ends a post.
      this.text = rstrip(seen.text);
    }
    /** Return the stretch of what was typed that a stretch of the view stands for. */
    place(start, end) {
      if (!this.starts) return [start, end];
      if (start < end) return [this.starts[start], this.ends[end - 1]];
      const at = start < this.text.length ? this.starts[start] : start ? this.ends[start - 1] : 0;
      return [at, at];
    }
    /** Return what was typed for the sign at a place of the view, the unseen signs after it included. */
    asTyped(at) {
      const next = after(this.text, at, 1);
      if (!this.starts) return this.typed.slice(at, next);
      const end = next < this.starts.length ? this.starts[next] : this.typed.length;
      return end > this.starts[at] ? this.typed.slice(this.starts[at], end) : "";
    }
    get stretches() {
      return (this.known ??= stretches(this.text));
    }
    of(...sorts) {
      return this.stretches.filter(([sort]) => sorts.includes(sort)).map(([, start, end]) => [start, end]);
    }
    get emoji() {
      return (this.pictures ??= emoji(this.text));
    }
    get words() {
      return (this.read ??= this.without(LEFT_ASIDE.words));
    }
    get form() {
      return (this.bare ??= this.without(LEFT_ASIDE.form));
    }
    without(sorts) {
      const pieces = [];
      let last = 0;
      for (const [start, end] of this.of(...sorts)) {
        pieces.push(this.text.slice(last, start), ASIDE.repeat(end - start));
        last = end;
      }
      return pieces.join("") + this.text.slice(last);
    }
  }

  return {
    ASIDE, View, after, all, allBy, bare, before, capital, digitOf, emoji, endOf, fold, full, fullBy, isAlnum, isAlpha, isAscii,
    isDigit, isHashtag, isLower, isUpper, lstrip, match, matchBy, quoted, rstrip, search, searchBy, shown, signs, size, small,
    sourceOf, strip, tables, test, words,
  };
})();
