import { emptyOutputs } from "../delivery/outputs.ts";
import type { Host } from "../host/host.ts";
import { nameOf } from "../plan/ingredients.ts";
import type { Plan } from "../plan/plan.ts";
import type { Result } from "../report/result.ts";
import { ExitCode } from "../util/errors.ts";

/** Prints the plan and every ingredient of its cache key. */
export function dryRun(plan: Plan, host: Host): Result {
  const { location, python, target, key, artifactName, options } = plan;
  const facts = [
    ["mount", location.directory],
    ["library path", location.libraryPath],
    ["interpreter", `${python.path} (${python.version})`],
    [
      "target",
      `Python ${target.python}, glibc ${target.glibc.join(".")}, ${target.architecture}${target.image ? `, ${target.image.name}` : ""}`,
    ],
    ["cache", `${options.cache}${key.uncacheable ? `, not used: ${key.uncacheable}` : ""}`],
    ["artifact", options.upload ? artifactName : "not uploaded"],
    ["cache key", key.text],
  ] as const;
  const ingredients = key.ingredients.map((one) => [`  ${nameOf(one)}`, one.value] as const);
  const lines = [...facts, ...ingredients].map(([name, value]) => `${name}: ${value}`);
  for (const line of lines) host.log.info(line);
  const outputs = { ...emptyOutputs(), "python-version": python.version };
  return { exitCode: ExitCode.passed, outputs, summary: `## Plan\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n` };
}
