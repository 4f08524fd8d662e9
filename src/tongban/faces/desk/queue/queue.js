// Keys for those who live in the queue; every one of them stands for a link, a box or a field that is there anyway.
"use strict";

const links = () => [...document.querySelectorAll("#queue .open")];
const rowOf = (element) => element && element.closest(".queue tbody tr");

function mark(row) {
  for (const other of document.querySelectorAll(".queue tr.current")) other.classList.remove("current");
  if (row) row.classList.add("current");
}

function move(step) {
  const all = links();
  if (!all.length) return;
  const here = all.findIndex((link) => rowOf(link).classList.contains("current"));
  const next = all[Math.min(all.length - 1, Math.max(0, here < 0 && step < 0 ? all.length - 1 : here + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function pick() {
  const box = document.querySelector(".queue tr.current input[type=checkbox]");
  if (box) box.click();
}

function help() {
  const keys = document.getElementById("keys");
  if (keys && !keys.open) keys.showModal();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: pick,
  "/": () => document.getElementById("find")?.focus(),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
document.addEventListener("focusin", (event) => {
  const row = rowOf(event.target);
  if (row) mark(row);
});

function count() {
  const told = document.querySelector(".picked");
  if (!told) return;
  const total = document.querySelectorAll(".queue input:checked").length;
  told.textContent = total ? `${told.dataset.some} ${total}` : told.dataset.none;
}
document.addEventListener("change", count);
const wordOf = (link) => link.firstChild.textContent.trim();
let used = "";
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) help();
  const link = event.target.closest("#queue [hx-boost] a");
  used = link ? wordOf(link) : "";
});
document.addEventListener("htmx:afterSettle", () => {
  count();
  if (document.activeElement !== document.body) return;
  // the link that was used is gone with the list it stood in: its like takes the focus, else the top of the list
  const all = [...document.querySelectorAll("#queue [hx-boost] a")];
  const next = all.find((link) => wordOf(link) === used) ?? links()[0];
  next?.focus({ preventScroll: true });
});
for (const hint of document.querySelectorAll(".keys-hint")) hint.hidden = false;
count();
