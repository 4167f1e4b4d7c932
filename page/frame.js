// What stands around the chat: the reader of whole articles, the language of the page, how far the articles are.
Object.assign(Polycite, (() => {
  const TRIES = 10;
  const find = (selector, within = document) => within?.querySelector(selector);

  // The reader: a whole article over the page, at the cited words. Its address can be kept and opened again.
  function read(address) {
    const reader = find("#reader");
    const place = new URL(address, location.href);
    // Shown before it is loaded: what is not shown does not scroll to the quote.
    if (!reader.open) reader.showModal();
    find("iframe", reader).contentWindow.location.replace(place);
    const link = new URLSearchParams({ article: place.searchParams.get("name") });
    if (place.searchParams.get("at")) link.set("at", place.searchParams.get("at"));
    history.replaceState(history.state, "", `?${link}`);
    reader.onclose = () => history.replaceState(history.state, "", location.pathname);
  }

  function read_linked() {
    const link = new URLSearchParams(location.search);
    if (!link.get("article")) return;
    const place = { name: link.get("article"), at: link.get("at") ?? "", in: document.documentElement.lang };
    read(`article?${new URLSearchParams(place)}#quote`);
  }

  // The top: the language of the page, and how far the articles are.
  function top(element, trigger, watch) {
    let opened = false;
    const arrived = () => {
      const tongue = find("#tongue", element);
      if (!tongue) return;
      document.documentElement.lang = tongue.value;
      if (!opened) read_linked();
      opened = true;
      if (find("#status", element).dataset.settled === "0") setTimeout(look, 300);
    };
    const look = async () => {
      const reply = await fetch(`status?in=${document.documentElement.lang}`).catch(() => null);
      if (reply) find("#status", element).textContent = await reply.text();
      if (reply?.status === 200) trigger("change");
      else setTimeout(look, 300);
    };
    // Gradio can lose an event sent as another ends: it is sent until the page speaks the language. And an answer
    // that grows is not interrupted: it is said in the language once it is there.
    let wanted = "";
    let later = 0;
    const unheard = () => find("header", element).lang !== wanted
      || [...document.querySelectorAll(".exchange")].some((exchange) => exchange.dataset.spoken !== wanted);
    const speak = (tries) => {
      clearTimeout(later);
      if (!unheard() || !tries) return;
      const waits = Polycite.busy();
      if (!waits) trigger("select", { language: wanted });
      later = setTimeout(() => speak(waits ? tries : tries - 1), waits ? 300 : 2000);
    };
    element.addEventListener("change", (event) => {
      if (event.target.id !== "tongue") return;
      wanted = event.target.value;
      speak(TRIES);
    });
    watch("value", arrived);
    arrived();
  }

  return { read, top };
})());
