/**
 * What the shell does before there are elements: it is dressed before anything is drawn, and takes what is typed.
 * It stands in the page itself, behind the start of the worker (`site-shell.ts`), and must stay small.
 */
import { isComposing, pastedLines } from "./keys";
import { preferredLanguage, preferredTheme, showTheme } from "./settings";
import { visible } from "./visible";

/** Lines of a paste that are shown as they wait, and characters: a long one took browsers minutes to lay out. */
const LINES_SHOWN = 12;
const SHOWN = 4096;
/** Milliseconds after which elements that are not there count as lost: the worker has as much. */
const PATIENCE = 30_000;

// How the shell looks: decided before its first line is there.

const page = document.documentElement;
page.classList.add("scripted");
page.classList.toggle("alone", location.protocol === "file:" || !navigator.onLine);
page.classList.toggle("unscoped", !("CSSScopeRule" in window));
page.lang = preferredLanguage(null);
showTheme(preferredTheme());

// What it does. Each listener serves whatever shell there is: none is there yet, and in the end none will be.

document.addEventListener("submit", (event) => {
  const field = fieldOf(event);
  if (!field) return;
  event.preventDefault();
  wait(field, field.value);
});

document.addEventListener("paste", (event) => {
  const field = fieldOf(event);
  const lines = field && pastedLines(event, field);
  if (field && typeof lines === "string") wait(field, lines);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && fieldOf(event) && isComposing(event)) event.preventDefault();
});

for (const kind of ["compositionstart", "compositionend"]) {
  document.addEventListener(kind, (event) => {
    fieldOf(event)?.toggleAttribute("data-composing", kind === "compositionstart");
  });
}

document.addEventListener("click", (event) => {
  const field = fieldOf(event);
  const suggestion = (event.target as Element).closest<HTMLElement>(".shell [data-line]");
  if (!field || !suggestion) return;
  const { line = "", from, to } = suggestion.dataset;
  field.value = line;
  field.focus();
  field.setSelectionRange(Number(from), Number(to));
});

document.addEventListener("readystatechange", () => {
  if (document.readyState === "interactive") begin();
});

// Nobody else can tell that the elements do not come, be it their file or what it needs.

document.addEventListener(
  "error",
  ({ target }) => target instanceof HTMLScriptElement && fail(),
  true,
);
setTimeout(() => customElements.get("smtp-playground") ?? fail(), PATIENCE);

function fail(): void {
  for (const broken of document.querySelectorAll<HTMLElement>(".broken")) {
    broken.hidden = false;
    broken.querySelector("button")?.addEventListener("click", () => location.reload());
  }
}

/** begin leaves one shell, the chosen language's; the recordings stay, as the language may change. */
function begin(): void {
  for (const shell of document.querySelectorAll<HTMLElement>(".shell")) {
    const { parentElement: view } = shell;
    if (shell.lang === page.lang || !view) continue;
    for (const recording of shell.querySelectorAll("smtp-recording")) {
      recording.slot = "recording";
      view.append(recording);
    }
    shell.remove();
  }
  if (!matchMedia("(pointer: coarse)").matches)
    document.querySelector<HTMLElement>(".shell input")?.focus();
  requestAnimationFrame(() => setTimeout(() => performance.mark("smtp:shell")));
}

function fieldOf({ target }: Event): HTMLInputElement | null {
  return (target as Element).closest(".shell")?.querySelector("input") ?? null;
}

/** wait shows what is to be sent once the server is there, and keeps it for the element that sends it. */
function wait(field: HTMLInputElement, text: string): void {
  const shell = field.closest(".shell");
  const copy = shell?.querySelector("template")?.content.cloneNode(true) as DocumentFragment;
  const line = copy.querySelector<HTMLElement>(".line");
  if (!shell || !line) return;
  line.textContent = text.split("\n", LINES_SHOWN).map(visible).join("\n").slice(0, SHOWN);
  line.dataset["waiting"] = text;
  shell.querySelector(".queue")?.append(copy);
  shell.querySelector(".scroller")?.scrollTo(0, Number.MAX_SAFE_INTEGER);
  field.value = "";
}
