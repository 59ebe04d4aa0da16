import { existsSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import { stringsIn, whyUnreadable, withoutCredentials } from "../../util/credentials.ts";
import { Problems, UserError } from "../../util/errors.ts";
import { slashed } from "../../util/text.ts";
import { cleanEnvironment } from "../child-environment.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { placeName, type Requirement, type Requirements, requested } from "../packaging/requirements.ts";
import { platformMarkers } from "../platform/platform.ts";
import { probe } from "../questions.ts";
import { gitUsersOf } from "./git-users.ts";
import { copiesFor, lockFromCopies } from "./local-copies.ts";
import { withAddresses } from "./lock-addresses.ts";
import { lockPathOf, readLockHeader } from "./lock-file.ts";
import { hasEditables } from "./not-editable.ts";
import { maskSecretsOf, type ParsedRequirements, queriesOf, withoutSecrets } from "./parsed-requirements.ts";
import { plainFiles, withBuildOptions } from "./plain-files.ts";
import { type LineReader, type SourceFile, sourceFiles } from "./source-files.ts";

/** What reads requirements, and for which target environment markers hold. */
interface Readers {
  readonly python: Interpreter;
  readonly target: Target;
}

/**
 * Reads the sources and the files they include, with pip's own parser.
 * @param linesOf reads a source that only another program reads
 * @throws UserErrors with every line that is not valid
 */
export async function readRequirements(
  options: Options,
  { python, target }: Readers,
  linesOf: LineReader,
  host: Host,
): Promise<Requirements> {
  const sources = await sourceFiles(options.sources, linesOf, host);
  const installable = sources.map(({ path }) => path);
  const lock = lockInUse(options, host);
  const limits = lock === undefined ? [] : [asConstraints(lock, host)];
  const answer = placedIn(sources, await parse([...installable, ...limits], options, { python, target }, host));
  maskSecretsOf(answer, host);
  throwProblems(answer, options);
  const { files: known, requirements, withSecrets } = withoutSecrets(answer);
  requireAnyForPython(sources, requirements, target);
  const read = {
    files: known.filter(({ path }) => !limits.includes(path)),
    requirements,
    options: withSecrets,
    installable: installable.length + options.packages.length > 0 ? installable : [emptyFile(host)],
    queries: queriesOf(answer),
  };
  if (lock === undefined && options.mode === "dynamic") return read; // the image's pip reads the file as it is
  const copies = copiesFor(requested(requirements), host.temporary);
  const gitUsers = await gitUsersOf(
    answer.requirements.map(({ text }) => text),
    host,
  );
  const inCopies = requirements.map((one) => ({ ...one, editable: false }));
  const asCopies = { ...read, copies, gitUsers, requirements: inCopies };
  if (lock !== undefined) {
    const copied = withAddresses(lockFromCopies(lock, copies, options, host), answer, host);
    return {
      ...asCopies,
      installable: [withBuildOptions(copied, requirements, host)],
      installableByUv: [copied],
      lock,
    };
  }
  const plain = { requirements: answer.requirements, options: withSecrets, binaries: answer.binaries, gitUsers };
  const filesFor = (installer: "pip" | "uv") =>
    plainFiles(plain, copies, { workspace: options.workspace, installer }, host);
  const isPlain = !hasEditables(requirements, options.workspace, host) && copies.length === 0;
  if (isPlain && gitUsers.length === 0) return { ...read, installableByUv: filesFor("uv") };
  return { ...asCopies, installable: filesFor("pip"), installableByUv: filesFor("uv") };
}

async function parse(files: readonly string[], options: Options, { python, target }: Readers, host: Host) {
  const markers = platformMarkers(target);
  const question = { pip: python.pip?.path, files, packages: options.packages, markers };
  // Files may use any ${VARIABLE} of the user's environment.
  return await probe<ParsedRequirements>(python.path, "requirements", question, {
    environment: cleanEnvironment(host.environment),
    directory: options.workspace,
    temporary: host.temporary,
  });
}

function throwProblems({ errors, requirements, options: lines }: ParsedRequirements, { workspace }: Options): void {
  const problems = new Problems();
  for (const { message, file, line } of errors) {
    const where = placeOf(file, line, workspace);
    problems.add(`${where}: ${withoutCredentials(message)}`, { file: file ?? undefined, line: line ?? undefined });
  }
  for (const { file, line, ...rest } of [...requirements, ...lines]) {
    const why = stringsIn(rest).flatMap((text) => whyUnreadable(text) ?? [])[0];
    if (why !== undefined)
      problems.add(`${placeOf(file, line, workspace)}: ${why}.`, { file: file ?? undefined, line });
  }
  problems.throwIfAny();
}

function placeOf(file: string | null, line: number | null, workspace: string): string {
  return file === null ? `Input packages, line ${line}` : placeName(file, line, workspace);
}

/** With the places in the sources instead of those in the requirements files that were written for them. */
function placedIn(sources: readonly SourceFile[], answer: ParsedRequirements): ParsedRequirements {
  const byPath = new Map(sources.filter(({ lines }) => lines !== undefined).map((one) => [one.path, one]));
  const place = <T extends { file: string | null; line: number | null }>(one: T): T => {
    const found = byPath.get(one.file ?? "");
    const line = found?.lines?.[(one.line ?? 0) - 1]?.line ?? null;
    return found === undefined ? one : { ...one, file: found.source.file, line };
  };
  return {
    files: answer.files.map((one) => ({ ...one, path: byPath.get(one.path)?.source.file ?? one.path })),
    requirements: answer.requirements.map(place),
    options: answer.options.map(place),
    binaries: answer.binaries,
    errors: answer.errors.map(place),
  };
}

/** A lock for other environments would install nothing. */
function requireAnyForPython(
  sources: readonly SourceFile[],
  all: readonly Requirement[],
  { python, architecture }: Target,
): void {
  for (const { source } of sources) {
    const own = all.filter(({ file }) => file === source.file);
    if (source.kind !== "pylock" || own.length === 0 || own.some(({ applies }) => applies)) continue;
    throw new UserError(`None of the packages in the lock is for Python ${python} on Linux ${architecture}.`, {
      file: source.file,
      line: own[0]?.line,
      hint: "Lock for the image's Python, on Linux.",
    });
  }
}

/** An installer wants something to install. */
function emptyFile(host: Host): string {
  const path = join(host.temporary, "nothing.txt");
  writeFileSync(path, "");
  return path;
}

/** The lock file that mode `preinstalled` installs in place of the requirements. */
function lockInUse(options: Options, host: Host): string | undefined {
  const path = options.mode === "preinstalled" ? lockPathOf(options) : undefined;
  if (path === undefined || !existsSync(path)) return undefined;
  if (readLockHeader(path) !== undefined) {
    host.log.info(`Installing the versions of the lock file ${slashed(relative(host.workspace, path))}.`);
    return path;
  }
  host.log.notice(`${basename(path)} is not a lock file of this tool, and is not used.`, { file: path });
  return undefined;
}

/** The lock file's lines limit versions, as findings are about the requirements themselves. */
function asConstraints(lock: string, host: Host): string {
  const path = join(host.temporary, "locked.txt");
  writeFileSync(path, `--constraint ${lock}\n`);
  return path;
}
