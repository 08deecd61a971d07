/** The Rules tab: what the server does instead, as a list, as a form, and as text; each shows the others. */
import type { ClockView, RuleForm, RuleOptions, RuleRow, RulesView } from "generated/bubbles";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { RuleProblem } from "../rule-desk";
import { sheet } from "../sheet";
import controls from "../styles/controls.css";
import style from "../styles/rules.css";
import { wish } from "../wishes";
import { counted, type WordKey, type Words } from "../words";

const NEW = -1;
const DEEDS: readonly (readonly [RuleForm["does"], WordKey])[] = [
  ["reply", "rules.does-reply"],
  ["delay", "rules.does-delay"],
  ["drop", "rules.does-drop"],
  ["hang", "rules.does-hang"],
];
const NUMBERS: readonly (readonly [keyof RuleForm, WordKey])[] = [
  ["nth", "rules.nth"],
  ["after_messages", "rules.after-messages"],
  ["from_minute", "rules.from-minute"],
  ["until_minute", "rules.until-minute"],
  ["times", "rules.times"],
];

export class SmtpRules extends LitElement {
  static override styles = [sheet(controls), sheet(style)];

  @property({ attribute: false }) words!: Words;
  @property({ attribute: false }) rules!: RulesView;
  @property({ attribute: false }) clock!: ClockView;
  @property({ attribute: false }) roundTrips = 0;
  @property({ attribute: false }) options!: RuleOptions;
  @property({ attribute: false }) problem: RuleProblem | null = null;

  /** The rule that the form changes. */
  @state() private place = NEW;
  @state() private form: RuleForm | null = null;
  /** The text as it is being written; null: as the rules are. */
  @state() private draft: string | null = null;

  @query(".list h3") private heading!: HTMLElement;

