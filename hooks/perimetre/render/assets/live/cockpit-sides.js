/* Draw the rest of an incident: what is next, what stops, whom to tell, what is known, the delays, the log, its end. */
"use strict";

self.PerimetreCockpitSides = ({ text, act, run, kept, draw }) => {
  const { say, hour, full, length, between, line } = text;
  const { MINUTE } = self.PerimetreCockpit;
  const { made, button, note, tag, list, fold, field, typed, section, box, moment, clock, dueLine, stamp, drop } = draw;
  const SHOWN = 20;

  // --- the head ------------------------------------------------------------------------------------------------------

  const head = (it, zone) => {
    const href = draw.hrefOf(it.scenario.id);
    const { begun, ended } = it;
    return made(
      "header",
      { class: "pm-cp-head" },
      made("h2", { tabindex: "-1", "data-key": "title" }, it.scenario.title),
      made("p", { class: "pm-cp-since" }, begun.speed ? tag(say(begun.speed === 1 ? "exercise-true" : "exercise", { speed: begun.speed }), "careful") : "", it.scenario.severity ? [" ", tag(it.scenario.severity)] : "", " ", made("span", {}, say("since", { hour: hour(it.from, it.now) })), " ", made("strong", { class: "pm-cp-elapsed" }, say("elapsed", { span: between(it.from, it.until) }))),
      ended ? made("p", { class: "pm-banner" }, say("ended-at", { hour: full(ended.at) })) : "",
      it.paused ? made("p", { class: "pm-banner", role: "status" }, made("strong", {}, say("paused")), ` ${say("paused-hint")}`) : "",
      begun.speed && !ended ? made("p", { class: "pm-cp-line" }, button("pause", say(it.paused ? "continue" : "pause"), () => act(it.paused ? "continued" : "paused"), { "aria-pressed": String(Boolean(it.paused)) })) : "",
      run.stands(it).map((words) => made("p", { class: "pm-banner" }, words)),
      it.back ? made("p", { class: "pm-banner", role: "alert" }, say("clock-back", { span: length(it.back) })) : "",
      it.log.length === 1 && it.scenario.first ? made("div", { class: "pm-first" }, made("p", {}, made("strong", {}, `${say("first-gesture")} `), it.scenario.first)) : "",
      made("div", { class: "pm-cp-line" }, href ? made("a", { href, class: "pm-cp-link" }, say("whole-card")) : "", fold("from-fold", say("change-start"), [moment("from", say("first-sign"), it.from, zone, (from) => act("moved", { from }), say("change"))])),
    );
  };

  /** What one looks up for: the next thing to do, the next word due, what is held back. */
  const watch = (it, me, zone) => {
    if (it.ended) return "";
    const todo = it.tasks.filter(({ status }) => status === "todo");
    const sure = todo.filter(({ waits }) => !waits);
    const mine = me ? sure.filter(({ roles = [] }) => roles.includes(me)) : sure;
    const soonest = (several) => [...several].sort((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity))[0];
    const next = soonest(mine) ?? soonest(sure) ?? soonest(todo);
    const tile = (key, title, ...inside) => made("div", { class: `pm-cp-tile pm-cp-tile--${key}` }, made("p", { class: "pm-cp-tile-title" }, title), ...inside);
    const untold = it.told.filter(({ done }) => !done);
    const hold = it.pauses.filter(({ resumed }) => !resumed);
    const promise = it.next && it.next.why === "promise";
    return made(
      "div",
      { class: "pm-cp-watch" },
      tile("next", say(mine.length ? "next-step" : "next-of-others"), next ? [made("p", { class: "pm-cp-big" }, button("to-next", next.title, () => run.show(`step-${next.id}`), { class: "pm-cp-link" })), made("p", {}, dueLine(next, it))] : made("p", {}, say("all-done"))),
      tile(
        "word",
        say("next-update"),
        it.next ? [made("p", { class: "pm-cp-big" }, clock(it.next.at, it)), note(say(promise ? "promised" : "by-rhythm"))] : made("p", {}, say("no-next-word")),
        promise ? button("updated", say("update-made"), () => act("updated")) : "",
        fold("promise-fold", say("promise"), [moment("promise", say("next-at"), it.now + 60 * MINUTE, zone, (next) => act("promised", { next }), say("note-promise"))]),
      ),
      hold.length ? tile("hold", say("held-back"), list(hold.map(({ what, stopped }) => (stopped ? what : [what, " ", tag(say("still-to-stop"), "careful")]))), button("to-hold", say("see"), () => run.show("stops"), { class: "pm-cp-link" })) : "",
      untold.length ? tile("told", say(untold.length === it.told.length ? "told-nobody" : "told-not-all", { count: untold.length }), list(untold.slice(0, 3).map(({ who }) => who)), button("to-told", say("see"), () => run.show("told"), { class: "pm-cp-link" })) : "",
      it.relieved !== null && it.relieved - it.now < 60 * MINUTE ? tile("relief", say("relief"), made("p", {}, clock(it.relieved, it)), note([it.scenario.relief.who, it.scenario.relief.support].filter(Boolean).join(". "))) : "",
    );
  };

  // --- what goes beside ----------------------------------------------------------------------------------------------

  const stops = (it) =>
    it.pauses.length || (it.scenario.unsaid ?? []).length
      ? section(
          "stops",
          say("stops"),
          it.pauses.length ? made("ul", { class: "pm-cp-boxes", role: "list" }, ...it.pauses.map((each) => {
            const { rank, what, stopped, resumed, earliest, by, how } = each;
            const isEarly = earliest !== null && it.now < earliest;
            return made(
              "li",
              { class: resumed ? "pm-cp-over" : "" },
              box(`stop-${rank}`, Boolean(stopped), what, () => act("stopped", { rank }), () => act("unstopped", { rank }), [made("span", { class: "pm-note" }, stopped ? ` ${say("stopped-at", { hour: hour(stopped.at, it.now), who: stopped.by ?? say("somebody") })}` : ` ${say("still-to-stop")}`)]),
              stopped && !resumed ? made("p", { class: "pm-cp-with" }, note([isEarly ? say("not-before", { hour: hour(earliest, it.now) }) : "", by ? say("lifted-by", { who: by }) : "", how ?? ""].filter(Boolean).join(" · ")), button(`resume-${rank}`, say("resume"), () => isEarly || act("resumed", { rank }), isEarly ? { "aria-disabled": "true" } : {})) : "",
              resumed ? note(say("resumed-at", { hour: hour(resumed.at, it.now) })) : "",
            );
          })) : "",
        )
      : "";

  const told = (it) =>
    it.told.length
      ? section("told", say("told"), made("ol", { class: "pm-cp-boxes" }, ...it.told.map((each) => made("li", {}, box(`told-${each.rank}`, Boolean(each.done), each.who, () => act("told", { rank: each.rank }), () => act("untold", { rank: each.rank }), [made("span", { class: "pm-note" }, each.done ? ` ${stamp(each.done, it)}` : ` ${[each.by, each.how].filter(Boolean).join(" · ")}`)]), each.done ? "" : made("p", { class: "pm-cp-with" }, dueLine(each, it))))))
      : "";

  const facts = (it) => {
    const { established = [], unsaid = [], evidence = [] } = it.scenario;
    if (!it.known.length && !established.length && !unsaid.length) return "";
    return section(
      "facts",
      say("facts"),
      established.length ? [made("h4", {}, say("established")), list(established)] : "",
      it.known.length ? [made("h4", {}, say("not-established")), made("ul", { class: "pm-cp-boxes", role: "list" }, ...it.known.map(({ rank, words, known }) => made("li", {}, box(`known-${rank}`, Boolean(known), words, () => act("known", { rank }), () => act("unknown", { rank }), [made("span", { class: "pm-note" }, known ? ` ${say("known-at", { hour: hour(known.at, it.now), who: known.by ?? say("somebody") })}` : ` ${say("do-not-say")}`)]))))] : "",
      unsaid.length ? made("div", { class: "pm-redline" }, made("p", {}, made("strong", {}, say("not-said"))), list(unsaid)) : "",
      evidence.length ? fold("evidence", say("evidence"), [list(evidence)]) : "",
    );
  };

  const delays = (it, zone) => {
    // The moments from which something counts, and which somebody must tell.
    const dues = [...it.clocks, ...it.steps.filter(({ status }) => status === "todo")].map(({ due }) => due).filter((due) => due && !due.step && due.minutes !== undefined);
    const moments = [...new Set(dues.map(({ event, clock: from }) => event ?? from))].filter((from) => !["detection", "end", "first-message"].includes(from));
    if (!it.clocks.length && !moments.length) return "";
    return section(
      "delays",
      say("delays"),
      made("ul", { class: "pm-cp-boxes", role: "list" }, ...it.clocks.map((each) => made("li", {}, box(`met-${each.rank}`, Boolean(each.met), [each.basis, each.to].filter(Boolean).join(" · ") || each.kind, () => act("met", { rank: each.rank }), () => act("unmet", { rank: each.rank }), [made("span", { class: "pm-note" }, each.met ? ` ${stamp(each.met, it)}` : ` ${[each.when, each.who, each.kind].filter(Boolean).join(" · ")}`)]), each.met ? "" : made("p", { class: "pm-cp-with" }, dueLine(each, it))))),
      ...moments.map((from) => {
        const name = say.has(`clock.${from}`) ? say(`clock.${from}`) : from;
        const at = it.moments.get(from);
        return fold(`moment-${from}`, at === undefined ? say("moment-unknown", { what: name }) : say("moment-known", { what: name, hour: hour(at, it.now) }), [moment(`moment-at-${from}`, name, at ?? it.now, zone, (instant) => act("moment", { clock: from, instant }), say("note-moment"))]);
      }),
    );
  };

  const interrupts = (it) => {
    const several = it.scenario.interrupts ?? [];
    return several.length ? section("interrupts", say("interrupts"), list(several.map(({ on, do: then, line: whom }) => [made("strong", {}, on), made("span", {}, ` → ${[then, whom].filter(Boolean).join(" · ")}`)]))) : "";
  };

  const injects = (it) => {
    const several = it.injects.filter(({ came }) => came);
    return several.length ? made("div", { class: "pm-cp-injects", role: "log", "aria-label": say("injects") }, ...several.map((each) => made("div", { class: "pm-cp-inject" }, made("p", {}, made("strong", {}, say("inject-at", { span: length(each.at - it.from) })), " ", each.from ? made("span", { class: "pm-who" }, each.from) : ""), made("p", {}, each.say), each.answered ? note(stamp(each.answered, it)) : button(`answered-${each.rank}`, say("answered"), () => act("answered", { rank: each.rank }))))) : "";
  };

  // --- the log, and what leaves the page -----------------------------------------------------------------------------

  const log = (it) => {
    const [part, input] = field("note", say("note-what"), { type: "text" });
    const write = () => {
      const words = typed(input);
      if (words === null) return;
      drop("note");
      act("noted", { text: words });
    };
    input.addEventListener("keydown", ({ key, isComposing }) => key === "Enter" && !isComposing && write());
    const rows = [...it.log].reverse();
    const row = ({ event, back }) => made("li", {}, made("span", { class: "pm-cp-hour" }, hour(event.at, it.now)), made("span", {}, line(it, event), event.by ? made("span", { class: "pm-note" }, ` ${event.by}`) : "", back ? made("span", { class: "pm-note" }, ` ${say("clock-back-line", { span: length(back) })}`) : ""));
    const isWhole = kept.folds.get("log-whole") || rows.length <= SHOWN;
    return section(
      "log",
      say("log"),
      made("div", { class: "pm-cp-line" }, part, button("note-do", say("write"), write)),
      made("ol", { class: "pm-cp-log", role: "list" }, ...(isWhole ? rows : rows.slice(0, SHOWN)).map(row)),
      isWhole ? "" : button("log-whole", say("whole-log", { count: rows.length }), () => {
        kept.folds.set("log-whole", true);
        run.redraw();
      }),
      made("div", { class: "pm-cp-line" }, button("export-copy", say("copy-log"), run.copyOf(text.markdown), { "data-done": say("copied") }), button("export-md", say("save-markdown"), () => run.save("md")), button("export-json", say("save-json"), () => run.save("json"))),
    );
  };

  const debrief = (it) => {
    const rows = text.debrief(it);
    if (!rows.length || !(it.ended || it.begun.speed)) return "";
    const hours = ({ planned, done }) => [planned === null ? "" : `${say("planned")} ${hour(planned, it.now)}`, done === null ? "" : `${say("done")} ${hour(done, it.now)}`].filter(Boolean).join(" → ");
    const judged = (words, isLate) => made("p", { class: isLate ? "pm-cp-clock--late" : "" }, words);
    const row = (each) => made("li", {}, made("strong", {}, each.title), note([each.who, hours(each)].filter(Boolean).join(" · ")), judged(text.verdict(each, it.until), text.isLate(each, it.until)));
    const promise = (each) => made("li", {}, made("strong", {}, text.promise(each, it)), judged(text.verdictOn(each, it), each.late));
    const inject = (each) => made("li", {}, made("strong", {}, each.say), note([say("inject-at", { span: length(each.at - it.from) }), each.from ?? ""].filter(Boolean).join(" · ")), judged(text.dealt(each), !each.answered));
    const came = it.injects.filter((each) => each.came);
    const part = (title, several, drawn) => (several.length ? [made("h4", {}, title), made("ul", { class: "pm-cp-debrief" }, ...several.map(drawn))] : []);
    return section("debrief", say("debrief"), made("p", {}, made("strong", {}, text.total(it))), made("ul", { class: "pm-cp-debrief" }, ...rows.map(row)), ...part(say("promises"), it.promises, promise), ...part(say("injects"), came, inject), came.length < it.injects.length ? note(say("injects-left", { count: it.injects.length - came.length })) : "", it.begun.speed && it.ended ? [note(say("exercised", { day: run.day(it.begun.real) })), made("pre", { tabindex: "0" }, `exercised_on: [${run.day(it.begun.real)}]`)] : "");
  };

  const end = (it, id) => {
    const { exit = [], ends } = it.scenario;
    const isSure = kept.sure === id;
    /** Ask whether one is sure, or no longer; whoever goes by keyboard goes on from a button. */
    const sure = (what, key) => () => {
      kept.sure = what;
      run.redraw();
      document.querySelector(`[data-key="${key}"]`)?.focus();
    };
    const isExercise = Boolean(it.begun.speed);
    const undone = it.tasks.filter(({ status }) => status === "todo").map(({ title }) => title);
    const close = [
      made("div", { class: "pm-banner", role: "alert" }, undone.length ? fold("end-undone", say("end-undone", { count: undone.length }), [list(undone)], undone.length < 6) : made("p", {}, say("all-done")), ends ? made("p", {}, say("end-decider", { who: ends })) : ""),
      button("end-do", say("end-do"), () => {
        kept.sure = null;
        if (act("ended")) run.show(it.scenario.steps.length ? "debrief" : "end");
      }, { class: "pm-live-button pm-cp-erase" }),
      button("end-no", say("end-no"), sure(null, "end")),
    ];
    const closing = kept.sure === `end/${id}` ? close : button("end", say(isExercise ? "end-exercise" : "end-it"), sure(`end/${id}`, "end-no"));
    return section(
      "end",
      say("end"),
      exit.length ? [note(say("over-when")), list(exit)] : "",
      ends ? note(say("ended-by", { who: ends })) : "",
      made("div", { class: "pm-cp-line" }, it.ended ? button("reopen", say(isExercise ? "reopen-exercise" : "reopen"), () => act("reopened")) : closing),
      made("div", { class: "pm-cp-line" }, isSure ? [made("p", { class: "pm-banner" }, say("erase-sure")), button("erase-do", say("erase-do"), () => run.erase(id), { class: "pm-live-button pm-cp-erase" }), button("erase-no", say("erase-no"), sure(null, "erase"))] : button("erase", say("erase"), sure(id, "erase-no"))),
    );
  };

  return { head, watch, stops, told, facts, delays, interrupts, injects, log, debrief, end };
};
