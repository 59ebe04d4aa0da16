import { type CompletedCommand, type CompletedFlag, PROGRAM } from "./commands.ts";

/** For zsh 5, with compinit. It can be sourced, or be a file of `fpath`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  return `#compdef ${PROGRAM}
# Completion of ${PROGRAM} for zsh.
_azureml_extra_packages() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${commands.map(ofCommand).join("\n")}
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _azureml_extra_packages "$@"
else
  compdef _azureml_extra_packages ${PROGRAM}
fi`;
}

function ofCommand({ name, flags, words }: CompletedCommand): string {
  const arguments_ = [...flags.map(argument), ...(words.length === 0 ? [] : [`*:${name}:(${words.join(" ")})`])];
  const lines = arguments_.map((one) => ` \\\n        ${quoted(one)}`);
  return `    ${name})\n      _arguments${lines.join("")}\n      ;;`;
}

/** An argument of `_arguments`. */
function argument({ name, text, values, isRepeatable }: CompletedFlag): string {
  const description = `[${text.replace(/[\\[\]:]/g, "\\$&")}]`;
  if (values === "none") return `--${name}${description}`;
  return `${isRepeatable ? "*" : ""}--${name}=${description}:${name}:${action(values)}`;
}

function action(values: CompletedFlag["values"]): string {
  if (values === "file") return "_files";
  if (values === "directory") return "_files -/";
  return typeof values === "string" ? " " : `(${values.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
