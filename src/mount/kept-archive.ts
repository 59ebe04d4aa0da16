import { lstatSync } from "node:fs";
import { ExitCode, orNothing, UserError } from "../errors.ts";

/** An archive that is handed over, and that code of the packages must not change while it runs. */
export class KeptArchive {
  readonly #file: string;
  readonly #stamp: string;

  /** @param file absolute; before any code of the packages runs */
  constructor(file: string) {
    this.#file = file;
    this.#stamp = stampOf(file);
  }

  /** @throws UserError when it is other than it was */
  requireUnchanged(): void {
    if (orNothing(() => stampOf(this.#file)) === this.#stamp) return;
    throw new UserError(`${this.#file} was changed while packages were imported. Nothing was placed.`, {
      hint: "Leave out packages one by one to find the one that does this, and remove it.",
      exitCode: ExitCode.delivery,
    });
  }
}

/** What a change of the file changes too, whatever is set back afterwards. */
function stampOf(file: string): string {
  const { size, mode, ino, ctimeMs } = lstatSync(file);
  return [size, mode, ino, ctimeMs].join(" ");
}
