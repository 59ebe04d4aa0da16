import { nearest } from "../../util/text.ts";
import data from "./instance-types.json" with { type: "json" };

/** What a container can use on an instance of this type. */
export interface InstanceType {
  /** As Azure spells it, such as `Standard_DS3_v2`. */
  readonly name: string;
  /** vCPUs. */
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
}

/** Types that a managed online endpoint can use. */
const INSTANCE_TYPES: readonly InstanceType[] = data.instanceTypes.map(({ name, cores, memory }) => ({
  name,
  cores,
  memory,
}));

/**
 * The instance type of this name, in any case.
 *
 * @param name as in a deployment's `instance_type`
 */
export function instanceType(name: string): InstanceType | undefined {
  const plain = name.trim().toLowerCase();
  return INSTANCE_TYPES.find((type) => type.name.toLowerCase() === plain);
}

/** Names of at most `count` instance types that are similar to `name`, the most similar first. */
export function nearestInstanceTypes(name: string, count = 3): readonly string[] {
  const plain = name.trim();
  let left = INSTANCE_TYPES.map((type) => type.name);
  const found: string[] = [];
  while (found.length < count) {
    const next = nearest(plain, left) ?? nearest(`Standard_${plain}`, left);
    if (next === undefined) break;
    found.push(next);
    left = left.filter((each) => each !== next);
  }
  return found;
}
