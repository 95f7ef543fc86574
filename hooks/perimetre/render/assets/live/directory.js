/* Open the directory of numbers on this device: the page says which numbers it leaves open, the script of the brand holds
   them encrypted, the passphrase is typed once. What is kept is a key that no script can read, for twelve hours, and no
   number. Nothing is sent. */
"use strict";

(() => {
  const HOURS = 12;
  const form = document.querySelector(".pm-directory");
  if (!form) return;
  const one = (selector) => form.querySelector(selector);
  const places = [...document.querySelectorAll("[data-pm-contact]")].map((place) => ({ place, words: [...place.childNodes] }));
  const bytes = (letters) => Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));

  // --- what is kept: a key and until when, in a store of this browser -------------------------------------------------

  const store = (mode, use) =>
    new Promise((done, fail) => {
      const opening = indexedDB.open("perimetre.directory", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
      opening.onerror = () => fail(opening.error);
      opening.onsuccess = () => {
        const request = use(opening.result.transaction("keys", mode).objectStore("keys"));
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
        opening.result.close();
      };
    });
  /** Return what a use of the store gives, or undefined where this browser keeps nothing. */
  const tried = async (mode, use) => {
    try {
      return await store(mode, use);
    } catch {
      return undefined;
    }
  };

  // --- what is shown -------------------------------------------------------------------------------------------------

  const say = (...names) => {
    for (const word of form.querySelectorAll("[data-pm-word]")) word.hidden = !names.includes(word.dataset.pmWord);
  };
  const turn = (state) => {
    for (const part of form.querySelectorAll("[data-pm-state]")) part.hidden = part.dataset.pmState !== state;
  };
  const link = (value, mode) => {
    if (mode === "mail" && !/^[^\s<>"?&@]+@[^\s<>"?&@]+$/.test(value)) return value;
    const scheme = { phone: "tel", sms: "sms", mail: "mailto" }[mode];
    if (!scheme) return value;
    const shown = document.createElement("a");
    shown.href = `${scheme}:${mode === "mail" ? value : value.replace(/[^\d+]/g, "")}`;
    shown.textContent = value.replaceAll(" ", "\u00a0");
    return shown;
  };
  /* Where a sentence says that a number is elsewhere, the number takes its place. */
  const swap = (place, isOpen) => {
    const around = place.closest(".pm-opened");
    if (!around) return;
    around.hidden = !isOpen;
    const instead = around.parentElement.querySelector(":scope > .pm-unopened");
    if (instead) instead.hidden = isOpen;
  };
  const shut = () => {
    for (const { place, words } of places) {
      place.replaceChildren(...words);
      swap(place, false);
    }
    turn("shut");
  };
  let locking;
  const lock = () => {
    clearTimeout(locking);
    tried("readwrite", (keys) => keys.clear());
    shut();
  };
  const open = (numbers, until, isKept) => {
    const words = [];
    for (const { place } of places) {
      const value = numbers[place.dataset.pmContact];
      if (!value) {
        words.push("other");
        continue;
      }
      place.replaceChildren(link(value, place.dataset.pmMode));
      swap(place, true);
    }
    if (!isKept) words.push("unkept");
    say(...words);
    one(".pm-until").textContent = new Date(until).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    turn("open");
    clearTimeout(locking);
    locking = setTimeout(lock, Math.max(0, until - Date.now()));
  };

  // --- opening -------------------------------------------------------------------------------------------------------

  const directory = () =>
    new Promise((done, fail) => {
      if (self.PerimetreDirectory) return done(self.PerimetreDirectory);
      const script = document.createElement("script");
      script.src = form.dataset.pmDirectory;
      script.onload = () => (self.PerimetreDirectory ? done(self.PerimetreDirectory) : fail());
      script.onerror = fail;
      document.head.append(script);
    });
  const keyOf = async (passphrase, { salt, rounds }) => {
    const typed = new TextEncoder().encode(passphrase.trim().normalize("NFC"));
    const material = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
    const way = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: rounds };
    return crypto.subtle.deriveKey(way, material, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  };
  /** Return the numbers, or null: the key is not that of this directory. */
  const numbersOf = async (key, { nonce, sealed }) => {
    try {
      const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(nonce) }, key, bytes(sealed));
      return JSON.parse(new TextDecoder().decode(clear));
    } catch {
      return null;
    }
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = one("input");
    say("working");
    let sealed;
    try {
      sealed = await directory();
    } catch {
      return say("missing");
    }
    const key = await keyOf(field.value, sealed);
    const numbers = await numbersOf(key, sealed);
    if (!numbers) {
      say("wrong");
      field.select();
      return;
    }
    field.value = "";
    const until = Date.now() + HOURS * 36e5;
    open(numbers, until, (await tried("readwrite", (keys) => keys.put({ key, until }, "key"))) !== undefined);
    one(".pm-lock").focus();
  });
  one(".pm-lock").addEventListener("click", () => {
    lock();
    say();
    one("input").focus();
  });

  (async () => {
    form.hidden = false;
    if (!self.crypto?.subtle) {
      turn("");
      return say("insecure");
    }
    const kept = await tried("readonly", (keys) => keys.get("key"));
    if (!kept) return;
    // A clock that went back keeps nothing open for longer than was promised.
    if (kept.until <= Date.now() || kept.until > Date.now() + HOURS * 36e5) return lock();
    try {
      const numbers = await numbersOf(kept.key, await directory());
      if (numbers) open(numbers, kept.until, true);
    } catch {
      say("missing");
    }
  })();
})();
