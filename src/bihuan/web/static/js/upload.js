// Files: dropped or chosen, each with its size. With an address of its own a place sends every file at once and shows how far
// it is; without one the files go with the form. Without this file the browser's own field does the work.

const SIZES = ["B", "KB", "MB", "GB"];

function size(bytes) {
  const step = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1024)), 3);
  return `${(bytes / 1024 ** step).toFixed(step > 1 ? 1 : 0)} ${SIZES[step]}`;
}

function line(place, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const state = document.createElement("span");
  name.className = "upload__name";
  name.textContent = `${file.name} · ${size(file.size)}`;
  state.className = "upload__state";
  item.append(name, state);
  place.querySelector(".upload__list").append(item);
  return { item, state };
}

function failed(row, words) {
  row.item.classList.add("upload__item--failed");
  row.state.textContent = words;
}

// Only to an address of our own: where what was refused is to be seen.
function link(address, words) {
  const one = document.createElement("a");
  one.href = new URL(address, window.location.origin).pathname;
  one.textContent = words;
  return one;
}

function send(place, file) {
  const words = place.dataset;
  const row = line(place, file);
  if (file.size > Number(words.maxMb) * 1024 * 1024) return failed(row, words.wordsBig);
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", `${words.wordsSending} ${file.name}`);
  row.item.append(bar);
  const body = new FormData();
  body.append(place.querySelector("input[type='file']").name, file);
  const request = new XMLHttpRequest();
  request.open("POST", words.upload);
  request.setRequestHeader("HX-Request", "true");
  request.setRequestHeader(
    "X-CSRFToken",
    JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"] ?? "",
  );
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total;
    row.state.textContent = words.wordsSending;
  });
  request.addEventListener("loadend", () => {
    bar.remove();
    if (request.status >= 200 && request.status < 300) {
      row.item.classList.add("upload__item--done");
      row.state.textContent = words.wordsDone;
      place.dispatchEvent(new CustomEvent("upload:done", { bubbles: true, detail: { name: file.name } }));
    } else {
      // A refusal is one sentence of plain text; anything else is not for people.
      const plain = request.getResponseHeader("Content-Type")?.startsWith("text/plain");
      failed(row, plain ? request.responseText : words.wordsFailed);
      const see = request.getResponseHeader("X-See");
      if (plain && see) row.state.append(" ", link(see, words.wordsSee));
    }
  });
  return request.send(body);
}

function show(place, files) {
  place.querySelector(".upload__list").replaceChildren();
  for (const file of files) {
    const row = line(place, file);
    if (file.size > Number(place.dataset.maxMb) * 1024 * 1024) failed(row, place.dataset.wordsBig);
    else row.state.textContent = place.dataset.wordsReady;
  }
}

function receive(place, files) {
  const input = place.querySelector("input[type='file']");
  if (place.dataset.upload) {
    for (const file of files) send(place, file);
    input.value = "";
  } else {
    show(place, files);
  }
}

document.addEventListener("change", (event) => {
  const place = event.target.closest?.("[data-upload]");
  if (place && event.target.type === "file") receive(place, [...event.target.files]);
});
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.("[data-upload]");
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("upload--over", name === "dragover");
    if (name !== "drop") return;
    const input = place.querySelector("input[type='file']");
    const files = [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1);
    if (!place.dataset.upload) {
      const kept = new DataTransfer();
      for (const file of files) kept.items.add(file);
      input.files = kept.files;
    }
    receive(place, files);
  });
}

// From here on the whole place is the field, with our words; the browser's own button would speak the browser's language.
function prepare(root) {
  for (const place of root.querySelectorAll("[data-upload]")) place.classList.add("upload--ready");
}
prepare(document);
document.addEventListener("htmx:load", (event) => prepare(event.target));
