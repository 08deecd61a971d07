/** An interpreter for one program: started beforehand, ended after the run, or at any moment in it. */
import { type Enclosed, enclosed } from "./enclosure";
import type { News, Order } from "./messages";
import type { Supply } from "./supply";

/** Who hears what a program does. */
export interface Listener {
  heard(news: News): void;
}

export class Interpreter {
  readonly #enclosed: Promise<Enclosed>;
  #listener: Listener | null = null;
  #kept: News[] = [];
  #isOver = false;

  /** It begins to start at once. */
  constructor(supply: Supply) {
    this.#enclosed = this.#start(supply);
    this.#enclosed.catch((error) => this.#hear({ failed: String(error) }));
  }

  /** run tells the listener what comes of a program; it is called once. */
  async run(order: Order, listener: Listener): Promise<void> {
    this.#listener = listener;
    for (const news of this.#kept.splice(0)) listener.heard(news);
    const made = await this.#enclosed.catch(() => null); // which has been told
    if (!this.#isOver) made?.worker.postMessage(order);
  }

  /** end stops it, whatever it does. */
  end(): void {
    this.#isOver = true;
    this.#enclosed.then(({ end }) => end()).catch(() => {}); // it never began
  }

  async #start(supply: Supply): Promise<Enclosed> {
    const [script, files] = await Promise.all([supply.script(), supply.files()]);
    const made = await enclosed(script);
    const { worker } = made;
    worker.addEventListener("message", ({ data }: MessageEvent<News>) => this.#hear(data));
    worker.addEventListener("error", ({ message }) => this.#hear({ failed: message }));
    for (const handed of files) worker.postMessage(handed, [handed.octets]);
    return made;
  }

  #hear(news: News): void {
    if (this.#isOver) return;
    if (this.#listener) this.#listener.heard(news);
    else this.#kept.push(news);
  }
}
