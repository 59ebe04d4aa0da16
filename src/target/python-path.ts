/**
 * The variables that are needed, with what else the deployment's own PYTHONPATH has behind ours. What an earlier run put
 * there goes.
 *
 * @param present the deployment's PYTHONPATH, if it has one
 */
export function besideOwnPythonPath(
  needed: Readonly<Record<string, string>>,
  present: string | undefined,
): Readonly<Record<string, string>> {
  const ours = needed.PYTHONPATH;
  if (ours === undefined || present === undefined) return needed;
  const others = present.split(":").filter((part) => part !== "" && !isLibraryPath(part));
  return { ...needed, PYTHONPATH: [...new Set([...ours.split(":"), ...others])].join(":") };
}

function isLibraryPath(part: string): boolean {
  // Ours are relative; an absolute one is of the image or the user's.
  return /^(?!\/)(.*\/)?lib\/python3\.[0-9]+\/site-packages\/?$/.test(part);
}
