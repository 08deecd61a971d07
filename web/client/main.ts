/** What is fetched when a reader first opens the client: the editor, and all that runs a program. */
import { define } from "../define";
import { SmtpClient } from "../elements/smtp-client";
import type { SmtpPlayground } from "../elements/smtp-playground";
import type { Link } from "../link";
import type { Company } from "../stage";
import { ClientDesk } from "./desk";
import { codeIn } from "./sharing";
import type { Program } from "./state";

declare const PROGRAMS: Readonly<Record<string, readonly Program[]>>;

/** openClient gives a console its client. */
export function openClient(view: SmtpPlayground, link: Link, id: string, company: Company) {
  const desk = new ClientDesk(view, link, id, company, (language) => PROGRAMS[language] ?? []);
  define("smtp-client", SmtpClient);
  return desk;
}

export { codeIn };
