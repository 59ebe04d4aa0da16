import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { posix } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "../host/host.ts";
import { type Program, spawnForeign } from "../host/process/spawn.ts";
import { copyIn, type Place } from "./copy-in.ts";
import { ask, command, type Engine } from "./engine.ts";
import { LABEL, ownerHere, removeInBackground } from "./leftovers.ts";
import type { LocalImage } from "./local-image.ts";
import { endOrphans, NAME_PREFIX } from "./orphans.ts";

export type { Place } from "./copy-in.ts";

/** What is started from an image. */
export interface ContainerSpec {
  readonly image: LocalImage;
  readonly binds: readonly Place[];
  /** What is copied into a volume instead: the engine may run on a machine that does not see ours. */
  readonly copies?: readonly Place[];
  readonly environment: Readonly<Record<string, string>>;
  /** Program and arguments instead of the image's own entry point. */
  readonly program?: readonly string[] | undefined;
  /** Whether the root file system may be written to. `/tmp` always may. */
  readonly isWritable: boolean;
  readonly network: "default" | "host" | "none";
  readonly limits?: Limits | undefined;
}

/** Of an instance type. */
export interface Limits {
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
}

/** A container that was started. It is removed when `remove` is called, when it ends, and when this process ends. */
export interface Container {
  readonly name: string;
  /** The engine's program that is attached to it: its output is the container's, and it ends with it. */
  readonly client: Program;
  remove(): Promise<void>;
}

const SCRATCH_SIZE = "1g";
/** Milliseconds. */
const START_PATIENCE = 60_000;
const REMOVAL_PATIENCE = 30_000;
const END_PATIENCE = 2_000;

/**
 * Starts a container. Its standard input stays open with `keepInput`, and is empty without.
 * @throws EngineError if files cannot be copied into it
 */
export async function startContainer(
  found: Engine,
  spec: ContainerSpec,
  host: Host,
  keepInput = false,
): Promise<Container> {
  const engine = withPrivateVariables(found, spec);
  const name = `${NAME_PREFIX}${randomUUID().slice(0, 13)}`;
  const forget = host.atEnd(onceOnly(() => removeInBackground(engine, name)));
  const removeNow = async (client?: Program) => {
    await removeContainer(engine, name, client);
    forget();
  };
  const words = [...optionsFor(engine, name, spec), spec.image.id, ...(spec.program?.slice(1) ?? [])];
  const { copies = [] } = spec;
  try {
    if (copies.length > 0) await createWithCopies(engine, words, name, copies);
    const args = copies.length > 0 ? ["start", "--attach", "--interactive", name] : ["run", ...words];
    const client = await spawnForeign(engine.name, args, { environment: engine.environment, keepInput });
    let removing: Promise<void> | undefined;
    const remove = async () => {
      removing ??= removeNow(client);
      await removing;
    };
    return { name, client, remove };
  } catch (error) {
    await removeNow();
    throw error;
  }
}

/**
 * The engine's program ends with its container. It is not killed while it starts one: Podman would lose track of it.
 */
async function removeContainer(engine: Engine, name: string, client: Program | undefined): Promise<void> {
  const remove = () => ask(engine, ["rm", "--force", "--volumes", name], REMOVAL_PATIENCE).catch(() => undefined);
  await remove();
  if (client === undefined || (await endsWithin(client, END_PATIENCE))) return;
  client.stop();
  const isEnded = await endsWithin(client, START_PATIENCE);
  client.kill();
  await remove(); // it may have been created meanwhile
  if (!isEnded) await endOrphans(engine, name);
}

async function endsWithin({ ended }: Program, milliseconds: number): Promise<boolean> {
  const late = new AbortController();
  const isLate = delay(milliseconds, false, { signal: late.signal }).catch(() => false);
  return await Promise.race([ended.then(() => true), isLate]).finally(() => late.abort());
}

/** At a signal, and again at the end of the process. */
function onceOnly(work: () => void): () => readonly string[] {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
    return [];
  };
}

