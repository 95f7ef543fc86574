/* Hand an incident over, and take one in: a summary in words, a text for the chat of a team, a code or a link that another
   phone opens, a file. What comes in is shown before it is taken. Needs the other files of the cockpit; the code is drawn by
   QR Code Generator (qrcode-generator.js), which is brought once it is asked for. */
"use strict";

self.PerimetreCockpitRelay = (({ src }) => ({ text, act, run, kept, draw, log, brand }) => {
  const { say, hour, list } = text;
  const { merge, state } = self.PerimetreCockpit;
  const { LARGEST, pack, partsIn, logOf, joined, withCard } = self.PerimetreCarry;
  const { made, button, field, typed, fold, note, section, drop } = draw;
  // Around a code stays so much white, in its own squares, or no phone finds it.
  const QUIET = 4;

  // --- the code ------------------------------------------------------------------------------------------------------

  const drawer = () =>
    new Promise((ready, failed) => {
      if (self.qrcode) return ready();
      const script = made("script", { src: new URL("qrcode-generator.js", src).href });
      script.addEventListener("load", ready);
      script.addEventListener("error", failed);
      document.head.append(script);
    });
  const shape = (name, given, ...inside) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  let last = null;
  /** Return the drawing of an address; the page is drawn anew every few seconds, and the code stays. */
  const codeOf = (address, label) => {
    if (last?.address === address) return last.drawn;
    const code = self.qrcode(0, "L");
    code.addData(address);
    code.make();
    const size = code.getModuleCount();
    const squares = Array.from({ length: size * size }, (_, at) => [at % size, Math.floor(at / size)]).filter(([x, y]) => code.isDark(y, x));
    const path = squares.map(([x, y]) => `M${x + QUIET} ${y + QUIET}h1v1h-1z`).join("");
    const whole = size + 2 * QUIET;
    const drawn = shape("svg", { viewBox: `0 0 ${whole} ${whole}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" }, shape("rect", { width: whole, height: whole, fill: "#fff" }), shape("path", { d: path, fill: "#000" }));
    last = { address, drawn };
    return drawn;
  };

  // --- out -----------------------------------------------------------------------------------------------------------

  const address = location.href.split("#")[0];
  /** A page that stands in a folder of this device has no address for another one. */
  const isReached = /^https?:$/.test(location.protocol);
  const carry = async (who) => {
    const incident = run.shown();
    if (!act("carried", who ? { who } : {})) return;
    const { scenario, log: lines } = run.now();
    const { id, title, version, asked } = scenario;
    const isCommon = asked === undefined && run.stands({ scenario }).length === 0;
    const events = lines.map(({ kept: { scenario: _, ...event } }) => event);
    const packed = await pack({ id: incident, brand, scenario: isCommon ? { id, title, version } : scenario, events }, address);
    const isDrawn = await drawer().then(() => true, () => false);
    // Another one is shown meanwhile, or this one was erased: nothing of it stands there.
    if (run.shown() !== incident || !log.read().incidents.has(incident)) return;
    Object.assign(kept, { carried: { ...packed, codes: isDrawn ? packed.codes : [], incident, count: lines.length }, code: 0 });
    run.redraw();
    run.tell(say(packed.codes.length ? "carry-ready" : "carry-long"));
  };
  const codes = ({ codes: several }) => {
    if (!several.length) return note(say("carry-long"));
    const at = kept.code;
    const label = several.length > 1 ? say("code-of", { rank: at + 1, count: several.length }) : say("code-alone");
    const to = (rank) => () => {
      kept.code = rank;
      run.redraw();
      run.tell(say("code-of", { rank: rank + 1, count: several.length }));
    };
    const step = (name, rank) => button(name, say(name), several[rank] === undefined ? () => {} : to(rank), several[rank] === undefined ? { "aria-disabled": "true" } : {});
    const turn = several.length > 1 ? made("p", { class: "pm-cp-line" }, step("code-before", at - 1), step("code-next", at + 1)) : "";
    return [made("figure", { class: "pm-cp-code" }, codeOf(address + several[at], label), made("figcaption", {}, made("strong", {}, label), " ", say("code-how"))), turn];
  };
  const carried = (it) => {
    const ready = kept.carried;
    if (!ready || ready.incident !== run.shown()) return "";
    const news = it.log.length - ready.count;
    const link = address + ready.whole;
    return made(
      "div",
      { class: "pm-cp-carried" },
      news > 0 ? made("p", { class: "pm-banner" }, say("carry-again", { count: news })) : "",
      codes(ready),
      made(
        "p",
        { class: "pm-cp-line" },
        button("carry-copy", say("carry-copy"), ({ currentTarget }) => run.copy(currentTarget, link), { "data-done": say("copied") }),
        navigator.share ? button("carry-share", say("share"), () => navigator.share({ url: link }).catch(() => {})) : "",
        button("carry-close", say("carry-close"), () => {
          kept.carried = null;
          run.redraw();
          document.querySelector('[data-key="carry"]')?.focus();
        }),
      ),
      note(say("carry-open")),
    );
  };

  const handover = (it) => {
    const [part, input] = field("handover-to", say("to-whom"), { type: "text" });
    const [mine, name] = field("device-name", say("device-name"), { type: "text", value: run.device.name() }, say("device-name-hint"));
    const incident = run.shown();
    /** Say of which device the lines are, once; return to whom they are handed, null where nothing can be handed over. */
    const sign = () => {
      const [to, who] = [typed(input, false), typed(name, false)];
      if (to === null || who === null) return null;
      if (who === run.device.name() && (!who || it.names.get(run.device.id()) === who)) return to;
      drop("device-name");
      run.device.call(who);
      return !who || act("signed", { who }) ? to : null;
    };
    /** Nothing is handed over before it has left the page; another incident may be shown by then. */
    const gone = (paper) => () => {
      if (paper.isHanded) return;
      paper.isHanded = true;
      act("handed", paper.to ? { who: paper.to } : {}, incident);
    };
    const drawn = (paper) => [
      made("textarea", { class: "pm-cp-paper", rows: "14", readonly: true, "aria-label": say("hand-over"), "data-key": "paper" }, paper.words),
      made(
        "div",
        { class: "pm-cp-line" },
        button("handover-copy", say("copy"), async ({ currentTarget }) => (await run.copy(currentTarget, paper.words)) && gone(paper)(), { "data-done": say("copied") }),
        navigator.share ? button("handover-share", say("share"), () => navigator.share({ text: paper.words }).then(gone(paper), () => {})) : "",
      ),
    ];
    return section(
      "handover",
      say("hand-over"),
      made("p", { class: "pm-cp-silent" }, made("strong", {}, say("nobody-told"))),
      made("div", { class: "pm-cp-line" }, part, mine),
      made("h4", {}, say("in-words")),
      note(say("hand-over-hint")),
      made("div", { class: "pm-cp-line" }, button("handover-do", say("hand-over-do"), () => {
        const to = sign();
        const now = to === null ? null : run.now();
        if (now === null) return;
        kept.paper = { incident, to, words: text.handedOver(now, to), isHanded: false };
        run.redraw();
      }), button("chat-copy", say("chat-copy"), run.copyOf(text.chat), { "data-done": say("copied") })),
      ...(kept.paper?.incident === incident ? drawn(kept.paper) : []),
      made("h4", {}, say("whole-log-over")),
      note(say(isReached ? "carry-hint" : "carry-file-only")),
      made("div", { class: "pm-cp-line" }, isReached ? button("carry", say("carry"), () => {
        const to = sign();
        if (to !== null) carry(to);
      }) : "", button("carry-file", say("carry-file"), () => {
        const to = sign();
        if (to !== null && act("carried", to ? { who: to } : {})) run.save("json");
      })),
      carried(it),
    );
  };

  // --- in ------------------------------------------------------------------------------------------------------------

  const show = () => {
    run.redraw();
    const place = document.querySelector(".pm-cp-arrived");
    place?.scrollIntoView({ block: "start" });
    place?.querySelector("[tabindex]")?.focus({ preventScroll: true });
  };
  const answer = ({ wrong = null, log: came = null }) => {
    const isForeign = came !== null && came.brand !== brand;
    kept.arrived = isForeign ? null : came;
    kept.wrong = isForeign ? say("take-foreign", { name: came.brand }) : wrong && say(`take-${wrong}`);
    show();
  };
  /** Read what came: a log as data, or one or several parts of a link. */
  const receive = async (said) => {
    const parts = partsIn(said);
    if (!parts.length) return answer(/[#&]take=/.test(said) ? { wrong: "cut" } : logOf(said));
    const alone = parts.find(({ count }) => count === 1);
    if (alone) return answer(await joined([alone]));
    for (const part of parts) log.hold(part);
    kept.wrong = null;
    for (const [sum, several] of log.waiting()) {
      if (several.length < several[0].count) continue;
      log.release(sum);
      return answer(await joined(several));
    }
    return show();
  };
  const open = async (file) => {
    if (file === undefined) return;
    try {
      answer(file.size > LARGEST ? { wrong: "too-large" } : logOf(await file.text()));
    } catch {
      answer({ wrong: "no-log" });
    }
  };

  const partsWaiting = () =>
    [...log.waiting()].map(([sum, several]) => {
      const { count } = several[0];
      const there = new Set(several.map(({ rank }) => rank));
      const lacking = Array.from({ length: count }, (_, rank) => rank + 1).filter((rank) => !there.has(rank));
      return made("div", { class: "pm-banner" }, made("p", { tabindex: "-1" }, made("strong", {}, say("parts-came", { count: there.size, total: count })), " ", say("parts-lack", { what: list(lacking.map(String)) })), button(`parts-${sum}`, say("parts-forget"), () => {
        log.release(sum);
        run.redraw();
      }));
    });
  const came = () => {
    const it = kept.arrived;
    if (!it) return "";
    const here = log.read().incidents.get(it.id) ?? [];
    const merged = merge(here, withCard(it, run.scenarios));
    const fresh = merged.length - here.length;
    const { scenario, from, begun, log: lines } = state(merged.find(({ scenario }) => scenario).scenario, merged, Date.now(), run.zone);
    const who = [...new Set(lines.map(({ event }) => event.by).filter(Boolean))];
    const take = () => {
      if (!log.take(it.id, merged)) {
        kept.wrong = say("not-written");
        return show();
      }
      kept.arrived = null;
      kept.folds.set("take", false);
      drop("paste");
      run.choose(it.id);
      // What was here already is taken again without a line.
      if (fresh) act("taken", {});
      run.tell(say(fresh ? "taken" : "taken-nothing", { count: fresh }));
      return document.querySelector('[data-key="title"]')?.focus();
    };
    return made(
      "div",
      { class: "pm-cp-came" },
      made("h2", { tabindex: "-1" }, say("arrived-title", { title: scenario.title })),
      made("p", {}, begun.speed ? [draw.tag(say("exercise", { speed: begun.speed }), "careful"), " "] : "", say("arrived-lines", { count: lines.length, total: fresh, hour: hour(from, Date.now()) }), " ", who.length ? say("arrived-by", { who: list(who) }) : ""),
      note(say(here.length ? "arrived-joins" : "arrived-beside")),
      it.unread ? made("p", { class: "pm-banner" }, say("arrived-unread", { count: it.unread })) : "",
      ...run.stands({ scenario }).map((words) => made("p", { class: "pm-banner" }, words)),
      note(say("arrived-trust")),
      made("p", { class: "pm-cp-line" }, button("take-do", say("take-do"), take, { class: "pm-live-button pm-cp-go" }), button("take-no", say("take-no"), () => {
        kept.arrived = null;
        run.redraw();
        run.tell(say("take-not"));
      })),
    );
  };
  /** What has come, and waits to be taken or completed; what could not be read. */
  const arrived = () => {
    const inside = [kept.wrong ? made("p", { class: "pm-banner", role: "alert", tabindex: "-1" }, kept.wrong) : "", ...partsWaiting(), came()].filter(Boolean);
    return inside.length ? made("div", { class: "pm-cp-arrived" }, ...inside) : "";
  };
  const asking = () => {
    const file = made("input", { type: "file", id: "pm-cp-in-file", "data-key": "take-file", accept: ".json,application/json" });
    file.addEventListener("change", () => open(file.files[0]));
    const [part, input] = field("paste", say("take-paste"), { rows: "3" });
    return fold("take", say("take"), [
      note(say("take-hint")),
      made("p", { class: "pm-cp-field" }, made("label", { for: "pm-cp-in-file" }, say("take-file")), file),
      part,
      made("p", { class: "pm-cp-line" }, button("paste-do", say("take-read"), () => (input.value.trim() ? receive(input.value) : input.focus()))),
    ]);
  };

  return { handover, arrived, asking, receive };
})(document.currentScript);
