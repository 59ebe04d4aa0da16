import type { Mount } from "../mount/mount.ts";
import { sha256Of } from "../mount/reader.ts";
import type { Options } from "../options/options.ts";
import { cleanEnvironment } from "../python/environment.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { probe } from "../python/probe.ts";
import { contentsOf } from "../target/image-contents.ts";
import { SERVER } from "../target/server.ts";
import type { Target } from "../target/target.ts";
import { markersOf } from "./closure-probe.ts";

/** A package of the mount that is not what a package of the image needs. */
export interface ServerConflict {
  /** The image's distribution that needs it, normalised; the server itself, mostly. */
  readonly by: string;
  /** Its Requires-Dist. */
  readonly text: string;
  /** The mount's distribution. */
  readonly needs: string;
  readonly found: string;
  /** Another release of the same series (the first number) would fit. */
  readonly sameSeries: boolean;
}

/** What the server's requirements say of the mount's packages. */
export interface ServerAnswer {
  /** Hash of what was asked, in hexadecimal: the same question has the same answer. */
  readonly question: string;
  readonly conflicts: readonly ServerConflict[];
}

interface Question {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Pick<Mount, "inventory">;
}

/**
 * Evaluates the requirements of the image's server, and of what it needs in turn, against what the mount puts first.
 * @param known an earlier answer, which is taken over when it is one to the same question
 */
export async function askServer(
  { options, target, mount }: Question,
  python: Interpreter,
  environment: NodeJS.ProcessEnv,
  known?: ServerAnswer,
): Promise<ServerAnswer | undefined> {
  const { server, distributions } = contentsOf(target, options.imagePackages);
  if (python.pip === undefined || server === undefined) return undefined;
  const inMount = mount.inventory.distributions.map(({ name, version }) => [name, version] as const);
  // A server in the mount is the one that runs: its needs are among the mount's own (M3, M4).
  const roots = inMount.some(([name]) => name === SERVER) ? [] : [{ name: SERVER, requires: server.requires }];
  const asked = {
    markers: markersOf(target, python),
    roots,
    image: Object.fromEntries([...distributions.values()].map(({ name, requires }) => [name, requires])),
    mount: Object.fromEntries(inMount),
  };
  const question = sha256Of(Buffer.from(JSON.stringify({ ...asked, pip: python.pip.version })));
  if (known?.question === question) return known;
  const { conflicts } = await probe<{ conflicts: ServerConflict[] }>(
    python.path,
    "server_needs",
    { ...asked, pip: python.pip.path },
    { environment: cleanEnvironment(environment) },
  );
  return { question, conflicts };
}