  #held = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#held = this.shadowRoot?.activeElement != null;
    const before = changed.get("rules");
    if (!before || before.toml === this.rules.toml) return;
    this.draft = null;
    this.place = NEW;
    this.form = null;
  }

  /** A button that is gone with its rule leaves its focus to the list. */
  protected override updated(): void {
    if (this.#held && !this.shadowRoot?.activeElement) this.heading.focus();
  }

  protected override render(): TemplateResult {
    const { words, rules, clock } = this;
    return html`<p class="intro">${words("rules.intro")}</p>
      <smtp-clock .words=${words} .clock=${clock} .roundTrips=${this.roundTrips}></smtp-clock>
      <section class="list"><h3 tabindex="-1">${words("rules.list")}</h3>
        ${rules.rows.length ? nothing : html`<p class="soft">${words("rules.none")}</p>`}
        <ol>${rules.rows.map((row, place) => this.#row(row, place))}</ol>
        ${rules.warnings.map((text) => html`<p class="warning">${text}</p>`)}
        ${this.#problem("turn", "remove")}
      </section>
      ${this.#ready()} ${this.#builder()} ${this.#text()}`;
  }

  #row({ name, told, on, applied }: RuleRow, place: number): TemplateResult {
    const { words } = this;
    const turn = ({ currentTarget }: Event) => {
      if (currentTarget instanceof HTMLInputElement)
        wish(this, "smtp-rule", { what: "turn", place, on: currentTarget.checked });
    };
    const remove = () => wish(this, "smtp-rule", { what: "remove", place });
    return html`<li ?data-off=${!on}>
      <label class="name"><input type="checkbox" .checked=${live(on)} @change=${turn}> <strong>${name}</strong></label>
      <p class="told">${told}</p>
      <p class="soft">${counted(words, "rules.applied-one", "rules.applied-other", applied)}</p>
      <div class="actions">
        <button type="button" aria-label=${words("rules.change-one", { name })} @click=${() => this.#edit(place)}>${words("rules.change")}</button>
        <button type="button" aria-label=${words("rules.remove-one", { name })} @click=${remove}>${words("rules.remove")}</button>
      </div>
    </li>`;
  }

  #ready(): TemplateResult {
    const add = (ready: string) => wish(this, "smtp-rule", { what: "add", ready });
    return html`<section class="ready"><h3>${this.words("rules.ready")}</h3>
      <ul>${this.options.ready.map(
        ({
          id,
          title,
          text,
        }) => html`<li><button type="button" data-ready=${id} @click=${() => add(id)}>
          <strong>${title}</strong> <span class="soft">${text}</span></button></li>`,
      )}</ul>${this.#problem("add")}</section>`;
  }

  // The form.

  get #shown(): RuleForm {
    return this.form ?? this.options.empty;
  }

  async #edit(place: number): Promise<void> {
    this.place = place;
    this.form = this.rules.rows[place]?.form ?? null;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>("form select")?.focus();
  }

  #builder(): TemplateResult {
    const { words, place, options } = this;
    const form = this.#shown;
    const says = form.does === "reply";
    return html`<form class="builder" autocomplete="off" @submit=${this.#submit}>
      <h3>${words(place === NEW ? "rules.build" : "rules.change-heading")}</h3>
      <fieldset><legend>${words("rules.when")}</legend>
        ${this.#select(
          "command",
          "rules.command",
          options.stages.map(({ id, label }) => [id, label] as const),
        )}
        ${this.#field("match", "rules.match", "rules.match-hint")}
        <div class="numbers">${NUMBERS.map(([key, label]) => this.#field(key, label, null, "numeric"))}</div>
      </fieldset>
      <fieldset><legend>${words("rules.then")}</legend>
        ${this.#select(
          "does",
          "rules.does",
          DEEDS.map(([id, key]) => [id, words(key)] as const),
        )}
        <div class="numbers">
          ${says ? this.#field("code", "rules.code", null, "numeric", "codes") : nothing}
          ${says ? this.#field("enhanced", "rules.enhanced", null) : nothing}
          ${form.does === "hang" ? nothing : this.#field("delay", "rules.delay", null, "numeric")}
        </div>
        ${says ? this.#field("text", "rules.text", "rules.text-hint") : nothing}
        <datalist id="codes">${options.codes.map((code) => html`<option value=${code}></option>`)}</datalist>
      </fieldset>
      ${this.#field("name", "rules.name", null)}
      ${this.#problem("put")}
      <div class="actions"><button class="primary">${words(place === NEW ? "rules.add" : "rules.keep")}</button>
        ${place === NEW ? nothing : html`<button type="button" @click=${this.#leave}>${words("rules.leave")}</button>`}</div>
    </form>`;
  }

  #select(
    key: keyof RuleForm,
    label: WordKey,
    choices: readonly (readonly [string, string])[],
  ): TemplateResult {
    const value = this.#shown[key];
    return html`<label>${this.words(label)}<select data-field=${key} @change=${this.#typed}>${choices.map(
      ([id, text]) => html`<option value=${id} .selected=${id === value}>${text}</option>`,
    )}</select></label>`;
  }

  #field(
    key: keyof RuleForm,
    label: WordKey,
    hint: WordKey | null,
    mode: "numeric" | "text" = "text",
    list = "",
  ): TemplateResult {
    const { words } = this;
    return html`<label>${words(label)}<input data-field=${key} inputmode=${mode} spellcheck="false" list=${list || nothing}
      placeholder=${hint ? words(hint) : nothing} .value=${live(this.#shown[key])} @input=${this.#typed}></label>`;
  }

  #typed({ currentTarget }: Event): void {
    if (!(currentTarget instanceof HTMLInputElement || currentTarget instanceof HTMLSelectElement))
      return;
    const { field } = currentTarget.dataset;
    if (!field) return;
    const changed = { ...this.#shown, [field]: currentTarget.value };
    // What was proposed for one code is not said with another.
    const renewed = field === "code" ? { enhanced: "", text: "" } : {};
    this.form = { ...changed, ...renewed };
  }

  #submit(event: Event): void {
    event.preventDefault();
    wish(this, "smtp-rule", { what: "put", place: this.place, form: this.#shown });
  }

  #leave(): void {
    this.place = NEW;
    this.form = null;
  }

  // The text.

  #text(): TemplateResult {
    const { words, rules, draft } = this;
    const write = () => wish(this, "smtp-rule", { what: "write", toml: draft ?? rules.toml });
    const typed = ({ currentTarget }: Event) => {
      if (currentTarget instanceof HTMLTextAreaElement) this.draft = currentTarget.value;
    };
    return html`<section class="text"><h3><label for="text">${words("rules.as-text")}</label></h3>
      <p class="soft" id="text-hint">${words("rules.as-text-hint")}</p>
      <textarea rows="8" spellcheck="false" lang="en" id="text" aria-describedby="text-hint"
        .value=${live(draft ?? rules.toml)} @input=${typed}></textarea>
      ${this.#problem("write")}
      <div class="actions"><button type="button" class="primary" ?disabled=${draft === null} @click=${write}>${words("rules.apply")}</button></div>
    </section>`;
  }

  #problem(...where: readonly RuleProblem["what"][]): TemplateResult | typeof nothing {
    const { problem } = this;
    if (!problem || !where.includes(problem.what)) return nothing;
    return html`<p class="problem" role="alert">${problem.text}</p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "smtp-rules": SmtpRules;
  }
}
