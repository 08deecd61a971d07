/**
 * A `fetch` that counts what arrives and fails aloud. Pyodide can wait for ever when its WebAssembly is
 * missing, or is served with a wrong type: both are noticed, or mended, here.
 */
interface Report {
  /** `total` is 0 where it is not known. */
  arrived(loaded: number, total: number): void;
  /** All that was asked for so far is here. */
  complete(): void;
}
type Fail = (error: Error) => void;

const WASM = "application/wasm";
/** Milliseconds between two reports: often enough for the eye, and no flood. */
const PAUSE = 100;

export class Downloads {
  readonly #fetch = self.fetch.bind(self);
  readonly #report: Report;
  readonly #fail: Fail;
  #loaded = 0;
  #total = 0;
  #open = 0;
  #reported = 0;

  constructor(report: Report, fail: Fail) {
    this.#report = report;
    this.#fail = fail;
  }

  /** fetch does what the browser's own does, for this worker's few files. */
  readonly fetch = async (input: RequestInfo | URL, options?: RequestInit): Promise<Response> => {
    const name = nameOf(input);
    try {
      const response = await this.#fetch(input, options);
      refuseWrong(response, name);
      return this.#counted(response, name);
    } catch (error) {
      return this.#giveUp(error, name);
    }
  };

  /** The page lets a worker go that has failed, so nothing needs to come after. */
  #giveUp(error: unknown, name: string): Promise<never> {
    const reason = error instanceof Error ? error.message : String(error);
    this.#fail(new Error(reason.startsWith(name) ? reason : `${name}: ${reason}`));
    return new Promise(() => {});
  }

  #counted(response: Response, name: string): Response {
    if (!response.body) return response;
    this.#total += lengthOf(response);
    this.#open += 1;
    const headers = new Headers(response.headers);
    if (name.endsWith(".wasm")) headers.set("content-type", WASM);
    const counted = this.#count(response.body.getReader(), name);
    return new Response(counted, { status: response.status, headers });
  }

  #count(reader: ReadableStreamDefaultReader<Uint8Array>, name: string) {
    return new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return this.#finished();
          }
          this.#arrived(value.length);
          controller.enqueue(value);
        } catch (error) {
          return this.#giveUp(error, name);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
  }

  #arrived(octets: number): void {
    this.#loaded += octets;
    if (performance.now() - this.#reported < PAUSE) return;
    this.#reported = performance.now();
    this.#report.arrived(this.#loaded, Number.isNaN(this.#total) ? 0 : this.#total);
  }

  #finished(): void {
    this.#open -= 1;
    if (!this.#open) this.#report.complete();
  }
}

/** A packed file's length is not that of what comes out of it. */
function lengthOf({ headers }: Response): number {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? Number.NaN : Number(length);
}

function nameOf(input: RequestInfo | URL): string {
  const address = input instanceof Request ? input.url : String(input);
  return address.split(/[?#]/)[0]?.split("/").at(-1) ?? address;
}

/** Some hosts answer with a page of theirs where a file is missing. */
function refuseWrong(response: Response, name: string): void {
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`.trimEnd());
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("text/html")) throw new Error(`${name}: a web page came instead of the file`);
}
