import { SERVER } from "../images/server/server.ts";
import type { ManifestRequirement } from "../mount/manifest/manifest.ts";
import type { Closure } from "./dependencies.ts";

/** Requires the image's server in addition to the user's requirements, which may name it too. */
export const SERVER_REQUIREMENT: ManifestRequirement = {
  file: null,
  line: 0,
  text: SERVER,
  name: SERVER,
  extras: [],
  specifier: "",
  constraint: false,
  editable: false,
  applies: true,
  pinned: true,
};

/** Whether only the server needs this distribution, and none of the user's requirements does. */
export function isOnlyTheServers(distribution: string, closure: Closure | undefined): boolean {
  const root = closure?.reached[distribution]?.root;
  return root !== undefined && closure?.roots[root] === SERVER_REQUIREMENT;
}
