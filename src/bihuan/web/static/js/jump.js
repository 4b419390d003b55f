// Jumps to a line of a text that is edited: <a href="#line-12" data-jump="12" data-jump-in="id_text">. Without this script the address leads to the numbered text.

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-jump]");
  const box = link && document.getElementById(link.dataset.jumpIn);
  if (!box) return;
  event.preventDefault();
  const lines = box.value.split("\n");
  const line = Math.min(Number(link.dataset.jump), lines.length);
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  box.focus();
  box.setSelectionRange(start, start + lines[line - 1].length);
  box.scrollTop = Math.max(0, (box.scrollHeight / lines.length) * (line - 6));
  box.scrollIntoView({ block: "center" });
});
