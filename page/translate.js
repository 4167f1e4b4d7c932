// Cited words in another language, translated below themselves: by the language model where the server has one, else
// by the browser where it can. What was translated is kept for as long as the tab is open.
const TRANSLATED = "polycite-translations";
const translated = new Map(in_tab(TRANSLATED, []));
const says = () => find("#cards").dataset;
const wanted_of = (button) => JSON.parse(button.dataset.translate);
const words_of = (button) => find("mark", button.closest(".card")).textContent;
const pair_of = (button) => ({ sourceLanguage: button.dataset.from, targetLanguage: wanted_of(button).language });

const offered = new WeakSet();
async function offer(button) {
  offered.add(button);
  button.hidden = !says().model && (!("Translator" in self)
    || await Translator.availability(pair_of(button)).catch(() => "unavailable") === "unavailable");
}

function below(button) {
  const card = button.closest(".card");
  if (!find(".translation", card))
    find("blockquote", card).after(made("div", { className: "translation", role: "status" }));
  return find(".translation", card);
}
// All that is shown is text: a model or a browser writes no markup into the page.
function show_below(button, about, text = "") {
  const words = made("p", { textContent: text, lang: wanted_of(button).language });
  below(button).replaceChildren(...(text ? [words] : []), made("p", { textContent: about, className: "about" }));
  button.ariaExpanded = "true";
}

async function by_model(button) {
  const headers = { "Content-Type": "application/json" };
  const reply = await fetch("translation", { method: "POST", body: button.dataset.translate, headers });
  return reply.ok ? reply.json() : "";
}
// A browser fetches what it needs for a pair of languages the first time, and says how far that is.
async function by_browser(button) {
  // A browser that cannot reach what it needs never says so: ten seconds without progress are a failure.
  let late = 0, goes_on, given_up = new AbortController();
  const failed = new Promise((_, fail) => { goes_on = () => { clearTimeout(late); late = setTimeout(fail, 10_000); }; });
  const monitor = (fetching) => fetching.addEventListener("downloadprogress", ({ loaded }) =>
    goes_on(show_below(button, `${says().translating} ${Math.round(loaded * 100)}%`)));
  goes_on();
  const made = Translator.create({ ...pair_of(button), monitor, signal: given_up.signal })
    .then((translator) => translator.translate(words_of(button)));
  return Promise.race([made, failed]).finally(() => { clearTimeout(late); given_up.abort(); });
}

async function translate(button) {
  if (button.ariaBusy === "true") return;
  if (button.ariaExpanded === "true") {
    button.ariaExpanded = "false";
    return below(button).remove();
  }
  const key = JSON.stringify([says().model, wanted_of(button).language, words_of(button)]);
  if (!translated.has(key)) {
    button.ariaBusy = "true";
    show_below(button, says().translating);
    below(button).classList.add("step");
    const text = await (says().model ? by_model : by_browser)(button).catch(() => "");
    button.ariaBusy = null;
    below(button).classList.remove("step");
    if (!text) return show_below(button, says().untranslated);
    translated.set(key, text);
    keep_in_tab(TRANSLATED, [...translated].slice(-100));
  }
  show_below(button, says().model ? says().byModel : says().byBrowser, translated.get(key));
}
on("click", "[data-translate]", translate);
