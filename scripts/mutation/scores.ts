// Counts what became of the mutants, and prints it.
import { byId, type Mutant } from "../mutants.ts";
import type { Verdict } from "./judge.ts";

interface Score {
  killed: number;
  readonly survivors: string[];
}

export class Scores {
  readonly #rows = new Map<string, Score>();
  readonly #guarded = new Set<string>();
  #timeUp = 0;
  #idle = 0;

  /** Ids with a mutant that a test killed which bears the id. */
  get guarded(): ReadonlySet<string> {
    return this.#guarded;
  }

  /** @returns a line about a mutant that no test noticed */
  add(mutant: Mutant, { kind, isTimeUp, by }: Verdict): string | undefined {
    this.addGuards(mutant, by);
    const row = this.#rows.get(labelOf(mutant)) ?? { killed: 0, survivors: [] };
    this.#rows.set(labelOf(mutant), row);
    if (isTimeUp) this.#timeUp += 1;
    if (kind === "idle") this.#idle += 1;
    if (kind === "killed") row.killed += 1;
    else row.survivors.push(describe(mutant, kind));
    return kind === "killed" ? undefined : row.survivors.at(-1);
  }

  addGuards({ ids }: Mutant, by: readonly string[]): void {
    for (const id of by) if (ids.includes(id)) this.#guarded.add(id);
  }

  /** One row per check, and one per file that several checks share. */
  rows(withSurvivors: boolean): string {
    const rows = [...this.#rows].sort(([a], [b]) => byId(a, b));
    const lines = rows.flatMap(([label, { killed, survivors }]) => [
      `${label.padEnd(40)} ${String(killed).padStart(3)} killed ${String(survivors.length).padStart(3)} survived`,
      ...(withSurvivors ? survivors.map((one) => `       ${one}`) : []),
    ]);
    return [...lines, this.sum()].join("\n");
  }

  sum(): string {
    const scores = [...this.#rows.values()];
    const killed = scores.reduce((total, score) => total + score.killed, 0);
    const survived = scores.reduce((total, { survivors }) => total + survivors.length, 0);
    const parts = `(${this.#timeUp} of them ran out of time), ${survived} survived (no test runs ${this.#idle} of them)`;
    return `${killed + survived} mutants: ${killed} killed ${parts}.`;
  }
}

/** The check that alone reaches a mutant, or else its file. */
function labelOf({ ids, file }: Mutant): string {
  return ids.length === 1 ? String(ids[0]) : `src/${file}`;
}

function describe({ file, line, what, ids }: Mutant, kind: Verdict["kind"]): string {
  const idle = kind === "idle" ? " (no test runs it)" : "";
  return `src/${file}:${line}: ${what}${idle} [${ids.length > 4 ? `${ids.length} checks` : ids.join(" ")}]`;
}
