import { join } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import type { UnreadableFile } from "../../mount/upload/ignore-file.ts";
import { fileToEdit } from "../../mount/upload/written-rules.ts";
import { plural } from "../../util/text.ts";

/** Can the client upload the code directory? */

export const refusedUpload: Check = {
  id: "H24",
  name: "upload-fails",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "Azure's client cannot upload the code directory",
  what: "The client (1.0.0 to 1.35.2) cannot read the ignore file or one of its lines, or meets a link to nothing or in a circle. An ignore file that is a link elsewhere is a warning.",
  inContainer:
    "No container starts, because the client ends with an exception before it uploads a file. With a linked ignore file it excludes other files than expected.",
  fix: "Correct the file, line or link that the finding names.",
  waive: "Safe when another client uploads the deployment.",
  *find(evidence) {
    const { file, beside } = evidence.upload;
    if (file !== undefined && "problem" in file) yield unreadable(file);
    yield* refusedLines(evidence);
    yield* foreignBase(evidence);
    // An ignore file that is a circular link is in both.
    const broken = beside.broken.filter((path) => path !== file?.name || !("problem" in file));
    yield* links(evidence, broken, "leads to nothing", "lead to nothing", "ends with FileNotFoundError");
    const circle = "follows the circle until the path is too long, and ends with an error";
    yield* links(
      evidence,
      beside.loops,
      "leads back to its own directory",
      "lead back to their own directories",
      circle,
    );
  },
};

function unreadable({ name, problem }: UnreadableFile): FindingDetails {
  return {
    message: `${name} ${problem}: the client ends with an error before it uploads anything.`,
    hint: `Make ${name} a text file in UTF-8, or remove it.`,
  };
}

function* refusedLines({ options, upload }: Evidence): Iterable<FindingDetails> {
  const { file } = upload;
  const source = file === undefined || "problem" in file ? undefined : file.source;
  for (const { number, problem } of upload.refused) {
    yield {
      place: { file: join(options.codeDirectory, source?.name ?? ""), line: number },
      message: `${source?.name}:${number}: ${problem}: the client ends with an error before it uploads anything.`,
      hint: `Correct or remove line ${number} of ${source?.name}.`,
    };
  }
}

/** Git reads such a line relative to the link, the client relative to the target of the link. */
function* foreignBase({ upload }: Evidence): Iterable<FindingDetails> {
  const { file } = upload;
  if (file === undefined || "problem" in file || file.base === upload.root) return;
  const before = upload.root.startsWith(file.base) ? "" : "; azure-ai-ml before 1.4 then uploads nothing";
  yield {
    severity: "warning",
    message: `${file.name} is a link: the client takes its lines relative to ${file.base}${before}.`,
    hint: `Replace the link ${file.name} by a file: its lines with a slash match other files than expected.`,
  };
}

function* links(
  { upload }: Evidence,
  paths: readonly string[],
  one: string,
  many: string,
  end: string,
): Iterable<FindingDetails> {
  if (paths.length === 0) return;
  const sorted = [...paths].sort();
  yield {
    message: `${plural(paths.length, "link")} ${paths.length === 1 ? one : many}: ${someOf(sorted)}. The client ${end}.`,
    hint: `Remove the ${paths.length === 1 ? "link" : "links"}, or exclude ${paths.length === 1 ? "it" : "them"} in ${fileToEdit(upload.file)} (azure-ai-ml before 1.4 fails even then).`,
  };
}
