import { dirname } from "node:path";
import type { Artifact, Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { artifactName } from "../../plan/target.ts";
import type { Progress } from "../../progress/progress.ts";
import { messageOf } from "../../util/errors.ts";
import type { Outcome } from "../result.ts";

/** Text: it becomes a fifth. */
const COMPRESSION = 6;

/** Uploads the report page, if it was written, as an artifact of its own. A failure is a warning: the verdict stands. */
export async function uploadPage(outcome: Outcome, progress: Progress, host: Host): Promise<Artifact | undefined> {
  const file = progress.outputs["report-page"] ?? "";
  if (file === "") return undefined;
  host.log.info(`Report page: ${file}`);
  const { options } = outcome;
  // In other modes the input `upload` has no meaning.
  const isWanted = options.mode === "preinstalled" ? options.upload : host.artifacts !== undefined;
  if (!isWanted || host.artifacts === undefined) return undefined;
  const name = `${artifactName(options, outcome.target)}-report${suffixOf(options, host)}`;
  const settings = { retentionDays: options.retentionDays, compressionLevel: COMPRESSION };
  try {
    const artifact = await host.artifacts.upload(name, [file], dirname(file), settings);
    host.log.info(`Report page uploaded as artifact ${name}: ${artifact.url}`);
    return artifact;
  } catch (error) {
    host.log.warning(`The report page was not uploaded: ${messageOf(error)}`);
    return undefined;
  }
}

/** Several jobs of a run may restore or verify what another one built; names of artifacts are unique in a run. */
function suffixOf({ mode }: Options, { environment }: Host): string {
  return mode === "preinstalled" ? "" : `-${[mode, environment.GITHUB_JOB || "job"].join("-")}`;
}
