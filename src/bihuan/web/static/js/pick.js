// Choosing rows: the box above the column chooses all of the page, and the bar at the bottom says how many are chosen.

const boxesOf = (form) => [...form.querySelectorAll("td > .form-check-input[name]")];

function tell(form) {
  const boxes = boxesOf(form);
  const chosen = boxes.filter((box) => box.checked).length;
  for (const all of form.querySelectorAll("[data-pick-all]")) {
    all.hidden = false;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const words of form.querySelectorAll("[data-pick-count]")) {
    words.textContent = words.dataset.pickCount.replace("#", String(chosen));
  }
}

function tellAll(root) {
  const forms = new Set(
    [...root.querySelectorAll("[data-pick-all], [data-pick-count]")].map((one) => one.closest("form")),
  );
  for (const form of forms) if (form) tell(form);
}

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form");
  if (!form || event.target.type !== "checkbox") return;
  if (event.target.matches("[data-pick-all]")) {
    for (const box of boxesOf(form)) box.checked = event.target.checked;
  }
  if (form.querySelector("[data-pick-count]")) tell(form);
});
// The boxes are emptied after the event of the reset.
document.addEventListener("reset", (event) => setTimeout(() => tell(event.target)));
document.addEventListener("htmx:load", (event) => tellAll(event.target.parentElement ?? document));
window.addEventListener("pageshow", () => tellAll(document));
tellAll(document);
