import { runJob } from "./boundary.ts";
import { unknownInputs } from "./options/read.ts";
import { OPTIONS, type RawOptions } from "./options/table.ts";
import { githubHost } from "./runner/github.ts";

/** The job as the runner asks for it: inputs are handed over as `INPUT_<NAME>`. */
export async function runAction(): Promise<number> {
  const host = await githubHost();
  const given = Object.entries(host.environment)
    .filter(([name]) => name.startsWith("INPUT_"))
    .map(([name, value]) => [name.slice("INPUT_".length).toLowerCase(), value ?? ""] as const);
  for (const { message, hint } of unknownInputs(given.map(([name]) => name))) host.log.warning(`${message} ${hint}`);
  const known = new Set<string>(OPTIONS.map(({ name }) => name));
  const raw: RawOptions = Object.fromEntries(given.filter(([name]) => known.has(name)));
  return await runJob(raw, host);
}
