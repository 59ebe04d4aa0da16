import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Host } from "../../host/host.ts";
import { orNothing } from "../../util/errors.ts";
import { placeName, type Requirement } from "../packaging/requirements.ts";

/** An editable install would leave only a pointer to its sources in the mount; says which lines are installed otherwise. */
export function hasEditables(requirements: readonly Requirement[], workspace: string, host: Host): boolean {
  const editable = requirements.filter(({ editable: isEditable, file }) => isEditable && file !== null);
  for (const { file, line, text } of editable.filter(({ url }) => !isMissing(url))) {
    const where = placeName(file ?? "", line, workspace);
    host.log.notice(`${where}: ${text} is installed as a copy, not editable.`, { file: file ?? undefined, line });
  }
  return editable.length > 0;
}

/** A path that does not exist is reported later, with everything else that cannot be installed. */
function isMissing(url: string | null): boolean {
  const path = url?.startsWith("file:") ? orNothing(() => fileURLToPath(url)) : undefined;
  return path !== undefined && !existsSync(path);
}
