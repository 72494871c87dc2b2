/** One chat on screen: its head, pinned message, topics, messages and the place to write. */

import { avatar, h, icon, iconButton } from "./dom.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { act } from "./link.js";
import { alertDialog, askDialog, openMenu, toast } from "./popup.js";
import { topicOf } from "./store.js";
import { tapsOf } from "./taps.js";
import { cut, preview } from "./words.js";

export class Column {
  constructor(store, view, id) {
    this.store = store;
    this.view = view;
    this.id = id;
    this.news = new Set();
    const look = () => this.look();
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.head = h("header", { class: "head" });
    this.pinned = h("div", { class: "pinned", hidden: true });
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Topics", hidden: true });
    this.typing = h("p", { class: "typing", "aria-live": "polite" });
    this.gate = h("div", { class: "gate", hidden: true });
    this.composer = new Composer(look, this);
    this.log = new Log(`Messages in ${this.chat.title}`, look, tapsOf(this, look));
    const parts = [
      this.head,
      this.pinned,
      this.tabs,
      this.log.element,
      this.toasts,
      this.typing,
      this.gate,
      this.composer.element,
    ];
    this.element = h("section", { class: "column", "data-chat": id, "aria-label": this.label() }, parts);
    this.sync();
  }

  get chat() {
    return this.store.chats.get(this.id);
  }

  look() {
    const chat = this.chat;
    return { store: this.store, chat, topic: this.view.topic(chat), speaker: this.view.speaker(chat) };
  }

  label() {
    const chat = this.chat;
    return chat.type === "private"
      ? `${chat.title} with ${this.store.bot.first_name}`
      : `Group: ${chat.title}`;
  }

  /** Brings everything in step with the store and the view. */
  sync() {
    const { topic, speaker } = this.look();
    const scene = `${topic} ${speaker?.id}`;
    if (scene !== this.scene) {
      if (this.scene !== undefined) this.composer.forget();
      this.log.reset();
    }
    this.scene = scene;
    this.drawHead();
    this.drawPinned();
    this.drawTabs();
    this.drawSpeaker();
    this.drawGate();
    this.log.sync();
    this.composer.sync();
  }

  drawHead() {
    const { chat, store, speaker } = this.look();
    const own = chat.type === "private";
    const about = own ? chat.about || speaker?.about : this.company();
    const state = own && speaker?.blocked ? "has blocked the bot" : about;
    const key = JSON.stringify([chat.title, state, this.view.shown.length, this.view.isPhone]);
    if (key === this.headKey) return;
    this.headKey = key;
    const parts = [
      iconButton("back", "Back to the chats", () => this.view.back(), { class: "round back" }),
      avatar(chat.title, own ? speaker?.colour : undefined, !own),
      h("div", { class: "names" }, h("h2", {}, chat.title), h("p", {}, state ?? "")),
      iconButton("more", `More for ${chat.title}`, (event) => this.menu(event.currentTarget), {
        "aria-haspopup": "menu",
      }),
      this.view.shown.length > 1 &&
        iconButton("close", `Close ${chat.title}`, () => this.view.hide(this.id), { class: "round hide" }),
    ];
    this.head.replaceChildren(...parts.filter(Boolean));
  }

  /** Who is in the group, in one line. */
  company() {
    const { chat, store } = this.look();
    const away = chat.bot_is === "left" || chat.bot_is === "kicked";
    const people = `${store.members(chat).length} people`;
    return away ? `${people}; the bot is not here` : `${people} and ${store.bot.first_name}`;
  }

  drawPinned() {
    const { chat, store } = this.look();
    const message = (chat.pinned ?? [])
      .map((id) => store.message(chat.id, id))
      .filter((one) => one && !one.deleted)
      .at(-1);
    this.pinned.hidden = !message;
    if (!message || message === this.pinShown) return;
    this.pinShown = message;
    const words = h("span", {}, h("strong", {}, "Pinned"), h("small", {}, cut(preview(message), 90)));
    this.pinned.replaceChildren(
      h("button", { type: "button", onclick: () => this.jump(message.message_id) }, icon("pin"), words),
    );
  }

  drawTabs() {
    const { chat, topic } = this.look();
    this.tabs.hidden = !chat.is_forum;
    this.news.delete(topic);
    const key = JSON.stringify([chat.topics, topic, [...this.news]]);
    if (!chat.is_forum || key === this.tabsKey) return;
    this.tabsKey = key;
    const held = this.tabs.contains(document.activeElement);
    const all = [{ id: null, name: "General" }, ...chat.topics];
    this.tabs.replaceChildren(...all.map((one) => this.tab(one, one.id === topic)));
    if (held) this.tabs.querySelector("[aria-selected=true]")?.focus();
  }

  tab(one, open) {
    const given = { type: "button", role: "tab", "aria-selected": String(open), tabindex: open ? "0" : "-1" };
    const tab = h(
      "button",
      given,
      one.name,
      one.closed && h("small", {}, " (closed)"),
      this.news.has(one.id) && h("span", { class: "news" }, h("span", { class: "unseen" }, " new messages")),
    );
    tab.addEventListener("click", () => this.view.openTopic(this.chat, one.id));
    tab.addEventListener("keydown", (event) => {
      const next = { ArrowRight: tab.nextElementSibling, ArrowLeft: tab.previousElementSibling }[event.key];
      next?.focus();
      next?.click();
    });
    return tab;
  }

