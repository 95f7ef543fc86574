/* Answer the box of the search in a copy that is read from a folder, where a browser runs no worker and fetches nothing:
   in the page, from parts of the index that are scripts. Stands in the place of workers, for Material's script. */
"use strict";

(() => {
  const here = document.currentScript.src;
  const site = new URL("../../../", here);
  const parts = new Map();

  /* Each part of the index calls this with what it holds. */
  self.perimetrePart = (name, content) => parts.set(name, content);

  const bring = (address) =>
    new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: address, async: false });
      script.addEventListener("load", resolve);
      script.addEventListener("error", () => reject(new Error(address)));
      document.head.append(script);
    });
  const part = async (name) => {
    await bring(new URL(`search/${name}.js`, site));
    return parts.get(name);
  };

  self.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.reader = new URL(address).hash.slice(1);
      this.last = 0;
    }

    async answers() {
      const scripts = ["minisearch.min.js", "words.js", "engine.js", "answers.js"];
      await Promise.all(scripts.map((name) => bring(new URL(name, here))));
      return new self.PerimetreAnswers({ reader: this.reader, brands: this.brands, part });
    }

    async answer(query) {
      this.made ??= this.answers();
      try {
        return await (await this.made).to(query);
      } catch (error) {
        // Nothing came: the next letter tries again.
        this.made = undefined;
        console.warn(error);
        return [];
      }
    }

    async postMessage({ type, data }) {
      if (type === 0) {
        this.brands = data.config.brands;
        this.say({ type: 1 });
      } else if (type === 2) {
        this.last += 1;
        const asked = this.last;
        const items = data.trim() ? await this.answer(data) : [];
        if (asked === this.last) this.say({ type: 3, data: { items } });
      }
    }

    say(data) {
      queueMicrotask(() => this.dispatchEvent(new MessageEvent("message", { data })));
    }
  };
})();
