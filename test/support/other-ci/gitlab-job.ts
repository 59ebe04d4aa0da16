// What GitLab does with a component, with the output of a job and with its reports.
import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { deep } from "./azure-agent.ts";

export interface GitlabJob {
  extends?: string;
  stage?: string;
  image?: string;
  variables?: Record<string, string>;
  before_script?: string[];
  script?: string[];
  needs?: unknown[];
  artifacts?: { when: string; paths: string[]; reports: Record<string, string> };
}

interface Header {
  spec: { inputs: Record<string, { description?: string; default?: string }> };
}

/** The jobs of a component with values for its inputs. */
export function expandComponent(text: string, values: Record<string, string>): Record<string, GitlabJob> {
  const [header, jobs, ...more] = parseAllDocuments(text).map((document) => document.toJS()) as [Header, unknown];
  assert.equal(more.length, 0);
  const { inputs } = header.spec;
  for (const name of Object.keys(values)) assert.ok(name in inputs, `there is no input ${name}`);
  const expand = (given: string) =>
    given.replace(/\$\[\[ inputs\.([\w-]+) \]\]/g, (_, name) => {
      const value = values[name] ?? inputs[name]?.default;
      return value ?? assert.fail(`input ${name} has no value`);
    });
  return deep(jobs, expand) as Record<string, GitlabJob>;
}

/** A job with what it takes from the one that it extends. */
export function extended(name: string, jobs: Record<string, GitlabJob>): GitlabJob {
  const job = jobs[name] ?? assert.fail(`there is no job ${name}`);
  const base = job.extends === undefined ? {} : extended(job.extends, jobs);
  return { ...base, ...job, variables: { ...base.variables, ...job.variables } };
}

/** Its variables as the runner sets them: a variable may name one that is set already. */
export function variablesOf({ variables = {} }: GitlabJob, predefined: Record<string, string>): Record<string, string> {
  const expand = (text: string) =>
    text.replace(/\$(\w+)/g, (_, name) => predefined[name] ?? assert.fail(`no variable ${name}`));
  return { ...predefined, ...Object.fromEntries(Object.entries(variables).map(([key, text]) => [key, expand(text)])) };
}

/** The lines of a job as the runner passes them to one shell. */
export function scriptOf({ before_script = [], script = [] }: GitlabJob): string {
  return ["set -eo pipefail", ...before_script, ...script].join("\n");
}

/** Ci::ParseDotenvArtifactService, with the limits of gitlab.com. */
export function readDotenv(text: string): Record<string, string> {
  assert.ok(Buffer.byteLength(text) < 5 * 1024, "Dotenv Artifact Too Big");
  const lines = text.replace(/\n$/, "").split("\n");
  assert.ok(lines.length <= 20, "Dotenv files cannot have more than 20 variables");
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = "", value = ""] = /^(.*?)=(.*)$/.exec(line) ?? assert.fail(`Invalid Format: ${line}`);
      assert.match(key.trim(), /^[A-Za-z0-9_]+$/);
      assert.doesNotMatch(value, /\$/, "the runner would expand it");
      return [key.trim(), value.trim()];
    }),
  );
}

const ESCAPE = "\u001b";

export interface Section {
  title: string;
  lines: string[];
}

/** The collapsible sections of a log; one that is not closed in its order fails the test. */
export function readSections(output: string): { sections: Section[]; outside: string[] } {
  const marker = new RegExp(`section_(start|end):(\\d+):([\\w.-]+)(\\[collapsed=true\\])?\r(?:${ESCAPE}\\[0K)?`, "g");
  const sections: Section[] = [];
  const outside: string[] = [];
  const open: { name: string; section: Section }[] = [];
  for (const line of output.split("\n")) {
    const found = [...line.matchAll(marker)];
    for (const [, kind, seconds, name = ""] of found) {
      assert.ok(Math.abs(Number(seconds) - Date.now() / 1000) < 3600);
      if (kind === "end") assert.equal(open.pop()?.name, name);
      else sections.push(openSection(name, line.replace(marker, ""), open));
    }
    if (found.length === 0) (open.at(-1)?.section.lines ?? outside).push(line);
  }
  assert.deepEqual(open, []);
  assert.equal(new Set(sections).size, sections.length);
  return { sections, outside };
}

function openSection(name: string, title: string, open: { name: string; section: Section }[]): Section {
  const section = { title: title.replace(new RegExp(`${ESCAPE}\\[[0-9;]*[A-Za-z]`, "g"), ""), lines: [] };
  open.push({ name, section });
  return section;
}
