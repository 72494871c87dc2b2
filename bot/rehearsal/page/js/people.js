/** The list of chats: every chat, who speaks there, and which are on screen. */

import { avatar, h, icon } from "./dom.js";
import { clockTime, shortDay } from "./time.js";
import { authorOf, cut, preview, serviceLine } from "./words.js";

let drawn = "";

/** Draws the list, unless it would look the same: no click may land on an element just replaced. */
export function drawPeople(place, store, view) {
  const rows = [...store.chats.values()].map((chat) => rowKey(chat, store, view));
  const key = JSON.stringify([view.isPhone, shortDay(store.now), rows]);
  if (key === drawn) return;
  drawn = key;
  const held = place.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
  const chats = [...store.chats.values()].filter((chat) => !chat.moved_to);
  const own = chats.filter((chat) => chat.type === "private");
  const groups = chats.filter((chat) => chat.type !== "private");
  place.replaceChildren(
    ...section("Private chats: you speak as", own, store, view),
    ...section("Groups", groups, store, view),
    h(
      "p",
      { class: "hint" },
      view.isPhone ? "Open a chat to speak as that person." : "Choose up to three chats to see side by side.",
    ),
  );
  if (held) place.querySelector(`[data-chat="${held}"]`)?.focus();
}

function section(title, chats, store, view) {
  if (!chats.length) return [];
  const rows = chats.map((chat) => h("li", {}, row(chat, store, view)));
  return [h("h2", {}, title), h("ul", {}, rows)];
}

function rowKey(chat, store, view) {
  const last = latest(store, chat.id);
  const person = view.speaker(chat);
  return [
    chat,
    view.shown.includes(chat.id),
    view.unread(chat.id),
    last?.message_id,
    last?.edit_date,
    person,
  ];
}

function row(chat, store, view) {
  const shown = view.shown.includes(chat.id);
  const waiting = shown ? 0 : view.unread(chat.id);
  const last = store.visible(chat.id).at(-1) ?? latest(store, chat.id);
  const speaker = view.speaker(chat);
  const onclick = () => (shown && !view.isPhone ? view.hide(chat.id) : view.show(chat.id));
  const given = { type: "button", class: "chat", "data-chat": chat.id, onclick, title: chat.title };
  if (!view.isPhone) given["aria-pressed"] = String(shown);
  const own = chat.type === "private";
  const role = own ? chat.about : speaker ? `You speak as ${speaker.name}` : "";
  return h(
    "button",
    given,
    avatar(chat.title, own ? speaker?.colour : undefined, !own),
    h(
      "span",
      { class: "about-chat" },
      h(
        "span",
        { class: "first" },
        h("strong", {}, chat.title),
        last && h("small", {}, when(last, store.now)),
      ),
      h(
        "span",
        { class: "second" },
        last
          ? lastLine(last, chat)
          : speaker?.started === false
            ? "Has not pressed Start yet"
            : "Nothing said yet",
      ),
      h("span", { class: "third" }, role ?? ""),
    ),
    waiting > 0 && h("span", { class: "unread" }, String(waiting), h("span", { class: "unseen" }, " new")),
    shown && !view.isPhone && h("span", { class: "tick" }, icon("shown")),
  );
}

function latest(store, id) {
  return [...(store.messages.get(id)?.values() ?? [])].filter((message) => !message.deleted).at(-1);
}

function lastLine(message, chat) {
  const line = cut(serviceLine(message) ?? preview(message), 60);
  return chat.type === "private" || serviceLine(message) ? line : `${cut(authorOf(message), 18)}: ${line}`;
}

function when(message, now) {
  const sent = new Date(message.date * 1000);
  return shortDay(sent) === shortDay(now) ? clockTime(sent) : shortDay(sent);
}
