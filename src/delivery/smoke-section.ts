import type { SmokeTest } from "../checks/smoke.ts";
import { humanSeconds } from "../text.ts";

/** What became of the sample request, for a summary; `''` when none was tried. */
export function smokeSection(smoke: SmokeTest | undefined): string {
  if (smoke === undefined) return "";
  const { request, server, problem, readyAfter, answeredAfter, status, answer } = smoke;
  const title = `**Smoke test**: azureml-inference-server-http ${server}, \`${request}\``;
  if (problem !== undefined) return `${title}: ❌ ${problem.replaceAll("<", "&lt;")}`;
  const times = `ready after ${humanSeconds(readyAfter ?? 0)}, answered ${status} after ${answeredAfter} ms`;
  return `${title}: ✅ ${times}.\n\n<details><summary>The answer</summary>\n\n${fenced(answer)}\n\n</details>`;
}

/** In a fence that is longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
