// docs/report.md: its command is run, and what it names is there.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { OPTIONS } from "../../src/inputs/table.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runCli } from "../support/machine/cli.ts";
import { createScenario, onLinux } from "../support/scenario/scenario.ts";

const text = readFileSync(join(repositoryRoot, "docs/report.md"), "utf8");
const codeOf = (language: string) => new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(text)?.[1] ?? "";

describe("docs/report.md", onLinux, () => {
  it("has a command that writes the page, with each part that it describes", async (t) => {
    const scenario = await createScenario(t);
    const [node, program, ...words] = codeOf("sh").trim().split(" ");
    assert.deepEqual([node, program], ["node", "dist/cli.js"]);
    const { workspace, home, env } = scenario;
    const { exitCode, stderr, json } = await runCli(t, [...words, "--json"], { cwd: dirname(workspace), home, env });
    assert.equal(exitCode, 0, stderr);
    const page = readFileSync(json?.["report-page"] ?? "", "utf8");
    const titles = [...page.matchAll(/<h2 id="[^"]+">([^<]+)<\/h2>/g)].map(([, title]) => title);
    const parts = text.slice(text.indexOf("| part "));
    const described = [...parts.matchAll(/^\| ([A-Z][^|]*?) *\|/gm)].map(([, title]) => title);
    assert.deepEqual(titles, described);
    const files = [...text.matchAll(/^\| `([\w.]+)` /gm)].map(([, name = ""]) => name);
    assert.equal(files.length, 3);
    for (const name of files) assert.ok(existsSync(join(dirname(json?.["report-page"] ?? ""), name)), name);
  });

  it("shows a step with inputs of the action", () => {
    const [step] = parse(codeOf("yaml")) as [{ with: Record<string, unknown> }];
    const names: readonly string[] = OPTIONS.map(({ name }) => name);
    for (const name of Object.keys(step.with)) assert.ok(names.includes(name), name);
  });
});
