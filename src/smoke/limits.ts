import { DEFAULT_SERVING } from "../inputs/deployment-file/serving.ts";
import type { Options } from "../inputs/options.ts";

/** How long a deployment waits. Milliseconds. */
export interface Waits {
  /** Until the server is ready: then the probes would restart the container. */
  readonly ready: number;
  /** For a response; `undefined` if the deployment is not known. */
  readonly request: number | undefined;
}

/** A managed endpoint waits for at most 180 s. */
export const LONGEST_REQUEST = 180_000;

export function waitsOf({ deployment }: Pick<Options, "deployment">): Waits {
  const { readyWithin } = deployment?.serving ?? DEFAULT_SERVING;
  return { ready: readyWithin, request: deployment?.serving.requestTimeout };
}
