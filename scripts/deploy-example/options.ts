// The command line of deploy-example.
import { parseArgs } from "node:util";

export const USAGE = `Deploys examples/iris to a managed online endpoint, writes what its container looks like, and deletes the endpoint.
  node scripts/deploy-example.ts --endpoint NAME --resource-group GROUP --workspace NAME
    --image IMAGE --library-path PATH [--code-directory examples/iris] [--facts facts.json]
  node scripts/deploy-example.ts --delete --endpoint NAME --resource-group GROUP --workspace NAME
Exit codes: 0 passed; 1 failed, and the endpoint is deleted; 2 wrong arguments; 3 the endpoint may still exist;
130 and 143 ended by a signal, and the deletion of the endpoint was requested.
`;

export interface Options {
  /** Only delete the endpoint. */
  readonly delete: boolean;
  readonly endpoint: string;
  readonly "resource-group": string;
  readonly workspace: string;
  readonly image: string;
  /** Of the packages, relative to the code directory. */
  readonly "library-path": string;
  readonly "code-directory": string;
  /** File to write. */
  readonly facts: string;
}

const ALWAYS = ["endpoint", "resource-group", "workspace"] as const;
const TO_DEPLOY = ["image", "library-path"] as const;

/** As Azure requires it of an endpoint. */
const NAME = /^[a-z](?:[a-z0-9-]{1,30})[a-z0-9]$/;

/** @throws Error that says what is wrong with the arguments */
export function readOptions(words: readonly string[]): Options {
  const text = (value = "") => ({ type: "string", default: value }) as const;
  const { values } = parseArgs({
    args: [...words],
    options: {
      delete: { type: "boolean", default: false },
      endpoint: text(),
      "resource-group": text(),
      workspace: text(),
      image: text(),
      "library-path": text(),
      "code-directory": text("examples/iris"),
      facts: text("facts.json"),
    },
  });
  const missing = [...ALWAYS, ...(values.delete ? [] : TO_DEPLOY)].filter((name) => values[name] === "");
  if (missing.length > 0) throw new Error(`Set ${missing.map((name) => `--${name}`).join(", ")}.`);
  if (!NAME.test(values.endpoint)) {
    throw new Error(`--endpoint ${values.endpoint} is not 3 to 32 lowercase letters, digits and hyphens.`);
  }
  return values;
}
