/** The first script of a site: Python's thread starts before anything is drawn. */
import { isKept, startEarly } from "./start";

declare const WORKER: string;

startEarly((way, again) => {
  const name = [way, isKept() && "kept", again && "again"].filter(Boolean).join(" ");
  return new Worker(WORKER, { type: "module", name });
});
