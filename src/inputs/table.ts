/**
 * Every input and output, once. Reading, validation, action.yml, the tables of docs/inputs.md and the command line's flags come
 * from here.
 */
import { DELIVERY } from "./table/delivery.ts";
import { DEPLOYMENT } from "./table/deployment.ts";
import { IMAGE } from "./table/image.ts";
import { LOCK } from "./table/lock.ts";
import type { OptionSpec } from "./table/option-spec.ts";
import { PACKAGES } from "./table/packages.ts";
import { RESTORE } from "./table/restore.ts";
import { VERIFICATION } from "./table/verification.ts";

export { MODES, type Mode, type OptionSpec } from "./table/option-spec.ts";
export { OUTPUTS, type OutputName, type Outputs } from "./table/outputs.ts";

/** In the order in which the documentation lists them. */
export const OPTIONS = [
  ...DEPLOYMENT,
  ...PACKAGES,
  ...LOCK,
  ...IMAGE,
  ...VERIFICATION,
  ...DELIVERY,
  ...RESTORE,
] as const satisfies readonly OptionSpec[];

export type OptionName = (typeof OPTIONS)[number]["name"];

/** Raw values by option name; an absent or empty value means the default. */
export type RawOptions = Readonly<Partial<Record<string, string>>>;
