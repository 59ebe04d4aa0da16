// Deploys examples/iris, writes what its container looks like, and deletes the endpoint; see USAGE in options.ts.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Az } from "./deploy-example/az.ts";
import { deleteEndpoint, deployAndAsk } from "./deploy-example/endpoint.ts";
import { summaryOf } from "./deploy-example/facts.ts";
import { type Options, readOptions, USAGE } from "./deploy-example/options.ts";
import { prepare } from "./deploy-example/prepare.ts";

const EXIT = { passed: 0, failed: 1, usage: 2, left: 3, SIGINT: 130, SIGTERM: 143 };
let received: "SIGINT" | "SIGTERM" | undefined;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: Options;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    complain(error);
    process.stderr.write(USAGE);
    return EXIT.usage;
  }
  const az = new Az(["--resource-group", options["resource-group"], "--workspace-name", options.workspace]);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      // The second signal of a cancelled job must not end the deletion.
      if (received !== undefined) return;
      received = signal;
      az.stop();
    });
  }
  const outcome = options.delete ? EXIT.passed : await deploy(az, options);
  try {
    await deleteEndpoint(az, options, received !== undefined);
  } catch (error) {
    complain(error);
    return EXIT.left;
  }
  return received === undefined ? outcome : EXIT[received];
}

async function deploy(az: Az, options: Options): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), "deploy-example-"));
  try {
    const facts = await deployAndAsk(az, options, prepare(join(directory, "code"), options));
    writeFileSync(options.facts, `${JSON.stringify(facts, undefined, 2)}\n`);
    process.stdout.write(summaryOf(facts));
    const { GITHUB_STEP_SUMMARY: summary } = process.env;
    if (summary) appendFileSync(summary, summaryOf(facts));
    return EXIT.passed;
  } catch (error) {
    complain(error);
    return EXIT.failed;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function complain(error: unknown): void {
  process.stderr.write(`${(error as Error).message}\n`);
}
