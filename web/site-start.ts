/** The first script of a site: Python's thread starts before anything is drawn. */
import { startEarly } from "./start";

declare const WORKER: string;

startEarly((way) => new Worker(WORKER, { type: "module", name: way }));
