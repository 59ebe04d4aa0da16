// Runs for report pages, without an installer: what a run knows about a mount, and the page in a file.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import type { Finding } from "../../../src/findings/check.ts";
import { applyRules } from "../../../src/findings/severity.ts";
import type { Inventory } from "../../../src/mount/inventory/inventory.ts";
import { reportPage } from "../../../src/report/page/page.ts";
import type { ReportedRun } from "../../../src/report/reported-run.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

export function runOf(evidence: Evidence, findings: readonly Finding[] = []): ReportedRun {
  const { options, target, location } = evidence;
  const rated = applyRules(findings, []);
  const passed = !rated.findings.some(({ severity }) => severity === "error");
  return {
    options,
    target,
    location,
    outputDirectory: options.workspace,
    mount: evidence,
    verdict: { ...rated, passed, verified: "files", evidence },
    times: { plan: 1200, build: 310_000 },
    result: "Built and verified",
    error: "",
  };
}

/** @returns the file, absolute */
export function writePage(t: Cleanup, run: ReportedRun): string {
  const file = join(createWorkspace(t), "report.html");
  writeFileSync(file, reportPage(run));
  return file;
}

/** The inventory with `count` files instead of its own; half of them are the bytecode of the others. */
export function withManyFiles(inventory: Inventory, count: number): Inventory {
  const { distributions } = inventory;
  const files = new Map(
    Array.from({ length: count / 2 }, (_, index) =>
      filesOf(index, distributions[index % distributions.length]?.name),
    ).flat(),
  );
  return { ...inventory, files, owners: new Map() };
}

type Entry = [string, Inventory["files"] extends ReadonlyMap<string, infer File> ? File : never];

function filesOf(index: number, top = ""): Entry[] {
  const folder = `${top}/part_${index % 89}/group_${index % 13}`;
  const name = `module_with_a_usual_name_${index}`;
  const size = (index * 7919) % 90_000;
  return [`${folder}/${name}.py`, `${folder}/__pycache__/${name}.cpython-38.pyc`].map((path, at) => {
    const file = {
      path,
      size: size + at,
      executable: false,
      mode: 0o644,
      links: 1,
      modified: 0,
      sha256: "0".repeat(64),
    };
    return [path, file];
  });
}
