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
  // The device knows the chats of its owner.
  const share = box.querySelector('[data-by="share"]');
  share.hidden = !navigator.share;
  // Whoever thinks better of it has sent nothing.
  share.addEventListener("click", () => navigator.share({ text: text.value }).catch(() => {}));
  box.querySelector("[data-done]").addEventListener("click", ({ target }) => self.PerimetreDevice.copyBy(target, text.value));

  /** Return words of the page, without what explains them to whoever reads it. */
  const plain = (element) => {
    const copy = element.cloneNode(true);
    for (const tip of copy.querySelectorAll(".pm-tip")) tip.remove();
    return copy.textContent;
  };
  /** Write the message of another answer, unless the reader has begun to write in it; `known`: what can be filled in. */
  return (known, whom) => {
    const lines = [...box.querySelectorAll("[data-line]")]
      .filter(({ dataset }) => !dataset.ifKnown || known[dataset.line])
      .map((line) => `${plain(line)} ${known[line.dataset.line] ?? ""}`.trim());
    const fresh = lines.join("\n");
    if (text.value === written || text.value === "") text.value = written = fresh;
    to = whom;
    address();
  };
};
