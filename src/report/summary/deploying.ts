import { basename, relative } from "node:path";
import type { Delivered } from "../../delivery/deliver.ts";
import type { Options } from "../../inputs/options.ts";
import { shellWord } from "../../util/shell-word.ts";
import { slashed } from "../../util/text.ts";
import type { Snippet } from "../snippets.ts";
import { fenced, fold, joined, linked } from "./markdown.ts";

type Variables = Readonly<Record<string, string>>;

/** As they are in a deployment file. */
export function variablesBlock(variables: Variables): string {
  const lines = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`);
  return fenced(["environment_variables:", ...lines].join("\n"), "yaml");
}

/** All ways to deploy, closed. */
export function howToDeploy(snippets: readonly Snippet[], byHand = ""): string {
  const ways = snippets.map(({ title, language, text }) => `**${title}**\n\n${fenced(text, language)}`);
  return fold("How to deploy", joined([...ways, byHand]));
}

/** Commands that replace mode `restore`; `''` without an artifact. */
export function unpackByHand(delivered: Delivered | undefined, options: Options): string {
  const { artifact, archive = "" } = delivered ?? {};
  if (artifact === undefined || archive === "") return "";
  const directory = shellWord(slashed(relative(options.workspace, options.mountParent)) || ".");
  const zip = shellWord(`${artifact.name}.zip`);
  const lines =
    options.artifactFormat === "directory"
      ? `unzip ${zip} -d ${directory}`
      : `unzip ${zip} ${basename(archive)}\n${tarLine(basename(archive))} -C ${directory}`;
  const download = linked(artifact.name, artifact.url);
  return `**Without mode restore**\n\nDownload ${download} and unpack it in the root of the repository:\n\n${fenced(lines, "sh")}`;
}

function tarLine(archive: string): string {
  return archive.endsWith(".zst") ? `tar --zstd -xf ${archive}` : `tar -xzf ${archive}`;
}
