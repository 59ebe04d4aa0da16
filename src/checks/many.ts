import type { Answer } from "./check.ts";

/** A check may have something to say of every file of a large mount: what a person reads has an end. */

const MOST = 100;

/** At most a hundred answers, then one that says how many more there are. */
export function* atMost(answers: Iterable<Answer>, rest: (count: number) => Answer, most = MOST): Iterable<Answer> {
  let count = 0;
  for (const answer of answers) {
    count += 1;
    if (count <= most) yield answer;
  }
  if (count > most) yield rest(count - most);
}

/** `a, b, c and 4 more`. */
export function someOf(names: readonly string[], shown = 3): string {
  const rest = names.length - shown;
  return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}

/** Things by a key, in the order in which they came. */
export function groupBy<T, K>(things: Iterable<T>, keyOf: (thing: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}
