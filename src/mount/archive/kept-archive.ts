import { ExitCode, orNothing, UserError } from "../../util/errors.ts";
import { stampAt } from "../file-stamp.ts";

/** An archive that will be delivered, and that code of the packages must not change while it runs. */
export class KeptArchive {
  readonly #file: string;
  readonly #stamp: string;

  /** To be created before any code of the packages runs. @param file absolute */
  constructor(file: string) {
    this.#file = file;
    this.#stamp = stampAt(file);
  }

  /** @throws UserError when it was changed */
  requireUnchanged(): void {
    if (orNothing(() => stampAt(this.#file)) === this.#stamp) return;
    throw new UserError(`${this.#file} was changed while packages were imported. Nothing was placed.`, {
      hint: "Leave out packages one by one to find the one that does this, and remove it.",
      exitCode: ExitCode.delivery,
    });
  }
}
