/** The script of the reference's pages, which are whole without it: the box that finds, and any two codes side by side. */
import type { Entry, Find, Reference } from "generated/entries";
import { render } from "lit";
import { reasonOf } from "../reason";
import { preferredTheme, showTheme } from "../settings";
import { entryTemplate, type Place } from "./entry";
import { foundTemplate } from "./found";
import { pairEntry } from "./pair";
import { pathOf } from "./paths";
import { unpackReference } from "./slim";

const { language = "en", root = "" } = document.body.dataset;
const { find: findAt = "", reference: referenceAt = "" } = document.body.dataset;

/** What is fetched, by its address; what failed is not kept, and is tried again. */
const kept = new Map<string, Promise<unknown>>();

document.documentElement.classList.add("scripted");
showTheme(preferredTheme());
openFind(document.querySelector<HTMLElement>("search.find"));
openPick(document.querySelector<HTMLFormElement>("form.pick"));
addEventListener("hashchange", unfold);
unfold();

/** A cause that the address names is folded open. */
function unfold(): void {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named instanceof HTMLDetailsElement) named.open = true;
}

function pageOf(address: string): string {
  return `${root}${language}/${pathOf(address)}`;
}

// The box that finds.

function openFind(box: HTMLElement | null): void {
  const form = box?.querySelector("form");
  const field = form?.querySelector("input");
  const found = box?.querySelector<HTMLElement>(".found");
  if (!box || !form || !field || !found) return;
  box.hidden = false;
  const show = async () => {
    const data = await findData();
    render(foundTemplate(field.value, data, pageOf), found);
  };
  const attempt = () => {
    show().catch((error) => {
      found.textContent = `${findAt}: ${reasonOf(error)}`;
    });
  };
  field.addEventListener("input", attempt);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void go(field.value, found).catch(attempt);
  });
}

/** go leads to the first entry, once it is plain which that is. */
async function go(line: string, found: HTMLElement): Promise<void> {
  const data = await findData();
  render(foundTemplate(line, data, pageOf), found);
  const [first] = found.querySelectorAll<HTMLAnchorElement>("ul.ways a");
  if (first) location.assign(first.href);
}

// Any two codes.

function openPick(form: HTMLFormElement | null): void {
  const target = document.querySelector<HTMLElement>(".pair");
  if (!form || !target) return;
  const pick = { form, target };
  form.hidden = false;
  void fill(form)
    .then(() => showPair(pick))
    .catch((error) => {
      target.textContent = `${referenceAt}: ${reasonOf(error)}`;
    });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.hash = `${chosen(form, "left")}-vs-${chosen(form, "right")}`;
    void showPair(pick);
  });
  addEventListener("hashchange", () => void showPair(pick));
}

async function fill(form: HTMLFormElement): Promise<void> {
  const codes = (await wholeReference()).entries.filter(isCode);
  const [first, second] = codes.map(({ code }) => code);
  const [left, right] = PAIR.exec(location.hash)?.slice(1) ?? [first, second];
  for (const [name, chosen] of [
    ["left", left],
    ["right", right],
  ] as const) {
    const options = codes.map(({ code, label }) => new Option(label, code, false, code === chosen));
    selectOf(form, name).append(...options);
  }
}

const PAIR = /^#([0-9]{3})-vs-([0-9]{3})$/;

/** showPair shows the two codes that the address names; of a pair that has a page, that page. */
async function showPair({
  form,
  target,
}: {
  readonly form: HTMLFormElement;
  readonly target: HTMLElement;
}): Promise<void> {
  const [left = "", right = ""] = PAIR.exec(location.hash)?.slice(1) ?? [];
  if (!left || !right) return;
  const same = form.querySelector<HTMLElement>(".same");
  if (same) same.hidden = left !== right;
  if (left === right) return;
  const data = await wholeReference();
  const [one, other] = [left, right].map((code) =>
    data.entries.find((entry) => isCode(entry) && entry.code === code),
  );
  const [low, high] = [left, right].sort();
  const written = data.entries.find(({ address }) => address === `compare/${low}-vs-${high}`);
  if (written) return location.replace(pageOf(written.address));
  if (!one || !other) return;
  const pair = pairEntry(one, other, data.labels);
  document.title = pair.title;
  render(entryTemplate(pair, placeFor(data)), target);
  target.scrollIntoView({ block: "start" });
}

function placeFor({ labels }: Reference): Place {
  return {
    labels,
    language,
    entry: pageOf,
    play: (reply, pace) =>
      `${root}#play=${reply}${pace === "step" ? "&pace=step" : ""}&lang=${language}`,
  };
}

function isCode({ kind }: Entry): boolean {
  return kind === "replies";
}

function selectOf(form: HTMLFormElement, name: "left" | "right"): HTMLSelectElement {
  return form.elements.namedItem(name) as HTMLSelectElement;
}

function chosen(form: HTMLFormElement, name: "left" | "right"): string {
  return selectOf(form, name).value;
}

// What is fetched is fetched once.

type Read<Data> = (response: Response) => Promise<Data>;

function once<Data>(address: string, read: Read<Data>): Promise<Data> {
  const known = kept.get(address) ?? fetched(address, read);
  kept.set(address, known);
  known.catch(() => kept.delete(address));
  return known as Promise<Data>;
}

async function fetched<Data>(address: string, read: Read<Data>): Promise<Data> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trimEnd());
  return read(response);
}

function findData(): Promise<Find> {
  return once<Find>(findAt, (response) => response.json());
}

function wholeReference(): Promise<Reference> {
  return once(referenceAt, unpackReference);
}
