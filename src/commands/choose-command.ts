import { requireCheck } from "../checks/registry.ts";
import type { Host } from "../host/host.ts";
import { mismatchOf } from "../images/facts-of-image.ts";
import { imageReference } from "../images/image-reference.ts";
import { imageToVerify } from "../images/image-to-verify.ts";
import { instanceType, nearestInstanceTypes } from "../images/instance-types/instance-types.ts";
import type { Options } from "../inputs/options.ts";
import { readOptions } from "../inputs/read-options.ts";
import type { RawOptions } from "../inputs/table.ts";
import type { Progress } from "../progress/progress.ts";
import { PendingImage } from "../python/container/pending-image.ts";
import { readEarlier } from "../report/comparison.ts";
import type { Result } from "../report/result.ts";
import { UserError } from "../util/errors.ts";
import { build } from "./build.ts";
import { dynamic } from "./dynamic.ts";
import { lock } from "./lock.ts";
import { restore } from "./restore.ts";
import { runAlone } from "./run-alone.ts";
import { verify } from "./verify.ts";

/** Runs the command that the input `mode` names. */
export async function runCommand(raw: RawOptions, progress: Progress, host: Host): Promise<Result> {
  const options = withInstanceType(readOptions(raw, host, requireCheck), host);
  requireFactsOfImage(options, host);
  const earlier = readEarlier(options);
  progress.learn({ options, earlier });
  const image = new PendingImage(options, host);
  try {
    return await runMode(options, image, progress, host);
  } finally {
    image.abandon(); // a run that fails must not wait for a pull
  }
}

async function runMode(options: Options, image: PendingImage, progress: Progress, host: Host): Promise<Result> {
  if (options.mode === "dynamic") return await dynamic(options, image, progress, host);
  if (options.mode === "verify") return await verify(options, image, progress, host);
  if (options.mode === "lock") return await lock(options, image, progress, host);
  const makeMount = options.mode === "restore" ? restore : build;
  const work = () => makeMount(options, image, progress, host);
  return options.dryRun ? await work() : await runAlone(options, host, work);
}

/** @throws UserError for facts of another image than the one that is deployed */
function requireFactsOfImage(options: Options, host: Host): void {
  const { imageFacts, image, deployment } = options;
  const inFile = deployment?.environment.reference;
  const named = imageToVerify(options);
  const mismatch = imageFacts && named !== "" ? mismatchOf(imageFacts, named) : undefined;
  if (mismatch === undefined) return;
  const place = image === "" ? { file: deployment?.file, line: inFile?.line } : {};
  const where = image === "" ? "the deployment file" : "the input image";
  const message = `Input image-facts: the facts are of ${mismatch.facts}, and ${where} names ${mismatch.image}`;
  const reference = imageReference(named);
  const how = `where a container engine has the image: images --inspect ${reference} --json > image-facts.json`;
  if (mismatch.severity === "error") throw new UserError(`${message}.`, { ...place, hint: `Write them ${how}` });
  host.log.warning(`${message}, which may have other packages. To write its facts, run ${how}`, place);
}

/**
 * The options with the instance type of the deployment file, if the input names none. Azure offers more types than the
 * table has: a file with another one is right, and only says nothing about limits.
 * @throws UserError for an input that is not in the table
 */
export function withInstanceType(options: Options, host: Host): Options {
  const { instanceType: given, deployment } = options;
  if (given !== "") {
    requireInstanceType(given);
    return options;
  }
  const inFile = deployment?.instanceType?.text ?? "";
  if (inFile === "" || instanceType(inFile) !== undefined) return { ...options, instanceType: inFile };
  host.log.debug(`The processors and the memory of the instance type ${inFile} are not known: they are not limited.`);
  return options;
}

function requireInstanceType(name: string): void {
  if (instanceType(name) !== undefined) return;
  const near = nearestInstanceTypes(name);
  throw new UserError(`Input instance-type: "${name}" is not an instance type of managed online endpoints.`, {
    hint:
      near.length === 0
        ? "Write it as the deployment does, such as Standard_DS3_v2."
        : `Did you mean ${near.join(" or ")}?`,
  });
}
