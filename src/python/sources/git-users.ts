import type { Host } from "../../host/host.ts";
import { askTool } from "../../host/process/answer.ts";
import { decoded, userInfoOf, withoutUserInfo } from "../../util/credentials.ts";
import type { GitUser } from "../packaging/requirements.ts";

/*
 * pip and uv start git with the address of a repository, user info included, and every user of the machine can read a
 * command line. So git gets the address without it, and asks a credential helper, which takes it from its environment.
 */

const ADDRESS = /\bgit\+(https?:\/\/[^\s#;]+)/i;
/** The first git that reads its configuration from variables. */
const FIRST = [2, 31] as const;

/** A shell function. It is on a command line, with the names of its variables. */
const helper = (index: number) =>
  `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$AZUREML_GIT_USER_${index}" "$AZUREML_GIT_PASSWORD_${index}"; }; f`;

/** The user infos of repositories in requirements; none if git is too old to get them in another way. */
export async function gitUsersOf(texts: readonly string[], host: Host): Promise<readonly GitUser[]> {
  const users = texts.flatMap((text) => gitUserOf(text) ?? []);
  if (users.length === 0 || (await readsVariables(host))) return users;
  host.log.notice(
    "This git is older than 2.31, so every user of this machine can see the user info of git addresses while git runs. Install a newer git.",
  );
  return [];
}

async function readsVariables({ environment }: Host): Promise<boolean> {
  const version = await askTool("git", ["--version"], { environment }).catch(() => "");
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return major > FIRST[0] || (major === FIRST[0] && minor >= FIRST[1]);
}

/** A name without a password is a token if it is long; otherwise the helpers of the user know the password. */
function gitUserOf(text: string): GitUser | undefined {
  const address = ADDRESS.exec(text)?.[1] ?? "";
  const [, name = "", password = ""] = /^([^:]*):?(.*)$/s.exec(userInfoOf(address)) ?? [];
  if (password === "" && name.length < 16) return undefined;
  const repository = withoutUserInfo(address).replace(/(?<=[^/]\/[^@]*)@[^@]*$/, "");
  return { repository, name: decoded(name), password: decoded(password) };
}

/** A requirement without the user info that the helper gives git. */
export function withoutGitUser(text: string, users: readonly GitUser[] = []): string {
  const isKnown = users.length > 0 && gitUserOf(text) !== undefined;
  return isKnown ? text.replace(ADDRESS, (_, address: string) => `git+${withoutUserInfo(address)}`) : text;
}

/** Variables that add the helpers to the configuration of git. */
export function gitEnvironment(users: readonly GitUser[] = [], environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (users.length === 0) return {};
  const first = Number(environment.GIT_CONFIG_COUNT ?? 0) || 0;
  const settings = users.flatMap((user, index) => {
    const key = `credential.${placeOf(user, users)}.helper`;
    return [[key, ""] as const, [key, helper(index)] as const]; // the empty one removes the helpers before it
  });
  return {
    GIT_CONFIG_COUNT: String(first + settings.length),
    ...Object.fromEntries(settings.map(([key], index) => [`GIT_CONFIG_KEY_${first + index}`, key])),
    ...Object.fromEntries(settings.map(([, value], index) => [`GIT_CONFIG_VALUE_${first + index}`, value])),
    ...Object.fromEntries(users.map(({ name }, index) => [`AZUREML_GIT_USER_${index}`, name])),
    ...Object.fromEntries(users.map(({ password }, index) => [`AZUREML_GIT_PASSWORD_${index}`, password])),
  };
}

/** The server, whose other repositories may be submodules; the repository alone if the server has several users. */
function placeOf({ repository }: GitUser, users: readonly GitUser[]): string {
  const { origin } = new URL(repository);
  const ofServer = users.filter((one) => new URL(one.repository).origin === origin);
  const names = new Set(ofServer.map(({ name, password }) => `${name}:${password}`));
  return names.size === 1 ? origin : repository;
}
