/* Telephone numbers in a draft, as perimetre/voice/phones.py finds them with the library `phonenumbers`: its way through a
   text, its reading of a candidate and its data, which come with the data of the checks. Needs lint-text.js. */
"use strict";

self.PerimetrePhones = (() => {
  const { ASIDE, all, digitOf, endOf, fullBy, matchBy, search, searchBy, signs, strip, tables, test } = self.PerimetreText;
  const { dialling } = self.PerimetreChecks;
  const PATTERN = dialling.patterns;
  const find = (name, text, at) => searchBy(PATTERN[name], text, at);
  const [PREMIUM, TOLL_FREE, SHARED, UAN, MOBILE] = [0, 1, 2, 6, 9];
  const SERVICES = [PREMIUM, TOLL_FREE, SHARED, UAN];
  const FEWEST = 2;
  const MOST_DIGITS = 17;
  const LONGEST = 250;

  // --- what a country says -------------------------------------------------------------------------------------------

  const known = new Map();
  const pattern = (source, flags = "") => {
    const key = flags + source;
    if (!known.has(key)) known.set(key, new RegExp(source, flags));
    return known.get(key);
  };
  const fits = (source, number) => Boolean(source) && pattern(`^(?:${source})$`).test(number);
  const begins = (source, number) => pattern(`^(?:${source})`).exec(number);
  const regionOf = (code) => dialling.codes[code]?.[0];
  /** Return whether a number has a length of its country: -1 too short, 0 possible, 1 too long, 2 otherwise wrong, 3 local. */
  const lengthOf = (number, { general: [, lengths, local] }) => {
    if (local.includes(number.length)) return 3;
    if (lengths[0] === number.length) return 0;
    if (lengths[0] > number.length) return -1;
    if (lengths.at(-1) < number.length) return 1;
    return lengths.includes(number.length) ? 0 : 2;
  };
  const isOf = (kind, number) => Boolean(kind) && (!kind[1].length || kind[1].includes(number.length)) && fits(kind[0], number);
  /** Return the rank of the sort of a number among those that the library tells apart; null: none. */
  const kindIn = (number, country) => {
    const [source, lengths] = country.general;
    if ((lengths.length && !lengths.includes(number.length)) || !fits(source, number)) return null;
    for (let rank = 0; rank < MOBILE; rank += 1) if (isOf(country.kinds[rank], number)) return rank;
    return !country.same && isOf(country.kinds[MOBILE], number) ? MOBILE : null;
  };
  const kindOf = ({ code, national }) => {
    const regions = dialling.codes[code];
    if (!regions) return null;
    const region =
      regions.length === 1
        ? regions[0]
        : regions.find((one) => {
            const country = dialling.regions[one];
            if (!country) return false;
            return country.leading ? begins(country.leading, national) !== null : kindIn(national, country) !== null;
          });
    return region && dialling.regions[region] ? kindIn(national, dialling.regions[region]) : null;
  };

  // --- reading a candidate -------------------------------------------------------------------------------------------

  const digitsOf = (text) => signs(text).filter((sign) => /\p{Nd}/u.test(sign)).map(digitOf).join("");
  const normalized = (text) => {
    if (!fullBy(PATTERN._VALID_ALPHA_PHONE_PATTERN, text)) return digitsOf(text);
    return signs(text).map((sign) => dialling.letters[sign.toUpperCase()] ?? "").join("");
  };
  const isViable = (text) => text.length >= FEWEST && fullBy(PATTERN._VALID_PHONE_NUMBER_PATTERN, text) !== null;
  const possible = (text) => {
    const first = find("_VALID_START_CHAR_PATTERN", text);
    if (!first) return "";
    let number = text.slice(first.index);
    for (const name of ["_UNWANTED_END_CHAR_PATTERN", "_SECOND_NUMBER_START_PATTERN"]) {
      const end = find(name, number);
      if (end) number = number.slice(0, end.index);
    }
    return number;
  };
  const withoutExtension = (text) => {
    const found = find("_EXTN_PATTERN", text);
    if (!found || !isViable(text.slice(0, found.index))) return text;
    return Object.values(found.groups ?? {}).some((group) => group !== undefined) ? text.slice(0, found.index) : text;
  };
  /** Take the national prefix off a number. */
  const withoutPrefix = (number, country) => {
    if (!number || !country.parsing) return number;
    const prefix = begins(country.parsing, number);
    if (!prefix) return number;
    const isNational = (text) => fits(country.general[0], text);
    const groups = prefix.slice(1);
    const rest =
      !country.transform || groups.at(-1) === undefined
        ? number.slice(prefix[0].length)
        : number.replace(pattern(country.parsing), country.transform.replace(/\\(\d)/g, "$$$1"));
    return isNational(number) && !isNational(rest) ? number : rest;
  };
  const codeAt = (number) => {
    if (!number || number[0] === "0") return [0, number];
    for (let size = 1; size <= Math.min(number.length, 3); size += 1) {
      if (dialling.codes[number.slice(0, size)]) return [Number(number.slice(0, size)), number.slice(size)];
    }
    return [0, number];
  };
  /** Return the country code of a number and what follows it; null: it cannot be read; "unknown": no country has the code. */
  const codeOf = (text, country) => {
    const plus = matchBy(PATTERN._PLUS_CHARS_PATTERN, text);
    let number = normalized(plus ? text.slice(plus[0].length) : text);
    let isAbroad = Boolean(plus);
    if (!plus) {
      const abroad = begins(country.abroad ?? "NonMatch", number);
      if (abroad) {
        const rest = number.slice(abroad[0].length);
        const digit = find("_CAPTURING_DIGIT_PATTERN", rest);
        if (!digit || digit[0] !== "0") [isAbroad, number] = [true, rest];
      }
    }
    if (isAbroad) {
      if (number.length <= FEWEST) return null;
      const found = codeAt(number);
      return found[0] ? found : "unknown";
    }
    const code = String(country.code);
    if (number.startsWith(code)) {
      const rest = withoutPrefix(number.slice(code.length), country);
      const isNational = (one) => fits(country.general[0], one);
      if ((!isNational(number) && isNational(rest)) || lengthOf(number, country) === 1) return [country.code, rest];
    }
    return [0, ""];
  };
  /** Read a candidate: the country's code and the national number; null where it is none. */
  const parse = (candidate, region) => {
    if (candidate.length > LONGEST) return null;
    const text = possible(candidate);
    if (!isViable(text)) return null;
    let country = dialling.regions[region];
    if (!country) return null;
    const number = withoutExtension(text);
    let found = codeOf(number, country);
    if (found === "unknown") {
      const plus = matchBy(PATTERN._PLUS_CHARS_PATTERN, number);
      if (!plus) return null;
      found = codeOf(number.slice(plus[0].length), country);
      if (found === "unknown" || !found?.[0]) return null;
    }
    if (!found) return null;
    let [code, national] = found;
    if (code) {
      if (regionOf(code) !== region) country = dialling.regions[regionOf(code)];
    } else {
      national += normalized(number);
      ({ code } = country);
    }
    if (national.length < FEWEST) return null;
    const rest = withoutPrefix(national, country);
    if ([0, 1].includes(lengthOf(rest, country))) national = rest;
    if (national.length < FEWEST || national.length > MOST_DIGITS) return null;
    // Zeros are kept at the beginning alone, and one digit at least follows them.
    const zeros = Math.min(/^0*/.exec(national)[0].length, national.length - 1);
    const whole = national.slice(zeros).replace(/^0+(?=\d)/, "");
    return { code, national: "0".repeat(zeros) + whole, number: whole };
  };
  const verified = (candidate, region) => {
    if (!fullBy(PATTERN._MATCHING_BRACKETS, candidate) || find("_PUB_PAGES", candidate)) return null;
    const read = parse(candidate, region);
    if (!read || !dialling.codes[read.code]) return null;
    return [0, 3].includes(lengthOf(read.national, dialling.regions[regionOf(read.code)])) ? read : null;
  };

  // --- going through a text ------------------------------------------------------------------------------------------

  const trimmed = (name, text) => {
    const end = find(name, text);
    return end ? text.slice(0, end.index) : text;
  };
  const within = (candidate, start, region, tries) => {
    for (const source of dialling.inner) {
      let group = searchBy(source, candidate);
      for (let isFirst = true; group && tries.left > 0; isFirst = false) {
        if (isFirst) {
          const head = trimmed("_UNWANTED_END_CHAR_PATTERN", candidate.slice(0, group.index));
          const read = verified(head, region);
          if (read) return { start, raw: head, read };
          tries.left -= 1;
        }
        const inner = trimmed("_UNWANTED_END_CHAR_PATTERN", group.groups.g1);
        const at = group.index + group[0].indexOf(group.groups.g1, group[0].length - group.groups.g1.length);
        const read = verified(inner, region);
        if (read) return { start: start + at, raw: inner, read };
        tries.left -= 1;
        group = searchBy(source, candidate, group.index + 1);
      }
    }
    return null;
  };
  const extracted = (candidate, start, text, region, tries) => {
    if (find("_SLASH_SEPARATED_DATES", candidate)) return null;
    if (find("_TIME_STAMPS", candidate) && matchBy(PATTERN._TIME_STAMPS_SUFFIX, text, start + candidate.length)) return null;
    const read = verified(candidate, region);
    return read ? { start, raw: candidate, read } : within(candidate, start, region, tries);
  };
  const matches = function* (text, region) {
    const tries = { left: 65535 };
    let found = find("_PATTERN", text);
    while (tries.left > 0 && found) {
      const candidate = trimmed("_SECOND_NUMBER_START_PATTERN", found[0]);
      let next = found.index + candidate.length;
      if (candidate.length >= 1) {
        const match = extracted(candidate, found.index, text, region, tries);
        if (match) {
          yield match;
          next = match.start + match.raw.length;
        } else tries.left -= 1;
      }
      found = find("_PATTERN", text, next);
    }
  };

  // --- what may be somebody's ----------------------------------------------------------------------------------------

  const aside = (name, text) => {
    const pieces = [];
    let last = 0;
    for (const found of all(name, text)) {
      pieces.push(text.slice(last, found.index), ASIDE.repeat(found[0].length));
      last = endOf(found);
    }
    return pieces.join("") + text.slice(last);
  };
  const readable = (view) => {
    let text = aside("phones.hour", aside("phones.date", view.text));
    const pieces = [];
    let last = 0;
    for (const [start, end] of view.of("link")) {
      const call = search("phones.messaging", text, start, end);
      let written = ASIDE.repeat(end - start);
      if (call) {
        const number = text.slice(endOf(call), end).replace(/^[+ ]+/, "");
        written = `${ASIDE.repeat(endOf(call) - start - 1)}+${number.padStart(end - endOf(call))}`;
      }
      pieces.push(text.slice(last, start), written);
      last = end;
    }
    text = pieces.join("") + text.slice(last);
    return [...all("phones.between", text)].reverse().reduce((told, found) => {
      const { g1, g2 } = found.groups;
      return `${told.slice(0, found.index)}${g1}-${g2}${told.slice(endOf(found))}`;
    }, text);
  };
  const isDrawn = (text, start, raw) => {
    const pairs = strip(raw).split(/\P{Nd}+/u);
    const value = (pair) => signs(pair).reduce((sum, sign) => sum * 10 + digitOf(sign), 0);
    const isPair = (pair) => signs(pair).length === 2 && value(pair) > 0 && value(pair) <= tables["phones.highest_drawn"];
    if (new Set(pairs).size < pairs.length || !pairs.every(isPair)) return false;
    const told = search("phones.draw", text, Math.max(0, start - 80), start);
    return told !== null && !test("phones.call", told[0]);
  };
  /** Return the numbers of a text that may be somebody's, each with the digits by which it may be dialled. */
  const phones = (view, region) => {
    const { text } = view;
    const told = [];
    if (!test("phones.may_ring", text)) return told;
    const house = dialling.regions[region];
    let left = tables["remarks.most"] * 10;
    for (const { start, raw: written, read } of matches(readable(view), region)) {
      if ((left -= 1) < 0) break;
      const raw = written.replace(/^[([ ]+/, "");
      const national = read.number;
      const isFrench = read.code === tables["phones.france"];
      const kind = kindOf(read);
      if (raw[0] !== "+" && raw[0] !== "＋") {
        const isOurs = read.code === (house?.code ?? 0) && raw.startsWith(house?.prefix ?? "");
        const isKnown = kind !== null || (isFrench && tables["phones.fiction"].some((prefix) => national.startsWith(prefix)));
        if (!((isOurs || raw.startsWith("00")) && isKnown) || isDrawn(text, start, raw)) continue;
      }
      if (SERVICES.includes(kind) || (isFrench && (national.length !== 9 || national[0] === "8"))) continue;
      const first = start + ("/=:".includes(text[start]) ? 1 : 0);
      told.push([first, start + written.length, [national, `0${national}`, `${read.code}${national}`]]);
    }
    return told;
  };

  return { phones };
})();
