import { ExitCode, UserError } from "../../util/errors.ts";
import type { Offers } from "./index-links.ts";

/** No place that pip's configuration names offers a tool that this project runs. */
export class NotOffered extends UserError {
  /** Whether pip is known not to find it either. */
  readonly isCertain: boolean;

  /** @param what such as `no wheel was found`; the places are added */
  constructor(what: string, { asked, isComplete }: Offers, hint?: string) {
    const places = asked.length === 0 ? "no index is configured" : `asked: ${asked.join("; ")}`;
    super(`${what} (${places})`, { hint, exitCode: ExitCode.install });
    this.isCertain = isComplete;
  }
}
