/** Building elements. Text only ever becomes text nodes: nothing on this page parses HTML. */

/** An element with properties, attributes, listeners ("on…") and children (nodes, strings, or nothing). */
export function h(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "style")
      for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat().filter((child) => child !== undefined && child !== null && child !== false),
  );
  return element;
}

const PATHS = {
  send: "M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4",
  attach: "M8 12.5l6-6a3.2 3.2 0 0 1 4.6 4.6l-8 8a5 5 0 0 1-7-7l7.6-7.6",
  commands: "M15 5 9 19",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  close: "M6 6l12 12M18 6 6 18",
  back: "M14.5 5.5 8 12l6.5 6.5",
  down: "M6 9.5l6 6 6-6",
  clock: "M12 7v5l3.2 2M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17",
  jump: "M4 18c1-7 6-9 12-8M12 5.5l4.5 4.5-4.5 4.5",
  drawer: "M8 6.5h12M8 12h12M8 17.5h12M4 6.5v.01M4 12v.01M4 17.5v.01",
  pin: "M9 4h6l-.7 6 3.2 3.5h-11L9.7 10zM12 13.5V20",
  file: "M7 3.5h7l4 4v13H7zM14 3.5v4h4",
  photo: "M4 6h16v12.5H4zM4 16l5-5 4 4 2.5-2.5L20 16.5M15.5 9.5v.01",
  voice:
    "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4M6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  sticker: "M5 4.5h14v9l-6 6H5zM13 19.5v-6h6M9 9v.01M14.5 9v.01",
  link: "M9 15 18 6M11 6h7v7",
  copy: "M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4",
  share: "M5 12h12M12.5 7l5 5-5 5",
  reply: "M10 6 4.5 11.5 10 17M5 11.5h8c4 0 6 2 6.5 6",
  edit: "M4.5 19.5l1-4L16 5l3 3L8.5 18.5z",
  bin: "M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7",
  shown: "M5 12.5l4.5 4.5L19 7.5",
};

/** A line drawing from the page's own set; decoration only, so hidden from screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", "icon");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}

/** A round button that shows an icon and says its label. */
export function iconButton(name, label, onclick, given = {}) {
  return h(
    "button",
    { type: "button", class: "round", "aria-label": label, title: label, onclick, ...given },
    icon(name),
  );
}

/** A round picture with initials in the person's own colour; a group's is square. */
export function avatar(name, colour, group = false) {
  const words = name
    .replace(/\(.*\)/, "")
    .trim()
    .split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
  return h(
    "span",
    {
      class: group ? "avatar group" : "avatar",
      "aria-hidden": "true",
      style: { "--colour": colour ?? "#1d6b66" },
    },
    initials,
  );
}

const announcer = document.getElementById("announcer");

/** Says something to screen readers, politely. */
export function announce(text) {
  const line = h("p", {}, text);
  announcer.append(line);
  while (announcer.childElementCount > 5) announcer.firstElementChild.remove();
}
