/** What taps inside messages do: buttons, links, commands, and a message's own menu. */

import { act } from "./link.js";
import { isShare } from "./bubble.js";
import { openMenu, toast } from "./popup.js";

/** The taps of a column; `composer` is reached late because the two are made together. */
export function tapsOf(column, look) {
  return {
    command: (text) => column.composer.say(text),
    link: (address, event) => followLink(address, event, column, look()),
    press: (button, message, element) => press(button, message, element, column, look()),
    jump: (id) => column.jump(id),
    menu: (anchor, message) => messageMenu(anchor, message, column, look()),
  };
}

/** Links to the bot itself and to messages act here, in the rehearsal; all others open a tab of their own. */
function followLink(address, event, column, { store, speaker }) {
  const place = messagePlace(address);
  if (place !== null) {
    event.preventDefault();
    if (store.chats.has(place.chat)) column.view.goTo(place);
    return;
  }
  const payload = startPayload(address, store.bot.username);
  if (payload === null) return;
  event.preventDefault();
  if (speaker) column.startWith(payload);
}

/** Which message of which supergroup a t.me/c link means; null for any other address. */
function messagePlace(address) {
  const found = /^https:\/\/t\.me\/c\/(\d+)\/(\d+)$/.exec(address);
  return found && { chat: Number(`-100${found[1]}`), message: Number(found[2]) };
}

/** The payload of a t.me or tg: link to the bot; null for any other address. */
export function startPayload(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  const query = url.searchParams;
  const named =
    url.protocol === "tg:"
      ? query.get("domain")
      : /^(t|telegram)\.me$/.test(url.hostname)
        ? url.pathname.slice(1)
        : "";
  if (!username || named?.toLowerCase() !== username.toLowerCase()) return null;
  return query.get("start") ?? "";
}

async function press(button, message, element, column, { store, speaker }) {
  if (button.copy_text) return copy(button.copy_text.text, column);
  if (button.switch_inline_query_current_chat !== undefined) {
    return column.composer.begin(`@${store.bot.username} ${button.switch_inline_query_current_chat}`);
  }
  if (isShare(button)) {
    const query = button.switch_inline_query ?? button.switch_inline_query_chosen_chat?.query;
    return toast(
      `On Telegram you would now choose a chat and send “@${store.bot.username} ${query ?? ""}”.`,
      column.toasts,
    );
  }
  if (!button.callback_data || !speaker)
    return toast("This kind of button works on Telegram only.", column.toasts);
  column.waiting(element);
  const given = {
    as: speaker.id,
    do: "press",
    chat: message.chat.id,
    message_id: message.message_id,
    data: button.callback_data,
  };
  const answer = await act(given);
  if (answer.ok) return;
  column.answered();
  toast(answer.error ?? "That did not work.", column.toasts, "warn");
}

/** Copies words and says so. */
export async function copy(text, column) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.", column.toasts);
  } catch {
    toast(`Please copy it yourself: ${text}`, column.toasts);
  }
}

function messageMenu(anchor, message, column, { chat, speaker }) {
  const words = message.text ?? message.caption;
  const own = message.from?.id === speaker?.id && !message.sender_chat;
  const does = (deed) => async () => {
    const answer = await act({ as: speaker?.id, do: deed, chat: chat.id, message_id: message.message_id });
    if (!answer.ok) toast(answer.error ?? "That did not work.", column.toasts, "warn");
  };
  const items = [
    { label: "Reply", icon: "reply", run: () => column.composer.reply(message) },
    words && { label: "Copy the text", icon: "copy", run: () => copy(words, column) },
    own && words && { label: "Edit", icon: "edit", run: () => column.composer.edit(message) },
    !message.pinned && { label: "Pin", icon: "pin", run: does("pin") },
    (own || chat.type === "private") && {
      label: "Delete",
      icon: "bin",
      danger: true,
      run: does("delete"),
    },
  ];
  openMenu(anchor, "Actions for this message", items.filter(Boolean));
}
