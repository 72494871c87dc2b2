/** The bar at the top: what this is, the clock, the places to jump to, the drawer's button. */

import { h, icon } from "./dom.js";
import { moveClock, runControl } from "./link.js";
import { openMenu, place, toast } from "./popup.js";
import { clockTime, fieldValue, fromField, full, shortDay } from "./time.js";

const STEPS = [
  [60, "1 hour"],
  [24 * 60, "1 day"],
  [7 * 24 * 60, "1 week"],
];

export class Top {
  /** `toggleDrawer()` shows or hides the drawer and gives whether it is open. */
  constructor(element, store, toggleDrawer) {
    this.store = store;
    this.day = h("span", { class: "day-name" });
    this.hour = h("strong", { class: "hour" });
    const face = {
      type: "button",
      class: "face",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      onclick: () => this.openClock(),
    };
    this.face = h(
      "button",
      face,
      icon("clock"),
      h("span", { class: "unseen" }, "Rehearsal clock: "),
      this.day,
      " ",
      this.hour,
    );
    this.jump = h(
      "button",
      { type: "button", class: "tool jump", "aria-haspopup": "menu", onclick: () => this.openJump() },
      icon("jump"),
      h("span", {}, "Jump to"),
    );
    this.drawer = h(
      "button",
      { type: "button", class: "tool", "aria-controls": "drawer", "aria-expanded": "false" },
      icon("drawer"),
      h("span", {}, "What happened"),
    );
    this.drawer.addEventListener("click", toggleDrawer);
    const steps = h(
      "div",
      { class: "steps", role: "group", "aria-label": "Move the clock forward" },
      this.steps(),
    );
    element.append(
      h(
        "div",
        { class: "brand" },
        h("img", { src: "./icon.svg", alt: "", width: "30", height: "30" }),
        h(
          "div",
          {},
          h("h1", {}, "Rehearsal"),
          h("p", {}, "This is a rehearsal: nothing leaves this computer"),
        ),
      ),
      h("div", { class: "clock" }, this.face, steps),
      h("div", { class: "tools" }, this.jump, this.drawer),
    );
    this.panel = this.clockPanel();
    document.body.append(this.panel);
    setInterval(() => this.tick(), 1000);
  }

  steps() {
    return STEPS.map(([minutes, name]) => {
      const onclick = () => this.move({ forward_minutes: minutes });
      return h(
        "button",
        { type: "button", class: "step", onclick, "aria-label": `Forward ${name}`, "data-minutes": minutes },
        `+${name}`,
      );
    });
  }

  clockPanel() {
    this.field = h("input", { type: "datetime-local", id: "clock-to", required: true });
    const form = h(
      "form",
      { class: "to" },
      h("label", { for: "clock-to" }, "Move to (time in England)"),
      this.field,
      h("button", { type: "submit", class: "primary" }, "Move the clock"),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const to = fromField(this.field.value);
      if (to) this.move({ to: to.toISOString() });
    });
    const panel = h("div", {
      class: "clock-panel",
      id: "clock-panel",
      popover: "auto",
      role: "dialog",
      "aria-label": "Rehearsal clock",
    });
    panel.append(
      h("p", {}, "Move time forward and see what the bot does by itself: reminders, digests, thank-yous."),
    );
    panel.append(h("div", { class: "steps" }, this.steps()), form);
    panel.addEventListener("toggle", (event) =>
      this.face.setAttribute("aria-expanded", String(event.newState === "open")),
    );
    return panel;
  }

  openClock() {
    this.field.value = this.field.min = fieldValue(this.store.now);
    this.panel.showPopover();
    place(this.panel, this.face);
  }

  async move(given) {
    document.body.classList.add("moving");
    const answer = await moveClock(given);
    document.body.classList.remove("moving");
    if (!answer.ok) return toast(answer.error ?? "The clock did not move.", null, "warn");
    this.panel.hidePopover();
    if (answer.now) this.store.apply({ event: "clock", now: answer.now });
    toast(`It is now ${full(this.store.now)}.`, null);
  }

  openJump() {
    const run = async (control) => {
      toast(`${control.label}…`, null);
      const answer = await runControl(control.id);
      if (!answer.ok) toast(answer.error ?? "That did not work.", null, "warn");
    };
    const items = this.store.controls.map((control) => ({ ...control, run: () => run(control) }));
    openMenu(this.jump, "Jump to", items);
  }

  /** Shows the rehearsal's present. */
  tick() {
    const now = this.store.now;
    const [day, hour] = [shortDay(now), clockTime(now)];
    if (this.day.textContent !== day) this.day.textContent = day;
    if (this.hour.textContent !== hour) this.hour.textContent = hour;
    this.jump.hidden = !this.store.controls.length;
  }
}
