import type { Check } from "./check.ts";

/** Does the real server answer? */

/** What became of a sample request that was posted to the real inference server. */
export interface SmokeTest {
  /** The sample request, relative to the workspace. */
  readonly request: string;
  /** Version of azureml-inference-server-http. */
  readonly server: string;
  /** Milliseconds until the server was ready; `undefined` when it never was. */
  readonly readyAfter: number | undefined;
  /** Milliseconds until the answer came. */
  readonly answeredAfter: number | undefined;
  /** HTTP status of the answer. */
  readonly status: number | undefined;
  /** Its text, cut when long. */
  readonly answer: string;
  /** Why it is a failure; `undefined` when all is well. */
  readonly problem: string | undefined;
}

export const noAnswer: Check = {
  id: "X1",
  severity: "error",
  title: "the real server did not answer the sample request",
  explanation:
    "With `smoke-test` the inference server of the image's version is started under the environment of the run script, with the mount, and the sample request is posted to /score. It ended before it was ready (an import failed, or init() did), was not ready in the time that the image's probes allow, or answered with another status than 2xx. The log of the server is in the log of the run. Safe to turn off when the scoring script needs what only Azure has: a registered model, a managed identity, a network.",
  *find({ smoke }) {
    if (smoke?.problem === undefined) return;
    yield {
      message: `The sample request ${smoke.request} was not answered: ${smoke.problem}`,
      hint: "The server's own words are in the log, folded; they are what the container would print.",
    };
  },
};
