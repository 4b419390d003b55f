// Several units or people: whoever is chosen from the list becomes a ticked line, and the search is free for the next.
// Without this file names are typed with “、” between them.

document.addEventListener("combo:chosen", (event) => {
  const picks = event.target.closest?.("[data-picks]");
  if (!picks) return;
  const list = picks.querySelector(".picks__list");
  const { value } = event.detail;
  const there = [...list.querySelectorAll("input")].find((one) => one.value === value);
  if (there) there.checked = true;
  else {
    const item = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    label.className = "form-check-label";
    box.className = "form-check-input";
    box.type = "checkbox";
    box.name = picks.dataset.picks;
    box.value = value;
    box.checked = true;
    label.append(box, ` ${event.target.value}`);
    item.append(label);
    list.append(item);
  }
  event.target.value = "";
  event.target.closest("[data-combo]").querySelector("input[type='hidden']").value = "";
});
