// What the chat does by itself in the browser. All that is shown comes from the server as HTML in which articles
// and questions are only characters; here it is moved, marked and copied, and no markup is made of any text.
// The conversation: `tell` sends an event of it, `latest` and `chosen` are numbers of turns.
let tell = () => {};
let latest = "", chosen = "", ended = false;
const DRAFT = `polycite-draft${SHELF}`;
let linked = new URLSearchParams(location.search).get("q") ?? "";

function talk(element, trigger, watch) {
  tell = trigger;
  element.setAttribute("role", "log");
  watch("value", () => requestAnimationFrame(arrived));
  setTimeout(write_on, 300);
}

function arrived() {
  moved = Date.now();
  const last = every(".exchange").at(-1), number = last?.dataset.turn ?? "", finished = Boolean(find(".actions", last));
  // A finished answer is longer than the step before it: it is brought up again unless its reader has gone on.
  const in_sight = number && last.getBoundingClientRect().top > find("#chat").getBoundingClientRect().top - 8;
  if (number && (number !== latest || (finished && !ended && in_sight))) reveal(last, "start");
  if (number !== latest) latest = chosen = number;
  ended = finished;
  show(chosen);
  ask_linked(last);
  begin();
}
// Questions to begin with come once each was asked.
async function begin(place = find("[data-begin]")) {
  const reply = place?.isConnected && await fetch(`begin?in=${document.documentElement.lang}`).catch(() => null);
  if (reply?.status === 202) setTimeout(begin, 1000, place);
  else if (reply && place.isConnected) place.outerHTML = await reply.text();
}
// What was being written is there again after a reload, once there is a box for it.
function write_on() {
  const draft = in_tab(DRAFT, "");
  if (draft && !box()) setTimeout(write_on, 300);
  else if (draft && !box().value) DO.edit({ dataset: { turn: 0, text: draft } });
}
on("input", "#question textarea", ({ value }) => keep_in_tab(DRAFT, value));
// A link `?q=...` asks its question, once, unless it is the one answered last; else what was on its way is asked.
function ask_linked(last) {
  const question = linked;
  // Before the conversation is there, nothing is known of it.
  if (!last && !find(".welcome")) return;
  linked = null;
  if (question && find(".question", last)?.textContent !== question) ask({ question });
  else if (question !== null && !find(".step", last)) ask_again();
}
// The evidence of a turn waits in an attribute and is shown in the pane while the turn is the chosen one.
// What is there already stays as it is: unfolded, scrolled, in focus.
let nothing = null, filled_with = null;
function cards_of(exchange) {
  const held = find("[data-cards]", exchange);
  return held && made("template", { innerHTML: held.dataset.cards }).content;
}

function pane(element, watch) {
  const filled = () => {
    nothing = find("#cards > .empty", element)?.cloneNode(true) ?? nothing;
    filled_with = null;
    show(chosen);
  };
  watch("value", filled);
  filled();
}

function show(turn) {
  const cards = find("#cards"), exchange = find(`.exchange[data-turn="${turn}"]`);
  const content = turn ? cards_of(exchange) : nothing?.cloneNode(true);
  const fill = find("[data-cards]", exchange)?.dataset.cards ?? "";
  if (!cards || !content) return;
  chosen = turn;
  if (fill !== filled_with) {
    filled_with = fill;
    cards.replaceChildren(content);
    cards.scrollTop = 0;
    unfold(find(".unfold", find(".card", cards)), true);
  }
  find("#count").textContent = every(".card", cards).length || "";
  every(".exchange").forEach((one) => one.classList.toggle("chosen", one.dataset.turn === turn));
}

