import { IDENTITY_CHECKS, mountChecks, outcomeChecks } from "../checks/registry.ts";
import { collectEvidence } from "../evidence/collect.ts";
import type { Evidence, OutcomeEvidence } from "../evidence/evidence.ts";
import { packagedPrograms } from "../evidence/programs/packaged-programs.ts";
import type { Subject } from "../evidence/subject.ts";
import { findingsOf, type Verdict, verdictOf } from "../findings/verdict.ts";
import type { Host } from "../host/host.ts";
import { Snapshot } from "../mount/snapshot.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { startServer } from "../smoke/server-start.ts";
import { smokeTest } from "../smoke/smoke-test.ts";
import type { Turn } from "../util/schedule.ts";

/** What a verification may use besides its subject. */
export interface VerificationSources {
  /** Evidence of an earlier run about the same files, if there is any. */
  readonly cached: unknown;
  /** Called only if programs may run. */
  readonly findPython: () => Promise<Interpreter | undefined>;
  /** The image of the deployment, which may still be pulled. */
  readonly image: PendingImage;
  /** When code of the packages may run. */
  readonly turn: Turn;
}

/**
 * Collects the evidence of a mount and runs every check once. If the mount does not match its manifest or the input
 * `expected-digest`, none of its code is run. Afterwards the mount is compared with its state before the code was run.
 */
export async function verifyMount(subject: Subject, sources: VerificationSources, host: Host): Promise<Verdict> {
  const { options, target, mount } = subject;
  const identity = findingsOf(IDENTITY_CHECKS, { ...mount, options, target });
  const identified = verdictOf(identity, undefined, options);
  if (!identified.passed) return { ...identified, ruleWarnings: [] };

  const python = await sources.findPython();
  const snapshot = new Snapshot(mount.inventory, mount.location.environmentDirectory);
  const turn: Turn = (work) =>
    sources.turn(() => {
      snapshot.take();
      return work();
    });
  const collected = await collectEvidence(subject, { ...sources, python, turn }, host);
  const evidence = await withServerStart(collected, { subject, sources, python, snapshot }, host);
  const findings = [...identity, ...findingsOf(mountChecks(options.mode), evidence)];

  // With errors the server would not start, and the findings explain the cause better.
  const { passed } = verdictOf(findings, evidence, options);
  const isInImage = options.smokeTest !== "" && evidence.container?.source.kind === "image";
  const image = isInImage ? await sources.image.obtained() : undefined;
  const server = { ...subject, target: evidence.target };
  const hasPrograms = packagedPrograms(evidence).some(({ isUsed }) => isUsed);
  if (passed && options.smokeTest !== "") snapshot.take();
  const tested = passed ? await smokeTest(server, { python, image }, hasPrograms, host) : undefined;
  const { smoke } = tested ?? {};
  const outcome: OutcomeEvidence = {
    smoke,
    interference: snapshot.compare(),
    commandFiles: host.restoreCommandFiles(),
  };
  const all = { ...evidence, ...outcome };
  // The verdict is only as strong as the weaker of the two.
  if (smoke !== undefined && all.container !== undefined && tested?.inImage === false)
    all.container = { ...all.container, source: { kind: "simulated" } };
  return verdictOf([...findings, ...findingsOf(outcomeChecks(options.mode), all)], all, options);
}

interface Means {
  readonly subject: Subject;
  readonly sources: VerificationSources;
  readonly python: Interpreter | undefined;
  /** Not taken yet if nothing was imported. */
  readonly snapshot: Snapshot;
}

/** Where packages of the mount do not suit the image's server by their versions, a build starts it with them. */
async function withServerStart(
  evidence: Evidence,
  { subject, sources, python, snapshot }: Means,
  host: Host,
): Promise<Evidence> {
  const { server, options, container } = evidence;
  if (server === undefined || server.conflicts.length === 0 || server.start !== undefined) return evidence;
  if (options.mode !== "preinstalled" || container === undefined) return evidence;
  const image = container.source.kind === "image" ? await sources.image.obtained() : undefined;
  snapshot.take();
  const start = await startServer({ ...subject, target: evidence.target }, { python, image }, host);
  return { ...evidence, server: { ...server, start } };
}
