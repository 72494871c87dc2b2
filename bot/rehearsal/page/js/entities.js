/** Formatted text as DOM nodes. Offsets count UTF-16 units, as JavaScript's own strings do. */

import { h } from "./dom.js";
import { formatted, full } from "./time.js";

const SAFE = /^(https?|tg|mailto|tel):/i;
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

/**
 * The nodes for a text and its entities.
 * `does` says what happens on a tap: {command(text), link(url, event), now: Date}.
 */
export function formattedText(text, entities, does) {
  const order = [...(entities ?? [])]
    .filter((one) => one.length > 0 && one.offset >= 0 && one.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, order, does);
}

/** Nodes for text[start, end) with the entities that begin in it; nested ones are handled inside. */
function span(text, start, end, entities, does) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length;) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inner = [];
    for (i += 1; i < entities.length && entities[i].offset < to; i += 1) inner.push(entities[i]);
    if (to <= from) continue;
    if (from > at) nodes.push(text.slice(at, from));
    nodes.push(wrapped(entity, text.slice(from, to), span(text, from, to, inner, does), does));
    at = to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrapped(entity, words, children, does) {
  if (TAGS[entity.type]) return h(TAGS[entity.type], {}, children);
  switch (entity.type) {
    case "pre":
      return h("pre", { tabindex: "0", "data-language": entity.language }, h("code", {}, children));
    case "spoiler":
      return spoiler(children);
    case "blockquote":
      return h("blockquote", {}, children);
    case "expandable_blockquote":
      return expandable(children);
    case "text_link":
      return link(entity.url, children, does);
    case "url":
      return link(/^[a-z]+:/i.test(words) ? words : `https://${words}`, children, does);
    case "email":
      return link(`mailto:${words}`, children, does);
    case "bot_command":
      return h("button", { type: "button", class: "command", onclick: () => does.command(words) }, children);
    case "mention":
    case "text_mention":
    case "hashtag":
      return h("span", { class: "mention" }, children);
    case "date_time":
      return moment(entity, words, does.now);
    default:
      return h("span", {}, children);
  }
}

/** A link in a new tab; addresses that are not plainly links stay words. */
function link(address, children, does) {
  if (!SAFE.test(address ?? "")) return h("span", {}, children);
  const onclick = (event) => does.link(address, event);
  return h(
    "a",
    { href: address, target: "_blank", rel: "noopener noreferrer", title: address, onclick },
    children,
  );
}

function spoiler(children) {
  const element = h("span", {
    class: "spoiler",
    role: "button",
    tabindex: "0",
    "aria-label": "Hidden words: show",
  });
  const words = h("span", { "aria-hidden": "true", inert: true }, children);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    element.classList.add("open");
    for (const name of ["role", "tabindex", "aria-label"]) element.removeAttribute(name);
    for (const name of ["aria-hidden", "inert"]) words.removeAttribute(name);
  };
  element.addEventListener("click", show, { once: true });
  element.addEventListener("keydown", show);
  element.append(words);
  return element;
}

function expandable(children) {
  const words = h("div", { class: "quoted" }, children);
  const button = h("button", { type: "button", class: "unfold", "aria-expanded": "false" }, "Show all");
  button.addEventListener("click", () => {
    const open = words.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Show less" : "Show all";
  });
  return h("blockquote", { class: "expandable" }, words, button);
}

function moment(entity, words, now) {
  const instant = new Date(entity.unix_time * 1000);
  const shown = formatted(instant, entity.date_time_format, now) ?? words;
  const given = { datetime: instant.toISOString(), title: full(instant) };
  if (entity.date_time_format?.includes("r")) given["data-relative"] = String(entity.unix_time);
  return h("time", given, shown);
}
