/** The code editor: CodeMirror, dressed in the page's colours. Tab leaves it, as it leaves any other field. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Who hears what is done in the editor. Lines are counted from 1; 0 is none. */
export interface Writer {
  changed(code: string): void;
  run(): void;
  pointed(line: number): void;
}

/** Lines that are marked: the one that is pointed at, and the one that a fault is in. */
interface Marks {
  readonly pointed: number;
  readonly fault: number;
}

const mark = StateEffect.define<Partial<Marks>>();
const POINTED = Decoration.line({ class: "cm-pointed" });
const FAULT = Decoration.line({ class: "cm-fault" });

const marks = StateField.define<Marks & { readonly lines: DecorationSet }>({
  create: () => ({ pointed: 0, fault: 0, lines: Decoration.none }),
  update(before, { effects, state, docChanged }) {
    const asked = effects.filter((effect) => effect.is(mark)).map(({ value }) => value);
    if (docChanged) asked.push({ fault: 0, pointed: 0 });
    if (!asked.length) return before;
    const { pointed, fault } = Object.assign({}, before, ...asked) as Marks;
    return { pointed, fault, lines: decorations(state, pointed, fault) };
  },
  provide: (field) => EditorView.decorations.from(field, ({ lines }) => lines),
});

function decorations(state: EditorState, pointed: number, fault: number): DecorationSet {
  const there = [
    [pointed, POINTED],
    [fault, FAULT],
  ] as const;
  const ranges = there
    .filter(([line]) => line > 0 && line <= state.doc.lines)
    .map(([line, kind]) => kind.range(state.doc.line(line).from));
  return Decoration.set(ranges, true);
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], color: "var(--accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--done)" },
  { tag: tags.number, color: "var(--go-on)" },
  { tag: tags.comment, color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.definition(tags.variableName), tags.className], color: "var(--go-on)" },
]);

const dress = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--card)", fontSize: "var(--wire)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", maxHeight: "24rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-gutters": {
    color: "var(--ink-soft)",
    backgroundColor: "var(--card)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-pointed": { backgroundColor: "var(--accent-tint)" },
  ".cm-fault": { backgroundColor: "var(--refused-tint)", boxShadow: "inset 3px 0 var(--refused)" },
  ".cm-matchingBracket": { outline: "1px solid var(--edge)" },
});

export class Editor {
  readonly #view: EditorView;

  constructor(parent: HTMLElement, root: ShadowRoot, code: string, label: string, to: Writer) {
    const state = EditorState.create({ doc: code, extensions: extensions(label, to) });
    this.#view = new EditorView({ parent, root, state });
  }

  get code(): string {
    return this.#view.state.doc.toString();
  }

  /** write puts other code in the place of what is there; it can be undone. */
  write(code: string): void {
    const { doc } = this.#view.state;
    this.#view.dispatch({ changes: { from: 0, to: doc.length, insert: code } });
  }

  /** mark shows a line as pointed at, or as the one with a fault. */
  mark(marks: Partial<Marks>): void {
    this.#view.dispatch({ effects: mark.of(marks) });
  }

  /** goTo puts the caret on a line. */
  goTo(line: number): void {
    const { doc } = this.#view.state;
    if (line < 1 || line > doc.lines) return;
    this.#view.dispatch({ selection: { anchor: doc.line(line).from }, scrollIntoView: true });
    this.#view.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }
}

function extensions(label: string, to: Writer): Extension {
  return [
    lineNumbers(),
    history(),
    indentOnInput(),
    bracketMatching(),
    indentUnit.of("    "),
    python(),
    syntaxHighlighting(colours),
    dress,
    marks,
    keymap.of([{ key: "Mod-Enter", run: () => isRun(to) }, ...defaultKeymap, ...historyKeymap]),
    EditorView.contentAttributes.of({
      "aria-label": label,
      lang: "en",
      spellcheck: "false",
      tabindex: "0",
    }),
    EditorView.updateListener.of(({ docChanged, selectionSet, state, view }) => {
      if (docChanged) to.changed(state.doc.toString());
      if (selectionSet && view.hasFocus)
        to.pointed(state.doc.lineAt(state.selection.main.head).number);
    }),
    EditorView.domEventHandlers({
      mousemove: ({ clientX, clientY }, view) => {
        const at = view.posAtCoords({ x: clientX, y: clientY });
        to.pointed(at === null ? 0 : view.state.doc.lineAt(at).number);
      },
      mouseleave: () => to.pointed(0),
    }),
  ];
}

/** A key that was taken says so. */
function isRun(to: Writer): true {
  to.run();
  return true;
}
