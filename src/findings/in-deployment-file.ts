import type { Deployment } from "../inputs/deployment-file/deployment.ts";
import type { FindingDetails } from "./check.ts";

/** A finding about a line of the deployment file; line 1 where the line is not known. */
export function inDeploymentFile(
  deployment: Deployment | undefined,
  line: number | undefined,
  details: FindingDetails,
): FindingDetails {
  return { ...details, ...(deployment && { place: { file: deployment.file, line: line ?? 1 } }) };
}
