// Uploads with a bar that moves; without this file the same form is sent by the browser.
"use strict";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.classList.contains("upload") || !window.FormData) return;
  event.preventDefault();
  const input = form.querySelector("input[type=file]");
  const file = input.files[0];
  const bar = form.querySelector("progress");
  const says = (name, on) => { form.querySelector(name).hidden = !on; };
  says(".too-big", false);
  says(".broken", false);
  if (!file || form.dataset.sent) return;
  if (file.size > Number(form.dataset.most)) {
    says(".too-big", true);
    input.setAttribute("aria-invalid", "true");
    input.focus();
    return;
  }
  form.dataset.sent = "1";
  bar.hidden = false;
  const request = new XMLHttpRequest();
  const failed = () => {
    delete form.dataset.sent;
    bar.hidden = true;
    says(".broken", true);
  };
  request.upload.addEventListener("progress", (moved) => {
    if (moved.lengthComputable) bar.value = Math.round((moved.loaded / moved.total) * 100);
  });
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    const found = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = found.getElementById("materials");
    if (!fresh) {
      // signed out meanwhile, or something worse: let the browser show the page that says so
      window.location.assign(window.location.pathname);
      return;
    }
    document.getElementById("materials").replaceWith(fresh);
    const place = document.getElementById(`f-${form.elements.material.value}`);
    if (place) place.focus();
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
}, true);