async function createWithCopies(
  engine: Engine,
  words: readonly string[],
  name: string,
  copies: readonly Place[],
): Promise<void> {
  const volume = commonDirectory(copies.map(({ target }) => target));
  await command(engine, ["create", "--volume", volume, ...words], START_PATIENCE);
  await copyIn(engine, name, volume, copies);
}

/** The deepest directory that contains all of these paths. */
function commonDirectory(paths: readonly string[]): string {
  let directory = posix.dirname(paths[0] ?? "/");
  while (directory !== "/" && !paths.every((path) => path.startsWith(`${directory}/`)))
    directory = posix.dirname(directory);
  return directory;
}

function optionsFor(engine: Engine, name: string, spec: ContainerSpec): string[] {
  const { image, binds, environment, program, isWritable, network, limits } = spec;
  const isRoot = ["", "root", "0"].includes(image.user.split(":")[0] ?? "");
  return [
    ...["--interactive", "--rm", "--name", name, "--label", `${LABEL}=${ownerHere()}`],
    // Podman would otherwise wait ten seconds for a process that ignores SIGTERM, before it removes the container.
    ...["--stop-signal", "KILL"],
    // Without it, an engine that does not find the image would pull it.
    ...["--pull", "never"],
    ...(network === "default" ? [] : ["--network", network]),
    ...(isWritable ? [] : ["--read-only"]),
    ...["--tmpfs", `/tmp:rw,exec,nosuid,size=${SCRATCH_SIZE},mode=1777`],
    // The entry point of an image that starts as root needs its capabilities to become another user.
    ...(isRoot && program === undefined ? [] : ["--cap-drop", "ALL"]),
    ...["--security-opt", "no-new-privileges"],
    ...limitOptions(limits),
    ...binds.flatMap((bind) => ["--mount", mountOption(bind)]),
    ...Object.entries(environment).flatMap(([key, value]) => ["--env", isPrivate(key) ? key : `${key}=${value}`]),
    ...(program === undefined ? [] : ["--entrypoint", program[0] ?? ""]),
    // Podman would otherwise take variables of the proxy from this machine.
    ...(engine.name === "podman" ? ["--http-proxy=false"] : []),
  ];
}

/**
 * Every user of the machine can read a command line, and a variable may be a secret: of an index, or of the deployment. So
 * the engine's program gets the values in its own environment, except of variables that it reads itself.
 */
const isPrivate = (variable: string) => !READ_BY_ENGINES.test(variable);

const READ_BY_ENGINES = new RegExp(
  `^(${[
    "PATH|HOME|USER|LOGNAME|LANG|LC_.*|LD_.*|TZ|TERM|TMPDIR|XDG_.*|(HTTPS?|ALL|NO|FTP)_PROXY",
    "SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|REGISTRY_AUTH_FILE|GODEBUG|GOMAXPROCS|GOGC|GOMEMLIMIT|NOTIFY_SOCKET",
    "DOCKER_(HOST|CONFIG|CONTEXT|CERT_PATH|API_VERSION|TLS.*|CONTENT_TRUST.*|DEFAULT_PLATFORM|AUTH_CONFIG)",
    "CONTAINER_(HOST|SSHKEY|CONNECTION)|CONTAINERS_(CONF|STORAGE|REGISTRIES).*|(PODMAN|BUILDAH|STORAGE)_.*",
  ].join("|")})$`,
  "i",
);

/** The engine's program takes the values of private variables from its own environment. */
function withPrivateVariables(engine: Engine, { environment }: ContainerSpec): Engine {
  const own = Object.entries(environment).filter(([key]) => isPrivate(key));
  return { ...engine, environment: { ...engine.environment, ...Object.fromEntries(own) } };
}

/** More processors than the machine has are an error of the engine. */
function limitOptions(limits: Limits | undefined): string[] {
  if (limits === undefined) return [];
  return ["--cpus", String(Math.min(limits.cores, availableParallelism())), "--memory", `${limits.memory}g`];
}

/** Fields as in CSV: a path may contain commas, and colons, which `--volume` could not take. */
function mountOption({ source, target }: Place): string {
  const fields = ["type=bind", `source=${source}`, `target=${target}`, "readonly"];
  return fields.map((field) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(",");
}
