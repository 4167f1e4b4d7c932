// Cited words in another language, translated below themselves: by the language model where the server has one, else
// by the browser where it can. What was translated is kept for as long as the tab is open.
(() => {
  const KEPT = "polycite-translations";
  const MOST = 100;
  // A browser that cannot reach what it needs never says so.
  const PATIENCE = 60_000;
  const kept = new Map(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  const said = () => document.querySelector("#cards").dataset;
  const buttons = () => document.querySelectorAll("button[data-translate]");
  const wanted = (button) => JSON.parse(button.dataset.translate);
  const words = (button) => button.closest(".card").querySelector("mark").textContent;
  const key = (button) => JSON.stringify([said().model, wanted(button).language, words(button)]);
  const pair = (button) =>
    ({ sourceLanguage: button.dataset.from, targetLanguage: wanted(button).language });

  async function offer(button) {
    const able = said().model || ("Translator" in self
      && await Translator.availability(pair(button)).catch(() => "unavailable") !== "unavailable");
    button.hidden = !able;
  }

  function below(button) {
    const card = button.closest(".card");
    let place = card.querySelector(".translation");
    if (!place) {
      place = document.createElement("div");
      place.className = "translation";
      place.setAttribute("role", "status");
      card.querySelector("blockquote").after(place);
    }
    return place;
  }

  // All that is shown is text: a model or a browser writes no markup into the page.
  function show(button, about, text = "") {
    const note = document.createElement("p");
    note.className = "about";
    note.textContent = about;
    const translated = document.createElement("p");
    translated.lang = wanted(button).language;
    translated.textContent = text;
    below(button).replaceChildren(...(text ? [translated, note] : [note]));
    button.setAttribute("aria-expanded", "true");
  }

  const made_by = () => (said().model ? said().byModel : said().byBrowser);

  async function by_model(button) {
    const body = button.dataset.translate;
    const headers = { "Content-Type": "application/json" };
    const reply = await fetch("translation", { method: "POST", body, headers });
    if (!reply.ok) throw new Error(reply.status);
    return reply.json();
  }

  // A browser fetches what it needs for a pair of languages the first time, and says how far that is.
  async function by_browser(button) {
    const monitor = (fetching) => fetching.addEventListener("downloadprogress", ({ loaded }) =>
      show(button, `${said().translating} ${Math.round(loaded * 100)}%`));
    const signal = AbortSignal.timeout(PATIENCE);
    const translator = await Translator.create({ ...pair(button), monitor, signal });
    const text = await translator.translate(words(button), { signal });
    translator.destroy();
    return text;
  }

  async function translate(button) {
    if (button.getAttribute("aria-busy")) return;
    if (button.getAttribute("aria-expanded") === "true") {
      below(button).remove();
      button.setAttribute("aria-expanded", "false");
      return;
    }
    const known = kept.get(key(button));
    if (known) return show(button, made_by(), known);
    button.setAttribute("aria-busy", "true");
    show(button, said().translating);
    below(button).classList.add("step");
    const text = await (said().model ? by_model : by_browser)(button).catch(() => "");
    button.removeAttribute("aria-busy");
    below(button).classList.remove("step");
    if (!text) return show(button, said().untranslated);
    show(button, made_by(), text);
    kept.set(key(button), text);
    sessionStorage.setItem(KEPT, JSON.stringify([...kept].slice(-MOST)));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-translate]");
    if (button) translate(button);
  });
  // The page makes the cards anew with each turn that is chosen.
  const offered = new WeakSet();
  new MutationObserver(() => {
    for (const button of buttons()) {
      if (!offered.has(button)) offer(button);
      offered.add(button);
    }
  }).observe(document, { childList: true, subtree: true });
})();
