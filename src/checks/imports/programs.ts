import { type MissingProgram, missingPrograms } from "../../evidence/programs/missing-programs.ts";
import { type PackagedPrograms, packagedPrograms } from "../../evidence/programs/packaged-programs.ts";
import { someOf } from "../../findings/at-most.ts";
import { about, type Check } from "../../findings/check.ts";
import { plural } from "../../util/text.ts";

/** Does the container have the programs that the packages start? */

export const missingProgram: Check = {
  id: "S7",
  name: "external-program",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a distribution starts a program that the container may not have",
  what: "A distribution is a front end of a program that its wheel does not contain, such as pytesseract for tesseract. It is a notice if the scoring script does not import it. Which programs an image has is not known.",
  inContainer: "The import succeeds. The first call that starts the program fails, mostly with FileNotFoundError.",
  fix: "Add the Debian package to an image of your own. The build writes a Dockerfile with the packages of all programs that the scoring script needs.",
  waive: "Safe if the image has the program, or if the calls that start it are not used.",
  *find(evidence) {
    const { target } = evidence;
    for (const one of missingPrograms(evidence)) {
      const [first, ...others] = one.users;
      const also =
        others.length === 0 ? "" : ` ${others.join(", ")} also ${others.length === 1 ? "starts" : "start"} it.`;
      yield about({ name: first }, evidence, {
        severity: one.isImported ? "warning" : "notice",
        message: `${first} starts ${one.program}, which the mount does not contain; whether ${target.image?.name ?? "the image"} has it is not known.${also}`,
        hint: adviceFor(one),
      });
    }
  },
};

function adviceFor({ apt, advice }: MissingProgram): string {
  if (advice !== undefined) return `${advice}.`;
  const install = `RUN apt-get update && apt-get install --yes --no-install-recommends ${apt.join(" ")}`;
  return `Deploy on an image of your own whose Dockerfile has the line \`${install}\`.`;
}

export const packagedProgram: Check = {
  id: "S8",
  name: "packaged-program",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution contains a program, which needs its execute bit",
  what: "A distribution contains a program, such as ffmpeg: compiled, or a script with `#!`. It is a notice if the script does not import it, or no module names the program. Python files and shared libraries are ignored.",
  inContainer:
    "An upload to Azure keeps no file modes. Which mode the container shows is not known: without the execute bit, the import succeeds, and the first call that starts the program fails, mostly with PermissionError.",
  fix: "In `init`, copy the program to a temporary directory, make the copy executable, and have the distribution start the copy. Or install the distribution into an image of your own.",
  waive: "Safe if no call starts the program, or once you have seen it start in the deployment.",
  *find(evidence) {
    for (const programs of packagedPrograms(evidence)) {
      const { distribution, paths, isUsed } = programs;
      const what =
        paths.length === 1 ? "a program that needs its" : `${plural(paths.length, "program")} that need their`;
      const details = {
        severity: isUsed ? ("warning" as const) : ("notice" as const),
        file: paths[0],
        message: `${distribution ?? "The mount"} contains ${what} execute bit, which an upload to Azure does not keep: ${someOf(paths)}.`,
        hint: waysToStart(programs),
      };
      yield distribution === undefined ? details : about({ name: distribution }, evidence, details);
    }
  },
};

/** Both work whichever mode the container shows. */
function waysToStart({ distribution, version, paths: [path = ""] }: PackagedPrograms): string {
  const name = path.split("/").at(-1);
  const copy = `In init, copy ${name} to a directory of tempfile.mkdtemp(), call os.chmod(copy, 0o755), and have the package start the copy`;
  if (distribution === undefined || version === undefined) return `${copy}.`;
  return `${copy}. Or deploy on an image of your own whose Dockerfile has the line \`RUN pip install ${distribution}==${version}\`, and remove ${distribution} from the requirements.`;
}
