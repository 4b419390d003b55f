// Search as you type. The list comes from the server as list items; without this file the typed text is sent as it is.

const WAIT = 150;
let opened = null; // the combo whose list is open

function options(combo) {
  return [...combo.querySelectorAll("[role='option']:not([aria-disabled])")];
}

function close(combo) {
  combo.querySelector(".combo__list")?.remove();
  const input = combo.querySelector("input:not([type='hidden'])");
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  if (opened === combo) opened = null;
}

function point(combo, option) {
  for (const one of combo.querySelectorAll("[role='option']"))
    one.setAttribute("aria-selected", String(one === option));
  combo.querySelector("input:not([type='hidden'])").setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function take(combo, option) {
  const input = combo.querySelector("input:not([type='hidden'])");
  input.value = option.dataset.label;
  combo.querySelector("input[type='hidden']").value = option.dataset.value;
  close(combo);
  input.dispatchEvent(new CustomEvent("combo:chosen", { bubbles: true, detail: { value: option.dataset.value } }));
}

function open(combo, html) {
  const input = combo.querySelector("input:not([type='hidden'])");
  close(combo);
  const list = document.createElement("ul");
  list.className = "combo__list";
  list.id = `${input.id}_list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", combo.querySelector("label").textContent);
  list.innerHTML = html;
  [...list.children].forEach((one, at) => {
    one.id = `${list.id}_${at}`;
  });
  input.after(list);
  input.setAttribute("aria-expanded", "true");
  input.setAttribute("aria-controls", list.id);
  opened = combo;
  const first = options(combo)[0];
  if (first) point(combo, first);
}

async function ask(combo, typed) {
  const address = new URL(combo.dataset.combo, window.location.href);
  address.searchParams.set("q", typed);
  const answer = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  const input = combo.querySelector("input:not([type='hidden'])");
  // An answer to an earlier word, or after leaving the field, comes too late.
  if (answer.ok && input.value === typed && document.activeElement === input) open(combo, await answer.text());
}

const waiting = new WeakMap();
document.addEventListener("input", (event) => {
  const combo = event.target.closest?.("[data-combo]");
  if (!combo || event.isComposing) return;
  combo.querySelector("input[type='hidden']").value = "";
  clearTimeout(waiting.get(combo));
  const typed = event.target.value;
  if (typed.trim() === "") close(combo);
  else
    waiting.set(
      combo,
      setTimeout(() => ask(combo, typed), WAIT),
    );
});
document.addEventListener("compositionend", (event) => {
  if (event.target.closest?.("[data-combo]")) event.target.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("keydown", (event) => {
  const combo = event.target.closest?.("[data-combo]");
  if (!combo || event.isComposing) return;
  const list = options(combo);
  const at = list.findIndex((one) => one.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" && !list.length && event.target.value.trim()) ask(combo, event.target.value);
  else if (event.key === "ArrowDown" && list.length) point(combo, list[(at + 1) % list.length]);
  else if (event.key === "ArrowUp" && list.length) point(combo, list[(at - 1 + list.length) % list.length]);
  else if (event.key === "Enter" && opened === combo && list[at]) take(combo, list[at]);
  else if (event.key === "Escape" && opened === combo) close(combo);
  else return;
  event.preventDefault();
});

// mousedown, because the field would lose the focus and close the list before a click.
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.(".combo__list [role='option']");
  if (!option) return;
  event.preventDefault();
  if (!option.hasAttribute("aria-disabled")) take(option.closest("[data-combo]"), option);
});
document.addEventListener("focusout", (event) => {
  const combo = event.target.closest?.("[data-combo]");
  if (combo) close(combo);
});

function prepare(root) {
  for (const input of root.querySelectorAll("[data-combo] > input:not([type='hidden'])")) {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-autocomplete", "list");
  }
}
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
