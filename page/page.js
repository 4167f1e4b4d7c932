// What the chat does by itself in the browser. All that is shown comes from the server as HTML in which articles
// and questions are only characters; here it is moved, marked and copied, and no markup is made of any text.
const Polycite = (() => {
  const find = (selector, within = document) => within?.querySelector(selector);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const reveal = (element, block) =>
    element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  // The conversation: `tell` sends an event of it, `latest` and `chosen` are numbers of turns.
  let tell = () => {};
  let latest = "";
  let chosen = "";
  let ended = false;
  let linked = new URLSearchParams(location.search).get("q");

  function talk(element, trigger, watch) {
    tell = trigger;
    element.setAttribute("role", "log");
    watch("value", () => requestAnimationFrame(arrived));
  }

  function arrived() {
    moved = Date.now();
    const turns = document.querySelectorAll(".exchange");
    const last = turns[turns.length - 1];
    const number = last?.dataset.turn ?? "";
    const finished = Boolean(find(".actions", last));
    // A finished answer is longer than the step before it: it is brought up again unless its reader has gone on.
    const in_sight = number && last.getBoundingClientRect().top > find("#chat").getBoundingClientRect().top - 8;
    if (number && (number !== latest || (finished && !ended && in_sight))) reveal(last, "start");
    if (number !== latest) latest = chosen = number;
    ended = finished;
    show(chosen);
    ask_linked(last);
  }

  // A link `?q=...` asks its question, once, unless it is the one answered last.
  function ask_linked(last) {
    const question = linked;
    linked = null;
    if (question && find(".question", last)?.textContent !== question) tell("submit", { question });
  }

  // The evidence of a turn waits in an attribute and is shown in the pane while the turn is the chosen one.
  // What is there already stays as it is: unfolded, scrolled, in focus.
  let nothing = null;
  let filled_with = null;

  function cards_of(exchange) {
    const held = find("[data-cards]", exchange);
    if (!held) return null;
    const template = document.createElement("template");
    template.innerHTML = held.dataset.cards;
    return template.content;
  }

  function pane(element, watch) {
    const filled = () => {
      nothing = find("#cards > .empty", element)?.cloneNode(true) ?? nothing;
      filled_with = null;
      show(chosen);
    };
    watch("value", filled);
    if (find("#cards", element)) filled();
  }

  function show(turn) {
    const cards = find("#cards");
    const exchange = find(`.exchange[data-turn="${turn}"]`);
    const content = turn ? cards_of(exchange) : nothing?.cloneNode(true);
    if (!cards || !content) return;
    chosen = turn;
    const fill = find("[data-cards]", exchange)?.dataset.cards ?? "";
    if (fill !== filled_with) {
      filled_with = fill;
      cards.replaceChildren(content);
      cards.scrollTop = 0;
      const first = find(".card", cards);
      if (first) open(first);
    }
    find("#count").textContent = cards.querySelectorAll(".card").length || "";
    document.querySelectorAll(".exchange").forEach((exchange) =>
      exchange.classList.toggle("chosen", exchange.dataset.turn === turn));
  }

  function open(card, opened = true) {
    card.classList.toggle("open", opened);
    find(".unfold", card)?.setAttribute("aria-expanded", opened);
  }

  function unfold_pane(opened) {
    find("#evidence").classList.toggle("open", opened);
    find("#fold").setAttribute("aria-expanded", opened);
  }

  // A number of the answer: its card is opened, and its words are brought into view.
  function go_to_words(number) {
    const turn = number.closest(".exchange").dataset.turn;
    if (turn !== chosen) show(turn);
    const words = document.getElementById(number.hash.slice(1));
    if (!words) return;
    unfold_pane(true);
    open(words.closest(".card"));
    words.focus({ preventScroll: true });
    reveal(words, "center");
  }

  // A card: the statements that use it are marked, until another card or the same is pressed.
  function show_uses(card) {
    const number = find("button.number", card);
    if (!number) return;
    const pressed = number.getAttribute("aria-pressed") === "true";
    document.querySelectorAll(".statement.used").forEach((statement) => statement.classList.remove("used"));
    document.querySelectorAll("button.number").forEach((other) => other.setAttribute("aria-pressed", "false"));
    if (pressed) return;
    number.setAttribute("aria-pressed", "true");
    const uses = number.dataset.uses.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
    uses.forEach((statement) => {
      statement.classList.add("used");
      statement.closest("details")?.setAttribute("open", "");
    });
    if (uses.length) reveal(uses[0], "nearest");
  }

  // The words of a number, beside it while the pointer or the focus is on it.
  function preview(number) {
    find("#preview")?.remove();
    const words = number && cards_of(number.closest(".exchange"))?.getElementById(number.hash.slice(1));
    if (!words) return;
    const tip = document.createElement("div");
    tip.id = "preview";
    tip.setAttribute("role", "tooltip");
    const title = document.createElement("small");
    title.textContent = number.title || "";
    tip.lang = words.closest("[lang]").lang;
    tip.append(title, words.textContent);
    find(".gradio-container").append(tip);
    const at = number.getBoundingClientRect();
    const below = at.bottom + tip.offsetHeight + 12 < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - tip.offsetHeight - 6)}px`;
  }

  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without https the clipboard is closed to scripts but for this old way.
      const area = document.body.appendChild(document.createElement("textarea"));
      area.value = text;
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  function save(file) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file.text], { type: file.type }));
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const DO = {
    ask: ({ dataset, textContent }) =>
      tell("submit", dataset.turn ? { turn: Number(dataset.turn) } : { question: textContent }),
    edit: ({ dataset }) => {
      tell("edit", { turn: Number(dataset.turn), text: dataset.text ?? "" });
      find("#question textarea").focus();
    },
    keep: () => tell("edit", { turn: 0, text: "" }),
    clear: () => tell("clear"),
    download: ({ dataset }) => tell("download", { kind: dataset.kind }),
  };
  function unfold(button) {
    const opened = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", opened);
    document.getElementById(button.getAttribute("aria-controls")).hidden = !opened;
  }
  const busy = () => Boolean(find("#question .stop-button"));

  function pressed(event) {
    const target = event.target.closest?.("a, button, .card, .exchange, summary");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (target.matches(".exchange a.number")) {
      event.preventDefault();
      go_to_words(target);
    } else if (target.matches("a.whole") && find("#reader")) {
      event.preventDefault();
      Polycite.read(target.href);
    } else if (target.matches("[data-do]") && (!busy() || target.dataset.do === "clear")) {
      DO[target.dataset.do](target);
    } else if (target.matches("[data-unfolds]")) {
      unfold(target);
    } else if (target.matches("[data-copy]")) {
      copy(target, target.dataset.copy);
    } else if (target.matches("[data-link]")) {
      copy(target, `${location.origin}${location.pathname}?${new URLSearchParams({ q: target.dataset.link })}`);
    } else if (target.matches("#question .stop-button")) {
      // A model that hesitates stops at its next word.
      target.disabled = true;
    } else if (target.id === "fold") {
      unfold_pane(target.getAttribute("aria-expanded") !== "true");
    } else if (target.matches(".unfold")) {
      const card = target.closest(".card");
      open(card, !card.classList.contains("open"));
    } else if (target.matches(".card, .card button.number") && !String(getSelection())) {
      show_uses(target.closest(".card"));
    } else if (target.matches(".exchange")) {
      show(target.dataset.turn);
    }
  }

  // Enter ends the composition of Chinese or Japanese, or sends; never both, and never while an answer grows.
  let composing = false;
  function enter(event) {
    if (event.key !== "Enter" || !event.target.matches?.("#question textarea")) return;
    if (composing || event.isComposing || event.keyCode === 229) {
      event.stopImmediatePropagation();
    } else if ((busy() || !event.target.value.trim()) && !event.shiftKey) {
      event.stopImmediatePropagation();
      event.preventDefault();
    }
  }

  // Gradio loses a question sent in the moment in which the stream of the last answer closes: it is sent after it.
  // And Gradio says these in English alone: that the queue is full, that the server is gone.
  let moved = 0;
  const CLOSES = 500;
  const { fetch } = window;
  window.fetch = async (address, ...rest) => {
    const asks = String(address?.url ?? address).includes("/queue/join");
    const said = asks ? find("#status")?.dataset : null;
    if (asks) await new Promise((go) => setTimeout(go, moved + CLOSES - Date.now()));
    try {
      const reply = await fetch(address, ...rest);
      if (said && reply.status === 503) note(said.busy);
      return reply;
    } catch (error) {
      if (said) note(said.lost);
      throw error;
    }
  };

  function note(text) {
    const said = document.createElement("p");
    said.className = "notice";
    said.setAttribute("role", "alert");
    said.textContent = text;
    find("#note .html-container > div")?.replaceChildren(said);
  }

  document.addEventListener("click", pressed);
  document.addEventListener("compositionstart", () => { composing = true; }, true);
  document.addEventListener("compositionend", () => { composing = false; }, true);
  document.addEventListener("keydown", enter, true);
  document.addEventListener("keypress", enter, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") preview(null); });
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => preview(event.target.closest?.(".exchange a.number")));
  }
  return { busy, pane, save, talk };
})();
