// Whether an event starts a workflow.
import type { WorkflowEvent } from "../runner/events.ts";
import type { CallDefinition, Workflow } from "./file.ts";

type Filter = { branches?: string[]; tags?: string[]; types?: string[] } | null;

export function triggers({ on }: Workflow): Record<string, Filter> {
  const names = typeof on === "string" ? [on] : on;
  if (Array.isArray(names)) return Object.fromEntries(names.map((name) => [name, null]));
  return names as Record<string, Filter>;
}

/** @throws Error when the event does not start the workflow */
export function requireTriggered(workflow: Workflow, event: WorkflowEvent): void {
  const known = triggers(workflow);
  const refused = (why: string) => new Error(`${workflow.file} does not run for ${event.name} of ${event.ref}: ${why}`);
  if (!(event.name in known)) throw refused(`on has ${Object.keys(known).join(", ")}`);
  const filter = known[event.name];
  if (filter?.types && !filter.types.includes(String(event.payload.action))) throw refused("types");
  if (filter?.branches === undefined && filter?.tags === undefined) return;
  const patterns = event.ref.startsWith("refs/tags/") ? filter.tags : filter.branches;
  const name = event.baseRef ?? event.ref.replace(/^refs\/(heads|tags)\//, "");
  if (!patterns?.some((pattern) => matches(name, pattern))) throw refused("branches or tags");
}

export function callDefinition(workflow: Workflow): CallDefinition {
  const known = triggers(workflow);
  if (!("workflow_call" in known)) throw new Error(`${workflow.file} cannot be called: on has no workflow_call`);
  return (known.workflow_call ?? {}) as CallDefinition;
}

/** `*` matches anything but a slash, `**` matches anything. */
function matches(name: string, pattern: string): boolean {
  if (/[!?+[\]]/.test(pattern)) throw new Error(`this runner does not implement the pattern ${pattern}`);
  const source = pattern.replace(/[.$^(){}|\\]/g, "\\$&").replace(/\*\*?/g, (star) => (star === "*" ? "[^/]*" : ".*"));
  return new RegExp(`^${source}$`).test(name);
}
