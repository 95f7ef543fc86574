/* Answer the box of the search as Material's own worker does, with our engine and the index of the reader's brand.

   Material says 0 (here is the index), is told 1 (ready), asks 2 (these words), is told 3 (these pages). The index that
   it fetches on every page only says which brands there are. Ours is fetched when words are first typed: that of the
   brand which the address of this script names. Where it names none that there is, the titles of all brands, and each is
   offered under the first answers: the same words are then asked there. */
"use strict";

const folder = new URL(".", self.location);
const site = new URL("../../../", folder);
// How many answers stand above the ways into the brands.
const FIRST = 3;
let brands = [];
let engine;
let choices = [];
let last = 0;

const part = async (name) => {
  const response = await fetch(new URL(`search/${name}.json`, site));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
};

const load = async () => {
  const brand = self.location.hash.slice(1);
  const read = brands.includes(brand) ? [brand] : brands.length === 1 ? brands : [];
  const more = read.length > 0 ? read.map((id) => `brands/${id}`) : ["titles"];
  const parts = await Promise.all(["house", ...more].map(part));
  importScripts(...["minisearch.min.js", "words.js", "engine.js"].map((name) => new URL(name, folder)));
  choices = read.length > 0 ? [] : parts[0].choices;
  const made = new self.PerimetreSearch.Engine(parts);
  // What is written for authors comes last in the answers too: nobody waits for it.
  part("authors").then((authors) => made.include(authors), console.warn);
  return made;
};

const wayInto = ({ url, title, text }, query) => ({
  location: `${url}?q=${encodeURIComponent(query)}`,
  title: self.PerimetreSearch.escaped(title),
  text,
  score: 0,
  terms: {},
});

const answer = async (query) => {
  if (!query.trim()) return [];
  engine ??= load();
  try {
    const pages = (await engine).find(query);
    const ways = choices.map((brand) => [wayInto(brand, query)]);
    return [...pages.slice(0, FIRST), ...ways, ...pages.slice(FIRST)];
  } catch (error) {
    // Nothing came: the next letter tries again.
    engine = undefined;
    console.warn(error);
    return [];
  }
};

self.addEventListener("message", async ({ data: { type, data } }) => {
  if (type === 0) {
    brands = data.config.brands;
    self.postMessage({ type: 1 });
  } else if (type === 2) {
    last += 1;
    const asked = last;
    const items = await answer(data);
    // What was typed while the index came is answered once, for the last letter.
    if (asked === last) self.postMessage({ type: 3, data: { items } });
  }
});
