/** The way to the server: one stream in, small posts out. */

/** Keeps the stream open. `heard(event)` gets each event; `standing(open)` hears of drops and returns. */
export function listen(heard, standing) {
  let wait = 300;
  let timer = 0;
  const open = () => {
    clearTimeout(timer);
    const address = new URL("/world/stream", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const stream = new WebSocket(address);
    stream.addEventListener("open", () => {
      wait = 300;
      standing(true);
    });
    stream.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    stream.addEventListener("close", () => {
      standing(false);
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 1.6, 4000);
    });
  };
  open();
}

async function post(path, body) {
  const upload = body instanceof FormData;
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: upload ? {} : { "Content-Type": "application/json" },
      body: upload ? body : JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return { ok: false, error: "The rehearsal did not answer. It may be restarting; please try again." };
  }
}

/** Something a person does. Gives {ok, error?}. A `file` makes it an upload. */
export function act(given) {
  const { file, ...rest } = given;
  const fields = Object.entries(rest).filter(([, value]) => value !== undefined && value !== null);
  if (!file) return post("/world/act", Object.fromEntries(fields));
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, String(value));
  form.append("file", file, file.name);
  return post("/world/act", form);
}

/** Moves the clock: {forward_minutes} or {to}. */
export const moveClock = (given) => post("/world/clock", given);

/** Runs one of the "Jump to" controls. */
export const runControl = (id) => post("/world/control", { id });

/** Where a file can be had. */
export const fileAddress = (id) => `/world/file/${encodeURIComponent(id)}`;
