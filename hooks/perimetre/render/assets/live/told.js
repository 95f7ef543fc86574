/* What a question in somebody's own words tells besides the act: the moment, the channel. Needs the words of the search, and
   nothing of the page. Months and days are named as the browser names them; the parts of a day as the page does. */
"use strict";

self.PerimetreTold = (() => {
  const { wordsOf } = self.PerimetreWords;
  const DAY = 864e5;
  // Of the ways to name a day, those that give its date come first.
  const DATES = 3;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").replace(/’/g, "'").toLowerCase();
  const two = (number) => String(number).padStart(2, "0");
  const dateOf = (instant) => new Date(instant).toISOString().slice(0, 10);
  const namesOf = (language, shape, instants) => {
    const named = new Intl.DateTimeFormat(language, { timeZone: "UTC", ...shape });
    return instants.map((instant) => plain(named.format(instant)));
  };
  const known = new Map();
  /** Return how a language names the months, the days from Sunday on, and today, tomorrow, the day after. */
  const calendarOf = (language) => {
    if (!known.has(language)) {
      const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
      known.set(language, {
        months: namesOf(language, { month: "long" }, [...Array(12).keys()].map((month) => Date.UTC(2026, month, 1))),
        days: namesOf(language, { weekday: "long" }, [...Array(7).keys()].map((day) => Date.UTC(2026, 10, 1 + day))),
        ahead: [0, 1, 2].map((days) => plain(relative.format(days, "day"))),
      });
    }
    return known.get(language);
  };
  // Made before it is asked for: these formats take longer to make than an answer.
  calendarOf(document.documentElement.lang);

  /** Return the day that a text names, the text without it, and whether that is a date: `["2026-12-25", "qui appeler,", true]`;
      null where none is. */
  const dayIn = (text, language, today) => {
    const { months, days, ahead: nearest } = calendarOf(language);
    const first = Date.parse(`${today}T00:00Z`);
    const named = months.join("|");
    const dated = (day, month, year) => {
      const [now] = today.split("-");
      const here = `${year ?? now}-${two(month)}-${two(day)}`;
      const isReal = !Number.isNaN(Date.parse(here)) && dateOf(Date.parse(here)) === here;
      // A date without a year is the next one.
      return !isReal ? null : year === undefined && here < today ? `${Number(now) + 1}${here.slice(4)}` : here;
    };
    const ways = [
      [`(?<!\\d)(\\d{1,2})(?:er|st|nd|rd|th)?\\s+(${named})(?:\\s+(\\d{4}))?(?!\\p{L})`, ([, day, month, year]) => dated(day, months.indexOf(month) + 1, year)],
      [`(?<!\\p{L})(${named})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?(?!\\d)`, ([, month, day, year]) => dated(day, months.indexOf(month) + 1, year)],
      ["(?<![\\d/])(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?(?![\\d/])", ([, day, month, year]) => dated(day, month, year)],
      ...[2, 1, 0].map((ahead) => [`(?<!\\p{L})${nearest[ahead]}(?!\\p{L})`, () => dateOf(first + ahead * DAY)]),
      [`(?<!\\p{L})(${days.join("|")})(?!\\p{L})`, ([, day]) => dateOf(first + ((days.indexOf(day) - new Date(first).getUTCDay() + 7) % 7) * DAY)],
    ];
    for (const [place, [pattern, read]] of ways.entries()) {
      const match = new RegExp(pattern, "u").exec(text);
      const date = match && read(match);
      if (date) return [date, text.replace(match[0], " "), place < DATES];
    }
    return [null, text, false];
  };

  /** Return the hour that a text names and the text without it: `["23:00", …]`; null where none is. */
  const hourIn = (text, isBare) => {
    const match = /(?<!\d)(\d{1,2})\s*(?::|h)\s*(\d{2})?(?!\p{L}|\d)/u.exec(text);
    // «Sous 2 h» is a delay: an hour alone is one of a day that is named, or has its minutes.
    if (!match || Number(match[1]) > 23 || Number(match[2] ?? 0) > 59 || !(isBare || match[2])) return [null, text];
    return [`${two(match[1])}:${match[2] ?? "00"}`, text.replace(match[0], " ")];
  };

  /**
   * Return the moment that a text names, by the clock of the house, and the text without it; null where it is now, or none.
   * `now`: «2026-11-28T21:10»; `parts`: those of a day, `[name, from, to, at]`, from and to an hour, at one as «21:00».
   */
  const momentIn = (text, language, now, parts) => {
    const [today, time] = now.split("T");
    let rest = plain(text);
    let [date, isDate] = [null, false];
    [date, rest, isDate] = dayIn(rest, language, today);
    const found = (name) => new RegExp(`(?<!\\p{L})${plain(name)}(?!\\p{L})`, "u");
    const part = parts.find(([name]) => found(name).test(rest));
    if (part) rest = rest.replace(found(part[0]), " ");
    let hour;
    [hour, rest] = hourIn(rest, date !== null || part !== undefined);
    // «La publication de samedi» is no moment to ask about.
    if (!isDate && !part && hour === null) return [null, text];
    const reached = Number(time.slice(0, 2));
    const isDuring = part && (part[1] < part[2] ? reached >= part[1] && reached < part[2] : reached >= part[1] || reached < part[2]);
    const isNow = (date ?? today) === today && hour === null && (isDuring || !part);
    return [isNow ? null : `${date ?? today}T${hour ?? part?.[3] ?? time}`, rest];
  };

  /** Return the channel that a text names and the text without its words; `channels`: `[id, phrases]` of each; null: none. */
  const channelIn = (text, channels) => {
    const typed = wordsOf(text);
    const named = channels
      .flatMap(([id, phrases]) => phrases.map((phrase) => [id, wordsOf(phrase)]))
      .filter(([, words]) => words.length && words.every((word) => typed.includes(word)))
      .sort(([, one], [, other]) => other.length - one.length);
    if (!named.length) return [null, text];
    const [id, words] = named[0];
    return [id, typed.filter((word) => !words.includes(word)).join(" ")];
  };

  return { momentIn, channelIn };
})();
