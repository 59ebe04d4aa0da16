/**
 * The variables that are needed, the deployment's own PYTHONPATH entries appended to ours. Library paths of an earlier
 * run are removed.
 *
 * @param present the deployment's PYTHONPATH, if it has one
 */
export function mergePythonPath(
  needed: Readonly<Record<string, string>>,
  present: string | undefined,
): Readonly<Record<string, string>> {
  const ours = needed.PYTHONPATH;
  if (ours === undefined || present === undefined) return needed;
  const others = present.split(":").filter((part) => part !== "" && !isLibraryPath(part));
  return { ...needed, PYTHONPATH: [...new Set([...ours.split(":"), ...others])].join(":") };
}

function isLibraryPath(part: string): boolean {
  // Ours are relative; an absolute one belongs to the image or the user.
  return /^(?!\/)(.*\/)?lib\/python3\.[0-9]+\/site-packages\/?$/.test(part);
}
