// The steps of the comparison with the real client: make a workspace, ask what is uploaded, build, ask again.
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeFiles } from "../machine/workspace.ts";
import { type AzureClient, askClient } from "./azure-client.ts";
import type { UploadCase } from "./upload-cases.ts";

/** What one client reports about one directory. */
export type Uploaded = { files: Record<string, number>; error?: undefined } | { files?: undefined; error: string };

const program = readFileSync(new URL("./uploaded.py", import.meta.url), "utf8");

/** @param directories absolute; the answers are in their order */
export async function uploadedBy(client: AzureClient, directories: readonly string[]): Promise<Uploaded[]> {
  return await askClient<Uploaded[]>(client, program, directories);
}

export function makeWorkspace(workspace: string, { files = {}, links = {}, script = "score.py" }: UploadCase): void {
  writeFiles(workspace, { "requirements.txt": "greet==1.0\nfast==1.0\n", ...files });
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    symlinkSync(target, join(workspace, path));
  }
  writeFiles(workspace, { [`code/${script}`]: "def init(): ...\n" });
}

/** The inputs by name. */
export function inputsOf({ script = "score.py", inputs = {} }: UploadCase): Record<string, string> {
  return { "code-directory": "code", "scoring-script": script, requirements: "requirements.txt", ...inputs };
}

export const environmentOf = ({ environment = "myenv" }: UploadCase) => environment;

/** What an interrupted or a concurrent run may have beside the mount. */
export function leaveBehind(workspace: string, one: UploadCase): void {
  const environment = join(workspace, "code", environmentOf(one));
  const sibling = (role: string) => join(dirname(environment), `.${environment.split("/").at(-1)}.${role}`);
  writeFiles(sibling("incoming"), { "lib/a.so": "", b: "" });
  writeFiles(sibling("outgoing"), { "lib/a.so": "", b: "" });
  writeFiles(dirname(environment), { [sibling("lock").slice(dirname(environment).length + 1)]: "1\n" });
}

/** Paths that the mount adds to the upload, by every way that leads to it. */
export function mountFiles(workspace: string, one: UploadCase): string[] {
  const environment = join(workspace, "code", environmentOf(one));
  const paths = readdirSync(environment, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(environment, path)).isFile());
  return [environmentOf(one), ...(one.aliases ?? [])].flatMap((root) => files.map((path) => `${root}/${path}`));
}

/** Whether a path is in a repository's `.git` directory, which a generated `.amlignore` excludes. */
export const isOfGit = (path: string) => /(^|\/)\.git\//.test(path);
