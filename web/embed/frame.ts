/**
 * `embed.html`, for hosts that allow frames but no script: the address says what is shown, as an element's attributes do.
 * What the page around says is heard from that page alone; what the frame tells, it tells to that page alone.
 */
import { unpack } from "../packing";
import { reasonOf } from "../reason";
import type { SmtpEmbed } from "./element";
import type { HeightTold } from "./frames";
import { ATTRIBUTES } from "./options";

/** Characters of a session, or of lines to be said, that are taken from outside. */
const AT_MOST = 65_536;

/** What the page around may ask for; the answer has the same id. */
interface Asked {
  readonly playground: "start" | "send" | "reset" | "load";
  readonly id?: string | number;
  readonly text?: string;
}

const host = originOfHost();
/** In this page the tag is the embed's; in the playground's own it is the console's. */
const element = document.createElement("smtp-playground") as HTMLElement as SmtpEmbed;
void begin();

async function begin(): Promise<void> {
  await show();
  document.body.append(element);
  new ResizeObserver(tellHeight).observe(document.body);
  for (const name of ["smtp-reply", "smtp-message", "smtp-lesson-done"] as const)
    element.addEventListener(name, (event) => tell({ playground: name, detail: detailOf(event) }));
  addEventListener("hashchange", () => void show());
  addEventListener("message", ({ source, origin, data }) => {
    if (source === parent && origin === host && isAsked(data)) void answer(data);
  });
}

/** show takes over what the address says. */
async function show(): Promise<void> {
  const asked = new URLSearchParams(location.hash.slice(1));
  for (const name of ATTRIBUTES) {
    const value = asked.get(name);
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
  document.documentElement.lang = asked.get("lang") ?? "en";
  const packed = asked.get("packed");
  const text = packed ? await unpack(packed) : (asked.get("text") ?? "");
  const printed = document.createElement("pre");
  printed.textContent = text.slice(0, AT_MOST);
  element.replaceChildren(printed);
}

/** The page around, as the browser names it; null: it does not, and then nobody is heard. */
function originOfHost(): string | null {
  const around = location.ancestorOrigins?.[0] ?? document.referrer;
  return URL.parse(around)?.origin ?? null;
}

function isAsked(data: unknown): data is Asked {
  const { playground, text = "", id = 0 } = (data ?? {}) as Partial<Asked>;
  const isKnown = ["start", "send", "reset", "load"].includes(String(playground));
  return isKnown && typeof text === "string" && ["string", "number"].includes(typeof id);
}

async function answer({ playground, id = 0, text = "" }: Asked): Promise<void> {
  try {
    if (text.length > AT_MOST) throw new Error(`more than ${AT_MOST} characters at once`);
    const replies = await act(element, playground, text);
    tell({ playground: "answer", id, replies: replies ?? [] });
  } catch (error) {
    tell({ playground: "answer", id, failed: reasonOf(error) });
  }
}

function act(embed: SmtpEmbed, what: Asked["playground"], text: string) {
  switch (what) {
    case "start":
      return embed.start();
    case "send":
      return embed.send(text);
    case "reset":
      return embed.reset();
    case "load":
      return embed.load(text);
  }
}

function detailOf(event: Event): unknown {
  return event instanceof CustomEvent ? event.detail : null;
}

/** How high a frame is, is no secret; what was said in it is for the page around alone. */
function tellHeight(): void {
  const told: HeightTold = { playground: "height", height: document.body.scrollHeight };
  parent.postMessage(told, "*");
}

function tell(message: unknown): void {
  if (host) parent.postMessage(message, host);
}
