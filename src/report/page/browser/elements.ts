/** @throws Error if the page has no such element */
export function element<E extends HTMLElement = HTMLElement>(parent: ParentNode, selector: string): E {
  const found = parent.querySelector<E>(selector);
  if (found === null) throw new Error(`The page has no ${selector}.`);
  return found;
}

/** A new element. Text is never read as HTML. */
export function create<N extends keyof HTMLElementTagNameMap>(
  name: N,
  { text, className }: { readonly text?: string; readonly className?: string } = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[N] {
  const created = document.createElement(name);
  if (className !== undefined) created.className = className;
  if (text !== undefined) created.textContent = text;
  created.append(...children);
  return created;
}

export function button(text: string, work: () => void): HTMLButtonElement {
  const created = create("button", { text });
  created.type = "button";
  created.addEventListener("click", work);
  return created;
}

/** `12,345`: the same on every machine. */
export function grouped(count: number): string {
  return count.toLocaleString("en");
}
