import { UserError } from "../../util/errors.ts";
import { isRecord, lineAt, valueAt, type YamlFile } from "./yaml-file.ts";

/** How long Azure ML waits for the server of a deployment. Milliseconds. */
export interface Serving {
  /** For a response: `request_settings.request_timeout_ms`. */
  readonly requestTimeout: number;
  /** For the server to be ready: what the stricter of the two probes allows. */
  readonly readyWithin: number;
}

/** Defaults of a managed online deployment: reference-yaml-deployment-managed-online of Microsoft's documentation. */
export const DEFAULT_SERVING: Serving = { requestTimeout: 5_000, readyWithin: 310_000 };
const DEFAULT_PROBE = { initial_delay: 10, period: 10, failure_threshold: 30 };

/** @throws UserError with file and line for a value that the client rejects */
export function servingOf(yaml: YamlFile): Serving {
  const timeout = numberAt(yaml, ["request_settings", "request_timeout_ms"]) ?? DEFAULT_SERVING.requestTimeout;
  const probes = ["liveness_probe", "readiness_probe"].map((probe) => {
    const seconds = (field: keyof typeof DEFAULT_PROBE) => numberAt(yaml, [probe, field]) ?? DEFAULT_PROBE[field];
    return (seconds("initial_delay") + seconds("period") * seconds("failure_threshold")) * 1000;
  });
  return { requestTimeout: timeout, readyWithin: Math.min(...probes) };
}

function numberAt(yaml: YamlFile, path: readonly [string, string]): number | undefined {
  const value = isRecord(valueAt(yaml, [path[0]])) ? valueAt(yaml, path) : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new UserError(`${path.join(".")} is not a whole number: ${JSON.stringify(value)}.`, {
    file: yaml.file,
    line: lineAt(yaml, path),
    hint: path[0] === "request_settings" ? "Write milliseconds, such as 5000." : "Write seconds, such as 10.",
  });
}
