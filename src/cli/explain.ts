import { CHECKS } from "../checks/catalogue.ts";
import { UserError } from "../errors.ts";

/**
 * What a check is about; without an id, the list of all.
 * @throws UserError for an id that is not in the catalogue
 */
export function explain(id: string | undefined): string {
  if (id === undefined)
    return CHECKS.map((check) => `${check.id.padEnd(4)} ${check.severity.padEnd(8)} ${check.title}`).join("\n");
  const check = CHECKS.find((one) => one.id === id.toUpperCase());
  if (check === undefined) {
    throw new UserError(`There is no check "${id}".`, {
      hint: `The ids are ${CHECKS.map((one) => one.id).join(", ")}.`,
    });
  }
  return `${check.id} (${check.severity}): ${check.title}\n\n${check.explanation}`;
}
