// What stands around the chat: the reader of whole articles, the language of the page, how far the articles are.
let cited_at = 0;
const article = () => find("#reader iframe").contentDocument;
const cited = () => every("mark[id]", article());
// The reader: a whole article over the page, at the cited words. Its address can be kept and opened again; "back"
// closes it. Shown before it is loaded: what is not shown does not scroll to the quote.
function read(address) {
  const reader = find("#reader"), { searchParams: place } = new URL(address, location.href);
  const link = new URLSearchParams({ article: place.get("name"), ...(place.get("at") && { at: place.get("at") }) });
  if (location.search !== `?${link}`) history.pushState({ reader: true }, "", `?${link}`);
  if (!reader.open) reader.showModal();
  find("iframe", reader).onload = has_article;
  find("iframe", reader).contentWindow.location.replace(new URL(address, location.href));
  reader.onclose = () => {
    if (history.state?.reader) history.back();
    else history.replaceState(history.state, "", location.pathname);
  };
}

function has_article() {
  cited_at = Math.max(cited().findIndex(({ id }) => id === "quote"), 0);
  article().addEventListener("keydown", pressed_key);
  every("a.number", article()).forEach((number, place) => number.addEventListener("click", (event) => {
    event.preventDefault();
    step(place - cited_at);
  }));
  paint();
  step(0);
}

function step(by) {
  const all = cited(), place = find("#place");
  every("#reader [data-step]").forEach((button) => { button.hidden = all.length < 2; });
  cited_at = (cited_at + by + all.length) % (all.length || 1);
  if (by) all[cited_at].scrollIntoView({ block: "center" });
  place.textContent = all.length ? place.dataset.says.replace("{at}", cited_at + 1).replace("{n}", all.length) : "";
}
// What is sought in the article is the browser's own search, round and round; Shift seeks backwards.
on("keydown", "#seek", (field, event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const found = article().defaultView.find(field.value, false, event.shiftKey, true);
  field.setCustomValidity(found ? "" : field.dataset.none);
  field.reportValidity();
});
on("input", "#seek", (field) => field.setCustomValidity(""));
on("click", "[data-step]", ({ dataset }) => step(Number(dataset.step)));
addEventListener("popstate", () => { if (!history.state?.reader) find("#reader")?.close(); });

function read_linked() {
  const link = new URLSearchParams(location.search);
  const place = { name: link.get("article"), at: link.get("at") ?? "", in: document.documentElement.lang };
  if (place.name) read(`article?${new URLSearchParams(place)}#quote`);
}
// The top: the language of the page, and how far the articles are.
function top_of_page(element, trigger, watch) {
  let known = false, wanted = "", later = 0;
  const arrived = () => {
    const tongue = find("#tongue", element);
    if (!tongue) return;
    document.documentElement.lang = tongue.value;
    list();
    paint();
    if (!known) read_linked();
    known = true;
    if (find("#status", element).dataset.settled === "0") setTimeout(look, 300);
  };
  const look = async () => {
    const reply = await fetch(`progress?in=${document.documentElement.lang}`).catch(() => null);
    if (reply) find("#status", element).textContent = await reply.text();
    if (reply?.status !== 200) return setTimeout(look, 300);
    trigger("change");
  };
  // Gradio can lose an event sent as another ends: it is sent until the page speaks the language. And an answer
  // that grows is not interrupted: it is said in the language once it is there.
  const speak = (tries) => {
    clearTimeout(later);
    const spoken = [find("header", element).lang, ...every(".exchange").map(({ dataset }) => dataset.spoken)];
    if (!tries || spoken.every((language) => language === wanted)) return;
    if (!busy()) trigger("select", { language: wanted });
    later = setTimeout(speak, busy() ? 300 : 2000, busy() ? tries : tries - 1);
  };
  on("change", "#tongue", ({ value }) => {
    wanted = value;
    speak(10);
  });
  watch("value", arrived);
  arrived();
}
Polycite.top = top_of_page;
