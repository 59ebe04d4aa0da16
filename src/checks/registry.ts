import type { MountEvidence } from "../evidence/subject.ts";
import type { Check } from "../findings/check.ts";
import type { Mode } from "../inputs/table.ts";
import { UserError } from "../util/errors.ts";
import { nearest } from "../util/text.ts";
import * as compiledCode from "./compiled/compiled-code.ts";
import * as wheelTags from "./compiled/wheel-tags.ts";
import * as containerStart from "./deployment/container-start.ts";
import * as deploymentFile from "./deployment/deployment-file.ts";
import * as deploymentImage from "./deployment/deployment-image.ts";
import * as dynamicInstall from "./deployment/dynamic-install.ts";
import * as entryPoints from "./files/entry-points.ts";
import * as interference from "./files/interference.ts";
import * as manifest from "./files/manifest.ts";
import * as outsideMount from "./files/outside-mount.ts";
import * as ownership from "./files/ownership.ts";
import * as provenance from "./files/provenance.ts";
import * as record from "./files/record.ts";
import * as twoOwners from "./files/two-owners.ts";
import * as editables from "./imports/editables.ts";
import * as imports from "./imports/imports.ts";
import * as legacy from "./imports/legacy.ts";
import * as pathFiles from "./imports/path-files.ts";
import * as programs from "./imports/programs.ts";
import * as runTimeDownloads from "./imports/run-time-downloads.ts";
import * as savedClasses from "./imports/saved-classes.ts";
import * as savedModels from "./imports/saved-models.ts";
import * as savedVersions from "./imports/saved-versions.ts";
import * as scoringScript from "./imports/scoring-script.ts";
import * as server from "./imports/server-side/conflicts.ts";
import * as namespaces from "./imports/server-side/namespaces.ts";
import * as shadowing from "./imports/shadowing.ts";
import * as unused from "./imports/unused.ts";
import * as aroundMount from "./layout/around-mount.ts";
import * as buildPaths from "./layout/build-paths.ts";
import * as bytecode from "./layout/bytecode.ts";
import * as environment from "./layout/environment.ts";
import * as gpuBuilds from "./layout/gpu-builds.ts";
import * as links from "./layout/links.ts";
import * as misplacedFiles from "./layout/misplaced-files.ts";
import * as names from "./layout/names.ts";
import * as permissions from "./layout/permissions.ts";
import * as refusedUpload from "./layout/refused-upload.ts";
import * as secrets from "./layout/secrets.ts";
import * as size from "./layout/size.ts";
import * as unneededFiles from "./layout/unneeded-files.ts";
import * as upload from "./layout/upload.ts";
import * as consistency from "./metadata/consistency.ts";
import * as dependencies from "./metadata/dependencies.ts";
import * as freeze from "./metadata/freeze.ts";
import * as leftOut from "./metadata/left-out.ts";
import * as pins from "./metadata/pins.ts";
import * as sources from "./metadata/sources.ts";
import * as vulnerabilities from "./metadata/vulnerabilities.ts";

/** Every check, sorted by id. */
export const CHECKS: readonly Check[] = [
  compiledCode,
  consistency,
  wheelTags,
  containerStart,
  deploymentFile,
  deploymentImage,
  dynamicInstall,
  entryPoints,
  interference,
  manifest,
  outsideMount,
  ownership,
  provenance,
  record,
  twoOwners,
  editables,
  imports,
  legacy,
  namespaces,
  pathFiles,
  programs,
  runTimeDownloads,
  savedClasses,
  savedModels,
  savedVersions,
  scoringScript,
  server,
  shadowing,
  unused,
  aroundMount,
  buildPaths,
  bytecode,
  environment,
  gpuBuilds,
  links,
  misplacedFiles,
  names,
  permissions,
  refusedUpload,
  secrets,
  size,
  unneededFiles,
  upload,
  dependencies,
  freeze,
  leftOut,
  pins,
  sources,
  vulnerabilities,
]
  .flatMap((file) => Object.values(file) as unknown[])
  .filter(isCheck)
  .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));

/** The check of a code or a name, in any case: `P3`, `newer-glibc`. */
export function findCheck(codeOrName: string): Check | undefined {
  const word = codeOrName.toLowerCase();
  return CHECKS.find(({ id, name }) => id.toLowerCase() === word || name === word);
}

/** @throws UserError for a word that is neither the code nor the name of a check */
export function requireCheck(codeOrName: string): Check {
  const check = findCheck(codeOrName);
  if (check !== undefined) return check;
  const meant = nearestCheck(codeOrName);
  throw new UserError(`There is no check "${codeOrName}".`, {
    hint: meant === undefined ? "`azureml-extra-packages explain` lists all checks." : `Did you mean "${meant}"?`,
  });
}

/** A code with the same letter, or a name that is spelled similarly or has such a word. */
function nearestCheck(word: string): string | undefined {
  if (/^[A-Z]\d+$/i.test(word)) {
    const letter = word.charAt(0).toUpperCase();
    return nearest(
      word,
      CHECKS.map(({ id }) => id).filter((id) => id.startsWith(letter)),
    );
  }
  const names = CHECKS.map(({ name }) => name);
  const parts = names.flatMap((name) => name.split("-"));
  const part = nearest(word, parts);
  return nearest(word, names) ?? names.find((name) => part !== undefined && name.split("-").includes(part));
}

function isCheck(value: unknown): value is Check {
  return typeof value === "object" && value !== null && "id" in value && "find" in value;
}

/** The checks whether these are the bytes that were built; code of a mount that fails them must not be run. */
export const IDENTITY_CHECKS: readonly Check<MountEvidence>[] = [manifest.notItsManifest, manifest.notExpected];

const AFTER_IMPORTS = ["T7", "T8", "T10", "X1", "X2"];

/** The checks of a mode that need the results of running code of the packages. */
export function outcomeChecks(mode: Mode): readonly Check[] {
  return CHECKS.filter(({ id, modes }) => modes.includes(mode) && AFTER_IMPORTS.includes(id));
}

/** All other checks of a mode, without the identity checks. */
export function mountChecks(mode: Mode): readonly Check[] {
  const others = [...AFTER_IMPORTS, ...IDENTITY_CHECKS.map(({ id }) => id)];
  return CHECKS.filter(({ id, modes }) => modes.includes(mode) && !others.includes(id));
}
