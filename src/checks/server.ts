import { contentsOf, type ImageContents } from "../target/image-contents.ts";
import { SERVER } from "../target/server.ts";
import { type Answer, about, type Check, type Evidence, type Severity } from "./check.ts";
import type { ServerConflict } from "./server-probe.ts";

/** The merged world: what the mount holds, the image's server imports too. */

export const serverConflict: Check = {
  id: "I2",
  severity: "error",
  title: "a package in the mount does not suit the image's server",
  explanation:
    "Server and scoring script share one interpreter and one path, and the mount comes first on it. The requirements of azureml-inference-server-http, and of what it needs in turn, are evaluated by Python's own `packaging` in the merged world: the mount first, the image second. A release of another series than the server asks for breaks it at start (pydantic 1 beside 1.1 and later: an ImportError, the worker ends with exit code 3, and the container starts again and again) or at a request, or happens to work for a while (flask 3 beside server 1.3.4). It is an error when the server's version is known (by `image`, or better by `image-packages`); otherwise the last server for that Python is assumed, and it is a warning. Another release of the right series is one step milder. What only other packages of an image ask for is a notice unless `image-packages` says which they are. Pin what the server asks for; the hint has the line. Safe to turn off for a distribution with which you have seen that server answer.",
  find: (evidence) => {
    const image = contentsOf(evidence.target, evidence.options.imagePackages);
    const conflicts = (evidence.server?.conflicts ?? []).map((conflict) => told(conflict, image, evidence));
    return [...serverInMount(image, evidence), ...conflicts];
  },
};

function told(conflict: ServerConflict, image: ImageContents, evidence: Evidence): Answer {
  const { by, text, needs, found } = conflict;
  const server = `${SERVER} ${image.server?.version}`;
  const who = by === SERVER ? server : `${by}, which ${server} needs,`;
  const caution =
    image.known !== "listed" && !image.server?.certain ? " (the last one for this Python; no image says which)" : "";
  const specifier = /^[^;]*/.exec(text)?.[0].trim() ?? text;
  return about({ name: needs }, evidence, {
    severity: severityOf(conflict, image),
    message: `${needs} ${found} in the mount comes before the image's, and ${who}${caution} wants ${specifier}.`,
    hint: `Write ${specifier} in the requirements.`,
  });
}

const MILDER: Readonly<Record<Severity, Severity>> = { error: "warning", warning: "notice", notice: "notice" };

function severityOf({ by, sameSeries }: ServerConflict, { known, server }: ImageContents): Severity {
  if (by !== SERVER && known !== "listed") return "notice";
  const severity = server?.certain ? "error" : "warning";
  return sameSeries ? MILDER[severity] : severity;
}

function serverInMount({ server }: ImageContents, evidence: Evidence): Answer[] {
  const mounted = evidence.inventory.distributions.find(({ name }) => name === SERVER);
  if (mounted === undefined) return [];
  const instead = server ? ` instead of the image's ${server.version}${server.certain ? "" : " or older"}` : "";
  return [
    about(mounted, evidence, {
      severity: "warning",
      file: mounted.directory,
      message: `The mount holds the server itself: ${mounted.version} runs${instead}, with everything it needs.`,
      hint: `Remove ${SERVER} from the requirements: every image has it.`,
    }),
  ];
}
