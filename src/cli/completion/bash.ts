import { type CompletedCommand, type CompletedFlag, PROGRAM } from "./commands.ts";

/** For bash 3.2 and later. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `# Completion of ${PROGRAM} for bash.
_azureml_extra_packages() {
  local IFS=$'\\n'
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _azureml_extra_packages_words ${words(commands.map(({ name }) => name))}
    return
  fi
  # Bash takes the equals sign of --name=value for a word.
  if [[ $current == '=' ]]; then
    current=
  elif [[ $previous == '=' ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valuePatterns).join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(ofCommand).join("\n")}
  esac
}

_azureml_extra_packages_words() {
  COMPREPLY=($(compgen -W "$*" -- "$current"))
}

_azureml_extra_packages_files() {
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$current"))
}

complete -F _azureml_extra_packages ${PROGRAM}`;
}

function valuePatterns({ name, flags }: CompletedCommand): string[] {
  return flags
    .filter(({ values }) => values !== "none")
    .map((flag) => `    '${name} --${flag.name}') ${complete(flag)}return ;;`);
}

function complete({ values }: CompletedFlag): string {
  if (values === "file") return "_azureml_extra_packages_files -f; ";
  if (values === "directory") return "_azureml_extra_packages_files -d; ";
  return typeof values === "string" ? "" : `_azureml_extra_packages_words ${words(values)}; `;
}

function ofCommand({ name, flags, words: own }: CompletedCommand): string {
  return `    ${name}) _azureml_extra_packages_words ${words([...own, ...flags.map((flag) => `--${flag.name}`)])} ;;`;
}

/** Names of commands, flags, images and checks: none needs a quotation mark. */
function words(all: readonly string[]): string {
  return all.length === 0 ? "''" : all.join(" ");
}
