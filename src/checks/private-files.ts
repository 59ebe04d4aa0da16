import { closeSync, constants, openSync, readSync } from "node:fs";
import { join, posix } from "node:path";
import { literalPattern } from "../mount/upload/pattern.ts";
import type { UploadedFile } from "../mount/upload/upload.ts";
import { fileToEdit } from "../mount/upload/written-rules.ts";
import { humanBytes, plural } from "../text.ts";
import type { Answer, Check, Evidence } from "./check.ts";
import { someOf } from "./many.ts";

/** Is anything uploaded that is not meant for the container? */

export const privateFiles: Check = {
  id: "H25",
  severity: "warning",
  title: "private files are uploaded with the code",
  explanation:
    "By the ignore file, the upload holds files that usually stay on the machine: `.env` files, a repository (`.git`), a virtual environment, private keys and files of credentials. Everybody who may read the deployment's code or the container can read them, and every instance downloads them. Name them in `.gitignore`, or in your own `.amlignore` where there is one. The summary lists the largest files of the upload, the report more of them. Files inside the mount are H22's. Safe to turn off when the files are meant for the container.",
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

function holdsPrivateKey(file: UploadedFile, { options }: Evidence): boolean {
  if (/(^|\/)id_(rsa|dsa|ecdsa|ed25519)$|\.(ppk|pfx|p12|jks|keystore|kdbx)$/.test(file.path))
    return !isCredentialFile(file);
  if (!/\.(pem|key|crt|cer)$/.test(file.path)) return false;
  return /-----BEGIN [A-Z ]*PRIVATE KEY/.test(beginning(join(options.codeDirectory, file.path)));
}

/** A certificate's file may hold the key behind the certificates. */
function beginning(path: string): string {
  const buffer = Buffer.alloc(64 * 1024);
  try {
    // A named pipe would be waited for.
    const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      return buffer.toString("latin1", 0, readSync(descriptor, buffer, 0, buffer.length, 0));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return ""; // not ours to read: then the client cannot upload it
  }
}

function* directories(
  what: string,
  line: string,
  files: readonly UploadedFile[],
  evidence: Evidence,
): Iterable<Answer> {
  if (files.length === 0) return;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  yield {
    message: `The upload holds ${what}: ${plural(files.length, "file")} in ${line}, ${humanBytes(bytes)}.`,
    hint: leaveOut(line === ".git/" ? line : `/${literalPattern(line)}`, evidence),
  };
}

function* named(what: string, files: readonly UploadedFile[], evidence: Evidence): Iterable<Answer> {
  const paths = files.map(({ path }) => path).sort();
  const [first] = paths;
  if (first === undefined) return;
  yield {
    message: `The upload holds ${plural(files.length, what)}: ${someOf(paths)}.`,
    hint: leaveOut(`/${literalPattern(first)}`, evidence),
  };
}

function leaveOut(line: string, { upload }: Evidence): string {
  return `Leave out what is not for the container, by a line in ${fileToEdit(upload.file)}: ${line}`;
}
