import type { Evidence } from "../../evidence/evidence.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";

/** Does the mount contain anything that must stay private? */

export const secret: Check = {
  id: "H22",
  name: "credentials-in-mount",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount contains credentials",
  what: "A `direct_url.json`, a requirement or a pip configuration has an address with a password or token, or there is a `.netrc` or `.pypirc` in or beside the mount. Files of distributions are not searched.",
  inContainer:
    "The credentials are uploaded with the code. Everybody who can read the deployment, the artifact or the container can use them.",
  fix: "Remove them, pass them to the build in its environment (PIP_INDEX_URL from a secret, a keyring), and replace them with new ones.",
  waive: "Never.",
  *find(evidence) {
    yield* inTexts(evidence);
    yield* besideTheMount(evidence);
    for (const [name, directUrl] of Object.entries(evidence.removedByStaging.directUrls)) {
      if (hasCredentials(JSON.stringify(directUrl ?? ""))) yield found("its direct_url.json", { distribution: name });
    }
    for (const requirement of evidence.requirements) {
      if (hasCredentials(requirement.text)) yield found("a requirement", { requirement });
    }
  },
};

function* inTexts({ inventory }: Evidence): Iterable<FindingDetails> {
  for (const [path, text] of inventory.texts) {
    if (/\.(dist|egg)-info\/direct_url\.json$/.test(path)) {
      if (hasCredentials(text)) yield found(path, { file: path });
    } else if (!inventory.owners.has(path) && isSecretFile(path, text)) yield found(path, { file: path });
  }
}

/** The environment directory is uploaded as a whole. */
function* besideTheMount({ environmentDirectory }: Evidence): Iterable<FindingDetails> {
  for (const [name, text] of environmentDirectory.credentialFiles) {
    if (isSecretFile(name, text)) yield found(`${name} beside the mount`, {});
  }
}

function isSecretFile(path: string, text: string): boolean {
  if (/(^|\/)[._]netrc$/.test(path)) return /\bpassword\s+\S/.test(text);
  if (/(^|\/)\.pypirc$/.test(path)) return /^[ \t]*password[ \t]*[:=][ \t]*\S/m.test(text);
  return /(^|\/)(pip\.conf|pip\.ini|uv\.toml)$/.test(path) && hasCredentials(text);
}

/** A user name alone is not a secret, nor is a variable that the installer expands: `https://user:${TOKEN}@host`. */
function hasCredentials(text: string): boolean {
  const userInfos = [...text.matchAll(/(?<=[a-z0-9+.-]):\/\/([^\s/"']+)@/gi)].map((match) => match[1] ?? "");
  return userInfos.some((userInfo) => {
    const password = /:(.*)$/s.exec(userInfo)?.[1] ?? (userInfo.length >= 16 ? userInfo : "");
    return password !== "" && !/^(\$\{[A-Z0-9_]+\}|\*+)$/i.test(password);
  });
}

function found(where: string, place: Partial<FindingDetails>): FindingDetails {
  return {
    ...place,
    message: `There are credentials in ${where}.`,
    hint: "Remove the credentials, pass them to the build in its environment, and replace them: they are no longer secret.",
  };
}
