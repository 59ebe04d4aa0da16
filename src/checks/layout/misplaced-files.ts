import { basename, dirname, posix, relative } from "node:path";
import type { ModelEntry } from "../../evidence/disk/model-directory.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { literalPattern } from "../../mount/upload/pattern.ts";
import type { UploadedFile } from "../../mount/upload/upload.ts";
import { fileToEdit } from "../../mount/upload/written-rules.ts";
import { humanBytes, plural } from "../../util/text.ts";

/** Is anything uploaded or registered with the model that should not be? */

export const privateFiles: Check = {
  id: "H25",
  name: "private-files-uploaded",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "private files are uploaded with the code",
  what: "The ignore file does not exclude `.env` files, `.git`, a virtual environment, private keys or files of credentials. H22 covers the mount.",
  inContainer:
    "Everybody who can read the deployment's code or the container can read them, and every instance downloads them.",
  fix: "Add them to `.gitignore`, or to your own `.amlignore` if there is one. The summary and the report list the largest files of the upload.",
  waive: "Safe when the files are meant for the container.",
  *find(evidence) {
    const { files } = evidence.upload.beside;
    const environments = directoriesWith("pyvenv.cfg", files);
    const inEnvironment = ({ path }: UploadedFile) => environments.some((directory) => path.startsWith(directory));
    const inRepository = ({ path }: UploadedFile) => /(^|\/)\.git(\/|$)/.test(path);
    const others = files.filter((file) => !inEnvironment(file) && !inRepository(file));
    yield* directories("a repository", ".git/", files.filter(inRepository), evidence);
    for (const directory of environments) {
      const inside = files.filter(({ path }) => path.startsWith(directory));
      yield* directories("a virtual environment", directory, inside, evidence);
    }
    yield* named("environment file", others.filter(isEnvironmentFile), evidence);
    yield* named("credential file", others.filter(isCredentialFile), evidence);
    yield* named(
      "private key",
      others.filter((file) => holdsPrivateKey(file, evidence)),
      evidence,
    );
  },
};

/** Each with a slash at its end; nested ones belong to the outer one. */
function directoriesWith(name: string, files: readonly UploadedFile[]): string[] {
  const found = files.filter(({ path }) => path.endsWith(`/${name}`)).map(({ path }) => `${posix.dirname(path)}/`);
  return found.filter((one) => !found.some((other) => other !== one && one.startsWith(other)));
}

function isEnvironmentFile({ path }: UploadedFile): boolean {
  return /(^|\/)\.env(\.(?!(example|sample|template|dist|defaults?)$)[^/]+)?$/.test(path);
}

function isCredentialFile({ path }: UploadedFile): boolean {
  return /(^|\/)(\.netrc|_netrc|\.pypirc|\.git-credentials|\.pgpass|\.htpasswd|\.(aws|azure|ssh|kube|docker)\/.+)$/.test(
    path,
  );
}

function holdsPrivateKey(file: UploadedFile, { privateKeys }: Evidence): boolean {
  if (/(^|\/)id_(rsa|dsa|ecdsa|ed25519)$|\.(ppk|pfx|p12|jks|keystore|kdbx)$/.test(file.path))
    return !isCredentialFile(file);
  return privateKeys.has(file.path);
}

function* directories(
  what: string,
  line: string,
  files: readonly UploadedFile[],
  evidence: Evidence,
): Iterable<FindingDetails> {
  if (files.length === 0) return;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  yield {
    message: `The upload includes ${what}: ${plural(files.length, "file")} in ${line}, ${humanBytes(bytes)}.`,
    hint: leaveOut(line === ".git/" ? line : `/${literalPattern(line)}`, evidence),
  };
}

function* named(what: string, files: readonly UploadedFile[], evidence: Evidence): Iterable<FindingDetails> {
  const paths = files.map(({ path }) => path).sort();
  const [first] = paths;
  if (first === undefined) return;
  yield {
    message: `The upload includes ${plural(files.length, what)}: ${someOf(paths)}.`,
    hint: leaveOut(`/${literalPattern(first)}`, evidence),
  };
}

function leaveOut(line: string, { upload }: Evidence): string {
  return `Exclude what the container does not need with a line in ${fileToEdit(upload.file)}: \`${line}\`.`;
}

export const modelHoldsOthers: Check = {
  id: "H23",
  name: "misplaced-in-model",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "the model directory contains files that do not belong to the model",
  what: "A scoring script, a requirements file or a mount is in the model directory. Files of an MLflow model, beside its MLmodel, are accepted.",
  inContainer:
    "They are not used, because the run script looks only beside the scoring script. It fails with exit code 97 for a mount, 99 for a requirements file.",
  fix: "Keep them in the code directory. In the model directory, every change of them needs a new version of the model.",
  waive: "Safe when they are there on purpose, such as a record of the training.",
  find: ({ modelDirectory, options }) => modelDirectory.map((entry) => misplaced(entry, options.modelDirectory)),
};

function misplaced({ path, what }: ModelEntry, modelDirectory: string): FindingDetails {
  const name = relative(modelDirectory, path);
  return {
    place: { file: path, line: 1 },
    message: `The model directory contains ${what}: ${name}.`,
    hint: `Keep ${name} in the code directory, outside ${basename(modelDirectory) || dirname(modelDirectory)}.`,
  };
}
