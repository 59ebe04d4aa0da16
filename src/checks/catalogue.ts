import * as bytecode from "./bytecode.ts";
import type { Check } from "./check.ts";
import * as closure from "./closure.ts";
import * as deployment from "./deployment.ts";
import * as editables from "./editables.ts";
import * as entryPoints from "./entry-points.ts";
import * as freeze from "./freeze.ts";
import * as hygiene from "./hygiene.ts";
import * as image from "./image.ts";
import * as imports from "./imports.ts";
import * as interference from "./interference.ts";
import * as junk from "./junk.ts";
import * as layout from "./layout.ts";
import * as leaks from "./leaks.ts";
import * as leftovers from "./leftovers.ts";
import * as links from "./links.ts";
import * as metadata from "./metadata.ts";
import * as model from "./model.ts";
import * as modes from "./modes.ts";
import * as names from "./names.ts";
import * as namespaces from "./namespaces.ts";
import * as outmoded from "./outmoded.ts";
import * as outside from "./outside.ts";
import * as ownership from "./ownership.ts";
import * as pathFiles from "./path-files.ts";
import * as platform from "./platform.ts";
import * as privateFiles from "./private-files.ts";
import * as prototype from "./prototype.ts";
import * as provenance from "./provenance.ts";
import * as record from "./record.ts";
import * as refusedUpload from "./refused-upload.ts";
import * as runScript from "./run-script.ts";
import * as scoring from "./scoring.ts";
import * as secrets from "./secrets.ts";
import * as server from "./server.ts";
import * as shadowing from "./shadowing.ts";
import * as smoke from "./smoke.ts";
import * as sources from "./sources.ts";
import * as tampering from "./tampering.ts";
import * as twoOwners from "./two-owners.ts";
import * as unused from "./unused.ts";
import * as upload from "./upload.ts";

/** Every check, by id. */
export const CHECKS: readonly Check[] = [
  bytecode,
  closure,
  deployment,
  editables,
  entryPoints,
  freeze,
  hygiene,
  image,
  imports,
  interference,
  junk,
  layout,
  leaks,
  leftovers,
  links,
  metadata,
  model,
  modes,
  names,
  namespaces,
  outmoded,
  outside,
  ownership,
  pathFiles,
  platform,
  privateFiles,
  prototype,
  provenance,
  record,
  refusedUpload,
  runScript,
  scoring,
  secrets,
  server,
  shadowing,
  smoke,
  sources,
  tampering,
  twoOwners,
  unused,
  upload,
]
  .flatMap((subject) => Object.values(subject) as unknown[])
  .filter(isCheck)
  .sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));

function isCheck(value: unknown): value is Check {
  return typeof value === "object" && value !== null && "id" in value && "find" in value;
}

/** The checks that say whether these are the bytes that were built; nothing of a mount that fails them may run. */
export const IDENTITY_CHECKS: readonly Check[] = CHECKS.filter(({ id }) => id === "T1" || id === "T2");

/** The checks that ask about an image which installs at its start; the others are about mounts. */
const OF_PROTOTYPES = /^(M[1-6]|M14|I4|I11|P[2346]|S1|B[0-9]+|D[0-9]+|T10|X1|H24|H25)$/;

export const PROTOTYPE_CHECKS: readonly Check[] = CHECKS.filter(({ id }) => OF_PROTOTYPES.test(id));
