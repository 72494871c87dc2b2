/** One message as an element. */

import { h, icon, iconButton } from "./dom.js";
import { formattedText } from "./entities.js";
import { fileAddress } from "./link.js";
import { clockTime, full } from "./time.js";
import { authorOf, cut, preview, serviceLine, size } from "./words.js";

/**
 * The element of a message. `look` is {mine, grouped, group, colour, forum}; `does` is what taps do:
 * {command, link, now, press(button), jump(id), menu(anchor, message)}.
 */
export function bubble(message, look, does) {
  const service = serviceLine(message);
  const words = service ?? `${authorOf(message)}: ${cut(preview(message), 300)}`;
  const name = ["message", service && "service", look.mine ? "mine" : "theirs", look.grouped && "grouped"];
  const given = {
    class: name.filter(Boolean).join(" "),
    "data-id": message.message_id,
    tabindex: "-1",
    "aria-label": words,
  };
  if (service) return h("article", given, h("p", {}, service));
  return h("article", given, body(message, look, does), keys(message, does));
}

function body(message, look, does) {
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  return h(
    "div",
    { class: "bubble", oncontextmenu: (event) => openByRightClick(event, message, does) },
    look.group &&
      !look.grouped &&
      !look.mine &&
      h("p", { class: "author", style: { "--colour": look.colour } }, authorOf(message)),
    quote(message, look, does),
    media(message),
    text && h("div", { class: "text" }, formattedText(text, entities, does)),
    message.reactions?.length > 0 &&
      h("p", { class: "reactions", "aria-label": "Reaction of the bot" }, message.reactions.join(" ")),
    meta(message, does),
  );
}

/** A right click or a long press opens the message's menu, except on links and chosen words. */
function openByRightClick(event, message, does) {
  if (event.target.closest("a, button") || String(getSelection())) return;
  event.preventDefault();
  does.menu(event.currentTarget.querySelector(".act"), message);
}

function meta(message, does) {
  const open = (event) => does.menu(event.currentTarget, message);
  const sent = new Date(message.date * 1000);
  return h(
    "p",
    { class: "meta" },
    message.via_bot && h("span", {}, `via @${message.via_bot.username}`),
    message.edit_date && h("span", { class: "edited" }, "edited"),
    h("time", { datetime: sent.toISOString(), title: full(sent) }, clockTime(sent)),
    iconButton("down", "Actions for this message", open, {
      class: "round act",
      tabindex: "-1",
      "aria-haspopup": "menu",
    }),
  );
}

function quote(message, look, does) {
  const replied = message.reply_to_message;
  if (!replied || replied.forum_topic_created) return null;
  const onclick = () => does.jump(replied.message_id);
  const lines = [h("strong", {}, authorOf(replied)), h("span", {}, cut(preview(replied), 90))];
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": `Reply to ${authorOf(replied)}: ${cut(preview(replied), 60)}`,
      onclick,
    },
    lines,
  );
}

function media(message) {
  if (message.photo) return photo(message.photo.at(-1), message);
  if (message.document) return attachment(message.document);
  if (message.voice)
    return h(
      "p",
      { class: "media-line" },
      icon("voice"),
      `Voice message, ${message.voice.duration ?? 1} seconds`,
    );
  if (message.sticker)
    return h(
      "p",
      { class: "sticker" },
      h("span", { "aria-hidden": "true" }, message.sticker.emoji ?? "🙂"),
      h("small", {}, "Sticker"),
    );
  return null;
}

function photo(picture, message) {
  const address = fileAddress(picture.file_id);
  const shown = h("img", {
    src: address,
    alt: message.caption ? cut(message.caption, 120) : "Photo",
    loading: "lazy",
  });
  const link = h("a", { class: "photo", href: address, target: "_blank", rel: "noopener" }, shown);
  shown.addEventListener(
    "error",
    () => shown.replaceWith(h("span", { class: "media-line" }, icon("photo"), "Photo")),
    { once: true },
  );
  return link;
}

function attachment(file) {
  const name = file.file_name ?? "document";
  const kind = name.includes(".") ? name.split(".").at(-1).slice(0, 4).toUpperCase() : "FILE";
  return h(
    "a",
    { class: "document", href: fileAddress(file.file_id), download: name },
    h("span", { class: "kind", "aria-hidden": "true" }, kind),
    h(
      "span",
      {},
      h("strong", {}, name),
      h("small", {}, [size(file.file_size), "Download"].filter(Boolean).join(" · ")),
    ),
  );
}

function keys(message, does) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const group = h("div", { class: "keys", role: "group", "aria-label": "Buttons of this message" });
  rows.forEach((row) =>
    group.append(
      h(
        "div",
        { class: "row" },
        row.map((button) => key(button, message, does)),
      ),
    ),
  );
  return group;
}

function key(button, message, does) {
  const style = ["primary", "success", "danger"].includes(button.style) ? button.style : "";
  const given = { class: `key ${style}`, "data-data": button.callback_data };
  const words = h("span", {}, button.text);
  if (button.url) {
    const onclick = (event) => does.link(button.url, event);
    if (!/^(https?|tg):/i.test(button.url))
      return h("button", { ...given, type: "button", disabled: true }, words);
    return h(
      "a",
      { ...given, href: button.url, target: "_blank", rel: "noopener noreferrer", onclick },
      words,
      icon("link"),
    );
  }
  const sign = button.copy_text ? "copy" : isShare(button) ? "share" : null;
  const onclick = (event) => does.press(button, message, event.currentTarget);
  return h("button", { ...given, type: "button", onclick }, words, sign && icon(sign));
}

/** Whether a button starts an inline query. */
export function isShare(button) {
  return ["switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"].some(
    (one) => one in button,
  );
}
