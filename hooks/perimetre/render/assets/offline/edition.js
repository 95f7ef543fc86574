/* Say at the foot of a page which build it shows, what this device keeps of it, and when there is a newer one. */
"use strict";

(() => {
  const here = document.currentScript;
  const note = document.querySelector(".pm-edition");
  const container = navigator.serviceWorker;
  if (!note || !container || !location.protocol.startsWith("http")) return;

  const show = (name, is = true) => {
    for (const part of note.querySelectorAll(`[data-when="${name}"]`)) part.hidden = !is;
  };
  const site = new URL("../../../", here.src);
  // Whoever is led here by the copy, which lacks the page that was asked for, waits for the new build.
  const led = note.dataset.led !== undefined;
  const copied = container.controller !== null;
  let controlled = copied;
  let asked = false;
  // Longer after it was opened, a page does not come again by itself under whoever reads it.
  const AT_ONCE = 2000;

  const connected = () => show("offline", !navigator.onLine);
  for (const event of ["online", "offline"]) addEventListener(event, connected);
  connected();

  container.addEventListener("message", ({ data }) => {
    if (data.state) for (const state of ["whole", "partial", "full"]) show(state, data.state === state);
    // The newer build took over between this page's coming and its opening: nothing else says so.
    if (data.earlier && copied && !asked) offer(container.controller);
  });
  const offer = (worker) => {
    const buttons = note.querySelectorAll("[data-when=new] button");
    show("new");
    const take = () => {
      asked = true;
      // A browser may let the copy before finish what it does: seconds, in which a second press would change nothing.
      for (const button of buttons) button.disabled = true;
      if (worker.state !== "installed") location.reload();
      else worker.postMessage({ take: "now" });
    };
    for (const button of buttons) Object.assign(button, { onclick: take, disabled: false });
    // Whoever was led here waits for nothing else.
    if (led) take();
  };
  container.addEventListener("controllerchange", () => {
    if (asked) location.reload();
    else if (controlled) offer(container.controller);
    controlled = true;
  });

  const whenInstalled = (worker, registration) =>
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) offer(worker);
    });
  const follow = async (registration) => {
    const { waiting, installing } = registration;
    whenInstalled(installing, registration);
    registration.addEventListener("updatefound", () => whenInstalled(registration.installing, registration));
    // It was there before this page was: where nothing else is open and nobody has begun to read, it takes over at once, if
    // the browser lets it.
    if (waiting && controlled && navigator.userActivation?.hasBeenActive) offer(waiting);
    else if (waiting && controlled) {
      asked = true;
      const leave = () => {
        if (!asked) return;
        asked = false;
        clearTimeout(late);
        offer(waiting);
      };
      // Once: whoever presses the button then has asked.
      const late = setTimeout(leave, AT_ONCE);
      container.addEventListener("message", ({ data }) => data.shared && leave(), { once: true });
      waiting.postMessage({ take: "alone" });
    }
    const look = () => registration.update().catch(() => {});
    addEventListener("online", look);
    document.addEventListener("visibilitychange", () => document.hidden || look());
    if (led) {
      await look();
      if (navigator.onLine && !registration.installing && !registration.waiting) {
        // There is no other build, and yet the page is not that of this one: it is read without a copy.
        await registration.unregister();
        location.reload();
      }
    }
    return container.ready;
  };
  const brandLastRead = () => {
    try {
      return localStorage.getItem(`${site.pathname}perimetre.brand`) ?? "";
    } catch {
      return "";
    }
  };
  const begin = () =>
    container
      .register(new URL("offline.js", site), { scope: site.pathname, updateViaCache: "none" })
      .then(follow)
      .then(({ active }) => led || active.postMessage({ brand: note.dataset.brand || brandLastRead() }))
      .catch(() => show("partial"));
  // The copy waits until the page answers; whoever was led here waits for it.
  const beginSoon = () => self.requestIdleCallback ? requestIdleCallback(begin, { timeout: 5_000 }) : setTimeout(begin);
  if (led) begin();
  else if (document.readyState === "complete") beginSoon();
  else addEventListener("load", beginSoon);
})();
