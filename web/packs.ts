/**
 * A class pack on the learner's side: the one that stands in the page, or that the address names, or that was
 * opened from a file. Its lessons are offered in place of all others, and what was done of them is handed in by the
 * learner, as a file or a code: nothing leaves the machine by itself.
 */
import type { PackView } from "generated/desk";
import { hashParameters, keepHash } from "./address";
import { copied } from "./copying";
import { LARGEST_TEXT, named, textOf } from "./desk/files";
import { packIn } from "./desk/pages";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type Language, languageNamed } from "./languages";
import type { Lessons } from "./lessons";
import { offer } from "./lessons/data";
import type { Link } from "./link";
import { reasonOf } from "./reason";
import { keep } from "./save";
import type { PackWish } from "./wishes";

/** What stands in a page; whether it is a pack, the Bridge finds. */
export interface Pack {
  readonly text: string;
  /** Of its lessons; null: it does not say, or none that the page has. */
  readonly language: Language | null;
}

/** packOf returns the class pack that stands in a page. */
export function packOf(page: Document): Pack | null {
  const text = packIn(page);
  if (!text.trim()) return null;
  const language = /"language":\s*"([A-Za-z-]+)"/.exec(text)?.[1];
  return { text, language: (language && languageNamed(language)) || null };
}

/** wantsPack tells whether the page comes with a pack, or its address names one. */
export function wantsPack(): boolean {
  return packOf(document) !== null || hashParameters().has("pack");
}

export class Packs {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #lessons: Lessons;
  #pack: PackView | null = null;
  #address = hashParameters().get("pack");

  constructor(view: SmtpPlayground, link: Link, lessons: Lessons) {
    this.#view = view;
    this.#link = link;
    this.#lessons = lessons;
    view.addEventListener("smtp-pack", ({ detail }) => void this.#serve(detail));
    addEventListener("hashchange", () => void this.#follow());
    if (wantsPack()) offer(this.#first());
  }

  /** The first is waited for by whoever lists lessons; if it is bad, the lessons that come along are offered. */
  async #first(): Promise<PackView | null> {
    try {
      const text = this.#address ? await fetched(this.#address, this.#view) : packIn(document);
      this.#pack = await this.#link.call("read_pack", text);
    } catch (error) {
      this.#view.notice = this.#view.words("packs.failed", { reason: reasonOf(error) });
    }
    return this.#pack;
  }

  async #follow(): Promise<void> {
    const address = hashParameters().get("pack");
    if (!address || address === this.#address) return;
    this.#address = address;
    await this.#attempt(async () => this.#take(await fetched(address, this.#view)));
  }

  async #serve(wish: PackWish): Promise<void> {
    switch (wish.what) {
      case "open":
        return this.#attempt(() => this.#open(wish.file));
      case "leave":
        return this.#attempt(() => this.#show(null));
      case "hand-in":
      case "copy":
        return this.#attempt(() => this.#handIn(wish));
    }
  }

  async #open(file: File): Promise<void> {
    const text = await textOf(file, this.#view.words);
    try {
      await this.#take(text);
    } catch (error) {
      throw named(file, reasonOf(error));
    }
  }

  async #take(text: string): Promise<void> {
    await this.#show(await this.#link.call("read_pack", text));
  }

  /** What was handed in belonged to the pack before. */
  async #show(pack: PackView | null): Promise<void> {
    this.#pack = pack;
    this.#view.handed = null;
    if (!pack && hashParameters().has("pack")) keepHash({ pack: null });
    offer(Promise.resolve(pack));
    this.#view.shelfTold = "";
    await this.#lessons.list();
  }

  async #handIn({ what, name }: Extract<PackWish, { name: string }>): Promise<void> {
    const { title = "", rows = [] } = this.#pack ?? {};
    const view = this.#view;
    const ids = JSON.stringify(rows.map(({ id }) => id));
    const kept = this.#lessons.notebook.text;
    const results = await this.#link.call("write_results", kept, name, title, ids);
    view.handed = results;
    if (what === "hand-in") {
      keep(results.name, new Blob([results.text], { type: "application/json" }));
      view.shelfTold = view.words("desk.saved", { name: results.name });
    } else
      view.shelfTold = view.words(
        (await copied(results.code)) ? "packs.copied" : "packs.copy-yourself",
      );
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#view.shelfTold = reasonOf(error);
    }
  }
}

/** A pack beside the page; from elsewhere none is fetched. */
async function fetched(address: string, { words }: SmtpPlayground): Promise<string> {
  const url = URL.parse(address, location.href);
  if (url?.origin !== location.origin || !url.protocol.startsWith("http"))
    throw new Error(words("packs.elsewhere", { name: address }));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  const file = new File([await response.blob()], address);
  return textOf(file, words, LARGEST_TEXT);
}
