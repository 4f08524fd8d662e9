// The browser fills in where it is; without this file the two numbers are typed, or left out.
"use strict";

for (const button of document.querySelectorAll("[data-locate]")) {
  const place = button.closest(".locate");
  const says = (name) => {
    for (const one of place.querySelectorAll("[data-said]")) one.hidden = one.dataset.said !== name;
  };
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    says("waiting");
    navigator.geolocation.getCurrentPosition(
      (found) => {
        place.querySelector("[name=latitude]").value = found.coords.latitude.toFixed(6);
        place.querySelector("[name=longitude]").value = found.coords.longitude.toFixed(6);
        says("found");
      },
      () => says("failed"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
