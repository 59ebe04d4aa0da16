import type { Verdict } from "../findings/verdict.ts";
import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Outputs } from "../inputs/table.ts";
import type { Manifest } from "../mount/manifest/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Location } from "../plan/location.ts";
import { humanSeconds } from "../util/text.ts";
import { Clock } from "./clock.ts";
import { PHASES, type PhaseName } from "./phases.ts";
import { type Refusal, STEPS, type Step, type StepWords } from "./steps.ts";

/** What a failed run can still report; each fact is set by the step that determines it. */
export interface Facts {
  options?: Options;
  target?: Target;
  /** The final location of the mount. */
  location?: Location;
  /** Absolute; it can be created and written. */
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

/** The progress of a run and the facts known so far, for the report of a run in which a step throws. */
export class Progress {
  readonly clock = new Clock();
  readonly facts: Facts = {};
  /** The outputs known so far; each names something that exists. None of them is used to deploy. */
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

  /** Runs one phase: a group of the log, and its time after it; the summary has the time of one that fails. */
  async phase<T>(name: PhaseName, host: Host, work: () => Promise<T>): Promise<T> {
    const { title, running } = PHASES[name];
    const start = performance.now();
    const timed = () => this.clock.time(name, work);
    const result = await host.log.group(title, () => host.progress(running, timed), "phase");
    host.log.info(`${title}: ${humanSeconds(performance.now() - start)}`);
    return result;
  }

  learn(facts: Facts): void {
    Object.assign(this.facts, facts);
  }

  note(outputs: Partial<Outputs>): void {
    Object.assign(this.outputs, outputs);
  }

  /** What a system error means in the current step. */
  get refused(): Refusal {
    return this.#current.refused;
  }

  /** What was done before the current step, such as `Built and verified`; `Built, not verified` with findings. */
  get soFar(): string {
    return sentence(this.#soFar);
  }

  /** For a run that ends in the current step, such as `Built and verified, not uploaded`. */
  get headline(): string {
    return sentence([...this.#soFar, this.#current.not]);
  }

  /** What the current step was to do, such as `not uploaded`. */
  get notDone(): string {
    return this.#current.not;
  }

  get #soFar(): string[] {
    const hasFailed = this.facts.verdict?.passed === false;
    const done = this.#steps.slice(0, -1).filter((step) => !(step === "verify" && hasFailed));
    const words: string[] = done.map((step) => STEPS[step].done).filter((word) => word !== "");
    return [enumerated(words), hasFailed ? STEPS.verify.not : ""];
  }

  get #current(): StepWords {
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
