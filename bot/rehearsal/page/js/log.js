/** The messages of one chat, kept in step with the store. Unchanged messages keep their elements. */

import { announce, h, icon } from "./dom.js";
import { bubble } from "./bubble.js";
import { longDay, relative } from "./time.js";
import { authorOf, cut, preview, serviceLine } from "./words.js";

const CLOSE_BY = 5 * 60;
const PAGE = 150;

export class Log {
  /** `look` gives {store, chat, topic, speaker}; `does` is what taps do. */
  constructor(label, look, does) {
    this.look = look;
    this.does = does;
    this.parts = new Map();
    this.list = h("div", {
      class: "log",
      role: "log",
      "aria-label": label,
      "aria-live": "off",
      tabindex: "0",
    });
    this.newer = h(
      "button",
      { type: "button", class: "newer", hidden: true, onclick: () => this.toEnd() },
      icon("down"),
      "New messages",
    );
    this.element = h("div", { class: "log-frame" }, this.list, this.newer);
    this.list.addEventListener("keydown", (event) => this.walk(event));
    this.list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.list.addEventListener("load", () => this.stuck && this.toEnd(), true);
    new ResizeObserver(() => this.resized()).observe(this.list);
    this.stuck = true;
    this.filled = false;
    this.most = PAGE;
    this.earlier = h(
      "button",
      { type: "button", class: "earlier", onclick: () => this.showEarlier() },
      "Show earlier messages",
    );
  }

  /** Notes whether somebody reads at the end; a scroll that a new size caused says nothing about that. */
  scrolled() {
    if (this.size !== `${this.list.clientWidth} ${this.list.clientHeight}`) return;
    this.stuck = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
    if (this.stuck) this.newer.hidden = true;
  }

  resized() {
    if (this.stuck) this.toEnd();
    this.size = `${this.list.clientWidth} ${this.list.clientHeight}`;
  }

  toEnd() {
    this.stuck = true;
    this.list.scrollTop = this.list.scrollHeight;
    this.newer.hidden = true;
  }

  /** Forgets the elements, when another person looks or another topic opens. */
  reset() {
    this.parts.clear();
    this.most = PAGE;
    this.list.replaceChildren();
    this.stuck = true;
    this.filled = false;
  }

  /** Brings the elements in step with the store. */
  sync() {
    const follow = this.parts.size === 0 || this.stuck;
    const held = this.heldFocus();
    const wanted = this.wanted();
    const kept = new Set(wanted.map((part) => part.key));
    for (const [key, part] of this.parts) if (!kept.has(key)) this.drop(key, part);
    let before = null;
    for (const part of wanted) before = this.put(part, before);
    if (held) this.giveFocus(held);
    if (follow) this.toEnd();
    this.filled = true;
  }

  /** What should stand there: days and messages, each with a key and what its element depends on. */
  wanted() {
    const { store, chat, topic, speaker } = this.look();
    const parts = [];
    let last = null;
    let day = "";
    const all = store.visible(chat.id, topic);
    if (all.length > this.most) parts.push({ key: "earlier", fixed: this.earlier });
    for (const message of all.slice(-this.most)) {
      const today = longDay(new Date(message.date * 1000), store.now);
      if (today !== day) parts.push({ key: `day ${today}`, day: today });
      const grouped = last !== null && today === day && sameHand(last, message);
      const mine = !message.sender_chat && message.from?.id === speaker?.id;
      parts.push({ key: message.message_id, message, grouped, mine, group: chat.type !== "private" });
      [last, day] = [message, today];
    }
    return parts;
  }

  put(part, before) {
    const old = this.parts.get(part.key);
    const same =
      old &&
      (part.day ||
        part.fixed ||
        (old.message === part.message && old.grouped === part.grouped && old.mine === part.mine));
    const element = same ? old.element : this.build(part);
    if (old && !same) old.element.replaceWith(element);
    if (!old && this.filled) element.classList.add("fresh");
    const next = before ? before.nextSibling : this.list.firstChild;
    if (element !== next) this.list.insertBefore(element, next);
    this.parts.set(part.key, { ...part, element });
    return element;
  }

