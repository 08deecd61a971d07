/** The way to the reader's own client, which few open: all of it is fetched by the first who does. */
import { type Code, wantedCode } from "./address";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { unpacked } from "./files";
import type { Link } from "./link";
import { partNamed } from "./parts";
import { reasonOf } from "./reason";
import type { Company } from "./stage";

type Client = typeof import("./client/main");
type Desk = ReturnType<Client["openClient"]>;

/** Where it lies; empty in the single file, whose part it is. */
declare const CLIENT: string;

export class ClientDoor {
  readonly #view: SmtpPlayground;
  readonly #open: (client: Client) => Desk;
  #desk: Promise<Desk> | null = null;
  #shown = "";

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#open = (client) => client.openClient(view, link, id, company);
    view.addEventListener("smtp-panel", ({ detail }) => {
      if (detail.tab === "client") void this.#attempt(() => this.#come());
    });
    view.addEventListener("smtp-program", ({ detail }) => {
      void this.#attempt(async () => {
        (await this.#come()).open(detail.code, view.words("client.from-export"));
        this.#showTab();
      });
    });
    addEventListener("hashchange", () => this.#follow());
    this.#follow();
  }

  /** What an address holds is shown as it is, and waits for its reader. */
  #follow(): void {
    const code = wantedCode();
    if (!code || code.packed === this.#shown) return;
    this.#shown = code.packed;
    void this.#attempt(() => this.#read(code));
  }

  async #read(code: Code): Promise<void> {
    await this.#view.updateComplete;
    this.#showTab();
    const [desk, { codeIn }] = await Promise.all([this.#come(), client()]);
    desk.open(await codeIn(code, this.#view), this.#view.words("client.from-link"));
  }

  #showTab(): void {
    this.#view.panel.turnTo("client");
    this.#view.panel.open();
  }

  /** What failed once is fetched again the next time. */
  async #come(): Promise<Desk> {
    this.#desk ??= client().then(this.#open);
    try {
      return await this.#desk;
    } catch (error) {
      this.#desk = null;
      throw error;
    }
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#view.notice = this.#view.words("client.failed", { reason: reasonOf(error) });
    }
  }
}

/** How often it could not be fetched: an engine remembers that of an address, and asks no more. */
let failures = 0;

async function client(): Promise<Client> {
  if (CLIENT) return fetched();
  const { body } = await partNamed("client", "");
  const source = await new Response(body && unpacked(body)).text(); // ASCII, so it may go through btoa
  return import(`data:text/javascript;base64,${btoa(source)}`);
}

async function fetched(): Promise<Client> {
  const address = new URL(CLIENT, document.baseURI);
  if (failures) address.search = String(failures);
  try {
    return await import(address.href);
  } catch (error) {
    failures += 1;
    throw error;
  }
}
