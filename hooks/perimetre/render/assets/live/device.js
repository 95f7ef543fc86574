/* What a device keeps for its reader, and what it copies: a browser that does neither still answers. */
"use strict";

self.PerimetreDevice = (() => {
  const kept = (act) => {
    try {
      return act();
    } catch {
      // Storage is full or refused.
      return null;
    }
  };
  const read = (key) => kept(() => localStorage.getItem(key));
  const write = (key, value) => kept(() => localStorage.setItem(key, value));
  const forget = (key) => kept(() => localStorage.removeItem(key));

  /** Copy a text, also where the page comes from a folder or without a certificate; say whether it was copied. */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand("copy");
      field.remove();
      return isCopied;
    }
  };
  /** Copy what a button copies, and say on it that it is done; say whether it was copied. */
  const copyBy = async (button, text) => {
    if (!(await copy(text))) return false;
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = words;
    }, 3000);
    return true;
  };

  return { read, write, forget, copyBy };
})();
