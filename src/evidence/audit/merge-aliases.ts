/** What several databases publish about one vulnerability. */
interface Published {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly fixed: string | null;
}

/** OSV has one vulnerability from several databases, each with the ids of the others as aliases: they become one. */
export function mergeAliases(advisories: readonly Published[]): Published[] {
  let groups: Published[][] = [];
  for (const advisory of advisories) {
    const isSame = (group: readonly Published[]) => group.some((other) => shareAnId(other, advisory));
    const same = groups.filter(isSame);
    groups = [...groups.filter((group) => !isSame(group)), [...same.flat(), advisory]];
  }
  return groups.map(merged).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function shareAnId(one: Published, other: Published): boolean {
  const ids = [other.id, ...other.aliases];
  return [one.id, ...one.aliases].some((id) => ids.includes(id));
}

/** The first id in the order of the alphabet, so that the order of the answers does not matter: GHSA before PYSEC. */
function merged(group: readonly Published[]): Published {
  const [first, ...others] = group.toSorted((a, b) => (a.id < b.id ? -1 : 1)) as [Published, ...Published[]];
  const ids = new Set(group.flatMap(({ id, aliases }) => [id, ...aliases]));
  ids.delete(first.id);
  return {
    id: first.id,
    aliases: [...ids].sort(),
    summary: first.summary || (others.find(({ summary }) => summary !== "")?.summary ?? ""),
    fixed: first.fixed ?? others.find(({ fixed }) => fixed !== null)?.fixed ?? null,
  };
}
