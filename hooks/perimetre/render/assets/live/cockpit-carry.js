/* Carry a log from one device to another: as a file, as the text of a link, or as a chain of links short enough for a code that
   a phone scans. What comes in is read with care. Needs cockpit-shape.js, and nothing of the page. */
"use strict";

self.PerimetreCarry = (() => {
  const { eventOf, scenarioOf, isName, isText } = self.PerimetreLogShape;
  const KIND = "perimetre-log";
  // What is read at most, in signs, and of one log in lines: a thousand lines with their texts weigh a tenth of it.
  const LARGEST = 4_000_000;
  const LINES = 10_000;
  // What a code holds and a phone still reads from a phone, in signs; beyond so many, nobody scans them.
  const CODE = 1_100;
  const CODES = 12;
  const PARTS = 99;
  const LINK = /take=([zj])\.(\d{1,2})\.(\d{1,2})\.([0-9a-z]{1,7})\.([\w-]+)/g;

  // --- bytes ---------------------------------------------------------------------------------------------------------

  const through = async (bytes, stream, most = Infinity) => {
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const chunks = [];
    let size = 0;
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      size += value.length;
      // What unpacks into more than anybody writes is no log.
      if (size > most) {
        await reader.cancel();
        throw new RangeError();
      }
      chunks.push(value);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  };
  const lettered = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  };
  const bytesOf = (letters) => Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  /** Return what tells a text from one that was cut or changed on the way: no seal. */
  const sumOf = (text) => {
    let sum = 0x811c9dc5;
    for (const sign of text) sum = Math.imul(sum ^ sign.charCodeAt(0), 0x01000193) >>> 0;
    return sum.toString(36);
  };

  // --- out -----------------------------------------------------------------------------------------------------------

  /** Return a log as fragments of an address, the whole as one, and in parts for codes: `{whole, codes}`.

      `log`: `{id, brand, scenario, events}`. Where every device has the same card, `scenario` names it and no more. */
  const pack = async (log, address) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ kind: KIND, ...log }));
    const isPacked = "CompressionStream" in self;
    const letters = lettered(isPacked ? await through(bytes, new CompressionStream("deflate-raw")) : bytes);
    const sum = sumOf(letters);
    const fragment = (rank, count, part) => `#take=${isPacked ? "z" : "j"}.${rank}.${count}.${sum}.${part}`;
    const room = Math.max(200, CODE - address.length - fragment(99, 99, "").length);
    const count = Math.ceil(letters.length / room);
    const codes = count > CODES ? [] : Array.from({ length: count }, (_, rank) => fragment(rank + 1, count, letters.slice(rank * room, (rank + 1) * room)));
    return { whole: fragment(1, 1, letters), codes };
  };

  // --- in ------------------------------------------------------------------------------------------------------------

  /** Return the parts of logs that stand in a text or an address: `[{sum, way, rank, count, letters}]`. */
  const partsIn = (text) =>
    [...text.slice(0, LARGEST).matchAll(LINK)]
      .map(([, way, rank, count, sum, letters]) => ({ way, rank: Number(rank), count: Number(count), sum, letters }))
      .filter(({ rank, count, letters }) => rank >= 1 && rank <= count && count <= PARTS && (count === 1 || letters.length <= 4 * CODE));
  const wordOf = (wrong) => ({ wrong });
  /** Return what a log as data says: `{log}`, or `{wrong}`: a word for what it is instead. */
  const logOf = (text) => {
    if (text.length > LARGEST) return wordOf("too-large");
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      return wordOf(text.trimStart().startsWith("{") ? "cut" : "no-log");
    }
    if (data === null || typeof data !== "object" || data.kind !== KIND) return wordOf("no-log");
    const { id, brand, scenario, card, events } = data;
    if (!isName(id) || !isName(brand) || !Array.isArray(events)) return wordOf("no-log");
    if (events.length > LINES) return wordOf("too-large");
    const known = scenarioOf(card) ?? scenarioOf(scenario);
    const named = scenario !== null && typeof scenario === "object" && isName(scenario.id) && isText(scenario.title) ? { id: scenario.id, title: scenario.title, version: isName(scenario.version) ? scenario.version : "unknown" } : null;
    if (!known && !named) return wordOf("no-log");
    // As it is exported, an instant is a date, and what was worked out stands beside what was written down.
    const read = (event) => {
      if (event === null || typeof event !== "object") return null;
      const { wall: _, says: __, at, ...more } = event;
      return eventOf({ ...more, at: typeof at === "string" ? Date.parse(at) : at });
    };
    const lines = events.map(read);
    const kept = lines.filter(Boolean);
    if (!kept.some(({ type }) => type === "begun")) return wordOf("no-beginning");
    return { log: { id, brand, scenario: known, named: known ?? named, events: kept, unread: lines.length - kept.length } };
  };
  /** Return what the parts of one log say, once they are all there. */
  const joined = async (parts) => {
    const letters = [...parts].sort((one, other) => one.rank - other.rank).map((part) => part.letters).join("");
    const [{ way, sum }] = parts;
    if (sumOf(letters) !== sum) return wordOf("cut");
    if (way === "z" && !("DecompressionStream" in self)) return wordOf("no-unpacking");
    try {
      const bytes = bytesOf(letters);
      return logOf(new TextDecoder().decode(way === "z" ? await through(bytes, new DecompressionStream("deflate-raw"), LARGEST) : bytes));
    } catch (error) {
      return wordOf(error instanceof RangeError ? "too-large" : "cut");
    }
  };

  /** Return the events of a log with the card that they are followed by: the one with which the incident began, else today's
      of this device, else its name alone; `asked`: the version that it stands in for. */
  const withCard = ({ scenario, named, events }, cards) => {
    const today = Object.hasOwn(cards, named.id) ? cards[named.id] : undefined;
    const stub = { id: named.id, version: named.version, title: named.title, steps: [], statements: [] };
    const card = scenario ?? (today?.version === named.version ? today : { ...(today ?? stub), asked: named.version });
    return events.map((event) => (event.type === "begun" ? { ...event, scenario: card } : event));
  };

  return { LARGEST, pack, partsIn, logOf, joined, withCard };
})();
