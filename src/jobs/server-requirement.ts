import type { Closure } from "../checks/closure-probe.ts";
import type { ManifestRequirement } from "../mount/manifest.ts";
import { SERVER } from "../target/server.ts";

/** Asks for the image's server beside what the user asks for, whose own requirement may name it too. */
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

/** Whether nothing that the user asks for needs this distribution. */
export function isOnlyTheServers(distribution: string, closure: Closure | undefined): boolean {
  const root = closure?.reached[distribution]?.root;
  return root !== undefined && closure?.roots[root] === SERVER_REQUIREMENT;
}
