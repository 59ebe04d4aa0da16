import { basename, relative } from "node:path";

/**
 * How the command line was called, so that an example can be copied: `node dist/cli.js`, or the name it is installed as. In
 * the action, it is that of a clone beside the repository.
 */
export function programName(script = process.argv[1] ?? ""): string {
  if (basename(script) === "main.js") return "node ../azureml-extra-packages/dist/cli.js";
  if (basename(script) !== "cli.js") return "azureml-extra-packages";
  const path = relative(process.cwd(), script);
  return `node ${path.startsWith("..") ? script : path}`;
}
