// Every way by which a secret gets in, on both hosts, and every byte that leaves.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { withoutCompiler } from "../../support/packages/compiler.ts";
import { withoutGitServer } from "../../support/packages/git-server.ts";
import type { IndexFile } from "../../support/packages/package-index.ts";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import { pipFromRealIndex, uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { onLinux } from "../../support/scenario/scenario.ts";
import { type Entrance, Exposing, type Exposure } from "../../support/secrets/expose.ts";
import { OF_A_BUILD, OF_A_FILE, OF_A_RESTORE, OF_OTHER_FILES } from "./entrances.ts";
import * as refused from "./refused-entrances.ts";

interface Row {
  name: string;
  entrances: readonly Entrance[];
  /** In the same repository, one after the other. */
  runs: Omit<Exposure, "host">[];
  exitCode?: number;
  /** Its index has uv and the pinned pip. */
  withTools?: boolean;
  /** Nothing is requested. */
  isDry?: boolean;
  /** The command line has no artifacts. */
  onlyAction?: boolean;
}

const withPip = { installer: "pip" };
const withUv = { installer: "uv" };
const noIndex = await skipWithoutIndex();
/** An old pip would refuse these; they have a row of their own. */
const WITHOUT_SETTINGS = OF_A_BUILD.filter(({ name }) => !name.startsWith("--config-settings"));

const ROWS: Row[] = [
  {
    name: "a build with pip, and a check of its mount",
    entrances: OF_A_BUILD,
    runs: [{ inputs: withPip }, { mode: "verify" }],
    withTools: true,
  },
  { name: "a build with uv", entrances: OF_A_BUILD, runs: [{ inputs: withUv }], withTools: true },
  { name: "a lock with uv", entrances: OF_A_BUILD, runs: [{ mode: "lock", inputs: withUv }], withTools: true },
  {
    name: "a lock with pip, and a build of it",
    entrances: WITHOUT_SETTINGS,
    runs: [{ mode: "lock", inputs: withPip }, { inputs: withPip }],
  },
  { name: "a dynamic run", entrances: OF_A_FILE, runs: [{ mode: "dynamic" }] },
  {
    name: "a restore with a token for another run",
    entrances: OF_A_RESTORE,
    runs: [{ runId: 1001 }, { mode: "restore", inputs: { "run-id": "1001" }, runId: 2002 }],
    onlyAction: true,
  },
  { name: "a dry run", entrances: OF_A_BUILD, runs: [{ inputs: { "dry-run": "true" } }], isDry: true },
  {
    name: "pip.conf, a conda file and pylock.toml",
    entrances: OF_OTHER_FILES,
    runs: [{ inputs: { requirements: "environment.yml\npylock.toml" } }],
  },
  { name: "addresses as other inputs", entrances: refused.AS_ANOTHER_INPUT, exitCode: 2, runs: [{}] },
  {
    name: "addresses as the source of a restore",
    entrances: refused.IN_THE_SOURCE_OF_A_RESTORE,
    exitCode: 2,
    runs: [{ mode: "restore" }],
  },
  { name: "invalid lines", entrances: refused.IN_INVALID_LINES, exitCode: 2, runs: [{}] },
  {
    name: "a line that cannot be read",
    entrances: refused.IN_A_LINE_THAT_CANNOT_BE_READ,
    exitCode: 2,
    runs: [{}],
  },
  {
    name: "raw slashes in settings",
    entrances: refused.WITH_A_RAW_SLASH,
    exitCode: 2,
    runs: [{}],
  },
  { name: "a raw slash in a line", entrances: refused.WITH_A_RAW_SLASH_IN_A_LINE, exitCode: 2, runs: [{}] },
  { name: "what a server rejects", entrances: refused.REJECTED, exitCode: 3, runs: [{ inputs: withPip }] },
  { name: "a proxy that is not there", entrances: refused.OF_A_PROXY, exitCode: 3, runs: [{ inputs: withPip }] },
];

describe("secrets", { ...onLinux, concurrency: 2, skip: onLinux.skip || withoutCompiler || withoutGitServer }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const tools: IndexFile[] = [];
  before(() => {
    const t = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
    if (noIndex === false) tools.push(...uvFromRealIndex(t), ...pipFromRealIndex(t));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  for (const { name, entrances, runs, exitCode = 0, withTools = false, isDry = false, onlyAction = false } of ROWS) {
    for (const host of onlyAction ? (["action"] as const) : (["command line", "action"] as const)) {
      it(`${name}, ${host}`, { skip: withTools && noIndex }, async (t) => {
        const exposing = await new Exposing(t).add(entrances, withTools ? tools : []);
        for (const run of runs) {
          const ended = await exposing.run({ host, ...run });
          t.diagnostic(
            Object.entries({ ...ended.counts, leaks: ended.leaks.length })
              .map((pair) => pair.join(" "))
              .join(", "),
          );
          assert.equal(ended.exitCode, exitCode, ended.text);
          assert.deepEqual(ended.leaks, []);
        }
        if (exitCode === 0 && !isDry) assert.deepEqual(exposing.notUsed(), []);
      });
    }
  }
});
