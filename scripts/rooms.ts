// The rooms (top-level directories) of src/, from the entries of a run to helpers that know nothing of the rest. A room may
// import only from itself and from rooms below it.

export interface Room {
  readonly name: string;
  /** Its contents, for CONTRIBUTING.md. */
  readonly what: string;
}

/** Files of src/ itself that start a run; together they are the first room. */
export const ENTRIES = ["main.ts", "cli.ts", "action.ts"];

export const ROOMS: readonly Room[] = [
  { name: "entries", what: "`main.ts` and `action.ts` start the action, `cli.ts` the command line" },
  { name: "cli", what: "the commands, their flags, `help`, `images`, `explain`" },
  { name: "run", what: "runs a command; turns errors into annotations and outputs" },
  {
    name: "commands",
    what: "`build`, `verify`, `restore`, `dynamic`, `lock`, `try`: each lists its steps in order; `cached-mount.ts` decides on a cache hit; `deployments` plans the deployments of a list",
  },
  {
    name: "report",
    what: "annotations, summary, JSON report, SARIF, report page (`page`; what runs in the browser is in `page/browser`), snippets, comparison with an earlier mount",
  },
  {
    name: "delivery",
    what: "output files, cache and artifact, outputs, edits of the deployment file, `.amlignore`, software bill of materials",
  },
  { name: "progress", what: "the current step of a run and what is known so far, for the report of a run that fails" },
  {
    name: "checks",
    what: "every check, its texts and a pure function from evidence to findings: `metadata` (M, F), `files` (R, T), `imports` (I, S), `compiled` (P), `layout` (H), `deployment` (B, C, D, V, X); `registry.ts` lists them",
  },
  { name: "findings", what: "what checks, findings and verdicts are; severities and limits" },
  {
    name: "evidence",
    what: "everything that the checks read, collected once from files and from programs that are run",
  },
  {
    name: "smoke",
    what: "starts the real inference server, waits until it is ready and posts the sample request (`wait-and-post.ts`)",
  },
  {
    name: "mount",
    what: "the mount: build, what `slim` leaves out, inventory, manifest, archive, placement, the lock of a run, the rules of the upload, ELF files",
  },
  { name: "plan", what: "what is decided before anything is built: target, interpreter, location, cache key" },
  {
    name: "python",
    what: "interpreters, requirements, what Python sources name (`references`), pip and uv (`install/diagnose.ts` chooses the hint for a failed installation), what is fetched where a machine lacks it (`fetch`), other platforms (`platform`), the simulated image, probes",
  },
  { name: "engine", what: "Docker or Podman behind one interface: images, containers, and what is left of them" },
  {
    name: "images",
    what: "the images: the catalogue, their run script, server and libraries, as JSON files with their readers",
  },
  {
    name: "inputs",
    what: "the inputs and outputs as one table (`table`); reads and checks the inputs and the deployment file",
  },
  {
    name: "host",
    what: "GitHub's runner and the terminal behind one interface; what the command line prints for each CI service (`format`); the only place that starts programs; `process/signals.ts` handles signals",
  },
  { name: "util", what: "errors, text, scheduling and other helpers that know nothing of the project" },
];
