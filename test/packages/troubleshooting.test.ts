// The messages of docs/troubleshooting.md that come from the server's packages, as the releases on the index have them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { messagesFrom, type QuotedMessage, requireIn } from "../support/docs/messages.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { readZip } from "../support/packages/zip.ts";
import { findPython } from "../support/python/interpreters.ts";

/** Each with the source of messages that it is. */
const RELEASES = [
  ["server", "azureml-inference-server-http==1.5.1"],
  ["gunicorn", "gunicorn==23.0.0"],
  ["cython", "cython==3.0.11"],
] as const;

const python = findPython("3.9");
const skip = (await skipWithoutIndex()) || (python === undefined && "there is no Python 3.9");

for (const [source, release] of RELEASES) {
  test(`${release} says what the page quotes`, { skip }, (t) => {
    const folder = createWorkspace(t);
    const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder, release];
    execFileSync(python ?? "", args, { stdio: "pipe" });
    const [wheel = ""] = readdirSync(folder);
    const files = [...readZip(readFileSync(join(folder, wheel)))].filter(([path]) => /\.(py|c)$/.test(path));
    const messages = messagesFrom(source);
    assert.ok(messages.length > 0);
    const texts = files.map(([, bytes]) => bytes.toString("utf8"));
    for (const message of messages) {
      const said = texts.some((text) => says(text, message));
      assert.ok(said, `${release} never says ${message.text}`);
    }
  });
}

/** Messages that their source puts together, as its parts. */
function assembled({ source, text }: QuotedMessage): string[] | undefined {
  if (text.includes("SIGKILL")) return text.split(/…|SIGKILL|(?<=!)/).filter((part) => part.trim() !== "!");
  if (source === "cython") return text.replace(/^\S+ /, "").split(/(?<=\. )|\d+/);
  return undefined;
}

function says(text: string, message: QuotedMessage): boolean {
  try {
    requireIn(text, message, assembled(message));
    return true;
  } catch {
    return false;
  }
}
