/** Small sentences about messages: service lines, previews, names. */

/** The name that stands on a message. */
export function authorOf(message) {
  if (message.sender_chat) return message.sender_chat.title ?? "Group";
  return message.from?.first_name ?? "Somebody";
}

/** A message in one line, for lists, quotes and pins. */
export function preview(message) {
  const words = message.text ?? message.caption;
  if (message.document) return `File: ${message.document.file_name ?? "document"}`;
  if (message.photo) return words ? `Photo: ${words}` : "Photo";
  if (message.voice) return "Voice message";
  if (message.sticker) return `${message.sticker.emoji ?? ""} Sticker`.trim();
  return words ?? serviceLine(message) ?? "Message";
}

/** What happened, when a message reports a happening; null for ordinary messages. */
export function serviceLine(message) {
  const who = authorOf(message);
  if (message.new_chat_members) return joined(who, message);
  if (message.left_chat_member) return left(who, message);
  if (message.pinned_message) return `${who} pinned “${cut(preview(message.pinned_message), 40)}”`;
  if (message.forum_topic_created) return `${who} opened the topic “${message.forum_topic_created.name}”`;
  if (message.forum_topic_edited) return `${who} renamed the topic`;
  if (message.forum_topic_closed) return `${who} closed this topic`;
  if (message.forum_topic_reopened) return `${who} opened this topic again`;
  if (message.new_chat_title) return `${who} named the group “${message.new_chat_title}”`;
  if (message.migrate_to_chat_id)
    return "This group became a larger kind of group; the conversation goes on there.";
  if (message.migrate_from_chat_id) return "This group became a larger kind of group.";
  if (message.group_chat_created || message.supergroup_chat_created) return `${who} made the group`;
  return null;
}

function joined(who, message) {
  const names = message.new_chat_members.map((one) => one.first_name);
  const itself = message.new_chat_members.some((one) => one.id === message.from?.id);
  return itself ? `${who} joined the group` : `${who} added ${names.join(", ")}`;
}

function left(who, message) {
  const gone = message.left_chat_member;
  return gone.id === message.from?.id ? `${who} left the group` : `${who} removed ${gone.first_name}`;
}

/** At most `length` characters on one line. */
export function cut(text, length) {
  const line = [...text.replace(/\s+/g, " ").trim()];
  return line.length > length ? `${line.slice(0, length - 1).join("")}…` : line.join("");
}

/** "12 KB". */
export function size(bytes) {
  if (!bytes && bytes !== 0) return "";
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
