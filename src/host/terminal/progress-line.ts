import stringWidth from "string-width";
import yoctoSpinner from "yocto-spinner";
import { printable } from "../../util/text.ts";
import type { Masks } from "../log-text.ts";
import { noProgress, type ShowProgress, type Tell } from "../progress.ts";

interface Activity {
  readonly title: string;
  detail: string;
  /** Milliseconds, of `performance.now()`. */
  readonly start: number;
}

const EVERY_MILLISECONDS = 200;
/** A detail is shown at once, but not thousands of them. */
const SOON_MILLISECONDS = 40;
/** Milliseconds; of shorter work, the time is of no interest. */
const SHORTEST_TIME = 2_000;
/** The spinner, the space after it, and the last column, in which some terminals wrap. */
const OTHER_COLUMNS = 3;
const USUAL_COLUMNS = 80;

/** The progress of a run on a terminal; nothing in CI, with a pipe or on a terminal that cannot erase. */
export function progressLine(masks: Masks, { CI, TERM }: NodeJS.ProcessEnv): ShowProgress {
  if (process.stderr.isTTY !== true || CI !== undefined || TERM === "dumb") return noProgress;
  const line = new ProgressLine(masks);
  return (title, work) => line.during(title, work);
}

/** One line below the log. The library erases it before anything else is written to the terminal. */
class ProgressLine {
  readonly #masks: Masks;
  /** It would end the process at a signal, before programs are stopped and files removed. */
  readonly #spinner = yoctoSpinner({ handleSignals: false });
  readonly #running = new Set<Activity>();
  #timer: NodeJS.Timeout | undefined;
  /** When it was shown last. */
  #shown = 0;

  constructor(masks: Masks) {
    this.#masks = masks;
    process.once("exit", () => this.#spinner.stop()); // shows the cursor again, also after a signal
  }

  async during<T>(title: string, work: (tell: Tell) => Promise<T>): Promise<T> {
    const activity: Activity = { title, detail: "", start: performance.now() };
    this.#running.add(activity);
    this.#show();
    try {
      return await work((detail) => {
        activity.detail = detail;
        if (performance.now() - this.#shown > SOON_MILLISECONDS) this.#show();
      });
    } finally {
      this.#running.delete(activity);
      this.#show();
    }
  }

  #show(): void {
    this.#shown = performance.now();
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.#spinner.stop();
      return;
    }
    this.#timer ??= setInterval(() => this.#show(), EVERY_MILLISECONDS).unref();
    if (this.#spinner.isSpinning) this.#spinner.text = this.#text();
    else this.#spinner.start(this.#text());
  }

  #text(): string {
    const parts = [...this.#running].map(({ title, detail, start }) => {
      const time = performance.now() - start;
      return [title, detail, time < SHORTEST_TIME ? "" : `${Math.floor(time / 1_000)} s`].filter(Boolean).join(" ");
    });
    const text = printable(this.#masks.shown(parts.join(" · "))).replace(/\s+/g, " ");
    return fitting(text, (process.stderr.columns || USUAL_COLUMNS) - OTHER_COLUMNS);
  }
}

/** The beginning of `text` that fits into so many columns. */
export function fitting(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  const signs = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  let width = 0;
  const end = signs.findIndex((sign) => {
    width += stringWidth(sign);
    return width > columns - 1;
  });
  return `${signs.slice(0, Math.max(0, end)).join("")}…`;
}
