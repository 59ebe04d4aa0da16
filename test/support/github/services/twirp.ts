// Twirp as the two services speak it: JSON in, JSON out, an error is `{code, msg}`.
export interface Reply {
  status: number;
  body: unknown;
}
// biome-ignore lint/suspicious/noExplicitAny: the body of a request is whatever the client sent
export type Method = (request: any) => Reply;

export const ok = (body: object): Reply => ({ status: 200, body });
export const refuse = (status: number, code: string, msg: string): Reply => ({ status, body: { code, msg } });
