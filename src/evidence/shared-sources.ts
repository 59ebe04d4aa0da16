import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { Distribution } from "../mount/inventory/distribution.ts";
import type { Inventory } from "../mount/inventory/inventory.ts";
import { rowsOf } from "../mount/inventory/recorded.ts";
import type { Mount } from "../mount/mount.ts";
import { cleanEnvironment } from "../python/child-environment.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import type { OptionLine } from "../python/packaging/requirements.ts";
import { wheelFiles } from "../python/packaging/wheel-files.ts";
import { runProbe } from "../python/probe.ts";
import { getOwn } from "../util/get-own.ts";
import { groupBy } from "../util/group-by.ts";

/**
 * The compiled code of modules that several distributions own, by path and recorded hash (`sha256=…`): `shares` for an
 * `__init__` that only extends a namespace package, `nothing` for one without a statement, else a digest of the code.
 * Hashes whose source was not found are absent.
 */
export type SharedSources = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface SharedSourcesSubject {
  readonly target: Target;
  readonly mount: Pick<Mount, "inventory">;
  /** Absent if no requirements were read: then it is not known which index has the distributions. */
  readonly indexLines?: readonly OptionLine[] | undefined;
}

/** A distribution's row for a module that other distributions list with another hash. */
interface Row {
  readonly path: string;
  readonly hash: string;
  /** `name==version` */
  readonly release: string;
}

/**
 * Asks Python to compare the modules that RECORD files list with different hashes. The mount contains one version of
 * each; the others are read from the wheels unless files of the mount have the same content.
 */
export async function compareSharedSources(
  { target, mount, indexLines }: SharedSourcesSubject,
  python: Interpreter,
  host: Host,
): Promise<SharedSources> {
  const { inventory } = mount;
  const rows = disputedRows(inventory);
  if (rows.length === 0) return {};
  const environment = cleanEnvironment(host.environment);
  const compare = async (wheels: readonly string[]): Promise<SharedSources> => {
    const run = await runProbe(python.path, "shared_sources", questionOf(rows, wheels, inventory), { environment });
    return run.exitCode === 0 ? JSON.parse(run.output) : {}; // a module may be crafted to crash the parser
  };
  const found = await compare([]);
  const unknown = rows.filter(({ path, hash }) => !Object.hasOwn(getOwn(found, path) ?? {}, hash));
  if (unknown.length === 0 || indexLines === undefined || isBeyondSources(inventory)) return found;
  const releases = [...new Set(unknown.map(({ release }) => release))];
  const wheels = await wheelFiles(releases, target, indexLines, python, host);
  return wheels.length === 0 ? found : await compare(wheels);
}

/** Bytes; a larger file is not an `__init__` that shares a namespace. */
const LARGEST_OTHER = 2 ** 16;

function questionOf(rows: readonly Row[], wheels: readonly string[], { root, files }: Inventory) {
  const hashes = [...groupBy(rows, ({ path }) => path)].map(([path, group]) => [path, group.map(({ hash }) => hash)]);
  const names = new Set(rows.map(({ path }) => path.split("/").at(-1)));
  const others = [...files.values()].filter(
    ({ path, size }) => size <= LARGEST_OTHER && names.has(path.split("/").at(-1)),
  );
  return { root, files: Object.fromEntries(hashes), others: others.map(({ path }) => path), wheels };
}

function disputedRows(inventory: Inventory): Row[] {
  return disputed(inventory).flatMap(([path, rows]) => (path.endsWith(".py") ? rows : []));
}

/** Whether compiled files differ too, so that the finding is an error whatever the modules contain. */
function isBeyondSources(inventory: Inventory): boolean {
  return disputed(inventory).some(([path]) => /\.(so|pyd|dll|dylib)(\.|$)/.test(path));
}

/** The files of the mount that distributions of different names list, each with these distributions. */
export function sharedFiles({ owners, files }: Inventory): Map<string, readonly Distribution[]> {
  const hasOthers = (all: readonly Distribution[]) => new Set(all.map(({ name }) => name)).size > 1;
  return new Map([...owners].filter(([path, all]) => hasOthers(all) && files.has(path)));
}

/** The shared files whose recorded hashes differ. */
function disputed(inventory: Inventory): [string, Row[]][] {
  const shared = sharedFiles(inventory);
  const rows = [...shared].flatMap(([path, owners]) =>
    owners.flatMap((owner) =>
      (rowsOf(owner, inventory).get(path) ?? []).flatMap(({ hash }): Row[] =>
        hash === undefined
          ? []
          : [{ path, hash: `${hash.algorithm}=${hash.digest}`, release: `${owner.name}==${owner.version}` }],
      ),
    ),
  );
  return [...groupBy(rows, ({ path }) => path)].filter(([, group]) => new Set(group.map(({ hash }) => hash)).size > 1);
}
