/* Draw nothing anew under a finger: a button that is replaced between press and release is never clicked. What is to be drawn
   meanwhile is drawn once the pointer is up; the press then goes to what stands there now. `shown`: which incident that is. Needs nothing of the page. */
"use strict";

self.PerimetreCockpitPress = (root, draw, shown) => {
  // A press whose end was never told (a list of the system, a window that came before this one) holds nothing up any longer.
  const LONGEST = 10_000;
  // After the pointer is up comes the click, where there is one.
  const CLICK = 100;
  let since = null;
  let isOwed = false;
  let about = null;
  let lifted = 0;

  const isDown = () => since !== null && performance.now() - since < LONGEST;
  const settle = () => {
    since = null;
    if (!isOwed) return;
    isOwed = false;
    draw();
  };
  /** Draw anew: at once, or once the pointer is up. */
  const redraw = () => {
    if (isDown()) isOwed = true;
    else {
      since = null;
      isOwed = false;
      draw();
    }
  };
  /** Return what answers a press, as it is drawn now. */
  const sameAs = (part) => {
    const [key, within] = part.matches("summary") ? [part.parentElement.dataset.key, " > summary"] : [part.dataset.key, ""];
    return key === undefined ? null : root.querySelector(`[data-key="${CSS.escape(key)}"]${within}`);
  };

  const press = ({ target, button }) => {
    // A list opens over the page, which hears no more of the pointer.
    if (button !== 0 || !root.contains(target) || target.closest("select")) return;
    clearTimeout(lifted);
    [since, about] = [performance.now(), shown()];
  };
  const lift = () => {
    clearTimeout(lifted);
    if (since !== null) lifted = setTimeout(settle, CLICK);
  };
  const click = (event) => {
    since = null;
    if (!isOwed || !root.contains(event.target)) return;
    const part = event.target.closest("button, summary");
    if (part === null) return;
    // What it does was settled before what has just been written down: it is asked again of its new drawing.
    event.preventDefault();
    event.stopImmediatePropagation();
    settle();
    const again = sameAs(part);
    // What another tab has ticked meanwhile is not taken back, nor is another incident meant.
    if (again && shown() === about && again.getAttribute("aria-pressed") === part.getAttribute("aria-pressed")) again.click();
  };

  for (const name of ["pointerdown", "mousedown"]) addEventListener(name, press, true);
  for (const name of ["pointerup", "pointercancel", "mouseup", "dragend"]) addEventListener(name, lift, true);
  addEventListener("blur", lift);
  addEventListener("click", click, true);
  addEventListener("click", settle);
  return redraw;
};
