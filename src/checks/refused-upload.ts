import { join } from "node:path";
import type { UnreadableFile } from "../mount/upload/ignore-file.ts";
import { fileToEdit } from "../mount/upload/written-rules.ts";
import { plural } from "../text.ts";
import type { Answer, Check, Evidence } from "./check.ts";
import { someOf } from "./many.ts";

/** Does the client upload the code directory at all? */

export const refusedUpload: Check = {
  id: "H24",
  severity: "error",
  title: "Azure's client cannot upload the code directory",
  explanation:
    "Azure's client ends with an exception before it uploads a file: at an ignore file that it cannot read (a directory, another encoding than UTF-8), at a line that it does not understand (`!` alone, a backslash with nothing behind it once blanks are stripped, a range in brackets that runs backwards), at a link that leads to nothing or in a circle. As a warning: the ignore file is a link to a file elsewhere, and its lines are taken relative to that file's directory. Correct what the finding names. Releases from 1.0.0 to 1.35.2 behave like this. Safe to turn off where the deployment is not uploaded by that client.",
  *find(evidence) {
    const { file, beside } = evidence.upload;
    if (file !== undefined && "problem" in file) yield unreadable(file);
    yield* refusedLines(evidence);
    yield* foreignBase(evidence);
    // The ignore file itself, when it is a link in a circle, is in both.
    const broken = beside.broken.filter((path) => path !== file?.name || !("problem" in file));
    yield* links(evidence, broken, "leads to nothing", "lead to nothing", "ends with FileNotFoundError");
    const circle = "walks in a circle until the path is too long and ends with an error";
    yield* links(
      evidence,
      beside.loops,
      "leads back to its own directory",
      "lead back to their own directories",
      circle,
    );
  },
};

function unreadable({ name, problem }: UnreadableFile): Answer {
  return {
    message: `${name} ${problem}: the client ends with an error before it uploads anything.`,
    hint: `Make ${name} a text file in UTF-8, or remove it.`,
  };
}

function* refusedLines({ options, upload }: Evidence): Iterable<Answer> {
  const { file } = upload;
  const source = file === undefined || "problem" in file ? undefined : file.source;
  for (const { number, problem } of upload.refused) {
    yield {
      place: { file: join(options.codeDirectory, source?.name ?? ""), line: number },
      message: `${source?.name}:${number}: ${problem}: the client ends with an error before it uploads anything.`,
      hint: "Correct the line or remove it.",
    };
  }
}

/** Git reads such a line relative to the link, the client relative to where the link leads. */
function* foreignBase({ upload }: Evidence): Iterable<Answer> {
  const { file } = upload;
  if (file === undefined || "problem" in file || file.base === upload.root) return;
  const before = upload.root.startsWith(file.base) ? "" : "; azure-ai-ml before 1.4 then uploads nothing";
  yield {
    severity: "warning",
    message: `${file.name} is a link: the client takes its lines relative to ${file.base}${before}.`,
    hint: "Replace the link by a file: a line with a slash means other files than it seems to.",
  };
}

function* links(
  { upload }: Evidence,
  paths: readonly string[],
  one: string,
  many: string,
  end: string,
): Iterable<Answer> {
  if (paths.length === 0) return;
  const sorted = [...paths].sort();
  yield {
    message: `${plural(paths.length, "link")} ${paths.length === 1 ? one : many}: ${someOf(sorted)}. The client ${end}.`,
    hint: `Remove ${paths.length === 1 ? "it" : "them"}, or name ${paths.length === 1 ? "it" : "them"} in ${fileToEdit(upload.file)} (azure-ai-ml before 1.4 fails all the same).`,
  };
}
