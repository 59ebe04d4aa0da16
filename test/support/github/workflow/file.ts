// A workflow file, as far as this runner implements it: any other key is refused, with its line.
import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from "yaml";

export type Scalar = string | number | boolean | null;
export type Scalars = Record<string, Scalar>;

export interface Step {
  id?: string;
  name?: string;
  if?: Scalar;
  uses?: string;
  run?: string;
  shell?: string;
  with?: Scalars;
  env?: Scalars;
  "working-directory"?: string;
}

export interface Job {
  name?: string;
  needs?: string | string[];
  if?: Scalar;
  permissions?: Permissions;
  env?: Scalars;
  outputs?: Scalars;
  strategy?: { matrix: Record<string, unknown> };
  steps?: Step[];
  /** Path of a reusable workflow, from the root of the repository. */
  uses?: string;
  with?: Scalars;
}

export type Permissions = string | Record<string, string>;

export interface CallDefinition {
  inputs?: Record<string, { type: string; required?: boolean; default?: Scalar; description?: string }>;
  outputs?: Record<string, { value: string; description?: string }>;
}

export interface Workflow {
  file: string;
  name?: string;
  on: unknown;
  permissions?: Permissions;
  env?: Scalars;
  jobs: Record<string, Job>;
}

type Shape = "anything" | { keys?: Record<string, Shape>; each?: Shape };

const anything = "anything";
const named = (names: string): Record<string, Shape> =>
  Object.fromEntries(names.split(" ").map((name) => [name, anything]));

const step: Shape = { keys: named("id name if uses run shell with env working-directory") };
const strategy: Shape = { keys: named("matrix fail-fast") };
const callInput: Shape = { keys: named("type required default description") };
const callOutput: Shape = { keys: named("value description") };
const job: Shape = {
  keys: {
    ...named("name needs if uses with runs-on environment permissions concurrency timeout-minutes env outputs"),
    strategy,
    steps: { each: step },
  },
};
const branches: Shape = { keys: named("branches tags") };
const on: Shape = {
  keys: {
    push: branches,
    pull_request: { keys: named("branches") },
    release: { keys: named("types") },
    workflow_dispatch: { keys: { inputs: { each: callInput } } },
    workflow_call: { keys: { inputs: { each: callInput }, outputs: { each: callOutput } } },
  },
};
const workflow: Shape = { keys: { ...named("name permissions concurrency env"), on, jobs: { each: job } } };

/**
 * Reads a workflow.
 * @throws Error `file:line: key` for whatever this runner does not implement
 */
export function readWorkflow(path: string, shownAs = path): Workflow {
  return parseWorkflow(readFileSync(path, "utf8"), shownAs);
}

export function parseWorkflow(text: string, shownAs: string): Workflow {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors[0]) throw new Error(`${shownAs}: ${document.errors[0].message}`);
  refuse(document.contents, workflow, "", (at) => `${shownAs}:${lines.linePos(at).line}`);
  const content = document.toJS() as Omit<Workflow, "file">;
  for (const key of ["on", "jobs"] as const) if (content[key] === undefined) throw new Error(`${shownAs}: no ${key}`);
  return { ...content, file: shownAs };
}

function refuse(node: unknown, shape: Shape, path: string, where: (offset: number) => string): void {
  if (shape === anything) return;
  if (isSeq(node) && shape.each)
    for (const [at, item] of node.items.entries()) refuse(item, shape.each, `${path}[${at}]`, where);
  if (!isMap(node)) return;
  for (const pair of node.items as Pair[]) {
    const key = isScalar(pair.key) ? String(pair.key.value) : "?";
    const inner = shape.keys ? (Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined) : shape.each;
    const name = path === "" ? key : `${path}.${key}`;
    const offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    if (inner === undefined) throw new Error(`${where(offset)}: ${name}: this runner does not implement it`);
    refuse(pair.value, inner, name, where);
  }
}
