/* On a brand's other pages: the incidents that are open in the cockpit of this device, so that nobody forgets one. */
"use strict";

(() => {
  const strip = document.querySelector(".pm-open-incidents");
  const { brand, zone } = strip.dataset;
  const show = () => {
    let open = [];
    try {
      open = JSON.parse(localStorage.getItem(`perimetre-open-${brand}`)) ?? [];
    } catch {
      // Nothing is kept here, or nobody can read it.
    }
    const link = strip.querySelector("a");
    const hours = new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: zone, hourCycle: "h23", weekday: "short", hour: "2-digit", minute: "2-digit" });
    const known = Array.isArray(open) ? open.filter((each) => typeof each?.title === "string" && Number.isFinite(each.from)) : [];
    strip.querySelector(".pm-open-list").textContent = known.map(({ title, from }) => `${title} (${hours.format(from)})`).join(", ");
    link.hash = known.length === 1 ? `incident=${known[0].id}` : "";
    strip.hidden = !known.length;
  };
  addEventListener("storage", show);
  show();
})();
