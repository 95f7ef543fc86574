/* While somebody types: what can be said at once of a form is asked of the desk, and said below it. Without this script
   the same is said when one looks. Nothing is asked of anybody else. */

(() => {
  "use strict";
  const form = document.getElementById("form");
  const shown = document.getElementById("shown");
  if (shown) shown.focus();
  if (!form) return;
  const live = document.getElementById("live");
  // In milliseconds: one who types is not interrupted at each letter.
  const PAUSE = 700;
  let waiting = 0;
  let asked = 0;

  const isComplete = () => [...form.querySelectorAll("[data-needed]")].every(one => one.value !== "");

  async function told(address, body) {
    const response = await fetch(address, { method: "POST", body });
    if (!response.ok) throw new Error(response.statusText);
    return [...new DOMParser().parseFromString(await response.text(), "text/html").body.childNodes];
  }

  async function check() {
    const mine = ++asked;
    const found = isComplete() ? await told(form.dataset.check, new URLSearchParams(new FormData(form))) : [];
    if (mine === asked) live.replaceChildren(...found);
  }

  // What was shown is of what was filled in then: it can no longer be saved as it is.
  function changed() {
    for (const button of document.querySelectorAll('button[value="save"]')) button.closest(".do").hidden = true;
    for (const button of form.querySelectorAll('button[value="look"]')) button.classList.remove("quiet");
    clearTimeout(waiting);
    waiting = setTimeout(() => check().catch(() => live.replaceChildren()), PAUSE);
  }

  // The rules take seconds: the rest is shown first, and they are asked then.
  const later = document.createElement("input");
  Object.assign(later, { type: "hidden", name: "later", value: "yes" });
  form.append(later);
  const rules = document.querySelector("[data-rules]");
  if (rules) {
    told(rules.dataset.rules, new URLSearchParams())
      .catch(() => [rules.dataset.failed])
      .then(found => rules.replaceChildren(...found));
  }

  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    document.body.setAttribute("aria-busy", "true");
  });
})();
