// "/" goes to the search box; a menu closes when one clicks or tabs elsewhere, or presses Escape; a button prints the page.

const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target)) {
    const box = [...document.querySelectorAll("[data-shortcut='/']")].find((one) => one.offsetParent !== null);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details[data-close-outside][open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }
});

function closeMenusOutside(event) {
  for (const menu of document.querySelectorAll("details[data-close-outside][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}
document.addEventListener("click", closeMenusOutside);
document.addEventListener("focusin", closeMenusOutside);

document.addEventListener("click", (event) => {
  if (event.target.closest('[data-print], a[href="#print"]')) {
    event.preventDefault();
    window.print();
  }
});

// A <details data-keep="name"> stays as one left it, on this machine.
const place = (details) => `bihuan.open.${details.dataset.keep}`;

function restore(root) {
  for (const details of root.querySelectorAll("details[data-keep]")) {
    const kept = localStorage.getItem(place(details));
    if (kept !== null) details.open = kept === "yes";
  }
}
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.dataset?.keep) localStorage.setItem(place(event.target), event.target.open ? "yes" : "no");
  },
  true,
);
restore(document);
document.addEventListener("htmx:load", (event) => restore(event.target));
