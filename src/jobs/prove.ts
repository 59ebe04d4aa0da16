import { allEnded } from "../all-ended.ts";
import { smokeTest } from "../checks/smoke-test.ts";
import { type Later, lookAround, type Subject, takeTestimony } from "../checks/testimony.ts";
import { type Verdict, verify } from "../checks/verify.ts";
import type { Interpreter } from "../python/interpreter.ts";
import type { Host } from "../runner/host.ts";

/**
 * Proves a mount. What programs found out of the same bytes for the same target is taken over; the checks run anew.
 * @param known an earlier testimony; `undefined` where nothing is known of the mount but its bytes and its manifest
 * @param later when imports are tried
 */
export async function prove(
  subject: Subject,
  known: unknown,
  python: Interpreter | undefined,
  later: Later,
  host: Host,
): Promise<Verdict> {
  const [testimony, around] = await allEnded([
    takeTestimony(subject, known, python, host, later),
    lookAround(subject, python, host),
  ]);
  return await smokeTest(subject, verify(subject, testimony, around), python, host);
}
