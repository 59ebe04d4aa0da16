/**
 * What other programs print must not be read as commands by the service that runs the job. These functions insert a
 * space into what a service would read; other text stays the same.
 */

/**
 * GitHub's runner ends lines at LF and CR, and skips what .NET takes for white space before a command: U+0085 too, which
 * JavaScript's `\s` does not contain.
 */
export function withoutGithubCommands(text: string): string {
  return text.replace(/^([\s\u0085]*):(?=:)/gm, "$1: ").replaceAll("##[", "# #[");
}

/**
 * The agent of Azure Pipelines looks for `##vso[` anywhere in a line, with a comparison that skips invisible characters,
 * and formats lines that begin with `##[`.
 */
export function withoutAzureCommands(text: string): string {
  return text.replace(AZURE_COMMAND, "# ");
}

const INVISIBLE = "[\\p{Default_Ignorable_Code_Point}\\p{C}\\p{M}]*";
const AZURE_COMMAND = new RegExp(`#(?=${INVISIBLE}#${INVISIBLE}(?:\\[|v${INVISIBLE}s${INVISIBLE}o))`, "giu");

/** GitLab finds the markers of a section anywhere in a line. */
export function withoutGitlabSections(text: string): string {
  return text.replace(/(section_(?:start|end))(?=:)/g, "$1 ");
}

/** For a log that any of these services may read: a command line in a step has no other way to know. */
export function withoutCommands(text: string): string {
  return withoutGitlabSections(withoutAzureCommands(withoutGithubCommands(text)));
}

/** JSON with the same value in which no service finds a command: its lines begin with white space or a quote. */
export function jsonWithoutCommands(json: string): string {
  return json
    .replaceAll("##[", "#\\u0023[")
    .replace(AZURE_COMMAND, "\\u0023")
    .replace(/section_(?=(?:start|end):)/g, "section\\u005f");
}
