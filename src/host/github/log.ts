import * as core from "@actions/core";
import { printable, printableInColour } from "../../util/text.ts";
import type { Annotation, Log } from "../host.ts";
import { Masks, maskableParts, shownPath } from "../log-text.ts";
import { withoutGithubCommands } from "../without-commands.ts";

/** Annotations that GitHub shows of each kind in a step. */
const SHOWN_OF_EACH_KIND = 10;

/**
 * A log of workflow commands: annotations on files of `workspace`, folded groups. The runner hides the secrets that it
 * is told, but not every other program that reads this output does.
 */
export function githubLog(workspace: string, masks = new Masks()): Log {
  let depth = 0;
  const printed = { notice: 0, warning: 0, error: 0 };
  const annotate =
    (kind: keyof typeof printed, print: typeof core.error): Log["error"] =>
    (message, place) => {
      printed[kind] += 1;
      print(printable(masks.shown(message)), annotation(place, workspace, masks));
    };
  return {
    info: (message) => core.info(withoutGithubCommands(printableInColour(masks.shown(message)))),
    debug: (message) => core.debug(printableInColour(masks.shown(message))),
    notice: annotate("notice", core.notice),
    warning: annotate("warning", core.warning),
    error: annotate("error", core.error),
    annotationsLeft: (kind) => Math.max(0, SHOWN_OF_EACH_KIND - printed[kind]),
    async group(given, work) {
      const title = printable(masks.shown(given));
      // The runner does not nest groups: the end of an inner one would end the outer one.
      if (depth > 0) core.info(withoutGithubCommands(title));
      else core.startGroup(title);
      depth += 1;
      try {
        return await work();
      } finally {
        depth -= 1;
        if (depth === 0) core.endGroup();
      }
    },
    mask: (secret) => {
      masks.add(secret);
      for (const part of maskableParts(secret)) core.setSecret(part);
    },
    shown: (text) => printable(masks.shown(text)),
  };
}

function annotation(place: Annotation | undefined, workspace: string, masks: Masks): core.AnnotationProperties {
  return {
    ...(place?.title === undefined ? {} : { title: place.title }),
    ...(place?.file === undefined ? {} : { file: masks.apply(shownPath(place.file, workspace)) }),
    ...(place?.line === undefined ? {} : { startLine: place.line }),
  };
}
