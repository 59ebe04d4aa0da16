// What each stand-in image is made of.
import { packDebian, whyNoDebian } from "./debian-root.ts";
import { APP_ROOT, HOME, RUN_SCRIPT, runScriptText, USER } from "./files.ts";
import { packForeign, packMachine, whyNoMachinePython } from "./machine-root.ts";

export type StandInName =
  /** Debian 11, Python 3.9, server 1.5.1, runit, nginx and a run script that reads the variables AZUREML_EXTRA_*. */
  | "documented"
  /** The same with libmagic, zbar and pango. */
  | "documented-with-libraries"
  /** As `documented`, but the run script does not read the variables. */
  | "cut"
  /** As `documented`, but its entry point is the server, started in `/`: nobody runs the run script. */
  | "own-entry-point"
  /** This machine's Python 3.8, server 1.3.4; its entry point is the run script itself, on port 5001. */
  | "python38"
  /** As `python38` without Python and server. */
  | "without-python"
  /** As `python38`, with Python in /opt/py/bin, which only the run script adds to PATH. */
  | "python-elsewhere"
  /** As `python38`, run by root. */
  | "root-user"
  /** As `python38` without any program but Python; its entry point is the server. */
  | "without-shell"
  /** As `python38`; its entry point ends at once with exit code 3. */
  | "ends-at-once"
  /** For arm64: its program cannot be started. */
  | "arm64";

/** Of an image's configuration, what these images set. */
export interface ImageConfig {
  Env: string[];
  User?: string;
  WorkingDir?: string;
  Entrypoint?: string[];
  Cmd?: string[];
  ExposedPorts?: Record<string, object>;
}

export interface Imported {
  kind: "imported";
  /** False, or the reason why this machine cannot make it. */
  lacks(): string | false;
  pack(archive: string): Promise<void>;
  config: ImageConfig;
  architecture: "amd64" | "arm64";
}

export interface Derived {
  kind: "derived";
  lacks(): string | false;
  of: StandInName;
  /** As of `docker commit --change`. */
  changes: string[];
  /** Programs that are replaced, by path. */
  programs: Record<string, () => Promise<string>>;
}

const ENV = [
  "PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
  `HOME=${HOME}`,
  "LANG=C.UTF-8",
  `AML_APP_ROOT=${APP_ROOT}`,
  "AZUREML_INFERENCE_SERVER_HTTP_ENABLED=True",
  "WORKER_TIMEOUT=300",
];
const CONFIG: ImageConfig = { Env: ENV, User: USER, ExposedPorts: { "5001/tcp": {} } };
const SERVICES: ImageConfig = { ...CONFIG, Cmd: ["runsvdir", "/var/runit"] };
const SCRIPT: ImageConfig = { ...CONFIG, Cmd: [RUN_SCRIPT] };
const SERVER = [
  "/usr/local/bin/python3.8",
  "/usr/local/bin/azmlinfsrv",
  "--entry_script",
  "score.py",
  "--port",
  "5001",
];

const SERVER_ALONE = "cd /; exec azmlinfsrv --entry_script $AML_APP_ROOT/$AZUREML_ENTRY_SCRIPT --port 5001";

function imported(config: ImageConfig, lacks: Imported["lacks"], pack: Imported["pack"]): Imported {
  return { kind: "imported", config, lacks, pack, architecture: "amd64" };
}

function derived(of: StandInName, change: Partial<Derived>): Derived {
  return { kind: "derived", of, lacks: () => RECIPES[of].lacks(), changes: [], programs: {}, ...change };
}

export const RECIPES: Record<StandInName, Imported | Derived> = {
  documented: imported(SERVICES, whyNoDebian, packDebian),
  "documented-with-libraries": imported(SERVICES, whyNoDebian, (archive) => packDebian(archive, { libraries: true })),
  "own-entry-point": derived("documented", { changes: [`CMD ["/bin/sh", "-c", "${SERVER_ALONE}"]`] }),
  cut: derived("documented", { programs: { [RUN_SCRIPT]: () => runScriptText({ cut: true }) } }),
  python38: imported(SCRIPT, whyNoMachinePython, (archive) => packMachine(archive, { python: "/usr/local" })),
  "without-python": imported(
    SCRIPT,
    () => false,
    (archive) => packMachine(archive, {}),
  ),
  "python-elsewhere": imported(SCRIPT, whyNoMachinePython, (archive) => packMachine(archive, { python: "/opt/py" })),
  "root-user": derived("python38", { changes: ["USER root"] }),
  "without-shell": imported({ ...CONFIG, WorkingDir: APP_ROOT, Entrypoint: SERVER }, whyNoMachinePython, (archive) =>
    packMachine(archive, { python: "/usr/local", shell: false }),
  ),
  "ends-at-once": derived("python38", { changes: ['CMD ["/bin/bash", "-c", "echo the entry point ends; exit 3"]'] }),
  arm64: { ...imported({ ...CONFIG, Cmd: ["/usr/bin/true"] }, () => false, packForeign), architecture: "arm64" },
};
