import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Place } from "../../engine/container.ts";
import { EngineError } from "../../engine/engine.ts";
import { digestOf } from "../../engine/local-image.ts";
import { isUnseen } from "../../engine/unseen.ts";
import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { sha256 } from "../../util/sha256.ts";
import type { EvidenceSource, RunningImage } from "../running-image.ts";
import type { AvailableImage } from "./available-image.ts";
import { type CodeInContainer, codeInContainer } from "./code-in-container.ts";
import { ProbeContainer } from "./probe-container.ts";

/** A container of the image that runs probes until it is stopped. */
export interface RunningContainer extends RunningImage {
  stop(): Promise<void>;
}

/** Variables for what packages write to the home directory or beside their modules. */
const SCRATCH = { HOME: "/tmp", TMPDIR: "/tmp", NUMBA_CACHE_DIR: "/tmp/numba", MPLCONFIGDIR: "/tmp/matplotlib" };

/** The files of a deployment on this machine. */
export interface DeployedFiles {
  /** The mount, absolute, in the code directory. */
  readonly packages: string;
  /** The code directory as it is uploaded, then what is bound below it. */
  readonly places: readonly Place[];
}

/**
 * Starts the image with the code directory where a deployment has it, without network, read-only.
 * @throws EngineError if the container cannot be started or does not see the code directory
 */
export async function runInContainer(
  image: AvailableImage,
  { packages, places }: DeployedFiles,
  options: Options,
  host: Host,
): Promise<RunningContainer> {
  const code = codeInContainer(options);
  const start = async (isWritable: boolean) =>
    await startWithCode(image, { packages, places, options, code, isWritable }, host);
  const confined = await start(false);
  let open: Promise<ProbeContainer> | undefined;
  const { environment } = image.local;
  const inContainer = code.place(packages);
  return {
    source: sourceOf(image),
    directory: code.scoringDirectory,
    packages: inContainer,
    probe: async (name, question, { timeout, isOpen = false } = {}) => {
      const nonce = randomUUID();
      if (isOpen) open ??= start(true);
      const container = isOpen && open !== undefined ? await open : confined;
      const run = await container.run(
        name,
        { ...question, nonce },
        {
          switches: ["-s", "-B"],
          environment: { ...environment, ...SCRATCH, PYTHONPATH: `${inContainer}:${environment.PYTHONPATH ?? ""}` },
          directory: code.scoringDirectory,
          timeout,
          prefix: `${nonce} `,
        },
      );
      return { ...run, isConfined: !isOpen };
    },
    stop: async () => {
      await confined.stop();
      await open?.then((container) => container.stop()).catch(() => undefined);
    },
  };
}

export function sourceOf({ local, engine }: AvailableImage): EvidenceSource {
  return {
    kind: "image",
    reference: local.reference,
    digest: digestOf(local),
    engine: `${engine.name} ${engine.version}`,
  };
}

interface Start extends DeployedFiles {
  readonly options: Options;
  readonly code: CodeInContainer;
  readonly isWritable: boolean;
}

/**
 * The directories are bound. Where the engine runs on another machine or in another container, the container sees an
 * empty directory instead, and where files are private to this user, it cannot read them: then they are copied.
 */
async function startWithCode(image: AvailableImage, start: Start, host: Host): Promise<ProbeContainer> {
  const { places, isWritable } = start;
  const spec = { image: image.local, environment: {}, isWritable, network: "none" } as const;
  const marks = marksOf(start);
  let unseen: readonly string[] = [];
  for (const isCopied of image.view.needsCopy ? [true] : [false, true]) {
    const given = isCopied ? { binds: [], copies: places } : { binds: places };
    const starting = ProbeContainer.start(image.engine, { ...spec, ...given }, image.interpreter, host);
    const container = await starting.catch((error) => {
      if (isCopied || !isUnseen(error, places)) throw error;
      return undefined;
    });
    if (container === undefined) continue;
    unseen = await container.unseen(marks);
    image.view.needsCopy = isCopied;
    if (unseen.length === 0) return container;
    await container.stop();
  }
  throw new EngineError(`the container does not see the code directory: it cannot read ${unseen[0]}`);
}

/** Files that tell whether the container sees the code directory as it is here: the scoring script and the manifest. */
function marksOf({ packages, places, options, code }: Start): Record<string, string | null> {
  const { codeDirectory, scoringScript } = options;
  const manifest = join(dirname(dirname(dirname(packages))), "manifest.json");
  // An ignore file may exclude the script.
  const script = join(places[0]?.source ?? codeDirectory, relative(codeDirectory, scoringScript));
  const files = [[scoringScript, script] as const, [manifest, manifest] as const].filter(([, file]) =>
    existsSync(file),
  );
  const digests = files.map(([file, read]) => [code.place(file), sha256(readFileSync(read))] as const);
  return { [code.place(packages)]: null, ...Object.fromEntries(digests) };
}
