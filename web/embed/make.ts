/** Elements made by hand: an embed that nobody has touched carries no library. */

type Attributes = Readonly<Record<string, string>>;

/** make returns an element with attributes and children; a text becomes text, whatever it looks like. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** button returns a button that does something. */
export function button(attributes: Attributes, text: string, press: () => void): HTMLButtonElement {
  const made = make("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
}
