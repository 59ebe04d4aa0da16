// The ways by which a secret gets into a run that fails, and into its error: each list is one run.
import { withUser } from "../../support/secrets/draft.ts";
import type { Entrance } from "../../support/secrets/expose.ts";

const NOWHERE = "http://127.0.0.1:9/simple/";

/** Inputs that get an address, and say that it is not valid. */
const ANY_INPUT = [
  "python-version",
  "environment-name",
  "checks",
  "max-size",
  "retention-days",
  "expected-digest",
  "installer",
  "artifact-name",
  "image-packages",
  "compare-with",
  "smoke-test",
  "code-directory",
];

export const AS_ANOTHER_INPUT: Entrance[] = [
  ...ANY_INPUT.map((input, index): Entrance => {
    return {
      name: `address as the input ${input}`,
      between: ['"', "/", "@", "%2F", ":", "é"][index % 6] ?? "",
      put(draft, secret) {
        draft.inputs[input] = withUser(NOWHERE, secret);
      },
    };
  }),
  {
    name: "option in the input packages",
    between: '/"',
    put(draft, secret) {
      draft.packages.push(`--index-url ${withUser(NOWHERE, secret)}`);
    },
  },
  {
    name: "option with a setting in the input packages",
    between: "@/",
    put(draft, secret) {
      draft.packages.push(`--config-settings token=${secret.text}`);
    },
  },
];

export const IN_THE_SOURCE_OF_A_RESTORE: Entrance[] = ["run-id", "repository", "artifact-id"].map((input) => {
  return {
    name: `address as the input ${input}`,
    between: '/"',
    put(draft, secret) {
      draft.inputs[input] = withUser(NOWHERE, secret);
    },
  };
});

export const IN_INVALID_LINES: Entrance[] = [
  {
    name: "raw slash in a password of an invalid line",
    between: "/",
    put(draft, secret) {
      draft.requirements.push(`greet @@ ${withUser(NOWHERE, secret)}`);
    },
  },
  {
    name: "quote in a password of an invalid line",
    between: '"',
    put(draft, secret) {
      draft.packages.push(`greet = ${withUser(NOWHERE, secret)}`);
    },
  },
  {
    name: "query value of an invalid line",
    between: "'",
    put(draft, secret) {
      draft.packages.push(`greet = ${NOWHERE}?code=${secret.text}&b=2`);
    },
  },
  {
    name: "--config-settings token= in an invalid requirement of the input packages",
    between: "@",
    put(draft, secret) {
      draft.packages.push(`greet==1.0 --config-settings token=${secret.text}`);
    },
  },
  {
    name: "--config-settings token= of an invalid requirement",
    between: ":",
    put(draft, secret) {
      draft.files["more.txt"] = `greet=1.0 --config-settings "token=${secret.text}"\n`;
      draft.requirements.push("--requirement more.txt");
    },
  },
  {
    name: "--global-option of an invalid requirement",
    between: ":",
    put(draft, secret) {
      draft.files["most.txt"] = `greet=1.0 --global-option="--token=${secret.text}"\n`;
      draft.requirements.push("--requirement most.txt");
    },
  },
];

/** A quotation mark that is not closed: pip's parser repeats the line. */
export const IN_A_LINE_THAT_CANNOT_BE_READ: Entrance[] = [
  {
    name: "quote in a password of --extra-index-url",
    between: '"',
    put(draft, secret) {
      draft.requirements.push("greet==1.0", `--extra-index-url ${withUser(NOWHERE, secret)}`);
    },
  },
];

/** Neither pip nor uv can read these addresses, and both repeat them. */
export const WITH_A_RAW_SLASH: Entrance[] = [
  {
    name: "raw slash in a password in PIP_INDEX_URL",
    between: "/",
    put(draft, secret) {
      draft.env.PIP_INDEX_URL = withUser(NOWHERE, secret);
      draft.env.PIP_RETRIES = "0";
      draft.requirements.push("greet==1.0");
    },
  },
  {
    name: "raw slash in a password in PIP_EXTRA_INDEX_URL",
    between: "/@/",
    put(draft, secret) {
      draft.env.PIP_EXTRA_INDEX_URL = withUser(NOWHERE, secret);
    },
  },
];

export const WITH_A_RAW_SLASH_IN_A_LINE: Entrance[] = [
  {
    name: "raw slash in a password of an address in a requirements file",
    between: "/?",
    put(draft, secret) {
      draft.env.PIP_INDEX_URL = NOWHERE;
      draft.env.PIP_RETRIES = "0";
      draft.requirements.push(`greet @ ${withUser("http://127.0.0.1:9/greet-1.0-py3-none-any.whl", secret)}`);
    },
  },
];

export const REJECTED: Entrance[] = [
  {
    name: "a password that the index rejects",
    between: '":',
    async put(draft, secret) {
      const index = await draft.index(secret, [], 401);
      draft.env.PIP_INDEX_URL = withUser(index.url, secret);
      draft.env.PIP_RETRIES = "0";
      draft.requirements.push("greet==1.0");
    },
  },
  {
    name: "query value of an address that does not exist",
    between: "/",
    async put(draft, secret) {
      const index = await draft.index(secret);
      draft.packages.push(`absent @ ${new URL("/files/absent-1.0-py3-none-any.whl", index.url)}?code=${secret.text}`);
    },
  },
];

/** A proxy that is not there, whose address the error names. */
export const OF_A_PROXY: Entrance[] = [
  {
    name: "password in PIP_PROXY",
    between: '"@',
    put(draft, secret) {
      draft.env.PIP_PROXY = withUser("http://127.0.0.1:9", secret);
      draft.env.PIP_INDEX_URL = "http://index.example/simple/";
      draft.env.PIP_RETRIES = "0";
      draft.requirements.push("greet==1.0");
    },
  },
];
