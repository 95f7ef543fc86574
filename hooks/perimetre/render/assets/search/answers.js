/* Answer words with pages of the reader's brand, as the box of the search wants them. Needs engine.js; is told how a part
   of the index is had, and who reads: `brand/role`, either unsaid where it is unknown. Where the reader is of no brand that there is, the titles of all brands are searched, and each
   brand is offered under the first answers: the same words are then asked there. */
"use strict";

self.PerimetreAnswers = class {
  // How many answers stand above the ways into the brands.
  static FIRST = 3;

  constructor({ reader, brands, part }) {
    const [brand, role] = reader.split("/");
    this.part = part;
    this.role = role;
    this.read = brands.includes(brand) ? [brand] : brands.length === 1 ? brands : [];
  }

  async load() {
    const more = this.read.length > 0 ? this.read.map((id) => `brands/${id}`) : ["titles"];
    const parts = await Promise.all(["house", ...more].map(this.part));
    this.choices = this.read.length > 0 ? [] : parts[0].choices;
    const made = new self.PerimetreSearch.Engine(parts);
    // What is written for authors comes last in the answers too: nobody waits for it.
    this.part("authors").then((authors) => made.include(authors), console.warn);
    return made;
  }

  async to(query) {
    this.engine ??= this.load();
    try {
      const pages = (await this.engine).find(query, this.role);
      const ways = this.choices.map(({ url, title, text }) => [
        {
          location: `${url}?q=${encodeURIComponent(query)}`,
          title: self.PerimetreSearch.escaped(title),
          text,
          score: 0,
          terms: {},
        },
      ]);
      const { FIRST } = self.PerimetreAnswers;
      return [...pages.slice(0, FIRST), ...ways, ...pages.slice(FIRST)];
    } catch (error) {
      // Nothing came: the next letter tries again.
      this.engine = undefined;
      console.warn(error);
      return [];
    }
  }
};
