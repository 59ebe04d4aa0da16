import type { Host } from "../host/host.ts";
import { contentsOf } from "../images/contents/image-contents.ts";
import { SERVER } from "../images/server/server.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import { sha256Of } from "../mount/inventory/reader.ts";
import type { Mount } from "../mount/mount.ts";
import { cleanEnvironment } from "../python/child-environment.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { probe } from "../python/questions.ts";
import type { ServerStart } from "../smoke/server-start.ts";
import { markersOf } from "./dependencies.ts";

/** A package of the mount that does not satisfy a requirement of a package in the image. */
export interface ServerConflict {
  /** The image's distribution that requires it, normalised; usually the server itself. */
  readonly by: string;
  /** Its Requires-Dist. */
  readonly text: string;
  /** The mount's distribution. */
  readonly needs: string;
  readonly found: string;
  /** Whether another release with the same major version would fit. */
  readonly sameSeries: boolean;
}

/** Conflicts between the server's requirements and the mount's packages. */
export interface ServerEvidence {
  /** Hash of the question, in hexadecimal: an answer to the same question can be reused. */
  readonly question: string;
  readonly conflicts: readonly ServerConflict[];
  /** Whether the server answered with the mount; absent if it was not started. */
  readonly start?: ServerStart | undefined;
}

interface AskedServer {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Pick<Mount, "inventory">;
}

/**
 * Evaluates the requirements of the image's server, and of its dependencies, against the mount's packages, which come
 * first on the path.
 * @param known an earlier answer, which is reused if the question is the same
 */
export async function findServerConflicts(
  { options, target, mount }: AskedServer,
  python: Interpreter,
  { environment, temporary }: Pick<Host, "environment" | "temporary">,
  known?: ServerEvidence,
): Promise<ServerEvidence | undefined> {
  const { server, distributions } = contentsOf(target, options.imagePackages);
  if (python.pip === undefined || server === undefined) return undefined;
  const inMount = mount.inventory.distributions.map(({ name, version }) => [name, version] as const);
  // A server in the mount is the one that runs: M3 and M4 check its requirements.
  const roots = inMount.some(([name]) => name === SERVER) ? [] : [{ name: SERVER, requires: server.requires }];
  const asked = {
    markers: markersOf(target, python),
    roots,
    image: Object.fromEntries([...distributions.values()].map(({ name, requires }) => [name, requires])),
    mount: Object.fromEntries(inMount),
  };
  // The answer may contain a start of this very server.
  const image = target.facts?.digest ?? server.version;
  const question = sha256Of(Buffer.from(JSON.stringify({ ...asked, pip: python.pip.version, image })));
  if (known?.question === question) return known;
  const { conflicts } = await probe<{ conflicts: ServerConflict[] }>(
    python.path,
    "server_needs",
    { ...asked, pip: python.pip.path },
    { environment: cleanEnvironment(environment), temporary },
  );
  return { question, conflicts };
}
