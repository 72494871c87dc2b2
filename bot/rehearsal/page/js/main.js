/** Puts the page together: the stream fills the store, the store's events redraw what they touch. */

import { h } from "./dom.js";
import { Column } from "./column.js";
import { Drawer } from "./drawer.js";
import { listen } from "./link.js";
import { drawPeople } from "./people.js";
import { chatOf, Store } from "./store.js";
import { Top } from "./top.js";
import { alertDialog, toast } from "./popup.js";
import { View } from "./view.js";

const at = (id) => document.getElementById(id);
const store = new Store();
const view = new View(store);
const columns = new Map();
const drawer = new Drawer(at("drawer"), store, () => toggleDrawer());
const top = new Top(at("top"), store, () => toggleDrawer());

function toggleDrawer() {
  drawer.show(!drawer.open);
  document.body.classList.toggle("drawer-open", drawer.open);
  top.drawer.setAttribute("aria-expanded", String(drawer.open));
  if (!drawer.open) top.drawer.focus();
}

/** Makes and removes columns until the right chats are on screen. */
function drawColumns() {
  const shown = store.ready ? view.shown : [];
  for (const [id, column] of columns) if (!shown.includes(id)) (column.element.remove(), columns.delete(id));
  at("columns").querySelector(".empty")?.remove();
  for (const id of shown) {
    if (!columns.has(id)) columns.set(id, new Column(store, view, id));
    const column = columns.get(id);
    if (at("columns").children[shown.indexOf(id)] !== column.element)
      at("columns").insertBefore(column.element, at("columns").children[shown.indexOf(id)] ?? null);
    column.sync();
    view.markRead(id);
  }
  document.body.classList.toggle("in-chat", view.isPhone && view.phoneChat);
  at("columns").dataset.count = String(shown.length);
}

function redraw() {
  if (!store.ready) return;
  drawColumns();
  drawPeople(at("people"), store, view);
}

/** Redraws once per frame, however many events came. */
let asked = false;
function redrawSoon() {
  if (asked) return;
  asked = true;
  queueMicrotask(() => {
    asked = false;
    redraw();
  });
}

view.addEventListener("change", () => {
  const before = document.body.classList.contains("in-chat");
  redraw();
  if (!view.isPhone) return;
  if (view.phoneChat && !before) columns.values().next().value?.log.list.focus({ preventScroll: true });
  if (!view.phoneChat && before) at("people").querySelector("button")?.focus();
});

view.addEventListener("goto", (event) => columns.get(event.detail.chat)?.jump(event.detail.message));

store.on("state", () => {
  for (const column of columns.values()) column.log.reset();
  top.tick();
  drawer.load();
  redraw();
});
store.on("chat person edit delete pin unpin", redrawSoon);
store.on("message", (event) => {
  const column = columns.get(chatOf(event));
  column?.arrived(event.message);
  redrawSoon();
});
store.on("typing", (event) => columns.get(chatOf(event))?.showTyping());
store.on("note", (event) => drawer.add(event.note));
store.on("clock", () => {
  top.tick();
  for (const column of columns.values()) column.log.clockMoved(store.now);
});
store.on("answer", (event) => {
  const speaking = [...columns.values()].filter((column) => column.look().speaker?.id === event.person);
  const column = speaking.find((one) => one.element.querySelector("[aria-busy]")) ?? speaking[0];
  if (column) column.answered(event.text ?? "", event.show_alert);
  else if (event.text && event.show_alert) alertDialog(store.bot.first_name, event.text);
  else if (event.text) toast(event.text);
});

const lost = at("lost");
let seen = false;
listen(
  (event) => store.apply(event),
  (open) => {
    if (!open && seen)
      lost.replaceChildren(
        h("span", { class: "spin", "aria-hidden": "true" }),
        "The connection to the rehearsal is lost. Trying again…",
      );
    else if (open && !lost.hidden) toast("Connected again.");
    lost.hidden = open || !seen;
    seen ||= open;
  },
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drawer.open && at("drawer").contains(document.activeElement)) toggleDrawer();
});
