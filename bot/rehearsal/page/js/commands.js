/** The command menu above the writing field: opens on "/", narrows as one types. */

import { h } from "./dom.js";

let count = 0;

export class Commands {
  /** `field` is the text area, `list()` gives the chat's commands, `choose(text)` sends one. */
  constructor(field, list, choose) {
    this.field = field;
    this.list = list;
    this.choose = choose;
    this.id = `commands-${(count += 1)}`;
    this.element = h("ul", {
      class: "commands",
      role: "listbox",
      id: this.id,
      "aria-label": "Commands",
      hidden: true,
    });
    field.setAttribute("aria-controls", this.id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.typed());
    field.addEventListener("blur", () =>
      setTimeout(() => this.element.contains(document.activeElement) || this.close(), 150),
    );
  }

  get open() {
    return !this.element.hidden;
  }

  typed() {
    const word = this.field.value.match(/^\/(\w*)$/);
    if (word) this.show(word[1].toLowerCase());
    else this.close();
  }

  /** Opens the whole list, or closes it. */
  toggle() {
    if (this.open) this.close();
    else this.show("");
    this.field.focus();
  }

  show(start) {
    const found = this.list().filter((one) => one.command.startsWith(start));
    this.element.replaceChildren(...found.map((one, index) => this.row(one, index)));
    if (!found.length && !start)
      this.element.append(h("li", { class: "none" }, "The bot has set no commands here."));
    this.element.hidden = !this.element.childElementCount;
    this.at = -1;
    this.mark(found.length ? 0 : -1);
  }

  row(one, index) {
    const pick = (event) => {
      event.preventDefault();
      this.pick(index);
    };
    const given = {
      role: "option",
      id: `${this.id}-${index}`,
      "data-command": one.command,
      onmousedown: pick,
      "aria-selected": "false",
    };
    return h("li", given, h("strong", {}, `/${one.command}`), h("span", {}, one.description));
  }

  close() {
    this.element.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  mark(index) {
    const rows = [...this.element.querySelectorAll("[role=option]")];
    rows[this.at]?.setAttribute("aria-selected", "false");
    this.at = rows.length && index >= 0 ? index % rows.length : -1;
    const row = rows[this.at];
    if (!row) return;
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", row.id);
  }

  pick(index) {
    const row = this.element.querySelectorAll("[role=option]")[index];
    this.close();
    if (row) this.choose(`/${row.dataset.command}`);
  }

  /** Takes the keys that belong to the open menu; gives whether it did. */
  key(event) {
    if (!this.open) return false;
    const rows = this.element.querySelectorAll("[role=option]").length;
    if (event.key === "ArrowDown") this.mark(this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at <= 0 ? rows - 1 : this.at - 1);
    else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) this.pick(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
