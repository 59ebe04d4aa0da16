/** The result of posting a sample request to the real inference server. */
export interface SmokeTest {
  /** The sample request, relative to the workspace; `""` if the server was started without one. */
  readonly request: string;
  /** Version of azureml-inference-server-http. */
  readonly server: string;
  /** Milliseconds until the server was ready; `undefined` if it never was. */
  readonly readyAfter: number | undefined;
  /** Milliseconds until the response. */
  readonly answeredAfter: number | undefined;
  /** HTTP status of the response. */
  readonly status: number | undefined;
  /** Text of the response, truncated if long. */
  readonly answer: string;
  /** Why the test failed; `undefined` if it passed. */
  readonly problem: string | undefined;
  /** The same test with a copy of the mount without execute bits; absent if no program needs them. */
  readonly withoutExecuteBits?: Pick<SmokeTest, "problem">;
}
