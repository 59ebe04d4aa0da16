import type { Host } from "../host/host.ts";
import { orNothing } from "../util/errors.ts";
import { discard, place, recoverPlacement, requireOurs } from "./swap-directories.ts";

/** Lets a run move the mount that it created next to the final location into place, once. */
export interface Placement {
  /** Swaps whole directories; the old mount is removed in the background. */
  place(): void;
}

/**
 * Runs work that creates a mount for an environment directory (absolute). Recovers from an interrupted run first;
 * removes what the work left next to that directory afterwards, also if it fails.
 * @throws UserError when there is a directory that this tool did not create
 */
export async function withPlacement<T>(
  environmentDirectory: string,
  host: Host,
  work: (placement: Placement) => Promise<T>,
): Promise<T> {
  const recovered = recoverPlacement(environmentDirectory);
  if (recovered) host.log.info(recovered);
  requireOurs(environmentDirectory);
  let removal: Promise<string | undefined> | undefined;
  try {
    return await work({
      place: () => {
        removal = place(environmentDirectory).removal;
      },
    });
  } finally {
    const left = await removal;
    if (left !== undefined) host.log.warning(left);
    orNothing(() => discard(environmentDirectory)); // there is nothing left to discard once it was placed
  }
}
