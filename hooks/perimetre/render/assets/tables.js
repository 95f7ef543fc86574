/* Say what each part of a table is, since a browser may forget it where a style shows rows as blocks, on a phone. Written
   in the page these roles would be refused: they are what a table has already. */
"use strict";

(() => {
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const table of document.querySelectorAll("table.pm-rows")) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
      const ofHeading = part.closest("thead") ? "columnheader" : "rowheader";
      part.setAttribute("role", ROLES[part.tagName] ?? ofHeading);
    }
  }
})();
