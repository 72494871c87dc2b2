/** What the page knows: one copy of the server's world, changed only by the server's events. */

export class Store extends EventTarget {
  constructor() {
    super();
    this.load({});
  }

  /** Takes a whole state, as `GET /world/state` gives it. */
  load(state) {
    this.bot = state.bot ?? { id: 0, first_name: "The bot", username: "" };
    this.people = new Map((state.people ?? []).map((person) => [person.id, person]));
    this.chats = new Map((state.chats ?? []).map((chat) => [chat.id, chat]));
    this.messages = new Map();
    for (const message of state.messages ?? []) this.keep(message);
    this.notes = state.notes ?? [];
    this.controls = state.controls ?? [];
    this.setNow(state.now ?? new Date().toISOString());
    this.ready = Boolean(state.chats);
  }

  keep(message) {
    const chat = message.chat.id;
    if (!this.messages.has(chat)) this.messages.set(chat, new Map());
    this.messages.get(chat).set(message.message_id, message);
  }

  setNow(iso) {
    this.saidAt = performance.now();
    this.saidNow = new Date(iso);
  }

  /** The rehearsal's present; it runs on between the server's words. */
  get now() {
    return new Date(this.saidNow.getTime() + performance.now() - this.saidAt);
  }

  /** A message, deleted or not. */
  message(chat, id) {
    return this.messages.get(chat)?.get(id);
  }

  /** A chat's visible messages in order; `topic` (null for General) narrows a forum. */
  visible(chat, topic) {
    const forum = this.chats.get(chat)?.is_forum;
    return [...(this.messages.get(chat)?.values() ?? [])]
      .filter((message) => !message.deleted && (!forum || topicOf(message) === (topic ?? null)))
      .sort((a, b) => a.message_id - b.message_id);
  }

  /** The people of a chat, in its order. */
  members(chat) {
    return (chat.members ?? []).map((id) => this.people.get(id)).filter(Boolean);
  }

  /** Applies one event of the stream and tells the listeners what changed. */
  apply(event) {
    CHANGES[event.event]?.(this, event);
    this.dispatchEvent(new CustomEvent(event.event, { detail: event }));
  }

  /** Calls `listener(event)` for each of the named events; gives a way to stop. */
  on(names, listener) {
    const heard = (happening) => listener(happening.detail);
    for (const name of names.split(" ")) this.addEventListener(name, heard);
    return () => names.split(" ").forEach((name) => this.removeEventListener(name, heard));
  }
}

/** The chat an event is about, whichever way it names it. */
export function chatOf(event) {
  return event.message?.chat?.id ?? event.chat?.id ?? event.chat ?? event.chat_id;
}

/** The topic a message stands in; null for General. */
export function topicOf(message) {
  const opened = message.forum_topic_created ? message.message_id : null;
  return message.is_topic_message ? message.message_thread_id : opened;
}

function setPinned(store, event, pinned) {
  const chat = store.chats.get(chatOf(event));
  const id = event.message?.message_id ?? event.message_id;
  if (!chat) return;
  const others = (chat.pinned ?? []).filter((one) => id !== undefined && id !== null && one !== id);
  chat.pinned = pinned ? [...others, id] : others;
}

const CHANGES = {
  state: (store, event) => store.load(event.state ?? event),
  message: (store, event) => store.keep(event.message),
  edit: (store, event) => store.keep(event.message),
  delete: (store, event) => {
    const message = store.message(chatOf(event), event.message?.message_id ?? event.message_id);
    if (message) message.deleted = true;
  },
  pin: (store, event) => setPinned(store, event, true),
  unpin: (store, event) => setPinned(store, event, false),
  chat: (store, event) => store.chats.set(chatOf(event), event.chat),
  person: (store, event) => store.people.set(event.person.id, event.person),
  note: (store, event) => {
    store.notes.push(event.note);
    if (store.notes.length > 500) store.notes.splice(0, store.notes.length - 500);
  },
  clock: (store, event) => store.setNow(event.now),
};
