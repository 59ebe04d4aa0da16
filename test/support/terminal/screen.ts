// What a person sees: the lines of a terminal after a program has written to it.

/** The lines, without blanks at their ends. @param columns a longer line continues on the next one */
export function screenOf(raw: string, columns: number): string[] {
  const screen = new Screen(columns);
  for (const [, given = "", letter, other, control, text] of raw.matchAll(PART)) {
    if (letter !== undefined) screen.command(letter, given);
    else if (other !== undefined) throw new Error(`not known: ESC ${other}`);
    else if (control !== undefined) screen.control(control);
    else for (const sign of text ?? "") screen.put(sign);
  }
  return screen.lines();
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's commands begin with one
const PART = /\x1b\[(\??[0-9;]*)([A-Za-z])|\x1b(.)|([\x00-\x1f\x7f])|([^\x00-\x1f\x7f]+)/gs;
/** Colours, modes such as the visible cursor. */
const WITHOUT_EFFECT = "mhl";

/** Refuses what it does not know, so that no test passes by accident. */
class Screen {
  readonly #columns: number;
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(columns: number) {
    this.#columns = columns;
  }

  lines(): string[] {
    const shown = this.#rows.map((signs) => signs.join("").trimEnd());
    while (shown.at(-1) === "") shown.pop();
    return shown;
  }

  put(sign: string): void {
    if (this.#column >= this.#columns) this.#moveTo(this.#row + 1, 0);
    while (this.#signs.length < this.#column) this.#signs.push(" ");
    this.#signs[this.#column] = sign;
    this.#column += 1;
  }

  control(sign: string): void {
    if (sign === "\n") this.#moveTo(this.#row + 1, this.#column);
    else if (sign === "\r") this.#column = 0;
    else if (sign === "\b") this.#column = Math.max(0, this.#column - 1);
    else throw new Error(`not known: ${JSON.stringify(sign)}`);
  }

  command(letter: string, given: string): void {
    const number = given === "" ? 1 : Number(given);
    if (letter === "A") this.#moveTo(this.#row - number, this.#column);
    else if (letter === "G") this.#column = number - 1;
    else if (letter === "K" && Number(given) === 0) this.#signs.splice(this.#column);
    else if (!WITHOUT_EFFECT.includes(letter)) throw new Error(`not known: ESC [ ${given}${letter}`);
  }

  get #signs(): string[] {
    return this.#rows[this.#row] as string[];
  }

  #moveTo(row: number, column: number): void {
    this.#row = Math.max(0, row);
    this.#column = column;
    while (this.#rows.length <= this.#row) this.#rows.push([]);
  }
}
