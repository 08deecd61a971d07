/** A console's octets: what the panel shows of them, while it is seen, and what raw mode sends. */
import type { RawMistake } from "generated/bubbles";
import type { SmtpPlayground } from "./elements/smtp-playground";
import { type Link, LinkLost } from "./link";
import type { Company } from "./stage";

const WHOLE = 0;
/** Milliseconds of quiet before octets are asked for. */
const QUIET = 40;

/** octetDesk answers what is wished of octets. */
export function octetDesk(view: SmtpPlayground, link: Link, id: string, company: Company): void {
  let quiet = 0;

  const show = async (bubble: number) => {
    if (!view.session || !view.panel.shows("bytes")) return;
    try {
      view.octets = await link.call("octets", id, bubble);
    } catch (error) {
      // A bubble that was let go: the conversation goes on without it.
      if (!(error instanceof LinkLost) && bubble !== WHOLE) await show(WHOLE);
    }
  };
  const ask = (bubble: number) => {
    clearTimeout(quiet);
    quiet = window.setTimeout(() => void show(bubble), QUIET);
  };
  const send = async (text: string): Promise<RawMistake | null> => {
    const since = performance.now();
    const { update, mistake } = await link.call("send_raw", id, text);
    if (update) {
      company.apply(update);
      performance.measure("smtp:turn", { start: since });
    }
    return mistake;
  };

  view.addEventListener("smtp-octets", ({ detail }) => ask(detail.bubble));
  view.addEventListener("smtp-panel", () => ask(view.octets?.bubble ?? WHOLE));
  view.addEventListener("smtp-raw", ({ detail }) => {
    view.transcript.follow();
    void company.attempt(async () => detail.settle(await send(detail.text)));
  });
}
