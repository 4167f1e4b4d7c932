// The articles tab and the feedback buttons; added to what page.js does.
Object.assign(Polycite, (() => {
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // Files are looked at before they are sent: what is too large or of another kind stays here.
  function fault(file, { kinds, text, pdf, kind, large }) {
    const suffix = file.name.toLowerCase().match(/\.\w+$/)?.[0] ?? "";
    const most = Number(suffix === ".pdf" ? pdf : text);
    if (!kinds.split(" ").includes(suffix)) return filled(kind, { file: file.name });
    if (file.size > most) return filled(large, { file: file.name, most: most / 1e6 });
    return "";
  }

  function shelf(element, trigger, upload) {
    let busy = false;
    const tell = (faults) => element.querySelector(".faults").replaceChildren(...faults.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
    const take = async (files) => {
      const { dataset } = element.querySelector(".drop");
      if (busy || !files.length) return;
      if (files.length > dataset.most) return tell([filled(dataset.many, { n: files.length })]);
      busy = true;
      const faults = [], sent = [];
      for (const file of files) {
        const said = fault(file, dataset);
        const kept = said ? null : await upload(file).catch(() => null);
        if (kept?.path) sent.push(kept.path);
        else faults.push(said || filled(dataset.lost, { file: file.name }));
      }
      busy = false;
      tell(faults);
      if (sent.length) trigger("upload", { files: sent });
    };
    element.addEventListener("change", (event) => {
      const files = [...event.target.files];
      event.target.value = "";
      take(files);
    });
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
      element.addEventListener(kind, (event) => {
        event.preventDefault();
        element.querySelector(".drop").classList.toggle("over", kind === "dragenter" || kind === "dragover");
        if (kind === "drop") take([...event.dataTransfer.files]);
      });
    }
  }

  // Buttons that undo a change or take out an article.
  function presses(element, trigger) {
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-press]");
      if (!button) return;
      button.disabled = true;
      trigger("click", { press: button.dataset.press });
    });
  }

  // Feedback: what was given, and the key that takes it back, for as long as the tab is open.
  const given = new Map(JSON.parse(sessionStorage.getItem("polycite-feedback") ?? "[]"));
  const buttons = () => document.querySelectorAll("button[data-feedback]");
  const mark = () => buttons().forEach((button) =>
    button.setAttribute("aria-pressed", given.has(button.dataset.feedback)));

  const send = (key, body) => fetch(key ? `feedback?key=${encodeURIComponent(key)}` : "feedback", key
    ? { method: "DELETE" } : { method: "POST", body, headers: { "Content-Type": "application/json" } },
  ).then((reply) => (reply.ok ? reply : null), () => null);

  // Of the opinions side by side one stands: another takes its place, the same one again is taken back.
  async function rate(button) {
    const said = (button.closest(".exchange") ?? document.querySelector(".exchange.chosen"))?.querySelector(".said");
    const stood = [...button.parentElement.children].filter((one) => given.has(one.dataset.feedback));
    let kept = true;
    for (const { dataset: { feedback } } of stood) {
      kept = Boolean(await send(given.get(feedback)));
      if (kept) given.delete(feedback);
    }
    if (kept && !stood.includes(button)) {
      const reply = await send("", button.dataset.feedback);
      kept = Boolean(reply);
      if (kept) given.set(button.dataset.feedback, await reply.json());
    }
    sessionStorage.setItem("polycite-feedback", JSON.stringify([...given]));
    mark();
    if (said) said.textContent = said.dataset[!kept ? "not_kept" : stood.includes(button) ? "taken_back" : "thanks"];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-feedback]");
    if (button) rate(button);
  });
  // The page makes the buttons anew with each answer.
  new MutationObserver(mark).observe(document, { childList: true, subtree: true });
  return { presses, shelf };
})());
