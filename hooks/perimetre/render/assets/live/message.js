/* The message that asks or warns somebody, ready to be sent: what happened, where, how much, what was done, what is asked. */
"use strict";

/** Bring to life the message of an answer; return what writes it anew. */
self.PerimetreMessage = (box) => {
  const text = box.querySelector("textarea");
  const mail = box.querySelector('[data-by="mail"]');
  const sms = box.querySelector('[data-by="sms"]');
  let to = { mail: "", sms: "" };
  let written = "";

  const address = () => {
    const body = encodeURIComponent(text.value);
    const subject = encodeURIComponent(text.value.split("\n")[0]);
    mail.href = `mailto:${to.mail}?subject=${subject}&body=${body}`;
    sms.href = `sms:${to.sms}?&body=${body}`;
    // No text message reaches a telephone that is no mobile.
    sms.hidden = !to.sms;
  };
  text.addEventListener("input", address);
  box.querySelector("[data-done]").addEventListener("click", ({ target }) => self.PerimetreDevice.copyBy(target, text.value));

  /** Write the message of another answer, unless the reader has begun to write in it; `known`: what can be filled in. */
  return (known, whom) => {
    const lines = [...box.querySelectorAll("[data-line]")].map(
      ({ dataset, textContent }) => `${textContent} ${known[dataset.line] ?? ""}`.trimEnd(),
    );
    const fresh = lines.join("\n");
    if (text.value === written || text.value === "") text.value = written = fresh;
    to = whom;
    address();
  };
};
