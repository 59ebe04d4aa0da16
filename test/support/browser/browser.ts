// A real browser without a window, for tests of pages.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import type { Cleanup } from "../machine/workspace.ts";
import { DevTools } from "./devtools.ts";
import { Page } from "./page.ts";

export interface Browser {
  /** Opens a file in a new tab. @param file absolute */
  open(file: string, options?: OpenOptions): Promise<Page>;
}

export interface OpenOptions {
  readonly width?: number;
  readonly scheme?: "light" | "dark";
  readonly withScript?: boolean;
}

/** @param program on PATH */
export async function startBrowser(t: Cleanup, program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "azureml-browser-test-"));
  const flags = ["--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "--no-first-run"];
  // Its sandbox refuses root, and containers of CI services have neither a GPU nor enough shared memory.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(program, [...flags, ...root, "--disable-gpu", "--disable-dev-shm-usage", "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    detached: true, // it is a script that starts the browser, which starts others
  });
  t.after(async () => {
    await stop(child);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const address = new URL(await addressOf(child));
  return {
    open: async (file, options = {}) => {
      const answer = await fetch(`http://${address.host}/json/new?about:blank`, { method: "PUT" });
      const { webSocketDebuggerUrl } = (await answer.json()) as { webSocketDebuggerUrl: string };
      const page = new Page(await DevTools.connect(webSocketDebuggerUrl));
      await page.load(pathToFileURL(file).href, options);
      return page;
    },
  };
}

async function addressOf({ stderr }: ChildProcess): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: stderr ?? assert.fail() })) {
    const url = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
    if (url !== undefined) {
      stderr?.resume();
      return url;
    }
    lines.push(line);
  }
  return assert.fail(`The browser ended:\n${lines.join("\n")}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  process.kill(-child.pid, "SIGKILL");
  await ended;
}
