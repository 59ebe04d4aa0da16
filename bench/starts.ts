// What it costs to start a tool and foreign code with src/host/process, against Node's own spawn. The ways take turns,
// so that other load on the machine affects all of them alike.
//   node scripts/node24.mjs bench/starts.ts [rounds]
import { spawn } from "node:child_process";
import { spawnForeign } from "../src/host/process/spawn.ts";
import { runTool } from "../src/host/process/tools.ts";

const environment = { ...process.env };
const nothing = () => true;

function plain(): Promise<unknown> {
  const child = spawn("/bin/true", [], { env: environment });
  child.stdin.end();
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  return new Promise((resolve) => child.once("close", resolve));
}

async function foreign(): Promise<unknown> {
  const { child, ended } = await spawnForeign("/bin/true", [], { environment });
  for (const stream of [child.stdout, child.stderr]) stream?.resume();
  return await ended;
}

const tool = (name: string) => runTool(name, [], { environment }, { stdout: nothing, stderr: nothing });

const WAYS: Record<string, () => Promise<unknown>> = {
  spawn: plain,
  tool: () => tool("/bin/true"),
  "tool, by name": () => tool("true"),
  "foreign code": foreign,
};

/** Milliseconds until it has ended, and of our own processor time. */
async function measure(start: () => Promise<unknown>): Promise<[number, number]> {
  const [begin, cpu] = [performance.now(), process.cpuUsage()];
  await start();
  const { user, system } = process.cpuUsage(cpu);
  return [performance.now() - begin, (user + system) / 1000];
}

const rounds = Number(process.argv[2] ?? 300);
const taken = new Map(Object.keys(WAYS).map((name) => [name, [] as [number, number][]]));
for (let round = -10; round < rounds; round += 1) {
  for (const [name, start] of Object.entries(WAYS)) {
    const one = await measure(start);
    if (round >= 0) taken.get(name)?.push(one);
  }
}
for (const [name, all] of taken) {
  const at = (part: number, index: 0 | 1) => {
    const sorted = all.map((one) => one[index]).sort((a, b) => a - b);
    return (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(2).padStart(6);
  };
  console.log(
    `${name.padEnd(14)} ms: first tenth ${at(0.1, 0)}, median ${at(0.5, 0)}; processor: first tenth ${at(0.1, 1)}, median ${at(0.5, 1)}`,
  );
}
