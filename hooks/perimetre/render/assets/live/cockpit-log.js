/* Keep what is written down of incidents on the device: one entry for each event, which nobody changes afterwards. So two tabs
   never write over each other, and what a full or refused storage does not take is kept in the page, and said. What another
   device hands over is put beside it. Needs cockpit-state.js and cockpit-shape.js. */
"use strict";

self.PerimetreLog = (brand) => {
  const { merge } = self.PerimetreCockpit;
  const { eventOf } = self.PerimetreLogShape;
  const ROOT = `perimetre-log/${brand}/`;
  const OPEN = `perimetre-open-${brand}`;
  const PARTS = `perimetre-parts/${brand}/`;
  const known = new Map();
  const unsaved = new Map();
  const loose = new Map();
  let isRefused = false;

  const keyOf = (incident, { id }) => `${ROOT}${incident}/${id}`;
  const parsed = (key) => {
    if (!known.has(key)) {
      let event = null;
      try {
        event = eventOf(JSON.parse(localStorage.getItem(key)));
      } catch {
        // Cut short, or written by somebody else: it is counted, and left where it is.
      }
      known.set(key, event);
    }
    return known.get(key);
  };
  const keys = (root = ROOT) => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(root));
    } catch {
      isRefused = true;
      return [];
    }
  };

  /** Return the events of each incident, by its id, how many entries cannot be read, and of which incidents. */
  const read = () => {
    const incidents = new Map();
    const broken = new Set();
    let unreadable = 0;
    const incidentOf = (key) => key.slice(ROOT.length).split("/")[0];
    const add = (key, event) => {
      const incident = incidentOf(key);
      if (!incidents.has(incident)) incidents.set(incident, []);
      incidents.get(incident).push(event);
    };
    for (const key of keys()) {
      const event = parsed(key);
      if (event === null) {
        unreadable += 1;
        broken.add(incidentOf(key));
      } else add(key, event);
    }
    for (const [key, event] of unsaved) add(key, event);
    for (const [incident, events] of incidents) {
      // Without its first line nobody knows what it is about.
      if (!events.some(({ type, scenario }) => type === "begun" && scenario)) {
        unreadable += events.length;
        incidents.delete(incident);
      }
    }
    return { incidents, unreadable, broken };
  };

  const save = (key, event) => {
    try {
      localStorage.setItem(key, JSON.stringify(event));
      known.set(key, event);
      return true;
    } catch {
      return false;
    }
  };
  /** Write an event down, and say whether it was; what could not be written before is tried again first. */
  const write = (incident, event) => keep([[keyOf(incident, event), event]]);
  /* Nothing is shown as written that would not be read again: of several, all are kept or none. */
  const keep = (several) => {
    const read = several.map(([key, event]) => [key, eventOf(JSON.parse(JSON.stringify(event)))]);
    if (read.some(([, event]) => event === null)) return false;
    for (const [key, event] of read) unsaved.set(key, event);
    for (const [key, each] of unsaved) if (save(key, each)) unsaved.delete(key);
    return true;
  };
  /** Put what another device has written down beside what is here; say whether it was taken. */
  const take = (incident, events) => {
    const here = new Map(keys(`${ROOT}${incident}/`).map((key) => [key, parsed(key)]));
    for (const [key, event] of unsaved) if (key.startsWith(`${ROOT}${incident}/`)) here.set(key, event);
    const isHere = new Set(here.values());
    const news = merge([...here.values()].filter(Boolean), events).filter((event) => !isHere.has(event));
    const places = new Map();
    for (const event of news) {
      let key = keyOf(incident, event);
      // The first line may come with a fuller card; whatever else stands at its place stays there.
      while (here.has(key) && !(event.type === "begun" && here.get(key)?.type === "begun")) key += "~";
      here.set(key, event);
      places.set(key, event);
    }
    return keep([...places]);
  };

  /** Return the parts of logs that came and wait for the others, by their sum: lists of `{sum, way, rank, count, letters}`. */
  const waiting = () => {
    const by = new Map();
    for (const key of new Set([...keys(PARTS), ...loose.keys()])) {
      const [sum, way, count, rank] = key.slice(PARTS.length).split(".");
      const letters = loose.get(key) ?? localStorage.getItem(key) ?? "";
      const part = { sum, way, rank: Number(rank), count: Number(count), letters };
      by.set(sum, [...(by.get(sum) ?? []), part]);
    }
    return by;
  };
  const hold = ({ sum, way, rank, count, letters }) => {
    const key = `${PARTS}${sum}.${way}.${count}.${rank}`;
    try {
      localStorage.setItem(key, letters);
    } catch {
      loose.set(key, letters);
    }
  };
  /** Wait no more for the parts of a log, or of any. */
  const release = (sum) => {
    const begins = sum === undefined ? PARTS : `${PARTS}${sum}.`;
    for (const key of keys(begins)) localStorage.removeItem(key);
    for (const key of loose.keys()) if (key.startsWith(begins)) loose.delete(key);
  };

  /** Take an incident off the device, or all of them. */
  const erase = (incident) => {
    const begins = incident === undefined ? ROOT : `${ROOT}${incident}/`;
    for (const key of keys()) if (key.startsWith(begins)) localStorage.removeItem(key);
    for (const several of [known, unsaved]) for (const key of several.keys()) if (key.startsWith(begins)) several.delete(key);
  };

  /** Tell the other pages of the brand which incidents are open: `[{id, title, from}]`. */
  const tell = (open) => {
    try {
      if (open.length) localStorage.setItem(OPEN, JSON.stringify(open));
      else localStorage.removeItem(OPEN);
    } catch {
      // The home does without.
    }
  };

  /** Say when another tab has written or erased something. */
  const watch = (changed) =>
    addEventListener("storage", ({ key }) => {
      if (key !== null && !key.startsWith(ROOT) && !key.startsWith(PARTS)) return;
      if (key === null) known.clear();
      else known.delete(key);
      changed();
    });

  return { read, write, take, erase, waiting, hold, release, tell, watch, lost: () => unsaved.size, isRefused: () => isRefused };
};
