import { allEnded } from "../all-ended.ts";
import { IDENTITY_CHECKS } from "../checks/catalogue.ts";
import { smokeTest } from "../checks/smoke-test.ts";
import { type Later, lookAround, type Subject, takeTestimony, UNASKED } from "../checks/testimony.ts";
import { type Verdict, verify } from "../checks/verify.ts";
import { Snapshot } from "../mount/snapshot.ts";
import type { Interpreter } from "../python/interpreter.ts";
import type { Host } from "../runner/host.ts";

/**
 * Verifies a mount. What programs found out of the same bytes for the same target is taken over; the checks run anew.
 * Of a mount that is another than its manifest or the input says, nothing is run. What is run cannot change the mount
 * unnoticed: it is compared with what it was before.
 *
 * @param known an earlier testimony; `undefined` where nothing is known of the mount but its bytes and its manifest
 * @param findPython is asked only when something may run
 * @param later when imports are tried
 */
export async function prove(
  subject: Subject,
  known: unknown,
  findPython: () => Promise<Interpreter | undefined>,
  later: Later,
  host: Host,
): Promise<Verdict> {
  const identity = verify(subject, UNASKED, { scoring: undefined }, IDENTITY_CHECKS);
  if (!identity.green) return { ...identity, complaints: [] };
  const python = await findPython();
  const before = new Snapshot(subject.mount.inventory, subject.mount.location.environmentDirectory);
  const [testimony, around] = await allEnded([
    takeTestimony(subject, known, python, host, later),
    lookAround(subject, python, host),
  ]);
  const first = verify(subject, testimony, around);
  const smoke = first.green ? await smokeTest(subject, python, host) : undefined;
  const interference = before.compare();
  const commandFiles = host.restoreCommandFiles();
  const isUntouched = [commandFiles, ...Object.values(interference)].every((found) => found.length === 0);
  if (smoke === undefined && isUntouched) return first;
  return verify(subject, testimony, { ...around, smoke, interference, commandFiles });
}
