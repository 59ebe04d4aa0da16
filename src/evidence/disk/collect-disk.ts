import { readUpload, type Upload } from "../../mount/upload/upload.ts";
import { findNamedPrograms } from "../programs/named-programs.ts";
import type { MountEvidence } from "../subject.ts";
import { type EnvironmentDirectory, readEnvironmentDirectory } from "./environment-directory.ts";
import { findInterruptedRuns, type Leftover } from "./leftovers.ts";
import { findMisplacedInModel, type ModelEntry } from "./model-directory.ts";
import { findPrivateKeys } from "./private-keys.ts";
import { changedRequirements } from "./requirements-files.ts";
import { evaluateRunScript, type RunScriptStart } from "./run-script.ts";
import { listModules, type ScriptNeighbour } from "./scoring-directory.ts";

/** What is on disk around the mount; no program is started for it. */
export interface DiskEvidence {
  /** What the deployment client uploads of the code directory. */
  readonly upload: Upload;
  /** Files of the upload that contain a private key; paths as in `upload`. */
  readonly privateKeys: ReadonlySet<string>;
  readonly environmentDirectory: EnvironmentDirectory;
  /** What interrupted runs left next to the mount; none while another run is working there. */
  readonly leftovers: readonly Leftover[];
  /** Modules and packages in the scoring directory. */
  readonly besideScript: readonly ScriptNeighbour[];
  /** Entries of the model directory that do not belong there. */
  readonly modelDirectory: readonly ModelEntry[];
  /**
   * Requirements files, as the manifest names them, whose requirements in this checkout differ from those of the build.
   */
  readonly changedRequirements: readonly string[];
  /** Programs in the mount that a module of their own distribution names. */
  readonly namedPrograms: ReadonlySet<string>;
  /** The outcome of the image's run script, for each directory from which Azure ML may start it. */
  readonly runScript: readonly RunScriptStart[];
}

export function collectDisk(mount: MountEvidence): DiskEvidence {
  const { options, location, manifest, inventory, target } = mount;
  const upload = readUpload(options);
  return {
    upload,
    privateKeys: findPrivateKeys(upload.beside.files, options.codeDirectory),
    environmentDirectory: readEnvironmentDirectory(location),
    leftovers: findInterruptedRuns(location.environmentDirectory),
    besideScript: listModules(options.scoringDirectory),
    modelDirectory: findMisplacedInModel(options, location),
    changedRequirements: changedRequirements(manifest, options),
    namedPrograms: findNamedPrograms(inventory, location.directory, target.architecture),
    runScript: evaluateRunScript(mount),
  };
}