  drawSpeaker() {
    const { chat, store, speaker } = this.look();
    const people = chat.type === "private" ? [] : store.members(chat);
    const key = JSON.stringify([people.map((person) => person.name), speaker?.id]);
    if (key === this.speakerKey) return;
    this.speakerKey = key;
    this.composer.speak.hidden = !people.length;
    const options = people.map((person) =>
      h("option", { value: String(person.id), selected: person.id === speaker?.id }, person.name),
    );
    const id = `speak-${this.id}`;
    const choose = (event) => this.view.speakAs(this.chat, Number(event.target.value));
    const select = h("select", { id, onchange: choose }, options);
    this.composer.speak.replaceChildren(h("label", { for: id }, "Speaking as"), select);
  }

  /** In place of the writing field: Start, Unblock, or why nobody can write. */
  drawGate() {
    const { chat, speaker, store } = this.look();
    const own = chat.type === "private";
    const [about, label, run] =
      own && speaker && !speaker.started
        ? [`${speaker.name} has not met ${store.bot.first_name} yet.`, "Start", () => this.act("start")]
        : own && speaker?.blocked
          ? ["The bot is blocked and cannot write here.", "Unblock", () => this.act("unblock")]
          : chat.moved_to
            ? ["This group moved.", "Open the new group", () => this.view.show(chat.moved_to)]
            : speaker
              ? []
              : ["Nobody is in this group.", null, null];
    this.composer.element.hidden = Boolean(about);
    this.gate.hidden = !about;
    if (about === this.gateKey) return;
    this.gateKey = about;
    this.gate.replaceChildren(
      h("p", {}, about ?? ""),
      label ? h("button", { type: "button", class: "primary", onclick: run }, label) : "",
    );
  }

  menu(anchor) {
    const { chat, speaker, store } = this.look();
    if (chat.type === "private") return openMenu(anchor, `More for ${chat.title}`, this.ownItems(speaker));
    const outside = [...store.people.values()].filter((person) => !chat.members.includes(person.id));
    const items = outside.map((person) => ({
      label: `${person.name} joins`,
      run: () => this.act("join", { as: person.id }),
    }));
    if (speaker) items.push({ label: `${speaker.name} leaves`, danger: true, run: () => this.act("leave") });
    return openMenu(anchor, `More for ${chat.title}`, items);
  }

  ownItems(person) {
    const block = person.blocked
      ? { label: "Unblock the bot", run: () => this.act("unblock") }
      : {
          label: "Block the bot",
          about: "it then gets a refusal when it writes",
          danger: true,
          run: () => this.act("block"),
        };
    const ask = (given) => this.startWith(startCode(given));
    return [
      {
        label: "Open an invitation link…",
        run: () => askDialog("Open an invitation link", "The link or its code", "Open", ask),
      },
      block,
    ];
  }

  act(name, given = {}) {
    return this.composer.act({ do: name, ...given });
  }

  /** Follows a link to the bot: Start, with what the link carries, in the speaker's own chat. */
  async startWith(payload) {
    const { speaker } = this.look();
    const answer = await this.act("start", { chat: speaker.id, topic: undefined, payload });
    if (answer.ok && speaker.id !== this.id) this.view.show(speaker.id);
  }

  /** Shows a message of this chat, in whichever topic it stands. */
  jump(id) {
    const { chat, store } = this.look();
    if (this.log.jump(id)) return;
    const message = store.message(chat.id, id);
    if (!message || message.deleted) return toast("That message is no longer there.", this.toasts);
    this.view.openTopic(chat, topicOf(message));
    this.log.jump(id);
  }

  /** A button waits for the bot's answer. */
  waiting(element) {
    element.setAttribute("aria-busy", "true");
    setTimeout(() => element.removeAttribute("aria-busy"), 15_000);
  }

  /** The bot answered a press: a toast, a dialog, or nothing to say. */
  answered(text = "", showAlert = false) {
    for (const busy of this.element.querySelectorAll("[aria-busy]")) busy.removeAttribute("aria-busy");
    if (text && showAlert) alertDialog(this.store.bot.first_name, text);
    else if (text) toast(text, this.toasts);
  }

  /** The bot types; it stops by itself or when its message comes. */
  showTyping() {
    clearTimeout(this.typingTimer);
    this.typing.replaceChildren(
      h("span", { class: "dots", "aria-hidden": "true" }),
      `${this.store.bot.first_name} is writing`,
    );
    this.typingTimer = setTimeout(() => this.typing.replaceChildren(), 5500);
  }

  arrived(message) {
    if (message.from?.is_bot) this.typing.replaceChildren();
    const { chat, topic } = this.look();
    if (chat.is_forum && topicOf(message) !== topic) this.news.add(topicOf(message));
    this.log.arrived(message, chat.title);
  }
}

/** The code of an invitation: the link's own, or what was typed. */
function startCode(given) {
  return given.match(/[?&]start=([\w-]+)/)?.[1] ?? given;
}
