import * as core from "@actions/core";
import type { Annotation, Log } from "./host.ts";
import { maskableParts, shownPath } from "./text.ts";

/** A log of workflow commands: annotations on files of `workspace`, folded groups. */
export function githubLog(workspace: string): Log {
  let depth = 0;
  return {
    info: (message) => core.info(withoutCommands(message)),
    debug: (message) => core.debug(message),
    notice: (message, place) => core.notice(message, annotation(place, workspace)),
    warning: (message, place) => core.warning(message, annotation(place, workspace)),
    error: (message, place) => core.error(message, annotation(place, workspace)),
    async group(title, work) {
      // The runner does not nest groups: the end of an inner one would end the outer one.
      if (depth > 0) core.info(withoutCommands(title));
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
      for (const part of maskableParts(secret)) core.setSecret(part);
    },
  };
}

/** What an installer or a package prints must not be taken by the runner for a workflow command. */
function withoutCommands(message: string): string {
  return message.replace(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "# #[");
}

function annotation(place: Annotation | undefined, workspace: string): core.AnnotationProperties {
  return {
    ...(place?.title === undefined ? {} : { title: place.title }),
    ...(place?.file === undefined ? {} : { file: shownPath(place.file, workspace) }),
    ...(place?.line === undefined ? {} : { startLine: place.line }),
  };
}
