import { answerOf } from "../host/process/answer.ts";
import { orNothing } from "../util/errors.ts";
import { command, type Engine } from "./engine.ts";

/** The image that a tag means in its registry now: at least one of the two is known. */
export interface RegistryImage {
  /** Of its manifest, `sha256:…`. */
  readonly digest?: string | undefined;
  /** Hash of its configuration, as `LocalImage.id`. */
  readonly id?: string | undefined;
}

/** Whether an image is the one that its tag means in the registry. */
export function isSameImage(now: RegistryImage, image: { readonly digest: string; readonly id: string }): boolean {
  return now.digest === undefined ? now.id === image.id : now.digest === image.digest;
}

const DIGEST = /sha256:[0-9a-f]{64}/;

/**
 * Asks the registry what a tag means now. The engine asks, with its own login; nothing is pulled.
 * @returns `undefined` if it cannot be asked
 */
export async function findInRegistry(engine: Engine, reference: string): Promise<RegistryImage | undefined> {
  const fixed = /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
  if (fixed !== undefined) return { digest: fixed };
  const ask = engine.name === "docker" ? askDocker : askPodman;
  const found = await ask(engine, reference);
  return found.digest === undefined && found.id === undefined ? undefined : found;
}

/** Docker's own plugin buildx is not everywhere, and without it the digest of a list of manifests is not told. */
async function askDocker(engine: Engine, reference: string): Promise<RegistryImage> {
  const format = ["--format", "{{json .Manifest.Digest}}"];
  const answer = await command(engine, ["buildx", "imagetools", "inspect", reference, ...format]).catch(() => "");
  const digest = DIGEST.exec(answer)?.[0];
  if (digest !== undefined) return { digest };
  // Only `docker manifest` requires to be told what the engine does by itself: no TLS on loopback.
  const insecure = /^(localhost|127\.[\d.]+|\[::1\])(:\d+)?\//.test(reference) ? ["--insecure"] : [];
  const words = ["manifest", "inspect", "--verbose", ...insecure, reference];
  const manifest = readJson(await command(engine, words).catch(() => ""));
  return { digest: manifest?.Descriptor?.digest };
}

/**
 * Podman itself tells no digest without a pull; skopeo, which belongs to it, does. Without skopeo, the manifest of a single
 * image tells the hash of its configuration.
 */
async function askPodman(engine: Engine, reference: string): Promise<RegistryImage> {
  const { environment } = engine;
  // Unlike Podman, skopeo does not read this variable.
  const settings = environment.CONTAINERS_REGISTRIES_CONF;
  const registries = settings ? ["--registries-conf", settings] : [];
  const words = ["inspect", ...registries, "--no-tags", "--format", "{{.Digest}}", `docker://${reference}`];
  const answer = await answerOf("skopeo", words, { environment, timeout: 20_000 }).catch(() => undefined);
  const digest = DIGEST.exec(answer?.output ?? "")?.[0];
  if (digest !== undefined) return { digest };
  const manifest = readJson(await command(engine, ["manifest", "inspect", reference]).catch(() => ""));
  return { id: manifest?.config?.digest };
}

interface Manifest {
  readonly Descriptor?: { readonly digest?: string };
  readonly config?: { readonly digest?: string };
}

function readJson(text: string): Manifest | undefined {
  return orNothing(() => JSON.parse(text) as Manifest);
}
