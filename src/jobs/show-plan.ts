import { emptyOutputs } from "../delivery/outputs.ts";
import { ExitCode } from "../errors.ts";
import type { Plan } from "../plan.ts";
import type { Host } from "../runner/host.ts";
import type { Result } from "./result.ts";

/** The dry run: the plan, in words, and every ingredient of its key. */
export function showPlan(plan: Plan, host: Host): Result {
  const { location, python, target, key, artifactName, options } = plan;
  const facts = [
    ["mount", location.directory],
    ["library path", location.libraryPath],
    ["interpreter", `${python.path} (${python.version})`],
    [
      "target",
      `Python ${target.python}, glibc ${target.glibc.join(".")}, ${target.architecture}${target.image ? `, ${target.image.name}` : ""}`,
    ],
    ["cache", `${options.cache}${key.uncacheable ? `, but ${key.uncacheable}` : ""}`],
    ["artifact", options.upload ? artifactName : "not uploaded"],
    ["cache key", key.text],
  ] as const;
  const ingredients = key.ingredients.map(({ name, value }) => [`  ${name}`, value] as const);
  const lines = [...facts, ...ingredients].map(([name, value]) => `${name}: ${value}`);
  for (const line of lines) host.log.info(line);
  const outputs = { ...emptyOutputs(), "python-version": python.version };
  return { exitCode: ExitCode.green, outputs, summary: `## Plan\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n` };
}
