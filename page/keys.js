// Keys for what is done most, and the theme.

// [ and ] walk through the citations: of the article that is open, else of the answer.
function walk(by) {
  if (find("#reader[open]")) return step(by);
  const numbers = new Map(every(".exchange.chosen a.number").map((number) => [number.hash, number]));
  const hashes = [...numbers.keys()], at = hashes.indexOf(`#${document.activeElement.id}`);
  numbers.get(hashes.at(at < 0 ? Math.min(by, 0) || by - 1 : (at + by) % hashes.length))?.click();
}

const KEYS = {
  "/": () => box()?.focus(), "[": () => walk(-1), "]": () => walk(1), "?": () => find("#help").togglePopover(),
};
function pressed_key(event) {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (key === "Escape") return put_away();
  const writes = target.matches("input:not([type=checkbox]), textarea, select");
  if (key === "ArrowUp" && target === box() && !box().value && latest && !busy()) DO.edit({ dataset: { turn: latest } });
  else if (KEYS[key] && !writes) KEYS[key]();
  else return;
  event.preventDefault();
}

function put_away() {
  preview(null);
  if (find("#reader[open]")) find("#reader").close();
  else if (find("#note button")) DO.keep();
  else if (!find(":popover-open")) unfold(find("#fold"), false);
}
// Enter ends the composition of Chinese or Japanese, or sends; never both, never spaces alone, and never while an
// answer grows.
let composing = false;
function enter(event) {
  if (event.key !== "Enter" || event.target !== box()) return;
  const composes = composing || event.isComposing || event.keyCode === 229;
  if (!composes && (event.shiftKey || (!busy() && box().value.trim()))) return;
  event.stopImmediatePropagation();
  if (!composes) event.preventDefault();
}
document.addEventListener("compositionstart", () => { composing = true; }, true);
document.addEventListener("compositionend", () => { composing = false; }, true);
for (const kind of ["keydown", "keypress"]) document.addEventListener(kind, enter, true);
document.addEventListener("keydown", pressed_key);
// The theme that was chosen, else the system's.
const system = matchMedia("(prefers-color-scheme: dark)");
function paint() {
  const theme = localStorage.getItem("polycite-theme") ?? "system";
  const dark = theme === "dark" || (theme === "system" && system.matches);
  document.body.classList.toggle("dark", dark);
  article().documentElement.style.colorScheme = dark ? "dark" : "light";
  find("#theme").value = theme;
}
system.addEventListener("change", paint);
on("change", "#theme", ({ value }) => {
  localStorage.setItem("polycite-theme", value);
  paint();
});
