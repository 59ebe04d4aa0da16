// A build of real packages that fails: what it leaves on a terminal, and its report page. Needs the package index.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../../test/support/machine/environment.ts";
import { type Cleanup, createWorkspace } from "../../test/support/machine/workspace.ts";
import { runCliInTerminal } from "../../test/support/terminal/terminal.ts";
import type { Written } from "./terminal-page.ts";

const COLUMNS = 112;
const COMMAND = ["build", "--code-directory", "scoring", "--image", "minimal-ubuntu20.04-py38-cpu-inference"];
/** Whatever engines the machine has. */
const SETTINGS = ["--evidence", "simulated"];
/** With exact versions, so that each run has the same packages. */
const REQUIREMENTS = new URL("../../examples/iris/requirements.txt", import.meta.url);
const FILES = {
  "scoring/requirements.txt": `${readFileSync(REQUIREMENTS, "utf8")}opencv-python==4.8.0.74\n`,
  "scoring/score.py": `import json

import cv2
import missing_helper
import pandas
from sklearn.preprocessing import normalize


def init():
    missing_helper.start()


def run(data):
    image = cv2.imread(json.loads(data)["image"], cv2.IMREAD_GRAYSCALE)
    return pandas.DataFrame(normalize(image)).to_json()
`,
};

/** @returns HTML of the report page, and what the second run of the machine wrote, which need not fetch the installer */
export async function failingRun(t: Cleanup): Promise<{ reportPage: string; terminal: Written }> {
  const [cwd, home] = [createWorkspace(t, FILES), createWorkspace(t)];
  const env = childEnvironment({ home, inheritIndex: true });
  const build = async (...flags: string[]) => {
    const options = { cwd, home, env, columns: COLUMNS, redirected: true };
    const { exitCode, raw } = await runCliInTerminal(t, [...COMMAND, ...SETTINGS, ...flags], options);
    if (exitCode !== 1) throw new Error(`exit code ${exitCode}:\n${raw}`);
    return raw.replaceAll(home, "/home/you");
  };
  await build("--report", "--output-directory", "output");
  const reportPage = readFileSync(join(cwd, "output", "report.html"), "utf8");
  const command = `azureml-extra-packages ${COMMAND.join(" ")} >outputs`;
  return { reportPage, terminal: { command, raw: await build(), columns: COLUMNS } };
}
