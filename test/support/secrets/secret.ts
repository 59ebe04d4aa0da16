// A secret that can be recognised in every spelling: as it is, percent-encoded, as JSON, in base64, or a half of it.
import { randomBytes } from "node:crypto";

export interface Secret {
  /** As it is written where it enters. */
  text: string;
  /** Letters and digits that no encoding changes, at its beginning and at its end. */
  halves: readonly [string, string];
  /** What is searched for. */
  spellings: readonly string[];
}

/** @param between unusual characters, in the middle */
export function makeSecret(between: string): Secret {
  const half = () => `s${randomBytes(6).toString("hex")}`;
  const halves = [half(), half()] as const;
  return { text: halves.join(between), halves, spellings: halves.flatMap((one) => [one, ...inBase64(one)]) };
}

/** Three bytes become four characters; the first and the last ones also depend on what is beside the text. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.from("x".repeat(offset) + text).toString("base64");
    const whole = encoded.slice(0, Math.floor((offset + text.length) / 3) * 4);
    return whole.slice(offset === 0 ? 0 : 4);
  });
}

/** The spelling that is in `bytes`, and what stands before it; `undefined` if there is none. */
export function leakIn(bytes: Buffer | string, secret: Secret): string | undefined {
  const all = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
  for (const spelling of secret.spellings) {
    const at = all.indexOf(spelling);
    if (at >= 0) return all.subarray(Math.max(0, at - 120), at + 60).toString();
  }
  return undefined;
}
