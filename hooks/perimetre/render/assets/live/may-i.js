/* The page « May I…? »: ask the perimeter what the form says, and say what is still to be asked. Needs perimeter.js, the
   rules of the brand, find-box.js, called.js and answer.js. What is asked stands in the address, so that it can be shared. */
"use strict";

(() => {
  const page = document.querySelector(".pm-live");
  const { Perimeter } = self.PerimetrePerimeter;
  const { read, write, forget } = self.PerimetreDevice;
  const DAY = 1440;
  const SAID = ["says", "topics", "authors"];
  const KEPT = { role: `perimetre-role-${page.dataset.brand}`, posture: `perimetre-posture-${page.dataset.brand}`, place: `perimetre-place-${page.dataset.brand}` };

  const perimeter = new Perimeter(self.PerimetreRules[page.dataset.brand]);
  const form = page.querySelector("form");
  const answerBox = page.querySelector(".pm-live-answer");
  const called = self.PerimetreCalled(page);
  const { show, item } = self.PerimetreAnswerBox(page, called);
  const one = (selector, root = page) => root.querySelector(selector);
  const all = (selector, root = page) => [...root.querySelectorAll(selector)];
  const isTicked = ({ type }) => type === "radio" || type === "checkbox";
  const named = (name) => [...form.elements].filter((field) => field.name === name);
  const role = one("#live-role");
  const posture = one("#live-posture");

  // --- what is asked -------------------------------------------------------------------------------------------------

  /** Return the wall time of the house, now or at another instant that the reader chose, as minutes since the first day. */
  const minutesOf = (text) => {
    const [date, time] = text.split("T");
    const days = Math.round((Date.parse(`${date}T00:00Z`) - Date.parse(`${perimeter.data.first}T00:00Z`)) / 864e5);
    const [hour, minute] = time.split(":").map(Number);
    return days * DAY + hour * 60 + minute;
  };
  const now = () => {
    const shape = { timeZone: page.dataset.zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    const parts = Object.fromEntries(new Intl.DateTimeFormat("en", shape).formatToParts(new Date()).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
  };

  /** Return the question that the form asks. */
  const asked = () => {
    const said = new FormData(form);
    const facts = {};
    // An act may say what the message does: «reply-private/compensate».
    const [action, ...does] = (said.get("action") ?? "").split("/");
    for (const [name, value] of said) if (name.startsWith("fact-") && value) facts[name.slice(5)] = JSON.parse(value);
    const question = {
      role: said.get("role"),
      action,
      channel: said.get("channel"),
      among: (said.get("among") ?? "").split(" "),
      at: minutesOf(said.get("at") || now()),
      isNow: !said.get("at"),
      minute: said.get("at") ? called.minuteOf(said.get("at")) : Math.floor(Date.now() / 60_000),
      ...Object.fromEntries(SAID.map((name) => [name, said.getAll(name)])),
      says: [...does, ...said.getAll("says")],
      place: said.get("place") || null,
      facts,
    };
    // A level of alert may be assumed graver than it is declared, never milder.
    const declared = Math.max(...perimeter.cases(perimeter.normalise(question)).map((part) => part.posture));
    const assumed = Number(said.get("posture"));
    return { ...question, posture: assumed > declared ? assumed : null };
  };

  const worst = ({ authority, dependsOn }) => Math.max(authority, ...dependsOn.map((each) => each.authority));
  /** Return what the channels that offer an act answer, each with its id, those that are ours alone where `isOurs`. */
  const answersOf = (question, isOurs) => {
    const among = question.among.filter((id) => perimeter.channels.has(id));
    const asked = named("channel").filter(({ value }) => !among.length || among.includes(value));
    const able = asked.filter(({ value }) => !(question.action in (perimeter.channels.get(value)?.lacks ?? {})));
    const ours = isOurs ? able.filter(({ dataset }) => dataset.ours) : [];
    return (ours.length ? ours : able).map(({ value }) => [value, perimeter.decide({ ...question, channel: value })]);
  };
  /**
   * Return the channel to answer for, and whether it stands for all: the one that is chosen; else any, where all answer alike;
   * else, of ours, the one where one may do least. Whoever did not say is told the most careful answer.
   */
  const channelOf = (question) => {
    if (question.channel) return { channel: question.channel, stands: "" };
    const answers = answersOf(question);
    if (!answers.length) return { channel: null, stands: "" };
    if (new Set(answers.map(([, answer]) => JSON.stringify(answer))).size === 1) return { channel: answers[0][0], stands: "everywhere" };
    const careful = answersOf(question, true).reduce((most, each) => {
      const [one, other] = [most, each].map(([, answer]) => [answer.authority, worst(answer)]);
      return other[0] > one[0] || (other[0] === one[0] && other[1] > one[1]) ? each : most;
    });
    return { channel: careful[0], stands: "careful", answers };
  };
  /** Say whether the place makes a difference to the answer. */
  const dependsOnPlace = (question) => {
    const answers = new Set();
    for (const { value } of one("#live-place")?.options ?? []) {
      const there = perimeter.normalise({ ...question, place: value || null });
      answers.add(JSON.stringify(perimeter.answer(there, perimeter.bearingOn(there))));
    }
    return answers.size > 1;
  };
  /** Return the ranks of the duties that a message sets off, whatever is done with it. */
  const dutiesOf = (question) => {
    const cases = perimeter.cases(perimeter.normalise(question));
    const due = perimeter.data.duties.filter((duty) => perimeter.isLive(duty, question.at) && cases.some((one) => perimeter.matches(duty.match, one)));
    return [...new Set(due.map(({ duty }) => duty))];
  };

  // --- what is shown -------------------------------------------------------------------------------------------------

  /** Return the sums and numbers that were told, in the words of the page. */
  const sumsTold = () =>
    all("[data-fact] input[type=number]").filter(({ value }) => value).map((field) => `${field.ariaLabel}${page.dataset.colon} ${field.value} ${field.dataset.unit}`.trim());
  const labelsOf = (name) => all(`[name="${name}"]:checked + span`).map((text) => text.textContent);

  /** Ask for the facts on which the answer depends, and keep those that were told in sight. */
  const ask = (answer) => {
    const wanted = new Set((answer?.lack === null ? answer.dependsOn : []).flatMap(({ facts }) => facts.map(([fact]) => fact)));
    const fields = all("[data-fact]");
    for (const field of fields) {
      const told = one("input:checked, input[type=number]", field)?.value;
      field.hidden = !wanted.has(field.dataset.fact) && !told;
    }
    one(".pm-live-facts").hidden = fields.every((field) => field.hidden);
  };

  const refresh = () => {
    for (const list of all(".pm-live-said")) {
      const count = all("input:checked", list).length;
      one(".pm-live-count", list).textContent = count ? `(${count})` : "";
    }
    for (const banner of all(".pm-live-raised")) {
      banner.hidden = !posture.value;
      one("strong", banner).textContent = posture.selectedOptions[0].textContent;
    }
    const question = asked();
    const isEarly = question.at < 0;
    const isLate = question.at >= perimeter.data.days * DAY;
    one(".pm-live-early").hidden = !isEarly;
    one(".pm-live-late").hidden = !isLate;
    const isAskable = question.role && question.action && !isEarly && !isLate;
    const { channel, stands, answers } = isAskable ? channelOf(question) : { channel: null, stands: "" };
    const where = stands ? one(`.pm-live-${stands}`).textContent : labelsOf("channel")[0];
    for (const [name, label] of [["action", labelsOf("action")[0]], ["channel", where]]) {
      const field = one(`[data-field="${name}"]`);
      one(".pm-live-chosen", field).hidden = !label;
      one(".pm-live-list", field).hidden = Boolean(label) && !field.dataset.open;
      one(".pm-live-chosen strong", field).textContent = label ?? "";
    }
    // One question after the other.
    one('[data-field="channel"]').hidden = !question.action && !question.channel;
    const whole = channel === null ? null : { ...question, channel };
    const place = one(".pm-live-place");
    if (place) place.hidden = !question.place && !(whole && dependsOnPlace(whole));
    const answer = whole && perimeter.decide(whole);
    ask(answer);
    if (answer) {
      const when = question.isNow ? [] : [called.momentOf(question.minute)];
      const about = [role.selectedOptions[0].textContent, labelsOf("action")[0], where, ...SAID.flatMap(labelsOf), ...sumsTold(), ...when];
      show(answer, whole, about, dutiesOf(whole), answers ?? []);
      // A role that the reader has never said is theirs may be another's.
      one(".pm-live-as").hidden = read(KEPT.role) === role.value;
      one(".pm-live-as strong").textContent = about[0];
    }
    answerBox.hidden = !answer;
    return Boolean(answer);
  };

  // --- the address ---------------------------------------------------------------------------------------------------

  const address = () => {
    const said = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) said.append(name, value);
    return `#${said}`;
  };
  /** Return what a field asks, in the words of the page. */
  const titleOf = (field) => {
    const list = field.closest("fieldset, .pm-live-said");
    return list ? one("legend, summary", list).firstChild.textContent : one(`label[for="${field.id}"]`).textContent;
  };
  /** Write into the form what the address says, and return the titles of what it says that the form does not know. */
  const fill = (said) => {
    for (const field of form.elements) {
      const values = said.getAll(field.name);
      // What nobody has told is not known.
      if (isTicked(field)) field.checked = values.length ? values.includes(field.value) : field.type === "radio" && !field.value;
      else if (field.name) field.value = values[0] ?? "";
    }
    const unknown = [...said].filter(([name, value]) => {
      // A moment is written in several ways.
      const takes = (field) => (isTicked(field) || field.type === "select-one" ? field.value === value : field.value);
      return value && named(name).length && !named(name).some(takes);
    });
    return new Set(unknown.map(([name]) => titleOf(named(name)[0])));
  };
  const recall = () => {
    const said = new URLSearchParams(location.hash.slice(1));
    for (const [name, key] of Object.entries(KEPT)) if (!said.has(name) && named(name).length && read(key)) said.set(name, read(key));
    const unknown = fill(said);
    if (!said.has("role")) role.selectedIndex = Math.min(1, role.options.length - 1);
    // What is no choice any more is asked again.
    for (const field of form.querySelectorAll("select")) if (field.selectedIndex < 0) field.selectedIndex = 0;
    one(".pm-live-unknown").hidden = !unknown.size;
    one(".pm-live-unknown ul").replaceChildren(...[...unknown].map((title) => item(title)));
    const isAnswered = refresh();
    const happening = said.has("happening") && document.getElementById(`happening-${said.get("happening")}`);
    if (happening) {
      happening.open = true;
      happening.scrollIntoView();
    } else if (said.has("find")) seek(said.get("find"));
    // Whoever was sent an answer reads it first.
    else if (isAnswered) answerBox.scrollIntoView();
  };

  // --- choosing ------------------------------------------------------------------------------------------------------

  /** Go on from something that was chosen: its list is folded, so who goes by the keyboard goes on from what stands there. */
  const goOn = (field) => {
    delete field.dataset.open;
    history.replaceState(null, "", address());
    const isAnswered = refresh();
    one(".pm-live-chosen button", field).focus({ preventScroll: true });
    if (isAnswered) answerBox.scrollIntoView({ block: answerBox.offsetHeight > innerHeight ? "start" : "nearest" });
  };
  // What something found has filled in besides the act and the channel: it goes when another is chosen.
  let filled = [];
  const choose = (asked) => {
    for (const field of filled) {
      if (isTicked(field)) field.checked = false;
      else field.value = "";
    }
    filled = [];
    for (const [name, value] of new URLSearchParams(asked)) {
      for (const field of named(name).filter((one) => !isTicked(one) || one.value === value)) {
        if (isTicked(field)) field.checked = true;
        else field.value = value;
        if (!field.closest("[data-field]")) filled.push(field);
      }
    }
    goOn(one('[data-field="action"]'));
  };
  const { seek } = self.PerimetreFindBox(page, perimeter, choose, now);

  answerBox.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-channel]");
    if (!button) return;
    named("channel").find(({ value }) => value === button.dataset.channel).checked = true;
    goOn(one('[data-field="channel"]'));
  });
  for (const field of all("[data-field]")) {
    one(".pm-live-chosen button", field).addEventListener("click", () => {
      field.dataset.open = "yes";
      refresh();
      (one("input[type=search]", field) ?? one("input:checked", field) ?? one("input", field)).focus();
    });
  }
  /** Keep what the reader said of themselves, or forget it, and say where the device does not. */
  const keep = (key, value) => {
    if (value) write(key, value);
    else forget(key);
    one(".pm-unkept").hidden = !value || read(key) === value;
  };
  const keepName = () => write(`${KEPT.role}-name`, role.selectedOptions[0].textContent);
  one(".pm-live-mine").addEventListener("click", () => {
    keep(KEPT.role, role.value);
    keepName();
    refresh();
    one(".pm-live-level").focus();
  });
  one(".pm-live-other").addEventListener("click", () => {
    role.scrollIntoView({ block: "center" });
    role.focus();
    role.showPicker?.();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  // In a list that folds once something is chosen, an arrow goes from one to the next; Enter, Space or a touch chooses.
  form.addEventListener("keydown", (event) => {
    const { target, key } = event;
    const field = target.closest("[data-field]");
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
    if (target.type !== "radio" || !field || !(step || key === "Enter")) return;
    event.preventDefault();
    const radios = all("input[type=radio]", field).filter((radio) => radio.checkVisibility());
    if (step) radios[(radios.indexOf(target) + step + radios.length) % radios.length].focus();
    else target.click();
  });
  form.addEventListener("click", ({ target }) => {
    const field = target.closest("[data-field]");
    if (field && target.type === "radio") goOn(field);
  });
  form.addEventListener("change", ({ target }) => {
    if (!target.name || target.closest("[data-field]")) return;
    history.replaceState(null, "", address());
    // Of those who are of one place alone, the place is the next time's too.
    const isPlaced = target.name === "place" && role.selectedOptions[0].dataset.placed;
    if (target === role || target === posture || isPlaced) keep(KEPT[target.name], target.value);
    if (target === role) keepName();
    refresh();
  });
  // A sum counts as it is typed.
  form.addEventListener("input", ({ target }) => {
    if (target.type !== "number") return;
    history.replaceState(null, "", address());
    refresh();
  });
  for (const button of all(".pm-live-raised button")) {
    button.addEventListener("click", () => {
      posture.value = "";
      forget(KEPT.posture);
      history.replaceState(null, "", address());
      refresh();
      role.focus();
    });
  }
  // Of a page that one has turned, nothing goes on (turn.js).
  addEventListener("hashchange", () => page.isConnected && recall());
  // The hour goes on.
  setInterval(() => page.isConnected && refresh(), 60_000);

  one(".pm-live-without", document).hidden = true;
  page.hidden = false;
  recall();
})();
