/* Answer the box of the search as Material's own worker does, with our engine and the index of the reader's brand.

   Material says 0 (here is the index), is told 1 (ready), asks 2 (these words), is told 3 (these pages). The index that
   it fetches on every page only says which brands there are. Ours is fetched when words are first typed: that of the
   brand which the address of this script names, and the role after it. */
"use strict";

const folder = new URL(".", self.location);
const site = new URL("../../../", folder);
const SCRIPTS = ["minisearch.min.js", "words.js", "engine.js", "answers.js"];
let brands = [];
let answers;
let last = 0;

const part = async (name) => {
  const response = await fetch(new URL(`search/${name}.json`, site));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return response.json();
};

const answer = (query) => {
  // Material asks for nothing on every page: nothing is fetched for that.
  if (!query.trim()) return [];
  if (!answers) {
    importScripts(...SCRIPTS.map((name) => new URL(name, folder)));
    answers = new self.PerimetreAnswers({ reader: self.location.hash.slice(1), brands, part });
  }
  return answers.to(query);
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
