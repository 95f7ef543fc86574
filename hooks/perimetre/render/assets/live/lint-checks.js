/* The checks of a draft that no brand's words bear on, as their modules of perimetre/voice/ make them: figures without a
   source, what names somebody, tu or vous, capitals, typography, letters that look like ours. Needs lint-phones.js and
   lint-phrases.js. */
"use strict";

self.PerimetreChecksOf = (() => {
  const text_ = self.PerimetreText;
  const { after, all, allBy, bare, before, capital, endOf, fold, full, isAlnum, isDigit, isUpper, match, quoted, rstrip, search, signs, size, strip, tables, test } =
    text_;
  const { opensASentence, tokens } = self.PerimetrePhrases;
  const { phones } = self.PerimetrePhones;

  // --- figures -------------------------------------------------------------------------------------------------------

  const isAllTheTime = (figure) => {
    const numbers = figure.match(/[0-9]+/g) ?? [];
    return numbers.length === 2 && numbers[0] === numbers[1] && figure.toLowerCase().includes("sur");
  };
  const claims = function* (view) {
    const text = view.form;
    const links = view.of("link").map(([start]) => start);
    let sourced = [0, -1, false];
    for (const figure of all("claims.figure", text)) {
      const start = figure.index;
      const end = endOf(figure);
      if (/[-–−]$/.test(strip(text.slice(before(text, start, 2), start)))) continue;
      if (match("claims.offer", text.slice(end, after(text, end, 40))) || isAllTheTime(figure[0])) continue;
      if (!(sourced[0] <= start && start < sourced[1])) {
        // What begins before the figure, its own start included, as Python's rfind does.
        const first = text.slice(0, start).lastIndexOf("\n\n") + 1;
        const next = text.indexOf("\n\n", end);
        const last = next < 0 ? text.length : next;
        const isLinked = links.some((place) => first <= place && place < last);
        sourced = [first, last, isLinked || search("claims.source", text, first, last) !== null];
      }
      if (sourced[2]) continue;
      const message = ["figure-is-used-as-proof-say-where-it-comes-from-and-from-when", { figure: quoted(figure[0]) }];
      yield { start, end, rule: "claims-have-a-source", level: "warning", message };
    }
  };

  // --- what names somebody -------------------------------------------------------------------------------------------

  const LENGTHS = tables["privacy.lengths"];
  const UNITS = new Set(tables["privacy.units"]);
  const LOCAL = new Set(tables["privacy.local"]);
  const fitsIban = (run) => {
    const letters = signs(run.toUpperCase()).filter(isAlnum).join("");
    if (!/^[\x00-\x7f]*$/.test(letters)) return false;
    const moved = letters.slice(4) + letters.slice(0, 4);
    let rest = 0;
    for (const sign of moved) for (const digit of String(parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
    return rest === 1;
  };
  const accounts = function* (text) {
    for (const account of all("privacy.account", text)) {
      const start = account.index;
      const run = account[0];
      const country = run.slice(0, 2).toUpperCase();
      const wanted = LENGTHS[country];
      let count = 0;
      let isReached = false;
      for (let at = 0; at < run.length && !isReached; at += 1) {
        if (isAlnum(run[at])) count += 1;
        if (count !== wanted) continue;
        isReached = true;
        if (fitsIban(run.slice(0, at + 1))) yield [start, start + at + 1];
      }
      const whole = rstrip(run);
      if (!isReached && wanted === undefined && count >= 15 && count <= 34 && fitsIban(whole)) yield [start, start + whole.length];
    }
  };
  const reach = (run, count) => {
    let left = count;
    for (let at = 0; at < run.length; at += 1) {
      if (isAlnum(run[at])) left -= 1;
      if (!left) return at + 1;
    }
    return 0;
  };
  const cards = function* (text) {
    for (const card of all("privacy.card", text)) {
      const run = card[0];
      const end = reach(run, run[0] === "3" ? 15 : 16);
      const digits = [...run.slice(0, end)].filter((sign) => /[0-9]/.test(sign)).map(Number).reverse();
      const sum = digits.reduce((made, digit, at) => made + (at % 2 ? Math.floor((2 * digit) / 10) + ((2 * digit) % 10) : digit), 0);
      if (end && !/[0-9]/.test(run[end] ?? "") && sum % 10 === 0) yield [card.index, card.index + end];
    }
  };
  const socialSecurity = function* (text) {
    for (const written of all("privacy.social_security", text)) {
      const end = reach(written[0], 15);
      const letters = [...written[0].slice(0, end)].filter(isAlnum).join("");
      if (!end || !/^[0-9]+$/.test(letters.slice(0, 5) + letters.slice(7))) continue;
      // Corsica's departments, 2A and 2B, count as 19 and 18.
      const number = letters.slice(0, 13).replaceAll("2A", "19").replaceAll("2B", "18");
      if (/^[0-9]+$/.test(number) && 97n - (BigInt(number) % 97n) === BigInt(letters.slice(13))) yield [written.index, written.index + end];
    }
  };
  const orders = function* (text) {
    for (const order of all("privacy.order", text)) {
      const { number, mark, several } = order.groups;
      const unit = strip(order.groups.unit ?? "").toLowerCase();
      if (full("privacy.measure", number)) continue;
      if (!mark && !number.startsWith("#")) {
        const counts = several || /[sx€$%]$/.test(unit) || UNITS.has(unit);
        if (full("privacy.year", number) || (isDigit(number) && counts)) continue;
      }
      // The number is what stands last, but for its unit.
      const end = endOf(order) - (order.groups.unit ?? "").length;
      yield [end - number.length, end];
    }
  };
  const mails = function* (text) {
    let last = 0;
    for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", at + 1)) {
      const from = Math.max(last, before(text, at, 64));
      let start = at;
      while (start > from && LOCAL.has(text[start - 1])) start -= 1;
      const domain = match("privacy.domain", text, at + 1);
      const end = domain ? at + 1 + domain[0].replace(/[.-]+$/, "").length : at;
      if (start < at && text.slice(at + 1, end).replace(/^\.+|\.+$/g, "").includes(".")) yield [start, end];
      last = at + 1;
    }
  };
  const isOwn = (mail, own) => {
    if (own.mails.includes(mail)) return true;
    const at = mail.indexOf("@");
    if (!own.domains.includes(mail.slice(at + 1))) return false;
    return !own.people.includes(bare(fold(mail.slice(0, at))).split(/[._+-]/).filter(Boolean).sort().join(" "));
  };
  /** Return the stretches, in the order of the text, that overlap nothing taken. */
  const free = (stretches, taken) => {
    let at = 0;
    return stretches.filter(([start, end]) => {
      while (at < taken.length && taken[at][1] <= start) at += 1;
      return at === taken.length || end <= taken[at][0];
    });
  };
  const privacy = function* (view, { own, country }, isPrivate) {
    const { text } = view;
    if (!test("privacy.may_name", text)) return;
    const sometimes = isPrivate ? "warning" : "error";
    const numbers = phones(view, country).filter(([, , dialled]) => !dialled.some((one) => own.numbers.includes(one)));
    const inAddresses = view.of("link", "handle");
    const searches = [
      [[...accounts(text)], "error", "this-is-a-bank-account"],
      [[...socialSecurity(text)], "error", "this-is-a-social-security-number"],
      [[...cards(text)], "error", "this-is-a-bank-card"],
      [numbers, sometimes, "this-phone-number-is-not-one-that-the-handbook-gives"],
      [[...mails(text)].filter(([start, end]) => !isOwn(text.slice(start, end).toLowerCase(), own)), sometimes, "this-is-somebody-s-email-address"],
      [[...orders(text)], sometimes, "this-is-the-number-of-an-order-or-a-file"],
    ];
    let taken = [];
    for (const [stretches, level, what] of searches) {
      const found = free(stretches === numbers ? stretches : free(stretches, inAddresses), taken);
      taken = [...taken, ...found].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      const message = ["what-what-is-published-gets-indexed-and-what-is-private-gets-shared-remove-it", { what: [what, {}] }];
      for (const [start, end] of found) yield { start, end, rule: "no-personal-data-in-public-text", level, message };
    }
  };

  // --- tu or vous ----------------------------------------------------------------------------------------------------

  const INSTEAD = tables["address.instead"];
  const familiar = function* (text) {
    for (const word of all("address.tu", text)) {
      const start = word.index;
      const end = endOf(word);
      const lowered = word[0].toLowerCase();
      const isElided = word.groups.g2 !== undefined;
      if (lowered === "ton" && test("address.noun_before", text.slice(before(text, start, 12), start))) continue;
      if (text[start - 1] === "-" && isElided) continue;
      const isPossessive = ["tiens", "tien", "tienne", "tiennes"].includes(lowered);
      if (isPossessive && !test("address.article_before", text.slice(before(text, start, 5), start))) continue;
      yield [start, isElided ? end + 1 : end];
    }
  };
  const outside = (stretches, quotes) => {
    let at = 0;
    return stretches.filter(([start]) => {
      while (at < quotes.length && quotes[at][1] <= start) at += 1;
      return at === quotes.length || start < quotes[at][0];
    });
  };
  const address = function* (view, use) {
    const text = view.form;
    const quotes = [...all("address.quoted", text)].map((quote) => [quote.index, endOf(quote)]);
    const tu = outside([...familiar(text)], quotes);
    const vous = outside([...all("address.vous", text)].map((word) => [word.index, endOf(word)]), quotes);
    const told = { rule: "address-is-kept", source: "address" };
    if (use === "as-addressed" && tu.length && vous.length) {
      const [start, end] = tu[0][0] > vous[0][0] || (tu[0][0] === vous[0][0] && tu[0][1] >= vous[0][1]) ? tu[0] : vous[0];
      yield { ...told, start, end, level: "warning", message: ["this-text-says-tu-and-vous-to-the-same-person-keep-to-the-one-they-use", {}] };
    }
    for (const [start, end] of use === "vous" ? tu : []) {
      const word = text.slice(start, end);
      const instead = INSTEAD[word.toLowerCase().replace(/['’]+$/, "")];
      const replacements = [isUpper(word[0]) ? capital(instead) : instead];
      const message = ["word-says-tu-here-we-say-vous", { word: quoted(word) }];
      yield { ...told, start, end, level: "warning", message, replacements, literal: true };
    }
    for (const [start, end] of use === "tu" ? vous : []) {
      const message = ["word-says-vous-here-we-say-tu-unless-several-people-are-meant", { word: quoted(text.slice(start, end)) }];
      yield { ...told, start, end, level: "info", message };
    }
  };

  // --- capitals ------------------------------------------------------------------------------------------------------

  const SAID = new Set(tables["capitals.said"]);
  const LONG = tables["capitals.long"];
  const PLAIN = Object.fromEntries([..."ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ"].map((sign, rank) => [sign, "AAACEEEEIIOOUUUY"[rank]]));
  const isSaid = (letters) =>
    size(letters) < 2 ||
    (match("capitals.begins", letters) !== null && test("capitals.ends", letters) && !test("capitals.too_many_consonants", letters));
  const isByRight = (word, names) => {
    const told = tokens(word);
    if (told.every((token) => names.has(token))) return true;
    const letters = told.join("").toUpperCase();
    return SAID.has(letters) || !isSaid([...letters].map((sign) => PLAIN[sign] ?? sign).join(""));
  };
  const runs = (text) => {
    const found = [];
    let [start, end] = [-1, -1];
    const keep = () => {
      if (size(text.slice(Math.max(start, 0), Math.max(end, 0))) > 1) found.push([start, end]);
    };
    for (const word of all("capitals.capitals", text)) {
      if (!isUpper(word[0])) continue;
      const between = text.slice(Math.max(end, 0), word.index);
      if (end >= 0 && size(between) <= 3 && /^[ \u00a0\u202f’'!-]*$/.test(between)) {
        end = endOf(word);
        continue;
      }
      keep();
      [start, end] = [word.index, endOf(word)];
    }
    keep();
    return found;
  };
  const capitals = function* (view, mechanics, names) {
    const asking = mechanics.filter((mechanic) => mechanic.capitals);
    for (const [start, end] of runs(view.form)) {
      const words = view.text.slice(start, end);
      const written = [...all("capitals.capitals", words)].map(([word]) => word);
      const rights = new Map(written.map((word) => [word, isByRight(word, names)]));
      const sizes = written.filter((word) => !rights.get(word) && size(word) > 1).map(size);
      const total = sizes.reduce((sum, one) => sum + one, 0);
      if (!(total >= LONG && Math.max(...sizes) >= (sizes.length > 1 ? 4 : LONG))) continue;
      const lowered = words.replace(new RegExp(text_.sourceOf("capitals.capitals"), "gu"), (word) =>
        size(word) > 1 && rights.get(word) ? word : word.toLowerCase(),
      );
      yield {
        start, end, rule: "message-fits-its-channel", level: asking.length ? "warning" : "info",
        message: ["words-is-shouting-write-it-in-lower-case-if-it-is-a-name-add-it-to-the-lexicon", { words: quoted(words) }],
        source: asking[0]?.id ?? "", others: asking.slice(1).map(({ id }) => id),
        replacements: [opensASentence(view, start) ? capital(lowered) : lowered], literal: true,
      };
    }
  };

  // --- typography, letters -------------------------------------------------------------------------------------------

  const typography = function* (view) {
    const { text } = view;
    const smiles = [...all("typography.smile", view.form)].map((smile) => [smile.index, endOf(smile)]);
    const untouched = [...view.stretches.map(([, start, end]) => [start, end]), ...smiles].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    for (const [source, write, what] of self.PerimetreChecks.typography) {
      let at = 0;
      for (const sign of allBy(source, text)) {
        const start = sign.index;
        const end = endOf(sign);
        while (at < untouched.length && untouched[at][1] <= start) at += 1;
        const near = untouched[at];
        if (near && (near[0] <= start || (near[0] === end && text[end] !== undefined && ":;".includes(text[end])))) continue;
        const instead = sign.groups?.g1 === undefined ? write : write.replace("{}", () => strip(sign.groups.g1));
        if (text.slice(start, end) === instead) continue;
        yield { start, end, rule: "typography-is-french", level: "suggestion", message: [what, {}], replacements: [instead], literal: true };
      }
    }
  };
  const letters = function* (view) {
    for (const [start, end, plain] of view.disguised) {
      const message = ["word-is-not-in-our-letters-though-it-looks-so-no-search-finds-it", { word: quoted(plain) }];
      yield { start, end, rule: "letters-are-plain", level: "warning", message, replacements: [plain], literal: true };
    }
  };

  return { address, capitals, claims, letters, privacy, typography };
})();
