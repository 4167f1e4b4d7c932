// The articles tab and the feedback buttons; added to what page.js does.
Object.assign(Polycite, (() => {
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  // Files are looked at before they are sent: what is too large or of another kind stays here.
  function fault(file, { kinds, packed, text, pdf, kind, large }) {
    const suffix = file.name.toLowerCase().match(/\.\w+$/)?.[0] ?? "";
    const most = Number(packed.split(" ").includes(suffix) ? pdf : text);
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
      const size = files.reduce((sum, file) => sum + file.size, 0);
      if (size > dataset.all) return tell([filled(dataset.together, { n: Math.ceil(size / 1e6) })]);
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

  async function rate(button) {
    const { feedback } = button.dataset;
    const key = given.get(feedback);
    const reply = await (key
      ? fetch(`feedback?key=${encodeURIComponent(key)}`, { method: "DELETE" })
      : fetch("feedback", { method: "POST", body: feedback, headers: { "Content-Type": "application/json" } })
    ).catch(() => null);
    if (reply?.ok && key) given.delete(feedback);
    else if (reply?.ok) given.set(feedback, await reply.json());
    sessionStorage.setItem("polycite-feedback", JSON.stringify([...given]));
    mark();
    const said = document.querySelector(`.exchange.chosen .said`) ?? document.querySelector(".said");
    if (said) said.textContent = said.dataset[!reply?.ok ? "not_kept" : key ? "taken_back" : "thanks"];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-feedback]");
    if (button) rate(button);
  });
  // The page makes the buttons anew with each answer.
  new MutationObserver(mark).observe(document, { childList: true, subtree: true });
  return { presses, shelf };
})());
