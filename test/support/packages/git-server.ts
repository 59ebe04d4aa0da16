// Git over HTTP on 127.0.0.1, with a password: git's own server program, and one repository with a Python project.
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { listen, send } from "../machine/loopback.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { makeSdist, type SdistOptions } from "./sdists.ts";

const execPath = execFileSync("git", ["--exec-path"], { encoding: "utf8" }).trim();
const program = join(execPath, "git-http-backend");

/** For `skip`: false, or the reason. */
export const withoutGitServer = !existsSync(program) && "no git-http-backend on this machine";

export interface GitServer {
  /** `http://127.0.0.1:<port>/`; the project is `<name>.git`. */
  url: string;
  /** `Authorization` of each request that was answered. */
  authorizations: string[];
}

/** @param accepts whether a request with this `Authorization` is answered */
export async function startGitServer(
  t: Cleanup,
  project: SdistOptions,
  accepts: (authorization: string) => boolean,
): Promise<GitServer> {
  const root = createWorkspace(t);
  await makeRepository(t, join(root, `${project.name}.git`), project);
  const authorizations: string[] = [];
  const server = await listen(async (request, response, url) => {
    const { authorization = "" } = request.headers;
    if (!accepts(authorization)) {
      send(response, 401, "", { "www-authenticate": 'Basic realm="git"' });
      return;
    }
    authorizations.push(authorization);
    const sent = Buffer.concat(await request.toArray());
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
    const answer = await ask(root, url, request.method ?? "", body, request.headers);
    send(response, answer.status, answer.body, answer.headers);
  });
  t.after(() => server.close());
  return { url: `${server.origin}/`, authorizations };
}

async function makeRepository(t: Cleanup, bare: string, project: SdistOptions): Promise<void> {
  const directory = createWorkspace(t);
  const { bytes } = await makeSdist(project);
  execFileSync("tar", ["-xz", "--strip-components=1", "-C", directory], { input: Buffer.from(bytes as Uint8Array) });
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
  const git = (...words: string[]) => execFileSync("git", [...identity, ...words], { cwd: directory, stdio: "pipe" });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  git("commit", "--quiet", "--message=Add the project");
  git("clone", "--quiet", "--bare", ".", bare);
}

interface Answer {
  status: number;
  body: Buffer;
  headers: Record<string, string>;
}

/** One request by CGI. */
async function ask(
  root: string,
  url: URL,
  method: string,
  body: Buffer,
  headers: Record<string, string | string[] | undefined>,
): Promise<Answer> {
  const env = {
    PATH: process.env.PATH ?? "",
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: "1",
    GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: method,
    CONTENT_TYPE: String(headers["content-type"] ?? ""),
    CONTENT_LENGTH: String(body.length),
  };
  const child = spawn(program, { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {}); // it does not read a body that it does not need
  child.stdin.end(body);
  const output = Buffer.concat(await child.stdout.toArray());
  const end = output.indexOf("\r\n\r\n");
  const lines = output.subarray(0, end).toString().split("\r\n");
  const given = Object.fromEntries(lines.map((line) => line.split(": ", 2) as [string, string]));
  const { Status: status = "200", ...others } = given;
  return { status: Number.parseInt(status, 10), body: output.subarray(end + 4), headers: others };
}
