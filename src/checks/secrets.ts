import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer, Check, Evidence } from "./check.ts";

/** Is anything in the mount that nobody but you should read? */

export const secret: Check = {
  id: "H22",
  severity: "error",
  title: "credentials are in the mount",
  explanation:
    "An address with a password or token stands in `direct_url.json`, a requirement, or a pip configuration, or a `.netrc` or `.pypirc` lies in the mount or beside it. It is uploaded with the code, and everybody who may read the deployment, the artifact or the container can use it. The value is not shown here. Take it out, put it into the environment of the build (PIP_INDEX_URL from a secret, a keyring), and replace the credential: it counts as known. Files that a distribution brought from its index are no secret and left alone. Never safe to turn off.",
  *find(evidence) {
    yield* inTexts(evidence);
    yield* besideTheMount(evidence);
    for (const [name, directUrl] of Object.entries(evidence.stagedAway.directUrls)) {
      if (hasCredentials(JSON.stringify(directUrl ?? ""))) yield found("its direct_url.json", { distribution: name });
    }
    for (const requirement of evidence.requirements) {
      if (hasCredentials(requirement.text)) yield found("a requirement", { requirement });
    }
  },
};

function* inTexts({ inventory }: Evidence): Iterable<Answer> {
  for (const [path, text] of inventory.texts) {
    if (/\.(dist|egg)-info\/direct_url\.json$/.test(path)) {
      if (hasCredentials(text)) yield found(path, { file: path });
    } else if (!inventory.owners.has(path) && isSecretFile(path, text)) yield found(path, { file: path });
  }
}

/** The environment directory is uploaded as a whole. */
function* besideTheMount({ location }: Evidence): Iterable<Answer> {
  for (const name of ["pip.conf", "pip.ini", "uv.toml", ".netrc", "_netrc", ".pypirc"]) {
    const file = join(location.environmentDirectory, name);
    if (existsSync(file) && isSecretFile(name, readFileSync(file, "utf8"))) yield found(`${name} beside the mount`, {});
  }
}

function isSecretFile(path: string, text: string): boolean {
  if (/(^|\/)[._]netrc$/.test(path)) return /\bpassword\s+\S/.test(text);
  if (/(^|\/)\.pypirc$/.test(path)) return /^[ \t]*password[ \t]*[:=][ \t]*\S/m.test(text);
  return /(^|\/)(pip\.conf|pip\.ini|uv\.toml)$/.test(path) && hasCredentials(text);
}

/** A user name alone is none, nor is a variable that the installer fills in: `https://user:${TOKEN}@host`. */
function hasCredentials(text: string): boolean {
  const userInfos = [...text.matchAll(/(?<=[a-z0-9+.-]):\/\/([^\s/"']+)@/gi)].map((match) => match[1] ?? "");
  return userInfos.some((userInfo) => {
    const password = /:(.*)$/s.exec(userInfo)?.[1] ?? (userInfo.length >= 16 ? userInfo : "");
    return password !== "" && !/^(\$\{[A-Z0-9_]+\}|\*+)$/i.test(password);
  });
}

function found(where: string, place: Partial<Answer>): Answer {
  return {
    ...place,
    message: `Credentials stand in ${where}.`,
    hint: "Take them out, give them to the build by its environment, and replace them: they count as known.",
  };
}
