// What a run gets: the entrances of its secrets put their parts into it.
import type { Cleanup } from "../machine/workspace.ts";
import { type GitServer, startGitServer } from "../packages/git-server.ts";
import { type PackageIndex, startIndex } from "../packages/package-index.ts";
import { makeSdist } from "../packages/sdists.ts";
import { makeWheel, type Wheel } from "../packages/wheels.ts";
import type { Files } from "../packages/zip.ts";
import type { Secret } from "./secret.ts";

export class Draft {
  readonly requirements: string[] = [];
  readonly packages: string[] = [];
  readonly inputs: Record<string, string> = {};
  readonly env: Record<string, string> = {};
  /** Of the repository, and of the home directory. */
  readonly files: Files = {};
  readonly home: Files = {};
  readonly conda = {
    channels: [] as string[],
    dependencies: [] as string[],
    pip: [] as string[],
    variables: {} as Record<string, string>,
  };
  /** Name and address of each package. */
  readonly pylock: [string, string][] = [];
  readonly indexes: { index: PackageIndex; secret: Secret }[] = [];
  readonly gits: { git: GitServer; secret: Secret }[] = [];
  readonly #t: Cleanup;

  constructor(t: Cleanup) {
    this.#t = t;
  }

  /** Everything that is in the repository. */
  repository(): Files {
    const { requirements, conda, pylock } = this;
    return {
      ...this.files,
      ...(requirements.length > 0 && { "requirements.txt": `${requirements.join("\n")}\n` }),
      ...(conda.channels.length > 0 && { "environment.yml": condaFile(conda) }),
      ...(pylock.length > 0 && { "pylock.toml": pylockFile(pylock) }),
    };
  }

  /** An index of its own for a secret, so that it is seen which index gets which secret. */
  async index(secret: Secret, packages: Wheel[] = [], fail?: number): Promise<PackageIndex> {
    const index = await startIndex({ packages, ...(fail !== undefined && { fail }) });
    this.#t.after(() => index.close());
    this.indexes.push({ index, secret });
    return index;
  }

  /** The address of a wheel with a distribution of its own, which also is a requirement that the mount must satisfy. */
  async wheel(name: string, secret: Secret): Promise<string> {
    const index = await this.index(secret, [distribution(name)]);
    return new URL(`/files/${name}-1.0-py3-none-any.whl`, index.url).href;
  }

  /** The address of a repository with a distribution of its own. */
  async git(name: string, secret: Secret): Promise<string> {
    const accepts = (authorization: string) => decoded(authorization).includes(secret.halves[0]);
    const project = { name, version: "1.0", files: { [`${name}.py`]: "" } };
    const git = await startGitServer(this.#t, project, accepts);
    this.gits.push({ git, secret });
    return `${git.url}${name}.git`;
  }
}

/** JSON is YAML. */
function condaFile({ channels, dependencies, pip, variables }: Draft["conda"]): string {
  const all = ["python=3.8", "pip", ...dependencies, { pip }];
  const sections = Object.entries({ name: "scoring", channels, dependencies: all, variables });
  return sections.map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`).join("");
}

function pylockFile(packages: Draft["pylock"]): string {
  const tables = packages.map(([name, url]) => {
    return `\n[[packages]]\nname = "${name}"\nversion = "1.0"\narchive = {url = ${JSON.stringify(url)}}\n`;
  });
  return `lock-version = "1.0"\ncreated-by = "tests"\n${tables.join("")}`;
}

export function distribution(name: string): Wheel {
  return makeWheel({ name, version: "1.0", files: { [`${name}.py`]: "" }, topLevel: [name] });
}

export async function sourceDistribution(name: string, buildRequires: string[] = []): Promise<Wheel> {
  return await makeSdist({ name, version: "1.0", files: { [`${name}.py`]: "" }, buildRequires });
}

/** `http://robot:<secret>@host/…`. */
export function withUser(address: string, { text }: Secret, user = "robot"): string {
  return address.replace("://", `://${user}:${text}@`);
}

/** User and password of an `Authorization` header. */
export function decoded(authorization: string): string {
  return Buffer.from(authorization.replace(/^Basic /, ""), "base64").toString();
}
