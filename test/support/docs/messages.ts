// The messages that docs/troubleshooting.md quotes, each below a comment with its source: `<!-- message: gunicorn -->`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";

export interface QuotedMessage {
  readonly source: string;
  /** The heading above it. */
  readonly heading: string;
  readonly text: string;
}

export const troubleshooting = readFileSync(join(repositoryRoot, "docs", "troubleshooting.md"), "utf8");

export function quotedMessages(page = troubleshooting): QuotedMessage[] {
  const found = page.matchAll(/^<!-- message: ([\w-]+) -->\n\n```text\n(.*?)\n```$/gms);
  return [...found].map(({ index, 1: source = "", 2: text = "" }) => {
    const heading = [...page.slice(0, index).matchAll(/^#{2,3} (.*)$/gm)].at(-1)?.[1] ?? "";
    return { source, heading, text };
  });
}

export const messagesFrom = (source: string) => quotedMessages().filter((one) => one.source === source);

/** `…` on the page, and `%s` in a source, stand for what differs. */
export const partsOf = ({ text }: QuotedMessage) => text.split("…").filter((part) => part.trim() !== "");

/** The source must have each part of the message, in this order. */
export function requireIn(source: string, message: QuotedMessage, parts = partsOf(message)): void {
  let from = 0;
  for (const part of parts) {
    const at = source.indexOf(part, from);
    assert.ok(at >= 0, `${message.heading}: ${message.source} never says ${JSON.stringify(part)}`);
    from = at + part.length;
  }
}
