/**
 * A console's links: what was said goes into an address, and what an address holds is said again. The Bridge
 * writes and reads the text; nothing of it is run, it is only said.
 */
import type { Update } from "generated/bubbles";
import { linkTo, type Talk } from "./address";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type Link, LinkLost } from "./link";
import { pack, unpack } from "./packing";
import { reasonOf } from "./reason";
import type { Company } from "./stage";

export class Sharing {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #company: Company;
  #wanted: Talk | null = null;

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#link = link;
    this.#id = id;
    this.#company = company;
    view.addEventListener("smtp-share", ({ detail }) => {
      void company.attempt(() => this.#share(detail.secrets));
    });
  }

  /** want asks for what an address holds; what was asked for before and is still there is not said again. */
  want(talk: Talk | null): void {
    const before = this.#wanted;
    this.#wanted = talk;
    if (!talk || before?.packed === talk.packed || this.#view.state !== "ready") return;
    void this.#company.attempt(() => this.#sayNow(talk));
  }

  /** open makes the first connection: as the address has it, or otherwise. */
  async open(language: string, otherwise: () => Promise<Update>): Promise<Update> {
    const talk = this.#wanted;
    if (!talk) return otherwise();
    try {
      const update = await this.#say(talk, language);
      void this.#show(talk);
      return update;
    } catch (error) {
      if (error instanceof LinkLost) throw error;
      this.#view.notice = reasonOf(error);
      return otherwise();
    }
  }

  async #sayNow(talk: Talk): Promise<void> {
    const update = await this.#say(talk, this.#view.language);
    this.#company.hush();
    this.#company.apply(update);
    await this.#show(talk);
  }

  async #say({ packed, isNewer }: Talk, language: string): Promise<Update> {
    if (isNewer) throw new Error(this.#view.words("share.newer"));
    return this.#link.call("replay", this.#id, await unpack(packed), language);
  }

  /** The reader sees where the conversation has come to, beside what its sender saw. */
  async #show({ tab }: Talk): Promise<void> {
    await this.#view.updateComplete;
    this.#view.transcript.follow();
    if (tab) this.#view.panel.turnTo(tab);
  }

  async #share(secrets: boolean): Promise<void> {
    const view = this.#view;
    if (!view.session) return;
    const shared = await this.#link.call("share", this.#id, secrets);
    const tab = view.panel.seen;
    const link = shared.text ? linkTo(await pack(shared.text), view.language, tab) : "";
    await view.share.open({ ...shared, link, withSecrets: secrets });
  }
}
