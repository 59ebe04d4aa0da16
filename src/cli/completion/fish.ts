import { type CompletedCommand, type CompletedFlag, PROGRAM } from "./commands.ts";

/** For fish 3. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const first = commands.map(
    ({ name, summary }) => `complete -c ${PROGRAM} -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
  );
  return [
    `# Completion of ${PROGRAM} for fish.`,
    `complete -c ${PROGRAM} -f`,
    ...first,
    ...commands.flatMap(ofCommand),
  ].join("\n");
}

function ofCommand({ name, flags, words }: CompletedCommand): string[] {
  const start = `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${name}'`;
  const lines = flags.map((flag) => `${start} -l ${flag.name} ${value(flag)}-d ${quoted(flag.text)}`);
  return words.length === 0 ? lines : [...lines, `${start} -a ${quoted(words.join(" "))}`];
}

function value({ values }: CompletedFlag): string {
  if (values === "none") return "";
  if (values === "file") return "-r -F ";
  if (values === "directory") return "-x -a '(__fish_complete_directories)' ";
  return typeof values === "string" ? "-x " : `-x -a ${quoted(values.join(" "))} `;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
