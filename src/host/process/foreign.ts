import { once } from "node:events";
import type { Host, Service } from "../host.ts";
import { exitCodeOf } from "./ending.ts";
import { type Program, spawnForeign } from "./spawn.ts";

/** Of a very long log, the end is kept. */
const LOG_LIMIT = 2 ** 20;
const STOP_WITHIN = 10_000;

/** `startForeign` of both hosts: a server's workers end with it. */
export const startForeign: Host["startForeign"] = async (command, args, options) => {
  const program = await spawnForeign(command, args, options);
  let log = "";
  for (const stream of [program.child.stdout, program.child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_LIMIT);
    });
  }
  const ended = Promise.all([program.ended, once(program.child, "close")]).then(([ending]) => exitCodeOf(ending));
  return { landlock: program.landlock, ended, log: () => log, stop: () => stop(program, ended) } satisfies Service;
};

async function stop(program: Program, ended: Promise<number>): Promise<void> {
  program.stop();
  const lastResort = setTimeout(() => program.kill(), STOP_WITHIN);
  await ended;
  clearTimeout(lastResort);
}
