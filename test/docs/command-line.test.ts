// docs/command-line.md: its commands run, and its tables are those of the program.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const text = readFileSync(join(repositoryRoot, "docs/command-line.md"), "utf8");
const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block.trim());

async function help(t: Parameters<typeof runCli>[0]): Promise<string> {
  return (await runCli(t, ["help"], { cwd: repositoryRoot })).stdout;
}

describe("docs/command-line.md", () => {
  it("has commands that print what they are for", async (t) => {
    for (const line of (blocks[0] ?? "").split("\n")) {
      const [node, program, ...words] = line.split(" ");
      assert.deepEqual([node, program], ["node", "dist/cli.js"]);
      const { exitCode, stdout, stderr } = await runCli(t, words, { cwd: repositoryRoot });
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, words[0] === "explain" ? /^P4 / : /^Usage: /m);
    }
  });

  it("lists every command", async (t) => {
    const table = text.slice(0, text.indexOf("## What it prints"));
    const listed = [...table.matchAll(/^\| `([\w-]+)` /gm)].map(([, name = ""]) => name);
    const commands = (await help(t)).split("\nCommands\n")[1] ?? "";
    const known = [...commands.matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = ""]) => name);
    assert.deepEqual(listed.sort(), known.filter((name) => name !== "node").sort());
  });

  it("lists every exit code, with the words of the program", async (t) => {
    const codes = (await help(t)).split("\nExit codes\n")[1]?.split("\n\n")[0] ?? "";
    const known = codes.split("\n").map((line) => line.trim().split(/\s{2,}/));
    const listed = [...text.matchAll(/^\| (\d+) +\| (.*?) +\|$/gm)].map(([, code, meaning]) => [code, meaning]);
    assert.deepEqual(listed, known);
  });

  it("has a line that writes a completion script, which bash reads", { skip: noBash() }, (t) => {
    const home = createWorkspace(t);
    const program = `azureml-extra-packages() { node '${join(repositoryRoot, "dist/cli.js")}' "$@"; }`;
    execFileSync("bash", ["-c", `${program}\n${blocks[1]}`], { env: { ...process.env, HOME: home } });
    const file = join(home, ".azureml-extra-packages.bash");
    assert.ok(existsSync(file));
    const answer = execFileSync("bash", ["-c", `source '${file}' && complete -p azureml-extra-packages`]);
    assert.match(String(answer), /azureml-extra-packages$/m);
  });
});

function noBash(): string | false {
  try {
    execFileSync("bash", ["--version"]);
    return false;
  } catch {
    return "no bash here";
  }
}
