import { ask, type Engine, EngineError, lastLine } from "./engine.ts";

/** An image in an engine's store. */
export interface LocalImage {
  /** As it was asked for. */
  readonly reference: string;
  /** Hash of its configuration, `sha256:…`: the same bytes have the same. */
  readonly id: string;
  /** Its digest in the registry, `sha256:…`; `""` for an image that comes from no registry. */
  readonly digest: string;
  /** Its names with a tag. */
  readonly names: readonly string[];
  /** As the engine names it, such as `amd64`. */
  readonly architecture: string;
  readonly os: string;
  /** Size on disk. */
  readonly bytes: number;
  /** `""` for root. */
  readonly user: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What identifies its bytes: the digest in the registry, else its id. */
export function digestOf({ digest, id }: Pick<LocalImage, "digest" | "id">): string {
  return digest || id;
}

interface Inspected {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Architecture: string;
  readonly Os: string;
  readonly Size?: number;
  readonly VirtualSize?: number;
  readonly Config?: {
    readonly User?: string;
    readonly Env?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
  };
}

/**
 * @returns `undefined` if the engine does not have the image
 * @throws EngineError if the engine does not answer
 */
export async function findLocalImage(engine: Engine, reference: string): Promise<LocalImage | undefined> {
  const { code, output, errors, timedOut } = await ask(engine, ["image", "inspect", reference]);
  if (code === 0) return readInspected(reference, JSON.parse(output)[0] as Inspected);
  if (!timedOut && /no such image|image not known|no such object/i.test(errors)) return undefined;
  throw new EngineError(timedOut ? `${engine.name} does not answer` : lastLine(errors));
}

function readInspected(reference: string, found: Inspected): LocalImage {
  const { User = "", Env, Entrypoint, Cmd } = found.Config ?? {};
  return {
    reference,
    id: found.Id.startsWith("sha256:") ? found.Id : `sha256:${found.Id}`,
    digest: digestFor(reference, found.RepoDigests ?? []),
    names: found.RepoTags ?? [],
    architecture: found.Architecture,
    os: found.Os,
    bytes: found.Size || found.VirtualSize || 0,
    user: User,
    entryPoint: Entrypoint ?? [],
    command: Cmd ?? [],
    environment: variablesIn(Env ?? []),
  };
}

/** An image can come from several repositories; the digest that counts is that of the one that was asked for. */
function digestFor(reference: string, digests: readonly string[]): string {
  const repository = reference.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  const own = digests.filter((one) => one.startsWith("sha256:") || one.split("@")[0]?.endsWith(repository));
  return /sha256:[0-9a-f]{64}/.exec(own[0] ?? "")?.[0] ?? "";
}

function variablesIn(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
