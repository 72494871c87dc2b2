/** Reply keyboards and ForceReply: which one holds now for the person who speaks. */

import { h } from "./dom.js";

/** The message whose keyboard (or ForceReply) holds for `person`, or null. */
export function standingMarkup(messages, chat, person) {
  let spoke = false;
  for (const message of [...messages].reverse()) {
    const markup = message.reply_markup;
    if (markup && concerns(message, markup, chat, person)) {
      if (markup.keyboard) return message;
      if (markup.force_reply) return spoke ? null : message;
      if (markup.remove_keyboard) return null;
    }
    spoke ||= message.from?.id === person.id;
  }
  return null;
}

/** Selective markup concerns those named in the text and the author of what it replies to. */
function concerns(message, markup, chat, person) {
  if (!markup.selective || chat.type === "private") return true;
  if (message.reply_to_message?.from?.id === person.id) return true;
  return (message.entities ?? []).some((entity) => {
    if (entity.type === "text_mention") return entity.user?.id === person.id;
    const words = message.text.slice(entity.offset, entity.offset + entity.length);
    return (
      entity.type === "mention" &&
      person.username &&
      words.toLowerCase() === `@${person.username.toLowerCase()}`
    );
  });
}

/** The keyboard as buttons; `press(text)` sends one. */
export function keyboardOf(markup, press) {
  const element = h("div", { class: "keyboard", role: "group", "aria-label": "Suggested answers" });
  for (const row of markup.keyboard ?? []) {
    element.append(
      h(
        "div",
        { class: "row" },
        row.map((button) => {
          const text = typeof button === "string" ? button : button.text;
          return h("button", { type: "button", class: "key", onclick: () => press(text) }, text);
        }),
      ),
    );
  }
  return element;
}
