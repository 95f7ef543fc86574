/* The length of a text as the network where it goes counts it, as perimetre/voice/counting.py counts it: signs, units of
   UTF-16, or X's weights; a link for what any link counts for; an emoji for one. Needs lint-text.js. */
"use strict";

self.PerimetreLength = (() => {
  const { View, after, isAscii, lstrip, signs, tables } = self.PerimetreText;
  const LIGHT = tables["counting.light"];
  const bytes = (text) => new TextEncoder().encode(text).length;

  const ofEmoji = (sign, { count }) => ({ signs: 1, weighted: 2, "utf-16": sign.length })[count] ?? bytes(sign);
  const weight = (view, at, { count }) => {
    if (count === "signs" || count === "emoji-bytes") {
      return /^\p{M}/u.test(view.text.slice(at, at + 2)) ? 0 : 1;
    }
    const typed = view.asTyped(at);
    if (isAscii(typed)) return typed ? 1 : 0;
    const written = typed.normalize("NFC");
    if (count === "utf-16") return written.length;
    const isLight = (sign) => LIGHT.some(([first, last]) => first <= sign.codePointAt(0) && sign.codePointAt(0) <= last);
    return signs(written).reduce((sum, sign) => sum + (isLight(sign) ? 1 : 2), 0);
  };

  /** Yield what each part of a text weighs, with where it starts: a link, a handle, an emoji, a sign. */
  const weights = function* (view, counting) {
    const { text } = view;
    const whole = view.emoji.map(([start, end]) => [start, end, "emoji"]);
    if (counting.links !== null) whole.push(...view.of("link").map(([start, end]) => [start, end, "link"]));
    if (counting.bare_handles) whole.push(...view.of("handle").map(([start, end]) => [start, end, "handle"]));
    whole.sort((one, other) => one[0] - other[0] || one[1] - other[1] || (one[2] < other[2] ? -1 : 1));
    let at = text.length - lstrip(text).length;
    for (const [start, end, sort] of whole) {
      // An emoji in an address is a part of it.
      if (start < at) continue;
      for (; at < start; at = after(text, at, 1)) yield [at, weight(view, at, counting)];
      if (sort === "link") yield [start, counting.links];
      else if (sort === "handle") yield [start, 1 + signs(text.slice(start + 1, end).split("@")[0]).length];
      else yield [start, ofEmoji(text.slice(start, end), counting)];
      at = end;
    }
    for (; at < text.length; at = after(text, at, 1)) yield [at, weight(view, at, counting)];
  };

  /** Return the length of a text that is looked at, and where what passes `most` begins: null where nothing does. */
  const measure = (view, counting, most = Infinity) => {
    let total = 0;
    let start = null;
    for (const [place, weighs] of weights(view, counting)) {
      total += weighs;
      if (total > most && start === null) start = place;
    }
    return { total, start };
  };
  /** Return the length of a text. */
  const lengthOf = (text, counting) => measure(new View(text), counting).total;

  const measured = new Map();
  /** Return the length of a text; a page is drawn anew every few seconds, and its texts seldom change. */
  const kept = (written, channel, way) => {
    const key = `${channel} ${written}`;
    if (measured.size > 1000) measured.clear();
    if (!measured.has(key)) measured.set(key, lengthOf(written, way));
    return measured.get(key);
  };
  /** Return the length of a text on each network, as it counts: `[{words, isOver}]`; networks that count alike together.

      ways: by channel, with the most that it takes, or null, and its name where the channel has another one; say: what puts
      it into words; list, numbers: what writes names one after the other, and a number. */
  const told = (written, channels, ways, { say, list, numbers }) => {
    const by = new Map();
    // Of a log that came from elsewhere, some may not be ours.
    const strange = channels.filter((channel) => !Object.hasOwn(ways, channel));
    for (const channel of channels) {
      if (strange.includes(channel)) continue;
      const way = ways[channel];
      const total = kept(written, channel, way);
      const key = `${total}/${way.most}`;
      by.set(key, { total, most: way.most, on: [...(by.get(key)?.on ?? []), way.name ?? channel] });
    }
    const line = ({ total, most, on }) => {
      const isOver = most !== null && total > most;
      const words = say(most === null ? "length-on" : isOver ? "length-over" : "length-of", { channel: list(on), count: numbers.format(total), total: most === null ? "" : numbers.format(most) });
      return { isOver, words };
    };
    return [...[...by.values()].map(line), ...(strange.length ? [{ isOver: false, words: list(strange) }] : [])];
  };

  return { lengthOf, measure, told };
})();
