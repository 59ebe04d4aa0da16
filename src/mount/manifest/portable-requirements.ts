import { relative } from "node:path";
import type { Plan } from "../../plan/plan.ts";
import { isPinned } from "../../python/packaging/requirements.ts";
import { slashed } from "../../util/text.ts";
import type { RemovedByStaging } from "../stage.ts";
import type { ManifestRequirement } from "./manifest.ts";

/** Requirements as the manifest stores them: files relative to the code directory, the same on every machine. */
export function portableRequirements(
  { requirements, options }: Plan,
  { directUrls }: RemovedByStaging,
): ManifestRequirement[] {
  return requirements.requirements.map((requirement) => ({
    file: requirement.file === null ? null : slashed(relative(options.codeDirectory, requirement.file)),
    line: requirement.line,
    text: requirement.text.replaceAll(options.workspace, "."),
    name: requirement.name ?? nameOfDirect(requirement.url, directUrls),
    extras: requirement.extras,
    specifier: requirement.specifier,
    constraint: requirement.constraint,
    editable: requirement.editable,
    applies: requirement.applies,
    pinned: isPinned(requirement),
  }));
}

/** Only the installed metadata contains the name of a distribution from a local directory or a repository. */
function nameOfDirect(url: string | null, directUrls: RemovedByStaging["directUrls"]): string | null {
  if (url === null) return null;
  const plain = (text: string) =>
    text.replace(/^(git|hg|svn|bzr)\+/, "").replace(/(\.git)?(@[^/@?]*)?([?#].*)?\/?$/, "");
  const found = Object.entries(directUrls).find(
    ([, direct]) => plain((direct as { url?: string }).url ?? "") === plain(url),
  );
  return found?.[0] ?? null;
}
