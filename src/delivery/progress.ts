import type { Verdict } from "../checks/verify.ts";
import { Clock } from "../clock.ts";
import type { Location } from "../mount/location.ts";
import type { Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Options } from "../options/options.ts";
import type { Outputs } from "../options/table.ts";
import type { Target } from "../target/target.ts";
import { type Refusal, STEPS, type Step, type StepWords } from "./steps.ts";

/** What a failed run can still tell; each fact is there from the step on that found it out. */
export interface Facts {
  options?: Options;
  target?: Target;
  /** Where the mount stands at the end. */
  location?: Location;
  /** Absolute; it can be made and written. */
  outputDirectory?: string;
  /** The manifest to compare with, where one was named. */
  earlier?: Manifest | undefined;
  mount?: Mount;
  verdict?: Verdict;
  /** Whether the findings are in the log. */
  annotated?: boolean;
  /** For the report, by field. */
  more?: Readonly<Record<string, unknown>>;
}

/** How far a run has come, and what is known of it: what it can still tell when a step throws. */
export class Progress {
  readonly clock = new Clock();
  readonly facts: Facts = {};
  /** The outputs that are known; each names what is there. None of them leads to a deployment. */
  readonly outputs: Partial<Outputs> = {};
  readonly #steps: Step[];

  /** @param mode the input, as given */
  constructor(mode: string | undefined) {
    const first: Record<string, Step> = { dynamic: "install", restore: "restore", verify: "verify" };
    this.#steps = [first[mode ?? ""] ?? "build"];
  }

  /** Begins a step; those before it are done. */
  begin(step: Step): void {
    if (this.#steps.at(-1) !== step) this.#steps.push(step);
  }

  learn(facts: Facts): void {
    Object.assign(this.facts, facts);
  }

  note(outputs: Partial<Outputs>): void {
    Object.assign(this.outputs, outputs);
  }

  /** What a system error means in the present step. */
  get refused(): Refusal {
    return this.#present.refused;
  }

  /** What was done before the present step, such as `Built and verified`; `Built, not verified` with findings. */
  get soFar(): string {
    return sentence(this.#soFar);
  }

  /** For a run that ends in the present step, such as `Built and verified, not uploaded`. */
  get headline(): string {
    return sentence([...this.#soFar, this.#present.not]);
  }

  get #soFar(): string[] {
    const isRed = this.facts.verdict?.green === false;
    const done = this.#steps.slice(0, -1).filter((step) => !(step === "verify" && isRed));
    const words: string[] = done.map((step) => STEPS[step].done).filter((word) => word !== "");
    return [enumerated(words), isRed ? STEPS.verify.not : ""];
  }

  get #present(): StepWords {
    return STEPS[this.#steps.at(-1) as Step];
  }
}

function sentence(parts: readonly string[]): string {
  const text = parts.filter((part) => part !== "").join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `built`, `built and verified`, `built, verified and uploaded`. */
function enumerated(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
