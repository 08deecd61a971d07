/**
 * A console's stage: the session that makes the server say one reply, as the address asks for it. The Bridge knows
 * its steps; here it is decided when the next one is due, and told what comes.
 */
import type { SceneView, Update } from "generated/bubbles";
import { dropWanted, type Wanted } from "./address";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type Link, LinkLost } from "./link";
import { reasonOf } from "./reason";

/** What a stage asks of the conversation that it is part of. */
export interface Company {
  apply(update: Update): void;
  attempt(action: () => Promise<void>): Promise<void>;
  /** Forget what waits to be sent. */
  hush(): void;
  goOnWriting(): Promise<void>;
}

/** What is being played: one step, or all there are. No two at a time. */
interface Run {
  readonly all: boolean;
}

export class Stage {
  readonly #view: SmtpPlayground;
  readonly #link: Link;
  readonly #id: string;
  readonly #company: Company;
  #wanted: Wanted | null = null;
  /** What the first connection was opened for. */
  #opened: Wanted | null = null;
  #run: Run | null = null;
  #told: SceneView | null = null;

  constructor(view: SmtpPlayground, link: Link, id: string, company: Company) {
    this.#view = view;
    this.#link = link;
    this.#id = id;
    this.#company = company;
    view.addEventListener("smtp-perform", ({ detail }) => {
      void company.attempt(() => this.#act(detail.what));
    });
  }

  /** want asks for a reply; what was asked for before and is still there does not begin anew. */
  want(wanted: Wanted | null): void {
    const { reply, bySteps } = this.#wanted ?? {};
    if (reply === wanted?.reply && bySteps === wanted?.bySteps) return;
    this.#wanted = wanted;
    if (this.#view.state === "ready") void this.#company.attempt(() => this.#follow());
  }

  /** open makes the first connection: for the reply that is wanted, or to the server that the reader chose. */
  async open(persona: string, language: string): Promise<Update> {
    const wanted = this.#wanted;
    this.#opened = wanted;
    this.#run = null;
    try {
      if (wanted) return await this.#link.call("perform", this.#id, wanted.reply, language);
    } catch (error) {
      if (error instanceof LinkLost) throw error;
      this.#view.notice = reasonOf(error);
    }
    return this.#link.call("open", this.#id, persona, language);
  }

  /** begin goes on once the first connection is shown. */
  async begin(): Promise<void> {
    if (this.#opened !== this.#wanted) return this.#follow();
    if (!this.#scene) return;
    this.#view.transcript.follow();
    if (!this.#wanted?.bySteps) await this.#playAll();
  }

  /** tell returns what is to be said of the scene of an update; one that is gone is gone from the address too. */
  tell(scene: SceneView | null): string {
    const before = this.#told;
    this.#told = scene;
    if (before && !scene && before.reply === this.#wanted?.reply) this.#forget();
    if (!scene || (before?.reply === scene.reply && before.done === scene.done)) return "";
    const { words } = this.#view;
    const { code, done, total, came, next } = scene;
    if (done === total) return words(came ? "scene.over" : "scene.missed", { code });
    return this.#run?.all ? "" : words("scene.ahead", { done, total, next });
  }

  get #scene(): SceneView | null {
    return this.#view.session?.scene ?? null;
  }

  async #follow(): Promise<void> {
    if (!this.#wanted) return; // what is there stays
    await this.#perform(this.#wanted);
    if (!this.#wanted?.bySteps) await this.#company.goOnWriting();
  }

  async #act(what: HTMLElementEventMap["smtp-perform"]["detail"]["what"]): Promise<void> {
    const scene = this.#scene;
    if (!scene) return;
    if (what === "again")
      await this.#perform({ bySteps: false, ...this.#wanted, reply: scene.reply });
    else if (what === "nothing") await this.#leave();
    else if (!this.#run) await this.#play({ all: what === "rest" });
  }

  async #perform({ reply, bySteps }: Wanted): Promise<void> {
    const run = { all: !bySteps };
    this.#run = run;
    this.#company.hush();
    try {
      const { language } = this.#view;
      this.#company.apply(await this.#link.call("perform", this.#id, reply, language));
    } finally {
      if (this.#run === run) this.#run = null;
    }
    this.#view.transcript.follow();
    if (run.all) await this.#play(run);
  }

  async #playAll(): Promise<void> {
    await this.#play({ all: true });
    await this.#company.goOnWriting();
  }

  /** play goes on until it is through, or something else takes its place. Each step is shown before the next is asked for. */
  async #play(run: Run): Promise<void> {
    this.#run = run;
    this.#view.transcript.follow();
    try {
      do {
        if (this.#isThrough) return;
        this.#company.apply(await this.#link.call("next", this.#id));
        await this.#view.updateComplete;
      } while (run.all && this.#run === run);
    } finally {
      if (this.#run === run) this.#run = null;
    }
  }

  get #isThrough(): boolean {
    const { session } = this.#view;
    return (
      !session?.scene || session.scene.done === session.scene.total || session.mode === "closed"
    );
  }

  async #leave(): Promise<void> {
    this.#run = null;
    this.#company.apply(await this.#link.call("leave", this.#id));
    await this.#company.goOnWriting();
  }

  #forget(): void {
    this.#wanted = null;
    dropWanted();
  }
}
