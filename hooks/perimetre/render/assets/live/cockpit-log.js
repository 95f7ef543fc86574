/* Keep what is written down of incidents on the device: one entry for each event, which nobody changes afterwards. So two tabs
   never write over each other, and what a full or refused storage does not take is kept in the page, and said. */
"use strict";

self.PerimetreLog = (brand) => {
  const ROOT = `perimetre-log/${brand}/`;
  const OPEN = `perimetre-open-${brand}`;
  const known = new Map();
  const unsaved = new Map();
  let isRefused = false;

  const keyOf = (incident, { id }) => `${ROOT}${incident}/${id}`;
  const parsed = (key) => {
    if (!known.has(key)) {
      let event = null;
      try {
        event = JSON.parse(localStorage.getItem(key));
      } catch {
        // Cut short, or written by somebody else: it is counted, and left where it is.
      }
      known.set(key, event && typeof event.type === "string" && Number.isFinite(event.seq) && Number.isFinite(event.at) ? event : null);
    }
    return known.get(key);
  };
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(ROOT));
    } catch {
      isRefused = true;
      return [];
    }
  };

  /** Return the events of each incident, by its id, and how many entries cannot be read. */
  const read = () => {
    const incidents = new Map();
    let unreadable = 0;
    const add = (key, event) => {
      const incident = key.slice(ROOT.length).split("/")[0];
      if (!incidents.has(incident)) incidents.set(incident, []);
      incidents.get(incident).push(event);
    };
    for (const key of keys()) {
      const event = parsed(key);
      if (event === null) unreadable += 1;
      else add(key, event);
    }
    for (const [key, event] of unsaved) add(key, event);
    for (const [incident, events] of incidents) {
      // Without its first line nobody knows what it is about.
      if (!events.some(({ type, scenario }) => type === "begun" && scenario)) {
        unreadable += events.length;
        incidents.delete(incident);
      }
    }
    return { incidents, unreadable };
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
  /** Write an event down; what could not be written before is tried again first. */
  const write = (incident, event) => {
    unsaved.set(keyOf(incident, event), event);
    for (const [key, each] of unsaved) if (save(key, each)) unsaved.delete(key);
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
      if (key !== null && !key.startsWith(ROOT)) return;
      if (key === null) known.clear();
      else known.delete(key);
      changed();
    });

  return { read, write, erase, tell, watch, lost: () => unsaved.size, isRefused: () => isRefused };
};
