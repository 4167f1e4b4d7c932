// The articles tab, files dropped on the chat, and the feedback buttons.
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// Files are looked at before they are sent: what is too large or of another kind stays here.
function fault_of(file, { kinds, packed, text, pdf, kind, large }) {
  const suffix = file.name.toLowerCase().match(/\.\w+$/)?.[0] ?? "";
  const most = Number(packed.split(" ").includes(suffix) ? pdf : text);
  if (!kinds.split(" ").includes(suffix)) return filled(kind, { file: file.name });
  return file.size > most ? filled(large, { file: file.name, most: most / 1e6 }) : "";
}

// A file is sent as Gradio sends it, which does not tell how far it is. Gives where it was put, null when it was not.
const sent_to_gradio = (file, told) => new Promise((settle) => {
  const request = new XMLHttpRequest(), form = new FormData();
  form.append("files", file);
  request.upload.onprogress = ({ loaded, total }) => told(loaded / total);
  request.onload = () => settle(request.status === 200 ? JSON.parse(request.responseText)[0] : null);
  request.onerror = request.onabort = () => settle(null);
  request.open("POST", "gradio_api/upload");
  request.send(form);
});

let take = null;
function shelf(element, trigger) {
  let at_work = false;
  const show_sent = (file, share) => {
    const step = find(".step", element), share_said = `${Math.floor(100 * share)}%`;
    find("span", step).textContent = filled(step.dataset.says, { file: file.name, share: share_said });
    find("progress", step).value = share;
    step.hidden = false;
  };
  const report = (faults) =>
    find(".faults", element).replaceChildren(...faults.map((textContent) => made("li", { textContent })));
  take = async (files, address = "") => {
    const { dataset } = find(".drop", element);
    if (at_work) return;
    if (address) return trigger("upload", { address });
    if (files.length > dataset.most) return report([filled(dataset.many, { n: files.length })]);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > dataset.all) return report([filled(dataset.together, { n: Math.ceil(size / 1e6) })]);
    at_work = true;
    const faults = [], sent = [];
    for (const file of files) {
      const fault = fault_of(file, dataset);
      const path = fault ? null : await sent_to_gradio(file, (share) => show_sent(file, share));
      if (path) sent.push(path);
      else faults.push(fault || filled(dataset.lost, { file: file.name }));
    }
    at_work = false;
    find(".step", element).hidden = true;
    report(faults);
    if (sent.length) trigger("upload", { files: sent });
  };
  element.addEventListener("change", ({ target }) => {
    if (target.files) take([...target.files]);
    if (target.type === "file") target.value = "";
  });
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    take([], event.target.elements.address.value);
    event.target.reset();
  });
}
// Files, text and addresses may be dropped anywhere, or pasted where nothing is written: the tab of the articles takes
// them, and is made when it is first opened.
for (const kind of ["dragover", "dragleave", "drop", "paste"]) on(kind, "*", async (target, event) => {
  if (target.matches("input, textarea")) return;
  const brought = event.dataTransfer ?? event.clipboardData;
  if (kind !== "paste") event.preventDefault();
  find(".drop")?.classList.toggle("over", kind === "dragover");
  const text = brought.getData("text/plain").trim(), address = /^https?:\/\/\S+$/.test(text) ? text : "";
  const name = text.split("\n")[0].replace(/[/\\:*?"<>|]/g, " ").slice(0, 60);
  const files = text && !address && !brought.files.length ? [new File([text], `${name}.txt`)] : [...brought.files];
  if (!["drop", "paste"].includes(kind) || !(files.length || address)) return;
  every('#tabs [role="tab"]').at(-1).click();
  for (let tries = 20; !take && tries; tries--) await new Promise((go) => setTimeout(go, 100));
  if (files.length || find(".address")) take?.(files, address);
});
// Buttons that undo a change or take out an article.
const presses = (element, trigger) => element.addEventListener("click", ({ target }) => {
  const { press, sure } = target.dataset;
  if (!press || (sure && !confirm(sure))) return;
  target.disabled = true;
  trigger("click", { press });
});
// Feedback: what was given, and the key that takes it back, for as long as the tab is open.
const given = new Map(in_tab("polycite-feedback", []));
const mark = () =>
  every("button[data-feedback]").forEach((button) => { button.ariaPressed = given.has(button.dataset.feedback); });
const send = (key, body, method = "POST") => fetch(key ? `feedback?key=${encodeURIComponent(key)}` : "feedback", key
  ? { method: "DELETE" } : { method, body, headers: { "Content-Type": "application/json" } },
).then((reply) => (reply.ok ? reply : null), () => null);
// Of the opinions side by side one stands: another takes its place, the same one again is taken back.
async function rate(button) {
  const said = find(".said", button.closest(".exchange") ?? find(".exchange.chosen"));
  const stood = [...button.parentElement.children].filter((one) => given.has(one.dataset.feedback));
  let kept = true;
  for (const { dataset: { feedback } } of stood) {
    kept &&= await send(given.get(feedback));
    if (kept) given.delete(feedback);
  }
  if (kept && !stood.includes(button)) {
    kept = await send("", button.dataset.feedback);
    if (kept) given.set(button.dataset.feedback, await kept.json());
  }
  keep_in_tab("polycite-feedback", [...given]);
  mark();
  if (!said) return;
  Object.assign(find("form.word", said.parentElement), { hidden: !given.has(button.dataset.feedback), of: button });
  said.textContent = said.dataset[!kept ? "not_kept" : stood.includes(button) ? "taken_back" : "thanks"];
}
on("click", "button[data-feedback]", rate);
on("submit", "form.word", async (form, event) => {
  event.preventDefault();
  const body = JSON.stringify({ key: given.get(form.of.dataset.feedback), word: find("input", form).value });
  const said = form.previousElementSibling, reply = await send("", body, "PUT");
  said.textContent = said.dataset[reply ? "word_kept" : "not_kept"];
  form.hidden = Boolean(reply);
});
// The page makes these buttons anew with each answer, and with each turn that is chosen.
new MutationObserver(() => {
  mark();
  every("button[data-translate]").filter((button) => !offered.has(button)).forEach(offer);
}).observe(document, { childList: true, subtree: true });
Object.assign(Polycite, { presses, shelf });
