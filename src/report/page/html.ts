import { printable } from "../../util/text.ts";

/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = Html | string | number | readonly Html[] | undefined;

/** A template whose values are escaped, unless they are HTML themselves. `undefined` is left out. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.map((part, index) => `${part}${markup(values[index])}`).join(""));
}

function markup(value: Value): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(({ text }) => text).join("");
  return escaped(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For text and for attributes in quotes. Control characters, which HTML does not allow, are shown as `\x1b`. */
function escaped(text: string): string {
  return printable(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

/** JSON for a `script` element that holds data: nothing in it can end the element or begin a comment. */
export function embedded(data: unknown): Html {
  return new Html(JSON.stringify(data).replaceAll("<", "\\u003c"));
}

/** A text for people: code is between backticks, and lines that begin with two spaces are to be copied. */
export function prose(text: string): Html[] {
  const blocks = text.split(/\n*((?:^ {2,}.*\n?)+)\n*/m);
  return blocks.flatMap((block, index) => (index % 2 === 1 ? [snippet(block)] : withCode(block)));
}

function snippet(block: string): Html {
  return html`<code class="block">${block.trimEnd().replace(/^ {2}/gm, "")}</code>`;
}

function withCode(text: string): Html[] {
  return text.split(/`([^`\n]+)`/).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
