/**
 * `Promise.all`, but an error is told only when all have ended: a program that ran on beside its report would write into
 * what is removed then, and put its words behind it.
 */
export async function allEnded<T extends readonly unknown[] | []>(works: T): Promise<AllOf<T>> {
  await Promise.allSettled(works);
  return await Promise.all(works);
}

type AllOf<T extends readonly unknown[] | []> = { -readonly [Position in keyof T]: Awaited<T[Position]> };
