// The draft beside its source: arrows go from line to line, the place of the line in the source is outlined, a cursor says
// where to split. Ticking with the space bar is the browser's own. Without this file everything works with buttons and links.

const ticks = () =>
  [...document.querySelectorAll("[data-draft] .draft-line input[type='checkbox']")].filter(
    (one) => one.offsetParent !== null,
  );

document.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest?.("[data-draft] form.draft-line");
  // In a text field, a list or a choice the arrows have their own meaning.
  if (!step || !row || event.target.matches("textarea, select, input:not([type='checkbox'])")) return;
  const all = ticks();
  const at = all.findIndex((one) => row.contains(one));
  const next = all[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

function outline(row) {
  const name = row?.id.replace(/^line-/, "");
  for (const mark of document.querySelectorAll(".source mark.on")) mark.classList.remove("on");
  if (!name) return;
  const places = document.querySelectorAll(`.source mark[data-line="${CSS.escape(name)}"]`);
  for (const mark of places) mark.classList.add("on");
  const source = places[0]?.closest(".source");
  // Only a pane of its own is scrolled: on a phone the text stands above, and the page must stay where it is.
  if (source && source.scrollHeight > source.clientHeight + 1) {
    const place = places[0].getBoundingClientRect();
    const pane = source.getBoundingClientRect();
    if (place.top < pane.top + 40 || place.bottom > pane.bottom - 40) {
      source.scrollTop += place.top - pane.top - pane.height / 3;
    }
  }
}
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-draft] form.draft-line");
  if (row) outline(row);
});

// Every form of the page asks for the version that was last seen; an answer brings the new one.
document.addEventListener("draft:version", (event) => {
  for (const input of document.querySelectorAll("input[name='version']")) input.value = event.detail.version;
});

// A refusal comes back as the row itself, with its sentence.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([403, 409, 422].includes(event.detail.xhr.status) && event.detail.target.closest("[data-draft]")) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Where the cursor stands in the text becomes a choice of its own.
function cut(text) {
  const at = text.selectionStart;
  const all = text.value;
  if (at <= 0 || at >= all.length) return;
  const list = text.closest("[data-split]").querySelector("select[name='at']");
  let own = list.querySelector("[data-cursor]");
  if (!own) {
    own = document.createElement("option");
    own.dataset.cursor = "";
    list.prepend(own);
  }
  own.value = at;
  own.textContent = `${text.dataset.splitWords}: …${all.slice(Math.max(0, at - 10), at)} ┃ ${all.slice(at, at + 10)}…`;
  own.selected = true;
}
// A field that is only for reading shows no cursor, so here it takes one and refuses what is typed.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.("[data-split-text]")) event.target.readOnly = false;
});
document.addEventListener("beforeinput", (event) => {
  if (event.target.matches?.("[data-split-text]")) event.preventDefault();
});
for (const name of ["click", "keyup"]) {
  document.addEventListener(name, (event) => {
    if (event.target.matches?.("[data-split-text]")) cut(event.target);
  });
}

// A line that opens takes the cursor, so that one can type at once.
document.addEventListener("htmx:afterSettle", (event) => {
  const opened = document.querySelector("form.draft-line--on textarea[name^='title-']");
  if (opened && event.detail.requestConfig?.verb === "get" && !opened.closest("form").contains(document.activeElement))
    opened.focus();
});

// What takes a second or two says so, and is not sent twice.
document.addEventListener("submit", (event) => {
  const words = event.target.dataset?.busy;
  const button = event.target.querySelector("button[type='submit']");
  if (!words || !button) return;
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "yes";
  button.setAttribute("aria-disabled", "true");
  button.textContent = words;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("[data-busy]")) window.location.reload();
});
