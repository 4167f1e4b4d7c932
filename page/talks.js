// Conversations are kept in this browser alone, by the path of their collection, one record each; a tab has one of them open.
const stored = new Promise((onsuccess, onerror) => {
  const onupgradeneeded = ({ target }) => target.result.createObjectStore("talks", { keyPath: "id" });
  Object.assign(indexedDB.open(`polycite${SHELF}`, 1), { onupgradeneeded, onsuccess, onerror });
}).then(({ target }) => target.result);
// What another tab does comes before or after `work`, never in between.
async function in_store(work) {
  const deal = (await stored).transaction("talks", "readwrite");
  const request = work(deal.objectStore("talks"));
  await new Promise((oncomplete, onabort) => Object.assign(deal, { oncomplete, onabort }));
  return request.result;
}
const HERE = `polycite-talk${SHELF}`, ASKED = `polycite-asked${SHELF}`;
let opened = {}, removed = null;
// What another tab has kept of the same conversation stays: this one goes on as a conversation of its own.
async function keep(value) {
  // A copy: what Gradio hands over cannot be stored.
  const kept = JSON.parse(JSON.stringify(value ?? {})), turns = kept.turns ?? [];
  if (!turns.length) return;
  leave_link();
  const asked = in_tab(ASKED, {}), tab = in_tab(HERE, {}), version = `${Date.now()}-${Math.random()}`;
  if (turns.at(-1).question === asked.question || turns.length === asked.turn) keep_in_tab(ASKED, {});
  await in_store((talks) => {
    const request = talks.get(tab.id ?? version);
    request.onsuccess = () => {
      const known = tab.id && request.result?.version === tab.version ? request.result : { id: version };
      talks.put({ title: turns[0].question, ...known, version, kept, at: Date.now() });
      keep_in_tab(HERE, { id: known.id, version });
    };
    return request;
  });
  list();
}

// A link that holds an answer is left once there is more than that.
const linked_answer = () => new URLSearchParams(location.hash.slice(1)).get("a");
const leave_link = () => linked_answer() && history.replaceState(history.state, "", location.pathname);
async function open_talk(id) {
  const talk = id && await in_store((talks) => talks.get(id)).catch(() => null);
  keep_in_tab(HERE, talk ? { id, version: talk.version } : {});
  return (opened = talk?.kept ?? {});
}
// A question on its way is kept, and asked again by a page that is loaded, or is back on the net, without its answer.
let about = null;
const ask = (asked) => tell("submit", (about = asked));
// `values` are those of the event that asks, the text of the box first.
function asking(values) {
  keep_in_tab(DRAFT, "");
  if (about ?? values[0].trim()) keep_in_tab(ASKED, about ?? { question: values[0].trim() });
  about = null;
  return values;
}

function ask_again() {
  const asked = in_tab(ASKED, {});
  if ((asked.question || asked.turn) && !busy()) ask(asked);
}
addEventListener("online", ask_again);
// The list of them, the latest first; `sought` may stand in a title or in any question.
async function list() {
  const [row, ...rows] = every("#talks li");
  if (!row) return;
  const sought = find("#talks input").value.toLowerCase();
  const talks = await in_store((all) => all.getAll()).catch(() => []);
  const found = talks.filter(({ title, kept }) =>
    [title, ...kept.turns.map(({ question }) => question)].some((text) => text.toLowerCase().includes(sought)));
  rows.forEach((other) => other.remove());
  row.parentElement.append(...found.sort((one, other) => other.at - one.at).map((talk) => {
    const item = Object.assign(row.cloneNode(true), { talk, hidden: false });
    item.classList.toggle("here", talk.id === in_tab(HERE, {}).id);
    item.firstChild.textContent = talk.title;
    return item;
  }));
}

const TALKS = {
  open: async ({ id }) => {
    await open_talk(id);
    leave_link();
    find("#talks").hidePopover();
    tell("select");
  },
  rename: (talk, label) => {
    const title = prompt(label, talk.title)?.trim();
    return title && in_store((talks) => talks.put({ ...talk, title }));
  },
  remove: async (talk) => {
    removed = talk;
    await in_store((talks) => talks.delete(talk.id));
    if (talk.id === in_tab(HERE, {}).id) DO.clear();
  },
  undo: () => in_store((talks) => talks.put(removed)).then(() => { removed = null; }),
};
on("click", "[data-talk]", async (button) => {
  if (busy()) return;
  await TALKS[button.dataset.talk](button.parentElement.talk, button.ariaLabel);
  find("#talks .deleted").hidden = !removed;
  list();
});
on("input", "#talks input", list);
// `values` are those of the event that opens the page, the conversation second.
const recall = async (values) => {
  const shared = linked_answer(), kept = await open_talk(shared ? "" : in_tab(HERE, {}).id);
  return values.toSpliced(1, 1, shared ? (opened = { shared }) : kept);
};
Object.assign(Polycite, { asking, keep, opened: () => opened, recall });
