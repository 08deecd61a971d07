/** What a reader wishes of rules and of the clock goes over the link here; what is wrong with a rule is told beside it. */
import type { SessionView, Update } from "generated/bubbles";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type Link, LinkLost } from "./link";
import { reasonOf } from "./reason";
import type { RuleWish } from "./wishes";

/** What is wrong, and in which part of the tab it was asked for. */
export interface RuleProblem {
  readonly what: RuleWish["what"];
  readonly text: string;
}

interface Company {
  apply(update: Update): void;
  attempt(action: () => Promise<void>): Promise<void>;
}

/** listenForRules serves a console's wishes. */
export function listenForRules(
  view: SmtpPlayground,
  link: Link,
  id: string,
  company: Company,
): void {
  view.addEventListener("smtp-rule", ({ detail }) => {
    void company.attempt(() => change(view, link, id, company, detail));
  });
  view.addEventListener("smtp-make", ({ detail: { bubble, code } }) => {
    view.transcript.follow();
    void company.attempt(async () =>
      company.apply(await link.call("make_it_so", id, bubble, Number(code))),
    );
  });
  view.addEventListener("smtp-time", ({ detail }) => {
    view.transcript.follow();
    void company.attempt(async () =>
      company.apply(await link.call("pass_time", id, detail.seconds)),
    );
  });
  view.addEventListener("smtp-latency", ({ detail }) => {
    void company.attempt(async () =>
      company.apply(await link.call("set_latency", id, detail.milliseconds)),
    );
  });
}

/** tellsTime tells whether there is any reason to look at the clock. */
export function tellsTime({ clock, rules }: SessionView): boolean {
  return rules.rows.length > 0 || clock.waiting || clock.latency > 0 || !/^[0:]+$/.test(clock.time);
}

async function change(
  view: SmtpPlayground,
  link: Link,
  id: string,
  company: Company,
  wanted: RuleWish,
): Promise<void> {
  view.ruleProblem = null;
  try {
    company.apply(await call(link, id, wanted));
    view.say(view.words("rules.changed"));
  } catch (error) {
    if (error instanceof LinkLost) throw error;
    view.ruleProblem = { what: wanted.what, text: reasonOf(error) };
  }
}

function call(link: Link, id: string, wanted: RuleWish): Promise<Update> {
  switch (wanted.what) {
    case "add":
      return link.call("add_rule", id, wanted.ready);
    case "put":
      return link.call("put_rule", id, wanted.place, JSON.stringify(wanted.form));
    case "turn":
      return link.call("turn_rule", id, wanted.place, wanted.on);
    case "remove":
      return link.call("remove_rule", id, wanted.place);
    case "write":
      return link.call("set_rules", id, wanted.toml);
  }
}
