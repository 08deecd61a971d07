/** The first script of a site: Python's thread starts before anything is drawn. */
import { isKept, startEarly } from "./start";

declare const WORKER: string;

startEarly((way) => {
  const name = isKept() ? `${way} kept` : way;
  return new Worker(WORKER, { type: "module", name });
});
