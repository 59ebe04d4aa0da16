import type { Unavailable } from "../../python/container/available-image.ts";
import { UserError } from "../../util/errors.ts";

/** For a command that only the image itself can answer. */
export function imageNeeded({ why, hint }: Unavailable): UserError {
  return new UserError(why, hint === "" ? {} : { hint });
}
