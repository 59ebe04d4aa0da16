import { OPTIONS, type OptionSpec } from "../options/table.ts";

const OVERVIEW = `azureml-extra-packages: Python packages for scoring scripts on Azure ML prebuilt inference images.

Commands
  build            build the packages of a code directory, prove them, place and archive them;
                   with --mode dynamic, try the requirements file as the image would install it
  restore          unpack an archive into its place, and prove it
  verify           prove packages that are in their place, byte by byte
  images           list the catalogue of images
  explain [ID]     what a check looks for, what happens in the container, how to fix it
  help [COMMAND]   the flags of build, restore and verify

  --write          update the deployment file in place instead of showing what would be written
  --json           print the outputs as one JSON object on standard output

Exit codes: 0 green, 1 findings, 2 input, 3 installation, 4 delivery, 70 a bug of this tool.
`;

export function help(verb: string | undefined): string {
  const mode = { build: "preinstalled", restore: "restore", verify: "verify" }[verb ?? ""];
  if (mode === undefined) return OVERVIEW;
  const flags = (OPTIONS as readonly OptionSpec[])
    .filter(({ name, modes }) => name !== "mode" && (modes === undefined || modes.includes(mode as never)))
    .map((spec) => `  --${spec.name}${spec.kind === "boolean" ? "" : ` <${spec.kind}>`}\n${wrapped(spec)}`);
  return `azureml-extra-packages ${verb} [flags]\n\n${flags.join("\n")}\n  --write\n      Bring the deployment file up to date in place; without it, what would be written is shown.\n  --json\n      Print the outputs as one JSON object on standard output.\n`;
}

function wrapped({ description, default: value, defaultText }: OptionSpec): string {
  const shown = defaultText ?? value;
  const text = `${description}${shown === "" ? "" : ` Default: ${shown}.`}`.replaceAll("`", "");
  const lines = [""];
  for (const word of text.split(" ")) {
    if (`${lines.at(-1)} ${word}`.length > 100) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines.map((line) => `      ${line}`).join("\n");
}
