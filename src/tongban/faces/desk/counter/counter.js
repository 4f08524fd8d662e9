// Comfort only: the form works without this file.
"use strict";

// The precheck that runs while typing sends no files; a mark says which materials have one chosen.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.dataset.key) return;
  const name = `scan-${input.dataset.key}`;
  let mark = document.getElementById(name);
  if (!mark) {
    mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = "scan";
    mark.id = name;
    input.form.append(mark);
  }
  mark.value = input.files.length ? input.dataset.key : "";
}, true);

// The first question waits for the keyboard, after a refusal the first one that is wrong.
const asked = document.querySelector("[data-first]");
if (asked && (!document.activeElement || document.activeElement === document.body)) {
  const fields = "input:not([type=hidden]), select, textarea";
  (asked.querySelector(`.wrong :is(${fields})`) || asked.querySelector(fields))?.focus();
}
