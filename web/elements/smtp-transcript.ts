/**
 * The conversation. Each bubble is rendered once, by itself, into its own article, so that a turn
 * costs the same after ten bubbles and after ten thousand.
 */
import type { Bubble, Fork, LessonView, Part, Update } from "generated/bubbles";
import { html, LitElement, nothing, render, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { bubbleTemplate, queuedTemplate } from "../bubble";
import { actionTarget, PRESS, partAt } from "../bubble-acts";
import { Forks } from "../forks";
import { clearedTemplate, lessonTemplate, openingTemplate } from "../opening";
import { PartTip } from "../part-tip";
import { sheet } from "../sheet";
import bubbleStyle from "../styles/bubble.css";
import controls from "../styles/controls.css";
import style from "../styles/transcript.css";
import travel from "../styles/travel.css";
import { wish } from "../wishes";
import { counted, type Words } from "../words";

interface Entry {
  bubble: Bubble;
  readonly article: HTMLElement;
  open: boolean;
  past: boolean;
  revealed: boolean;
  fork: Fork | null;
}

/** Where a reader is: at the top as a beginner, at the end following, or somewhere by choice. */
type Place = "start" | "end" | "away";

/** Articles lie in groups of this size: the browser lays out, and skips, whole groups. */
const GROUP = 64;
/** Pixels from the end within which a reader counts as following. */
const NEAR = 40;
const QUEUED_SHOWN = 24;

export class SmtpTranscript extends LitElement {
  static override styles = [sheet(controls), sheet(bubbleStyle), sheet(style), sheet(travel)];

  @property({ attribute: false }) words!: Words;
  /** What waits to be sent: one entry for each Enter. */
  @property({ attribute: false }) queued: readonly (readonly string[])[] = [];

  /** The lesson that goes on stands over its conversation, in place of what a beginner reads. */
  @property({ attribute: false }) lesson: LessonView | null = null;
  /** Whether a suggestion can be taken up now. */
  @property({ attribute: false }) suggests = true;

  @state() private fresh = 0;
  @state() private letGo = false;
  @state() private cleared = false;

  @query(".scroller") private scroller!: HTMLElement;
  @query(".log") private log!: HTMLElement;
  @query(".tip") private tipElement!: HTMLElement;

  readonly #entries = new Map<number, Entry>();
  readonly #byArticle = new WeakMap<Element, Entry>();
  readonly #resized = new ResizeObserver(() => this.#follow());
  #tip!: PartTip;
  readonly #forks = new Forks();
  #place: Place = "start";
  #lastTop = 0;
  #frame = 0;

  // Public calls, from the conversation.

  /** apply shows what an update brings: new bubbles, changed ones, and lets the oldest go. */
  apply({ bubbles, first_kept, kept, travel }: Update): void {
    this.#tip.hide(); // it would stand over what is new
    this.#drop(first_kept);
    if (kept !== null) this.#dropBehind(kept);
    if (kept === 0) this.cleared = false;
    let replies = 0;
    for (const bubble of bubbles) {
      if (this.#put(bubble) && bubble.speaker === "server") replies += 1;
    }
    this.#showForks(travel.forks);
    if (this.#place === "away") this.fresh += replies;
    this.#follow();
  }

  /** clear empties the conversation. */
  clear(): void {
    this.#tip.hide();
    this.#entries.clear();
    this.log.replaceChildren();
    this.letGo = false;
    this.fresh = 0;
    this.cleared = true;
  }

  /** freeze keeps the bubbles for reading; their session has ended, and ids may come again. */
  freeze(): void {
    for (const entry of this.#entries.values()) {
      entry.past = true;
      this.#render(entry);
    }
    this.#entries.clear();
  }

  /** follow goes to the end and stays there, as when the reader has just said something. */
  follow(): void {
    this.#place = "end";
    this.fresh = 0;
    this.#follow();
  }

  /** resume shows the place that a reader has come to in the shell. */
  resume(top: number): void {
    this.scroller.scrollTop = top;
  }

  protected override firstUpdated(): void {
    this.#tip = new PartTip(this.tipElement, (target, part) => this.#secretControl(target, part));
    this.#resized.observe(this.scroller);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    document.removeEventListener("pointerdown", this.#pressedElsewhere);
    for (const kind of NETWORK) window.removeEventListener(kind, this.#networkChanged);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("pointerdown", this.#pressedElsewhere);
    for (const kind of NETWORK) window.addEventListener(kind, this.#networkChanged);
    if (this.hasUpdated) this.#resized.observe(this.scroller);
  }

  /** What can be downloaded comes and goes with the network. */
  readonly #networkChanged = () => this.requestUpdate();

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("queued")) this.#follow();
  }

  // Entries.

  #put(bubble: Bubble): boolean {
    const known = this.#entries.get(bubble.id);
    if (known) {
      known.bubble = bubble;
      this.#render(known);
      return false;
    }
    const article = document.createElement("article");
    const entry = { bubble, article, open: bubble.open, past: false, revealed: false, fork: null };
    this.#entries.set(bubble.id, entry);
    this.#byArticle.set(article, entry);
    this.#render(entry);
    this.#group().append(article);
    return true;
  }

  #render({ bubble, article, ...standing }: Entry): void {
    const { dataset } = article;
    article.className = `bubble from-${bubble.speaker}`;
    dataset["from"] = bubble.speaker;
    dataset["severity"] = bubble.severity;
    if (bubble.code) dataset["code"] = bubble.code;
    if (bubble.reply) dataset["reply"] = bubble.reply;
    if (bubble.code_line) dataset["codeLine"] = String(bubble.code_line);
    article.toggleAttribute("data-content", bubble.is_content);
    article.toggleAttribute("data-past", standing.past);
    render(bubbleTemplate(bubble, standing, this.words), article);
  }

  #group(): Element {
    const last = this.log.lastElementChild;
    if (last && last.childElementCount < GROUP) return last;
    const group = document.createElement("div");
    group.className = "group";
    this.log.append(group);
    return group;
  }

  #drop(firstKept: number): void {
    for (const [id, entry] of this.#entries) {
      if (id >= firstKept) return;
      this.#remove(id, entry);
      this.letGo = true;
    }
  }

  /** The reader went elsewhere: what was behind this bubble is on another way. */
  #dropBehind(kept: number): void {
    for (const [id, entry] of this.#entries) if (id > kept) this.#remove(id, entry);
    this.fresh = 0;
  }

  #remove(id: number, { article }: Entry): void {
    const group = article.parentElement;
    article.remove();
    if (!group?.childElementCount) group?.remove();
    this.#entries.delete(id);
  }

  #showForks(forks: readonly Fork[]): void {
    for (const [id, fork] of this.#forks.change(forks)) {
      const entry = this.#entries.get(id);
      if (!entry) continue;
      entry.fork = fork;
      this.#render(entry);
    }
  }

  // Where the reader is.

  #follow(): void {
    if (this.#place !== "end" || this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#place !== "end") return; // the reader went up meanwhile
      this.scroller.scrollTop = this.#end();
      this.#lastTop = this.scroller.scrollTop;
    });
  }

  /** The end is where the last reply ends; of one that is higher than the view, where it begins. */
  #end(): number {
    const { scrollHeight, scrollTop } = this.scroller;
    const last = this.log.lastElementChild?.lastElementChild;
    if (!last || this.queued.length) return scrollHeight;
    const view = this.scroller.getBoundingClientRect();
    const beginning = last.getBoundingClientRect().top - view.top + scrollTop;
    return Math.min(beginning, scrollHeight - view.height);
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < NEAR) {
      this.#place = "end";
      this.fresh = 0;
    } else if (scrollTop < this.#lastTop) {
      this.#place = "away"; // only a reader goes up
    }
    this.#lastTop = scrollTop;
    this.#tip.place();
  }

  // What a reader does to a bubble. One listener serves all of them.

  #clicked(event: MouseEvent): void {
    const target = actionTarget(event);
    const entry = target && this.#entryOf(target);
    if (!entry) return;
    const action = target.dataset["action"];
    const { id: bubble, code_line: line } = entry.bubble;
    if (action === "part") this.#explainPart(target, entry);
    else if (action === "secret") this.#reveal(target, entry);
    else if (action === "compare") wish(this, "smtp-compare", { bubble });
    else if (action === "code-line") wish(this, "smtp-client", { what: "line", line });
    else if (action === "back") wish(this, "smtp-go-back", { bubble });
    else if (action === "select" && !entry.past) {
      this.#tip.hide();
      wish(this, "smtp-select", { bubble });
    } else this.#toggle(entry);
  }

  #toggle(entry: Entry): void {
    entry.open = !entry.open;
    this.#place = "away";
    this.#render(entry);
    entry.article.scrollIntoView({ block: "nearest" });
    this.#scrolled();
  }

  #explainPart(target: HTMLElement, entry: Entry): void {
    const part = partAt(entry.bubble, target);
    if (part) this.#tip.press(target, part);
  }

  /** reveal shows a secret, or hides it again. The log is silent: only its name tells, to who asks. */
  #reveal(target: HTMLElement, entry: Entry): void {
    entry.revealed = !entry.revealed;
    this.#render(entry);
    const part = partAt(entry.bubble, target);
    if (part && entry.revealed) this.#tip.stay(target, part);
    else this.#tip.hide();
  }

  /** secretControl stands in the tip for who points; by keys the part itself is the control. */
  #secretControl(target: HTMLElement, part: Part): TemplateResult | typeof nothing {
    const entry = this.#entryOf(target);
    if (!part.secret || !entry) return nothing;
    const { words } = this;
    const decoded =
      entry.revealed && part.decoded
        ? html`<p>${words("secret.decoded")} <code lang="en">${part.decoded}</code></p>`
        : nothing;
    const keepFocus = (event: Event) => event.preventDefault();
    return html`${decoded}<p><button type="button" class="link" tabindex="-1" @mousedown=${keepFocus}
      @click=${() => this.#reveal(target, entry)}>${words(entry.revealed ? "secret.hide" : "secret.reveal")}</button></p>`;
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      if (!this.#tip.hide()) wish(this, "smtp-leave", null);
      return;
    }
    const target = actionTarget(event);
    if (target?.getAttribute("role") !== "button" || !PRESS.has(event.key)) return;
    event.preventDefault();
    target.click();
  }

  #pointed(event: PointerEvent): void {
    const target = actionTarget(event);
    if (!target || event.pointerType === "touch") return;
    const entry = this.#entryOf(target);
    const part = entry && partAt(entry.bubble, target);
    if (!part) return;
    if (event.type === "pointerout") this.#tip.leave();
    else if (this.#tip.target !== target) this.#tip.point(target, part);
  }

  #focused(event: FocusEvent): void {
    const target = actionTarget(event);
    const entry = target && this.#entryOf(target);
    const part = entry && partAt(entry.bubble, target);
    if (part && target.matches(":focus-visible")) this.#tip.show(target, part);
  }

  #blurred(event: FocusEvent): void {
    if (this.tipElement.contains(event.relatedTarget as Node | null)) return;
    this.#tip.hide();
  }

  readonly #pressedElsewhere = (event: Event): void => {
    const path = event.composedPath();
    const inside = path.includes(this.tipElement) || path.includes(this.#tip?.target ?? window);
    if (!inside) this.#tip?.hide();
  };

  #entryOf(target: Element): Entry | undefined {
    const article = target.closest("article");
    return article ? this.#byArticle.get(article) : undefined;
  }

  // The frame around the bubbles; Lit never touches what is inside the log.

  protected override render(): TemplateResult {
    const { words } = this;
    return html`<div class="scroller" @scroll=${this.#scrolled}>
        <div class="column">
          ${this.#head()}
          <p class="let-go" ?hidden=${!this.letGo}>${words("conversation.let-go")}</p>
          <h2 class="quiet">${words("conversation.heading")}</h2>
          <div class="log" role="log" aria-live="off" aria-label=${words("conversation.heading")}
            @click=${this.#clicked} @keydown=${this.#keyed}
            @pointermove=${this.#pointed} @pointerout=${this.#pointed}
            @focusin=${this.#focused} @focusout=${this.#blurred}></div>
          <div class="queue">${this.#queue()}</div>
        </div>
      </div>
      ${this.#freshButton()}
      <div class="tip" id="tip" role="tooltip" popover="manual"></div>`;
  }

  #head(): TemplateResult {
    const { words, lesson } = this;
    if (lesson) return lessonTemplate(lesson, words);
    return this.cleared ? clearedTemplate(words) : openingTemplate(words, this.suggests, this);
  }

  #queue(): (TemplateResult | typeof nothing)[] {
    const rest = this.queued.length - QUEUED_SHOWN;
    const more = html`<p class="more">${this.words("conversation.more-lines", { count: rest })}</p>`;
    const shown = this.queued.slice(0, QUEUED_SHOWN);
    return [...shown.map((lines) => queuedTemplate(lines, this.words)), rest > 0 ? more : nothing];
  }

  #freshButton(): TemplateResult | typeof nothing {
    if (!this.fresh) return nothing;
    const go = () => {
      this.follow();
      wish(this, "smtp-leave", null);
    };
    return html`<button type="button" class="fresh" @click=${go}><span aria-hidden="true">↓</span> ${counted(
      this.words,
      "conversation.new-replies-one",
      "conversation.new-replies-other",
      this.fresh,
    )}</button>`;
  }
}

const NETWORK = ["online", "offline"] as const;

declare global {
  interface HTMLElementTagNameMap {
    "smtp-transcript": SmtpTranscript;
  }
}
