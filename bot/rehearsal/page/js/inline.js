/** Inline mode: "@bot words" in any chat offers results to send; Enter alone sends the words as they are. */

import { h } from "./dom.js";

const PAUSE = 500;

export class Inline {
  /** `username()` is the bot's, `ask(given)` does "inline" as the person who speaks. */
  constructor(field, username, ask) {
    this.field = field;
    this.username = username;
    this.ask = ask;
    this.element = h("ul", { class: "commands", "aria-label": "Offered by the bot", hidden: true });
    field.addEventListener("input", () => this.typed());
    this.element.addEventListener(
      "keydown",
      (event) => event.key === "Escape" && (this.close(), field.focus()),
    );
  }

  /** The words after "@bot ", or null when the text is no inline query. */
  get query() {
    const [, name, words] = this.field.value.match(/^@(\w+) ([^\n]*)$/) ?? [];
    return name?.toLowerCase() === this.username().toLowerCase() ? words.trim() : null;
  }

  typed() {
    clearTimeout(this.timer);
    if (!this.query) return this.close();
    this.timer = setTimeout(() => this.look(this.query), PAUSE);
  }

  async look(query) {
    const answer = query ? await this.ask({ do: "inline", text: query }) : {};
    if (query !== this.query) return;
    const results = answer.results ?? [];
    this.element.replaceChildren(...results.map((result) => this.row(result, query)));
    this.element.hidden = !results.length;
  }

  row(result, query) {
    const send = () => {
      this.close();
      this.field.value = "";
      this.ask({ do: "inline", text: query, data: result.id });
      this.field.focus();
    };
    const words = [h("strong", {}, result.title ?? "Result"), h("span", {}, result.description ?? "")];
    return h("li", {}, h("button", { type: "button", onclick: send }, words));
  }

  close() {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }
}
