/** The lines that the arrows bring back: the latest, each once. */

const RECALLED_AT_MOST = 100;
const RECALLED_LENGTH = 1024;

/** recalled returns them after more lines were written; what is empty or very long is not worth it. */
export function recalled(before: readonly string[], lines: readonly string[]): readonly string[] {
  const written = lines.slice(-RECALLED_AT_MOST).filter(isWorthRecalling);
  const kept = before.filter((line) => !written.includes(line));
  return [...kept, ...written].slice(-RECALLED_AT_MOST);
}

function isWorthRecalling(line: string): boolean {
  return line.trim() !== "" && line.length <= RECALLED_LENGTH;
}
