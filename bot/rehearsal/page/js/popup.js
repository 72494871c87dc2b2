/** Menus, toasts and dialogs. */

import { h, icon } from "./dom.js";

/**
 * Opens a menu beside a button. Items: {label, icon?, run, danger?, about?}.
 * Arrow keys move, Escape or a tap elsewhere closes, and the focus returns.
 */
export function openMenu(anchor, label, items) {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" });
  for (const item of items) menu.append(menuItem(item, menu));
  menu.addEventListener("keydown", (event) => moveFocus(event, [...menu.children]));
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    anchor.setAttribute("aria-expanded", "false");
    if (menu.contains(document.activeElement) || document.activeElement === document.body) anchor.focus();
    menu.remove();
  });
  document.body.append(menu);
  anchor.setAttribute("aria-expanded", "true");
  menu.showPopover();
  place(menu, anchor);
  menu.firstElementChild?.focus();
}

function menuItem(item, menu) {
  const given = { type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "danger" : "" };
  const words = h("span", {}, item.label, item.about && h("small", {}, item.about));
  const button = h("button", given, item.icon && icon(item.icon), words);
  button.addEventListener("click", () => {
    menu.hidePopover();
    item.run();
  });
  return button;
}

function moveFocus(event, items) {
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length)?.focus();
}

/** Puts a popover by its anchor, inside the window. */
export function place(popover, anchor) {
  const from = anchor.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const below = from.bottom + 6 + size.height <= innerHeight;
  const top = below ? from.bottom + 6 : Math.max(8, from.top - 6 - size.height);
  const left = Math.min(Math.max(8, from.left), innerWidth - size.width - 8);
  popover.style.top = `${top}px`;
  popover.style.left = `${left}px`;
}

/** A short line that goes away by itself. `where` is a column's own place for toasts, or the page's. */
export function toast(text, where, kind = "") {
  const place = where ?? document.getElementById("toasts");
  const line = h("div", { class: `toast ${kind}` }, text);
  place.append(line);
  while (place.childElementCount > 2) place.firstElementChild.remove();
  setTimeout(() => line.remove(), Math.min(12_000, 4500 + text.length * 45));
}

/** A dialog with one text and one button. */
export function alertDialog(title, text) {
  const close = h("button", { type: "submit", class: "primary" }, "OK");
  showDialog(title, [h("p", { class: "pre-line" }, text)], [close]);
}

/** A dialog that asks for a line; `given(text)` runs on the main button. */
export function askDialog(title, label, button, given) {
  const field = h("input", { type: "text", id: "asked", autocomplete: "off", required: true });
  const dialog = showDialog(
    title,
    [h("label", { for: "asked" }, label), field],
    [
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, "Cancel"),
      h("button", { type: "submit", class: "primary" }, button),
    ],
  );
  dialog.addEventListener("submit", () => given(field.value.trim()));
  field.focus();
}

function showDialog(title, body, buttons) {
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "dialog-title" }, title),
    body,
    h("div", { class: "ends" }, buttons),
  );
  const dialog = h("dialog", { "aria-labelledby": "dialog-title" }, form);
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
