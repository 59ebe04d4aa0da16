import type { SmokeTest } from "../../smoke/result.ts";
import { humanSeconds } from "../../util/text.ts";
import { fenced, fold } from "./markdown.ts";

/** The result of the sample request, for a summary; `''` if there was none. */
export function smokeSection(smoke: SmokeTest | undefined): string {
  if (smoke === undefined) return "";
  const { request, server, problem, readyAfter, answeredAfter, status, answer } = smoke;
  const title = `**Smoke test**: azureml-inference-server-http ${server}${request === "" ? "" : `, \`${request}\``}`;
  if (problem !== undefined) return `${title}: ❌ ${problem.replaceAll("<", "&lt;")}`;
  if (request === "") return `${title}: ✅ ready after ${humanSeconds(readyAfter ?? 0)}.`;
  const times = `ready after ${humanSeconds(readyAfter ?? 0)}, answered ${status} after ${answeredAfter} ms`;
  return `${title}: ✅ ${times}.${withoutBits(smoke)}\n\n${fold("Response", fenced(answer))}`;
}

function withoutBits({ withoutExecuteBits: again }: SmokeTest): string {
  if (again === undefined) return "";
  const { problem } = again;
  return ` Without execute bits: ${problem === undefined ? "✅ answered too." : `⚠️ ${problem.replaceAll("<", "&lt;")}`}`;
}
