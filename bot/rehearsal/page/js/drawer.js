/** "What happened": the notes as a timeline, newest first, by kind. */

import { h, iconButton } from "./dom.js";
import { exact, shortDay } from "./time.js";
import { cut } from "./words.js";

const KINDS = {
  update: ["Updates", "Update", "what Telegram told the bot"],
  transaction: ["Transactions", "Transaction", "what the bot stored, all or nothing"],
  call: ["Calls", "Call", "what the bot asked Telegram to do"],
  clock: ["Clock", "Clock", "time that was moved"],
  other: ["Other", "Other", "everything else"],
};
const MOST = 300;

export class Drawer {
  constructor(element, store, closed) {
    this.element = element;
    this.store = store;
    this.hidden = new Set();
    this.list = h("ol", { class: "timeline", tabindex: "0", "aria-label": "Timeline, newest first" });
    this.filters = h("div", { class: "filters", role: "group", "aria-label": "Show" });
    this.count = new Map();
    const head = h(
      "header",
      {},
      h("h2", { tabindex: "-1" }, "What happened"),
      iconButton("close", "Close what happened", closed),
    );
    const about = h(
      "p",
      { class: "hint" },
      "Behind each message: what came in, what was stored, what went out. Open a line for its detail.",
    );
    element.append(head, about, this.filters, this.list);
    for (const kind of Object.keys(KINDS)) this.filters.append(this.filter(kind));
    this.load();
  }

  get open() {
    return !this.element.hidden;
  }

  show(open) {
    this.element.hidden = !open;
    if (open) this.load();
    if (open) this.element.querySelector("h2").focus({ preventScroll: true });
  }

  filter(kind) {
    const number = h("span", { class: "number" }, "0");
    this.count.set(kind, number);
    const button = h(
      "button",
      { type: "button", class: `filter ${kind}`, "aria-pressed": "true", title: KINDS[kind][2] },
      KINDS[kind][0],
      number,
    );
    button.addEventListener("click", () => {
      const on = this.hidden.has(kind);
      if (on) this.hidden.delete(kind);
      else this.hidden.add(kind);
      button.setAttribute("aria-pressed", String(on));
      this.load();
    });
    return button;
  }

  /** Draws the whole timeline again. */
  load() {
    this.recount();
    if (!this.open) return;
    const shown = this.store.notes.filter((note) => !this.hidden.has(kindOf(note))).slice(-MOST);
    this.list.replaceChildren(...shown.reverse().map((note) => entry(note, this.store)));
    if (!shown.length)
      this.list.append(h("li", { class: "none" }, "Nothing yet. Write something in a chat."));
  }

  /** One more note came. */
  add(note) {
    this.recount();
    if (!this.open || this.hidden.has(kindOf(note))) return;
    this.list.querySelector(".none")?.remove();
    this.list.prepend(entry(note, this.store));
    while (this.list.childElementCount > MOST) this.list.lastElementChild.remove();
  }

  recount() {
    const counts = new Map();
    for (const note of this.store.notes) counts.set(kindOf(note), (counts.get(kindOf(note)) ?? 0) + 1);
    for (const [kind, number] of this.count) {
      const found = counts.get(kind) ?? 0;
      number.textContent = String(found);
      number.parentElement.hidden = kind === "other" && !found;
    }
  }
}

const kindOf = (note) => (note.kind in KINDS ? note.kind : "other");

/** Who and where, in a few words: for a call its chat and outcome, for an update its author. */
function gist(note, store) {
  const { parameters, outcome } = note.detail ?? {};
  const content = note.kind === "update" && Object.values(note.detail ?? {}).find((one) => one?.from);
  if (content) return `from ${content.from.first_name}${cutWords(content.text ?? content.data)}`;
  const chat = store.chats.get(Number(parameters?.chat_id));
  const refused = outcome && outcome !== "ok" ? ` (${outcome})` : "";
  return `${chat ? `to ${chat.title}` : ""}${cutWords(parameters?.text?.replace(/<[^>]*>/g, ""))}${refused}`;
}

const cutWords = (text) => (text ? `: ${cut(text, 60)}` : "");

function entry(note, store) {
  const kind = kindOf(note);
  const at = new Date(note.at);
  const time = h("time", { datetime: note.at, title: shortDay(at) }, exact(at));
  const title = h("span", { class: "title" }, note.title);
  const about = gist(note, store);
  const failed = note.detail?.outcome && note.detail.outcome !== "ok";
  const more = about && h("small", { class: failed ? "gist failed" : "gist" }, about);
  const head = [time, h("span", { class: `chip ${kind}` }, KINDS[kind][1]), title, more];
  if (!note.detail || !Object.keys(note.detail).length)
    return h("li", { class: kind }, h("p", { class: "plain" }, head));
  const body = h("pre", { tabindex: "0" });
  const details = h("details", {}, h("summary", {}, head), body);
  details.addEventListener("toggle", () => (body.textContent ||= JSON.stringify(note.detail, null, 2)));
  return h("li", { class: kind }, details);
}
