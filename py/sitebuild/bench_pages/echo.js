// The least that a line costs: to a worker and back, one text in the document, the prompt emptied.
// Emptying the prompt makes the browser draw, and the answer waits for that, here as on our page.
const worker = new Worker(new URL("echo-worker.js", import.meta.url), { type: "module" });
const output = document.querySelector("output");

worker.onmessage = ({ data }) => {
  output.textContent = data.line;
  performance.measure("bench:turn", { start: data.start });
};

document.querySelector("input").addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    worker.postMessage({ line: event.target.value, start: performance.now() });
    event.target.value = "";
  }
});
