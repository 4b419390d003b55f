// The sections of a manual (data-folds) are folded on a phone and open where there is room and on paper; a link to one opens it.

const folds = () => document.querySelectorAll("[data-folds] > details");

function openAll() {
  for (const fold of folds()) fold.open = true;
}

function openMeant() {
  const meant = document.querySelector(":target");
  const fold = meant?.closest("[data-folds] > details");
  if (fold && !fold.open) {
    fold.open = true;
    meant.scrollIntoView();
  }
}

const room = window.matchMedia("(min-width: 901px)");
if (room.matches) openAll();
for (const manual of document.querySelectorAll("[data-folds]")) manual.dataset.folds = "ready";
room.addEventListener("change", () => room.matches && openAll());
openMeant();
window.addEventListener("hashchange", openMeant);
window.addEventListener("beforeprint", openAll);
