/** A worker from another origin: browsers start none, but one of the page's own may import what it is. */
import type { Make } from "./start";

/** workerFrom returns how a worker is made of a script, wherever that lies. */
export function workerFrom(script: URL): Make {
  return (way, again) => {
    const name = [way, again && "again"].filter(Boolean).join(" ");
    if (script.origin === location.origin) return new Worker(script, { type: "module", name });
    const text = `import ${JSON.stringify(script.href)};`;
    const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    return new Worker(address, { type: "module", name });
  };
}
