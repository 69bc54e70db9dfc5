// What is easier with a script; without it all of it is done by links, buttons and inputs.
"use strict";

// A period is chosen by drawing over the bars: from the first one to the last one that is touched.
for (const figure of document.querySelectorAll(".histogram")) {
  const bars = [...figure.querySelectorAll("svg a")];
  const form = figure.querySelector("form");
  const field = (end) => form.elements[`${figure.dataset.period}-${end}`];
  let from = null;
  let to = null;
  let drawn = false;

  const at = (event) => {
    let near = 0;
    let least = Infinity;
    bars.forEach((bar, index) => {
      const box = bar.getBoundingClientRect();
      const away = Math.max(box.left - event.clientX, event.clientX - box.right, 0);
      if (away < least) [near, least] = [index, away];
    });
    return near;
  };
  const show = () => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    figure.classList.toggle("brushing", drawn);
    bars.forEach((bar, index) => bar.classList.toggle("in", first <= index && index <= last));
    if (drawn) {
      field("from").value = bars[first].dataset.first;
      field("to").value = bars[last].dataset.last;
    }
  };

  figure.querySelector("svg").addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    from = to = at(event);
    drawn = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (from === null) return;
    to = at(event);
    drawn = drawn || to !== from;
    show();
  });
  window.addEventListener("pointerup", () => {
    if (from !== null && drawn) form.requestSubmit();
    from = null;
  });
  window.addEventListener("pointercancel", () => {
    from = null;
    figure.classList.remove("brushing");
  });
  // What was drawn is no click on the bar that it ends on, and no bar is carried away as a link.
  figure.addEventListener("click", (event) => drawn && event.target.closest("svg") && event.preventDefault());
  figure.addEventListener("dragstart", (event) => event.preventDefault());
}

// Single keys judge pairs of names, while their box is ticked.
const keys = document.getElementById("keys");
if (keys) {
  keys.closest("[hidden]").hidden = false;
  keys.checked = localStorage.getItem("keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
    if (!keys.checked || typing || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
    const [found] = document.querySelectorAll(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (found) found.click();
  });
}
