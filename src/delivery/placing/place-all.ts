import type { Options } from "../../inputs/options.ts";
import type { Placement } from "../../mount/placement.ts";
import type { Location } from "../../plan/location.ts";
import type { Progress } from "../../progress/progress.ts";
import { orNothing } from "../../util/errors.ts";
import { mountOutputs } from "../outputs.ts";
import type { Drafts } from "./drafts.ts";
import { writeIgnoreFile } from "./write-ignore-file.ts";

export interface Placing {
  readonly options: Options;
  readonly location: Location;
  readonly mountDigest: string;
  readonly drafts: Drafts;
  readonly placement: Placement;
}

/** Places a mount with its output files and `.amlignore`: all of them, or none if one cannot be written. */
export function placeAll({ options, location, mountDigest, drafts, placement }: Placing, progress: Progress): void {
  drafts.requireFree();
  progress.begin("ignoreFile");
  const ignoreFile = writeIgnoreFile(options);
  progress.begin("place");
  try {
    placement.place();
  } catch (error) {
    orNothing(() => ignoreFile?.undo());
    throw error;
  }
  progress.note(mountOutputs(location, mountDigest));
  progress.begin("outputFiles");
  drafts.place();
}