// What is unfolded the style sheets tell from the button, which says that it is expanded.
function unfold(button, opened = button?.ariaExpanded !== "true") {
  if (button) button.ariaExpanded = opened;
}
// A number of the answer: its card is opened, and its words are brought into view.
function go_to_words(number) {
  const { turn } = number.closest(".exchange").dataset;
  if (turn !== chosen) show(turn);
  const words = find(number.hash);
  if (!words) return;
  unfold(find("#fold"), true);
  unfold(find(".unfold", words.closest(".card")), true);
  words.focus({ preventScroll: true });
  reveal(words, "center");
}
// A card: the statements that use it are marked, until another card or the same is pressed.
function show_uses(card) {
  const number = find("button.number", card), pressed = number?.ariaPressed === "true";
  if (!number) return;
  every(".statement.used").forEach((statement) => statement.classList.remove("used"));
  every("button.number").forEach((other) => { other.ariaPressed = other === number && !pressed; });
  if (pressed) return;
  const uses = every(number.dataset.uses.split(" ").map((id) => `#${id}`).join());
  for (const statement of uses) {
    statement.classList.add("used");
    statement.closest("details")?.setAttribute("open", "");
  }
  uses[0] && reveal(uses[0], "nearest");
}
// The words of a number, beside it while the pointer or the focus is on it.
function preview(number) {
  find("#preview")?.remove();
  const words = number && find(number.hash, cards_of(number.closest(".exchange")));
  if (!words) return;
  const tip = made("div", { id: "preview", role: "tooltip", lang: words.closest("[lang]").lang });
  tip.append(made("small", { textContent: number.title }), words.textContent);
  find(".gradio-container").append(tip);
  const at = number.getBoundingClientRect(), below = at.bottom + tip.offsetHeight + 12 < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6)}px`;
}
// What is copied or saved links to this page, wherever it is served.
const here = (text) => text.replaceAll("polycite:/", location.origin + SHELF);
async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(here(text));
  } catch {
    // Without https the clipboard is closed to scripts but for this old way.
    const area = document.body.appendChild(made("textarea", { value: here(text) }));
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  const { textContent } = button;
  button.textContent = button.dataset.done;
  setTimeout(() => Object.assign(button, { textContent }), 1500);
}

function save(file) {
  const href = URL.createObjectURL(new Blob([here(file.text)], { type: file.type }));
  made("a", { href, download: file.name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}

// A card as a picture, without its buttons, by a library that is fetched when it is first wanted.
async function picture(card) {
  await import("./html-to-image.js");
  const filter = (part) => part.tagName !== "FOOTER", backgroundColor = getComputedStyle(card).backgroundColor;
  const height = card.clientHeight - find("footer", card).offsetHeight, options = { height, pixelRatio: 2 };
  const href = await htmlToImage.toPng(card, { ...options, filter, backgroundColor, skipFonts: true });
  made("a", { href, download: "polycite.png" }).click();
}

const DO = {
  ask: ({ dataset: { turn }, textContent }) => ask(turn ? { turn: Number(turn) } : { question: textContent }),
  edit: ({ dataset: { turn, text = "" } }) => { tell("edit", { turn: Number(turn), text }); box().focus(); },
  about: ({ dataset: { text } }) => {
    const chosen = String(getSelection()).trim(), quoted = chosen ? `${text[0]}${chosen}${text.at(-1)}` : text;
    DO.edit({ dataset: { turn: 0, text: `${quoted} ` } });
  },
  keep: () => tell("edit", { turn: 0, text: "" }),
  clear: () => {
    [HERE, ASKED].forEach((name) => keep_in_tab(name, {}));
    leave_link();
    tell("clear");
    list();
    box().focus();
  },
  download: ({ dataset }) => tell("download", { kind: dataset.kind }),
};
// What is pressed, the innermost first.
const PRESSED = {
  ".exchange a.number": go_to_words,
  "a.whole": ({ href }) => read(href),
  "[data-do]": (button) => (!busy() || button.dataset.do === "clear") && DO[button.dataset.do](button),
  "#fold, .unfold": (button) => unfold(button),
  "[data-unfolds]": (button) => {
    unfold(button);
    find(`#${button.getAttribute("aria-controls")}`).hidden = button.ariaExpanded !== "true";
  },
  "[data-copy]": (button) => copy(button, button.dataset.copy),
  "[data-link]": (button) =>
    copy(button, `polycite:/?${new URLSearchParams({ q: button.dataset.link })}#a=${button.dataset.answer}`),
  "[data-picture]": (button) => picture(button.closest(".card")),
  // A model that hesitates stops at its next word.
  "#question .stop-button": (button) => { button.disabled = true; },
  ".card, .card button.number": (pressed) => !String(getSelection()) && show_uses(pressed.closest(".card")),
  ".exchange": ({ dataset }) => show(dataset.turn),
};
on("click", "a, button, .card, .exchange, summary", (target, event) => {
  const does = Object.keys(PRESSED).find((selector) => target.matches(selector));
  if (!does || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (target.href) event.preventDefault();
  PRESSED[does](target);
});
// Gradio loses a question sent in the moment in which the stream of the last answer closes: it is sent after it.
// And Gradio says these in English alone: that the queue is full, that the server is gone.
let moved = 0;
const { fetch } = window;
window.fetch = async (address, ...rest) => {
  const asks = String(address?.url ?? address).includes("/queue/join");
  const note = (says) => asks && find("#note .html-container > div")?.replaceChildren(
    made("p", { className: "notice", role: "alert", textContent: find("#status").dataset[says] }));
  if (asks) await new Promise((go) => setTimeout(go, moved + 500 - Date.now()));
  try {
    const reply = await fetch(address, ...rest);
    if (reply.status === 503) note("busy");
    return reply;
  } catch (error) {
    note("lost");
    throw error;
  }
};

for (const kind of ["mouseover", "focusin"]) on(kind, "*", (target) => preview(target.closest(".exchange a.number")));
Object.assign(Polycite, { pane, save, talk });
