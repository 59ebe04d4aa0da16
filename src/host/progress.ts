/** Says more about running work, such as how much of it is done. */
export type Tell = (detail: string) => void;

/**
 * Runs `work`, and shows its title while it runs. Several pieces of work may run at the same time.
 * @param title what is done, such as `Compiling 34 modules`
 */
export type ShowProgress = <T>(title: string, work: (tell: Tell) => Promise<T>) => Promise<T>;

/** For a log that is read later. */
export const noProgress: ShowProgress = (_, work) => work(() => {});
