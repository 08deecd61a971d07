/** A console's mail: the list of what was accepted, while it is seen, a message that is opened, and one that is kept. */
import type { SmtpPlayground } from "./elements/smtp-playground";
import type { Link } from "./link";
import { save } from "./save";
import type { Company } from "./stage";

/** No message has this number. */
const UNKNOWN = -1;

export class MailDesk {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #company: Company;
  #listed = UNKNOWN;

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#link = link;
    this.#id = id;
    this.#company = company;
    view.addEventListener("smtp-message", ({ detail }) => {
      void company.attempt(() => this.#read(detail.number));
    });
    view.addEventListener("smtp-mailbox", () => {
      view.message = null;
    });
    view.addEventListener("smtp-save", ({ detail }) => {
      void company.attempt(async () => save(await link.call("eml", id, detail.number)));
    });
  }

  /** list shows what there is, if that is not what is shown already. */
  list(): void {
    const newest = this.#view.session?.envelope.newest ?? UNKNOWN;
    if (newest === this.#listed) return;
    this.#listed = newest;
    void this.#company.attempt(async () => {
      this.#view.mailbox = await this.#link.call("mailbox", this.#id);
    });
  }

  /** readAgain has an open message told anew, in another language. */
  async readAgain(): Promise<void> {
    if (this.#view.message) await this.#read(this.#view.message.number);
  }

  /** forget lets go of mail that is another server's. */
  forget(): void {
    this.#view.mailbox = null;
    this.#view.message = null;
    this.#listed = UNKNOWN;
  }

  async #read(number: number): Promise<void> {
    this.#view.message = await this.#link.call("message", this.#id, number);
  }
}
