/** Where a person writes: text, commands, files, replies and corrections. */

import { h, icon, iconButton } from "./dom.js";
import { Commands } from "./commands.js";
import { keyboardOf, standingMarkup } from "./keyboard.js";
import { Inline } from "./inline.js";
import { act } from "./link.js";
import { openMenu, toast } from "./popup.js";
import { authorOf, cut, preview } from "./words.js";

export class Composer {
  /** `look()` gives {store, chat, topic, speaker}; `column` offers toasts and the log. */
  constructor(look, column) {
    this.look = look;
    this.column = column;
    this.about = null;
    this.dismissed = null;
    this.build();
  }

  build() {
    const name = this.look().chat.title;
    this.field = h("textarea", {
      rows: "1",
      "aria-label": `Message to ${name}`,
      placeholder: "Message",
      enterkeyhint: "send",
    });
    this.commands = new Commands(
      this.field,
      () => this.look().chat.commands ?? [],
      (text) => this.say(text),
    );
    this.inline = new Inline(
      this.field,
      () => this.look().store.bot.username,
      (given) => this.act(given, true),
    );
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.grow());
    this.file = h("input", { type: "file", hidden: true, onchange: () => this.upload() });
    this.strip = h("div", { class: "about", hidden: true });
    this.keyboard = h("div", { class: "keyboard-place", hidden: true });
    this.speak = h("div", { class: "speak" });
    const attach = iconButton("attach", "Attach", (event) => this.attach(event.currentTarget), {
      "aria-haspopup": "menu",
      class: "round attach",
    });
    const slash = iconButton("commands", "Commands", () => this.commands.toggle(), { class: "round slash" });
    const send = iconButton("send", "Send", () => this.send(), { class: "round send" });
    const line = h("div", { class: "line" }, attach, this.field, slash, send);
    this.element = h(
      "div",
      { class: "composer" },
      this.commands.element,
      this.inline.element,
      this.strip,
      this.speak,
      line,
      this.keyboard,
      this.file,
    );
  }

  key(event) {
    if (event.isComposing || this.commands.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.about) this.forget();
    else if (event.key === "ArrowUp" && !this.field.value && !this.about) this.editLast(event);
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 180)}px`;
  }

  setText(text) {
    this.field.value = text;
    this.grow();
  }

  /** Puts words into the field, as if they had been typed. */
  begin(text) {
    this.setText(text);
    this.field.focus();
    this.field.dispatchEvent(new Event("input"));
  }

  async send() {
    const text = this.field.value.trim();
    if (!text) return this.field.focus();
    const editing = this.about?.edit;
    const given = editing ? { do: "edit", message_id: editing.message_id, text } : this.saying(text);
    const draft = this.field.value;
    this.setText("");
    const answer = await this.act(given);
    if (!answer.ok && !this.field.value) this.setText(draft);
    else if (answer.ok) this.forget();
    this.commands.close();
    this.inline.close();
    this.field.focus();
  }

  /** Sends words at once: a command or a keyboard's button. */
  async say(text) {
    const draft = this.field.value;
    this.setText(draft.startsWith("/") ? "" : draft);
    const answer = await this.act(this.saying(text));
    if (answer.ok && this.about?.reply) this.forget();
  }

  saying(text) {
    return { do: "say", text, reply_to: this.about?.reply?.message_id };
  }

  /** Does something as the person who speaks here; says why when it is not possible. */
  async act(given, quiet = false) {
    const { chat, topic, speaker } = this.look();
    const answer = await act({ as: speaker?.id, chat: chat.id, topic: topic ?? undefined, ...given });
    if (!answer.ok && !quiet) toast(answer.error ?? "That did not work.", this.column.toasts, "warn");
    return answer;
  }

  attach(button) {
    openMenu(button, "Attach", [
      { label: "File", icon: "file", run: () => this.pick("document", "") },
      { label: "Photo", icon: "photo", run: () => this.pick("photo", "image/*") },
      {
        label: "Voice message",
        icon: "voice",
        about: "an invented one",
        run: () => this.act(this.sending("voice")),
      },
      { label: "Sticker", icon: "sticker", run: () => this.act(this.sending("sticker")) },
    ]);
  }

  sending(kind) {
    return { do: "send", kind, reply_to: this.about?.reply?.message_id };
  }

  pick(kind, accept) {
    this.kind = kind;
    this.file.accept = accept;
    this.file.click();
  }

  async upload() {
    const [file] = this.file.files;
    this.file.value = "";
    if (!file) return;
    const caption = this.about?.edit ? "" : this.field.value.trim();
    const answer = await this.act({ ...this.sending(this.kind), caption, file });
    if (!answer.ok) return;
    if (caption) this.setText("");
    this.forget();
  }

  /** The next message answers this one. */
  reply(message) {
    this.setAbout({ reply: message }, `Reply to ${authorOf(message)}`, message);
  }

  /** The field now holds this message's text; sending changes it. */
  edit(message) {
    this.setAbout({ edit: message }, "Change your message", message);
    this.setText(message.text ?? message.caption ?? "");
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  editLast(event) {
    const { store, chat, topic, speaker } = this.look();
    const own = store
      .visible(chat.id, topic)
      .filter((message) => message.from?.id === speaker?.id && message.text);
    if (!own.length) return;
    event.preventDefault();
    this.edit(own.at(-1));
  }

  setAbout(about, title, message, focus = true) {
    this.about = about;
    const close = iconButton("close", "Cancel", () => this.forget());
    const words = h("span", {}, h("strong", {}, title), h("small", {}, cut(preview(message), 80)));
    this.strip.replaceChildren(icon(about.edit ? "edit" : "reply"), words, close);
    this.strip.hidden = false;
    if (focus) this.field.focus();
  }

  /** Drops the reply or correction. */
  forget() {
    if (this.about?.edit) this.setText("");
    if (this.about?.reply) this.dismissed = this.about.reply.message_id;
    this.about = null;
    this.strip.hidden = true;
    this.field.placeholder = "Message";
  }

  /** Brings keyboards and the speaker's choice in step with the store. */
  sync() {
    const { store, chat, topic, speaker } = this.look();
    if (this.about) this.dropGone(store.message(chat.id, (this.about.reply ?? this.about.edit).message_id));
    const asking = speaker ? standingMarkup(store.visible(chat.id, topic), chat, speaker) : null;
    this.showKeyboard(asking, chat);
    if (!asking?.reply_markup.force_reply || this.dismissed === asking.message_id || this.about) return;
    this.setAbout(
      { reply: asking },
      `Answer ${authorOf(asking)}`,
      asking,
      this.element.contains(document.activeElement),
    );
    this.field.placeholder = asking.reply_markup.input_field_placeholder ?? "Your answer";
  }

  dropGone(message) {
    if (!message || message.deleted) this.forget();
  }

  showKeyboard(asking, chat) {
    const shown = asking?.reply_markup.keyboard ? asking : null;
    if (shown === this.keyed) return;
    this.keyed = shown;
    this.keyboard.hidden = !shown;
    this.keyboard.replaceChildren();
    if (!shown) return;
    const press = async (text) => {
      await this.act({ do: "say", text, reply_to: chat.type === "private" ? undefined : shown.message_id });
      if (shown.reply_markup.one_time_keyboard) this.keyboard.hidden = true;
    };
    this.keyboard.append(keyboardOf(shown.reply_markup, press));
    this.field.placeholder = shown.reply_markup.input_field_placeholder ?? "Message";
  }
}