  build(part) {
    if (part.fixed) return part.fixed;
    if (part.day) return h("p", { class: "day" }, h("span", {}, part.day));
    const { store } = this.look();
    const colour = store.people.get(part.message.from?.id)?.colour;
    return bubble(part.message, { ...part, colour }, { ...this.does, now: store.now });
  }

  /** More of the past, with what was being read staying where it is. */
  showEarlier() {
    const below = this.list.scrollHeight - this.list.scrollTop;
    this.most += PAGE;
    this.stuck = false;
    this.filled = false;
    this.sync();
    this.list.scrollTop = this.list.scrollHeight - below;
    this.list.focus({ preventScroll: true });
  }

  drop(key, part) {
    this.parts.delete(key);
    part.element.remove();
  }

  /** A message that came in while the chat was open: shown, and said to screen readers. */
  arrived(message, where) {
    const away = !this.stuck;
    this.sync();
    const { speaker } = this.look();
    if (message.from?.id === speaker?.id) this.toEnd();
    else {
      if (!away) this.showStart(message.message_id);
      this.newer.hidden = !away;
      announce(`${where}. ${serviceLine(message) ?? `${authorOf(message)}: ${cut(preview(message), 240)}`}`);
    }
  }

  /** A message taller than the screen is read from its beginning. */
  showStart(id) {
    const element = this.parts.get(id)?.element;
    if (!element || element.offsetHeight < this.list.clientHeight) return;
    this.list.scrollTop = element.offsetTop - 8;
    this.stuck = false;
  }

  /** Rewrites "in 2 days" when the clock moved. */
  clockMoved(now) {
    for (const time of this.list.querySelectorAll("time[data-relative]")) {
      time.textContent = relative(new Date(Number(time.dataset.relative) * 1000), now);
    }
  }

  /** Shows a message and lets it glow for a moment; gives whether it was there. */
  jump(id) {
    const { store, chat, topic } = this.look();
    const place = store.visible(chat.id, topic).findIndex((message) => message.message_id === id);
    if (place < 0) return false;
    while (!this.parts.has(id)) this.showEarlier();
    const part = this.parts.get(id);
    part.element.scrollIntoView({ block: "center" });
    part.element.classList.remove("found");
    void part.element.offsetWidth;
    part.element.classList.add("found");
    part.element.focus({ preventScroll: true });
    return true;
  }

  /** Up and down go from message to message; Enter opens a message's actions. */
  walk(event) {
    const messages = [...this.list.querySelectorAll(".message")];
    const here = document.activeElement?.closest?.(".message");
    if (event.key === "Enter" && document.activeElement === here && here) {
      event.preventDefault();
      here.querySelector(".act")?.click();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const at = here ? messages.indexOf(here) : messages.length;
      const to = messages[at + (event.key === "ArrowUp" ? -1 : 1)];
      if (!to) return;
      event.preventDefault();
      to.focus();
    }
  }

  heldFocus() {
    const inside = document.activeElement?.closest?.(".message");
    if (!inside || !this.list.contains(inside)) return null;
    const keys = [...inside.querySelectorAll(".key")];
    return { id: Number(inside.dataset.id), key: keys.indexOf(document.activeElement) };
  }

  giveFocus({ id, key }) {
    const element = this.parts.get(id)?.element;
    if (!element) this.list.focus({ preventScroll: true });
    else if (!element.contains(document.activeElement)) {
      const keys = element.querySelectorAll(".key");
      (keys[Math.min(key, keys.length - 1)] ?? element).focus({ preventScroll: true });
    }
  }
}

function sameHand(one, other) {
  if (serviceLine(one) || serviceLine(other)) return false;
  return (
    one.from?.id === other.from?.id &&
    !one.sender_chat === !other.sender_chat &&
    other.date - one.date < CLOSE_BY
  );
}
