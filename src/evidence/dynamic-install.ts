/**
 * The result of one installation as the image performs it at every start, into an environment that simulates the image
 * and already contains its server.
 */
export interface DynamicInstallEvidence {
  /** Milliseconds that pip took without a cache. */
  readonly duration: number;
  /** Packages of the image that pip replaced. */
  readonly replaced: readonly Replacement[];
  /** Why importing the server fails afterwards; `undefined` if it does not fail. */
  readonly serverFailure: string | undefined;
  /** Version of azureml-inference-server-http. */
  readonly server: string;
}

export interface Replacement {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}
