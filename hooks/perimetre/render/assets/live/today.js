/* What is in force at the present instant, in the line under the title of each page; needs the data of the brand
   (`render/live/in_force.py`). What stands there without it is of the day on which the page was made, and says so. */
"use strict";

(() => {
  const box = document.querySelector(".pm-today");
  const { first, days, notices } = self.PerimetreInForce[box.dataset.brand];
  const DAY = 1440;
  const one = (selector) => box.querySelector(selector);
  const shape = { timeZone: box.dataset.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const clock = new Intl.DateTimeFormat("en", shape);

  /** Return the present wall time of the house, as minutes since the first day. */
  const present = () => {
    const { year, month, day, hour, minute } = Object.fromEntries(clock.formatToParts(Date.now()).map(({ type, value }) => [type, value]));
    return Math.round((Date.parse(`${year}-${month}-${day}T00:00Z`) - Date.parse(`${first}T00:00Z`)) / 864e5) * DAY + Number(hour) * 60 + Number(minute);
  };
  const holds = (edges, at) => {
    let edge = 0;
    return edges.filter((step) => (edge += step) <= at).length % 2 === 1;
  };

  const refresh = () => {
    if (!box.isConnected) return;
    const at = present();
    const isKnown = at >= 0 && at < days * DAY;
    one("[data-when=built]").hidden = true;
    one("[data-when=now]").hidden = !isKnown;
    for (const words of box.querySelectorAll("[data-when=unknown]")) words.hidden = isKnown;
    box.classList.toggle("pm-today--unknown", !isKnown);
    one("ul").hidden = !isKnown;
    if (!isKnown) {
      one(".pm-today-told").textContent = one(".pm-today-unknown").textContent;
      return;
    }
    const told = notices.filter(([, edges]) => holds(edges, at)).map(([text]) => text);
    one(".pm-today-told").textContent = told.join(" \u00b7 ") || one(".pm-today-none").textContent;
    one("ul").replaceChildren(
      ...told.map((text) => {
        const item = document.createElement("li");
        item.textContent = text;
        return item;
      }),
    );
  };
  refresh();
  // The hour goes on.
  setInterval(refresh, 60_000);
  document.addEventListener("visibilitychange", refresh);
})();
