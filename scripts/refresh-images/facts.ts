// Reads the facts of an image, as `images --inspect NAME --json` writes them.
import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";

/** What the catalogue uses of a facts file. */
export interface Facts {
  /** As it was inspected, with registry and tag. */
  readonly name: string;
  /** `sha256:…` of the registry; empty for an image that was not pulled. */
  readonly digest: string;
  readonly id: string;
  /** Date and time, as in ISO 8601. */
  readonly inspected: string;
  /** Such as `Ubuntu 22.04.5 LTS`. */
  readonly os: string;
  readonly user: string;
  /** `AML_APP_ROOT`, if the image sets it. */
  readonly appRoot?: string;
  readonly python: { readonly path: string; readonly version: string };
  /** [major, minor] */
  readonly glibc: readonly [number, number];
  readonly packages: readonly InstalledPackage[];
  /** Version of azureml-inference-server-http; `null` if it is not installed. */
  readonly server: string | null;
  readonly readsVariables: { readonly libraryPath: Answer; readonly requirements: Answer };
}

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Requires-Dist. */
  readonly requires: readonly string[];
}

export type Answer = "yes" | "no" | "unknown";

const DIGEST = "^sha256:[0-9a-f]{64}$";
const ANSWER = { enum: ["yes", "no", "unknown"] };

const SCHEMA = object({
  schema: { const: 1 },
  name: { type: "string", minLength: 1 },
  digest: { type: "string", pattern: `^$|${DIGEST}` },
  id: { type: "string", pattern: DIGEST },
  inspected: { type: "string", pattern: "^20\\d\\d-\\d\\d-\\d\\dT" },
  architecture: { const: "x86_64" },
  os: { type: "string" },
  user: { type: "string" },
  python: object({
    path: { type: "string", pattern: "^/.+/bin/python[\\d.]*$" },
    version: { type: "string", pattern: "^3\\.\\d+\\.\\d+$" },
  }),
  glibc: { type: "array", items: { type: "integer", minimum: 0 }, minItems: 2, maxItems: 2 },
  packages: {
    type: "array",
    items: object({ name: { type: "string" }, version: { type: "string" }, requires: strings() }),
  },
  server: { type: ["string", "null"], pattern: "^\\d+(\\.\\d+)*$" },
  readsVariables: object({ libraryPath: ANSWER, requirements: ANSWER }),
});

const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, strictRequired: false }).compile({
  ...SCHEMA,
  properties: { ...SCHEMA.properties, appRoot: { type: "string", pattern: "^/" } },
});

/** @throws Error that says, one problem per line, what is wrong with the file */
export function readFacts(path: string): Facts {
  const value = parse(path);
  if (validate(value)) return value as unknown as Facts;
  const problems = (validate.errors ?? []).map((error) => `${path}: ${inWords(error)}`);
  throw new Error(problems.join("\n"));
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(code === undefined ? `${path} is not JSON: ${message}` : `${path} cannot be read: ${message}`);
  }
}

function inWords({ instancePath, keyword, message, params }: ErrorObject): string {
  const field = instancePath.slice(1).replaceAll("/", ".");
  if (keyword === "required") return `${[field, params.missingProperty].filter(Boolean).join(".")} is missing`;
  const wanted = keyword === "const" ? `must be ${JSON.stringify(params.allowedValue)}` : message;
  return `${field || "the file"} ${wanted}`;
}

/** An object with at least these properties; a newer file may have more. */
function object<T extends object>(properties: T) {
  return { type: "object", properties, required: Object.keys(properties) };
}

function strings() {
  return { type: "array", items: { type: "string" } };
}
