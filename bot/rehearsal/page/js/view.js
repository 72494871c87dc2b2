/** What this screen shows: which chats, in which topic, who speaks, what is read. Kept between visits. */

const KEY = "rehearsal-view";
const PHONE = matchMedia("(max-width: 759px)");
const TABLET = matchMedia("(max-width: 1119px)");

/** How many chats fit side by side. */
export const room = () => (PHONE.matches ? 1 : TABLET.matches ? 2 : 3);

export class View extends EventTarget {
  constructor(store) {
    super();
    this.store = store;
    const kept = remembered();
    this.chosen = kept.chosen ?? null;
    this.speakers = new Map(kept.speakers ?? []);
    this.topics = new Map();
    this.read = new Map();
    this.phoneChat = false;
    for (const query of [PHONE, TABLET]) query.addEventListener("change", () => this.changed());
  }

  get isPhone() {
    return PHONE.matches;
  }

  /** The chats on screen, left to right in the list's order (none on a phone that shows the list). */
  get shown() {
    const here = (this.chosen ?? this.usual()).filter((id) => this.store.chats.has(id));
    const kept = (here.length ? here : this.usual()).slice(-room());
    if (this.isPhone) return this.phoneChat ? kept : [];
    return [...this.store.chats.keys()].filter((id) => kept.includes(id));
  }

  /** At first: two private chats and a group. The last in this order keeps its place longest. */
  usual() {
    const chats = [...this.store.chats.values()].filter((chat) => !chat.moved_to);
    const own = chats.filter((chat) => chat.type === "private").slice(0, 2);
    const groups = chats.filter((chat) => chat.type !== "private").slice(0, 1);
    const rest = chats.filter((chat) => !own.includes(chat) && !groups.includes(chat));
    const second = [...rest.slice(0, 3 - own.length - groups.length), ...own.slice(1)];
    return [...second, ...groups, ...own.slice(0, 1)].map((chat) => chat.id);
  }

  /** Shows a chat; the one shown longest makes room. */
  show(id) {
    const others = (this.chosen ?? this.usual()).filter((one) => one !== id);
    this.chosen = [...others, id].slice(-3);
    this.phoneChat = true;
    this.changed();
  }

  /** Shows one message of a chat: {chat, message}. */
  goTo(place) {
    this.show(place.chat);
    this.dispatchEvent(new CustomEvent("goto", { detail: place }));
  }

  /** Takes a chat's column away. */
  hide(id) {
    const left = this.shown.filter((one) => one !== id);
    if (left.length) this.chosen = left;
    this.changed();
  }

  /** On a phone: back to the list. */
  back() {
    this.phoneChat = false;
    this.changed();
  }

  /** The person who speaks in a chat, or null in a group without people. */
  speaker(chat) {
    if (chat.owner !== null && chat.owner !== undefined) return this.store.people.get(chat.owner) ?? null;
    const members = this.store.members(chat);
    return members.find((person) => person.id === this.speakers.get(chat.id)) ?? members[0] ?? null;
  }

  speakAs(chat, person) {
    this.speakers.set(chat.id, person);
    this.changed();
  }

  /** The topic open in a forum; null is General. */
  topic(chat) {
    const id = this.topics.get(chat.id) ?? null;
    return (chat.topics ?? []).some((topic) => topic.id === id) ? id : null;
  }

  openTopic(chat, topic) {
    this.topics.set(chat.id, topic);
    this.changed();
  }

  /** Everything in a chat up to now counts as read. */
  markRead(id) {
    this.read.set(id, Math.max(0, ...(this.store.messages.get(id)?.keys() ?? [])));
  }

  unread(id) {
    if (!this.read.has(id)) this.markRead(id);
    const since = this.read.get(id);
    return [...(this.store.messages.get(id)?.values() ?? [])].filter(
      (message) => message.message_id > since && !message.deleted,
    ).length;
  }

  changed() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ chosen: this.chosen, speakers: [...this.speakers] }));
    } catch {
      // A browser that keeps nothing shows the usual chats next time.
    }
    this.dispatchEvent(new Event("change"));
  }
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
