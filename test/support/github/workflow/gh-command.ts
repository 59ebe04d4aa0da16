// `gh release`, as a workflow sees it: releases are directories beside the simulated deployments.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

const [area, verb, tag = "", ...rest] = process.argv.slice(2);
const release = join(process.env.PLAYED_AZURE ?? "", "releases", tag);
process.exitCode = gh();

function gh(): number {
  if (!process.env.GH_TOKEN) return refuse("set the GH_TOKEN environment variable");
  if (area !== "release" || tag === "") return refuse(`'${area}' is not simulated`);
  const named = rest.filter((word) => !word.startsWith("--"));
  if (verb === "create") mkdirSync(release, { recursive: true });
  else if (!existsSync(release)) return refuse("release not found");
  else if (verb === "upload") for (const file of named) copyFileSync(file, join(release, basename(file)));
  else if (verb === "download") download();
  else return refuse(`'${verb}' is not simulated`);
  return 0;
}

function download(): void {
  const target = rest[rest.indexOf("--dir") + 1] ?? ".";
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(release)) copyFileSync(join(release, name), join(target, name));
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}
