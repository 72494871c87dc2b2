/** Times as people in England read them: Europe/London, "Tue 1 Dec, 3.30pm". */

const ZONE = "Europe/London";
const parts = new Intl.DateTimeFormat("en-GB", {
  timeZone: ZONE,
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** The parts of an instant on the London clock, by name. */
function london(instant) {
  return Object.fromEntries(parts.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** "3.30pm" of a Date. */
export function clockTime(instant) {
  const { hour, minute } = london(instant);
  const h12 = Number(hour) % 12 || 12;
  return `${h12}${minute === "00" ? "" : `.${minute}`}${Number(hour) < 12 ? "am" : "pm"}`;
}

/** "Tue 1 Dec". */
export function shortDay(instant) {
  const { weekday, day, month } = london(instant);
  return `${weekday.slice(0, 3)} ${day} ${month.slice(0, 3)}`;
}

/** "Tuesday 1 December", with the year when it differs from that of `now`. */
export function longDay(instant, now) {
  const { weekday, day, month, year } = london(instant);
  return `${weekday} ${day} ${month}${now && london(now).year !== year ? ` ${year}` : ""}`;
}

/** "Tue 1 Dec 2026, 3.30pm". */
export function full(instant) {
  return `${shortDay(instant)} ${london(instant).year}, ${clockTime(instant)}`;
}

/** "15:30:07", for the timeline. */
export function exact(instant) {
  const { hour, minute, second } = london(instant);
  return `${hour}:${minute}:${second}`;
}

/** The value a date-time field wants, on the London clock: "2026-12-01T15:30". */
export function fieldValue(instant) {
  const { year, day, hour, minute } = london(instant);
  const month = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, month: "2-digit" }).format(instant);
  return `${year}-${month}-${day.padStart(2, "0")}T${hour}:${minute}`;
}

/** The instant a date-time field names on the London clock; a missing hour moves forward as clocks do. */
export function fromField(value) {
  const asUtc = new Date(`${value}:00Z`);
  if (Number.isNaN(asUtc.getTime())) return null;
  const winter = fieldValue(asUtc) === value;
  const summer = new Date(asUtc.getTime() - 3600_000);
  return !winter || fieldValue(summer) === value ? summer : asUtc;
}

/** "in 2 days", "3 hours ago". */
export function relative(instant, now) {
  const words = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
  const seconds = (instant - now) / 1000;
  for (const [unit, size] of [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ]) {
    if (Math.abs(seconds) >= size) return words.format(Math.round(seconds / size), unit);
  }
  return "now";
}

/** Telegram's date_time formats: r, or any of w (weekday), d/D (date), t/T (time). Gives null for none. */
export function formatted(instant, format, now) {
  if (!format) return null;
  if (format.includes("r")) return relative(instant, now);
  const { weekday, day, month, year, hour, minute, second } = london(instant);
  const other = london(now).year === year ? "" : ` ${year}`;
  const date = /d/i.test(format) ? `${day} ${format.includes("D") ? month : month.slice(0, 3)}${other}` : "";
  const named = format.includes("w") ? (date ? weekday.slice(0, 3) : weekday) : "";
  const time = format.includes("T")
    ? `${hour}:${minute}:${second}`
    : format.includes("t")
      ? clockTime(instant)
      : "";
  return [[named, date].filter(Boolean).join(" "), time].filter(Boolean).join(", ") || null;
}
