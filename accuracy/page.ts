// docs/accuracy.md, from the recorded results.
import { isAboutPackages, keyOf, opinionOn, type Python, type Result } from "./cases.ts";
import { differencesFromTools, whyOf } from "./tools.ts";

const KINDS = { stack: "Stacks", breaker: "Breakers" } as const;
const INTRODUCTION = `# Accuracy

How often the verdict is right: real packages from PyPI, verified with the image simulated on the machine that builds, and
then deployed in an image, whose server is asked. The image is a container where one is named, else a virtual environment
with the real inference server. \`npm run accuracy\` makes this page; a sample of the rows runs in \`npm test\`.

- A false pass passed, and the server did not answer.
- A false failure failed, although the server answered.
- A false warning passed with warnings, although the server answered, and answered without the file modes too, which an
  upload to Azure does not keep. V1 does not count: it is about the image that was named, whatever the packages are.

A stack is what people deploy; a breaker is known to fail for some image. The requirements are locked first. Python 3.9 is
Debian 11's, with glibc 2.31; Python 3.8 runs in a container with the files of the machine.
`;

export function page(results: readonly Result[]): string {
  const pythons = [...new Set(results.map(({ python }) => python))].sort((a, b) => minor(a) - minor(b));
  return [INTRODUCTION, summary(results, pythons), differences(results), tools(results), rows(results)].join("\n");
}

function minor(python: Python): number {
  return Number(python.split(".")[1]);
}

function summary(results: readonly Result[], pythons: readonly Python[]): string {
  const head =
    "| Python | Kind | Rows | In a container | Passed | Failed | Not installed | False pass | False failure | False warning |";
  const lines = [...pythons, undefined].flatMap((python) =>
    (["stack", "breaker"] as const).map((kind) => {
      const own = results.filter((one) => one.kind === kind && (python === undefined || one.python === python));
      const verdicts = (["passed", "failed", "not installed"] as const).map(
        (verdict) => own.filter((one) => one.verdict === verdict).length,
      );
      const opinions = (["false pass", "false failure", "false warning"] as const).map(
        (opinion) => own.filter((one) => opinionOn(one) === opinion).length,
      );
      const inContainer = own.filter(({ container }) => container !== undefined).length;
      return `| ${[python ?? "All", KINDS[kind], own.length, inContainer, ...verdicts, ...opinions].join(" | ")} |`;
    }),
  );
  return ["## Summary\n", head, `|${" --- |".repeat(10)}`, ...lines, ""].join("\n");
}

function differences(results: readonly Result[]): string {
  const different = results.filter((one) => opinionOn(one) !== "right");
  const lines = different.map((one) => {
    const truth = one.container ?? one.simulated;
    const findings = [...one.errors, ...one.warnings].filter(isAboutPackages).join(", ");
    const why = whyOf("the image", `${truth?.why ?? ""}|${findings}`, keyOf(one)) ?? "not explained";
    return row([one.name, one.python, opinionOn(one), findings, truth?.why ?? "", why]);
  });
  const unlike = results.filter(
    ({ container, simulated }) => container && simulated && container.serves !== simulated.serves,
  );
  const others = unlike.map(({ name, python, container, simulated }) =>
    row([name, python, container?.why || "serves", simulated?.why || "serves"]),
  );
  return [
    "## Differences\n",
    ...(lines.length === 0
      ? ["None.\n"]
      : ["| Case | Python | Difference | Findings | The image | Why |", `|${" --- |".repeat(6)}`, ...lines, ""]),
    "## Container and virtual environment\n",
    "Where the server of the container and that of the virtual environment do not do the same:\n",
    ...(others.length === 0
      ? ["None.\n"]
      : ["| Case | Python | Container | Virtual environment |", `|${" --- |".repeat(4)}`, ...others, ""]),
  ].join("\n");
}

function tools(results: readonly Result[]): string {
  const lines = differencesFromTools(results).map(({ name, python, tool, says, findings, why }) =>
    row([name, python, tool, says || "nothing", findings || "none", why ?? "not explained"]),
  );
  const head = ["| Case | Python | Tool | It says | Findings | Why |", `|${" --- |".repeat(6)}`];
  return [
    "## auditwheel and pip check\n",
    "Where `auditwheel show` or `pip check` objects to a distribution and no error or warning names it, or the reverse. Each",
    "difference is listed once, with the first case that has it.\n",
    ...(lines.length === 0 ? ["None.\n"] : [...head, ...lines, ""]),
  ].join("\n");
}

function rows(results: readonly Result[]): string {
  const lines = results.map((one) => {
    const truth = one.container ?? one.simulated;
    const image = truth === undefined ? "" : truth.serves ? "serves" : truth.why;
    const where = one.container === undefined ? "" : "container: ";
    const findings = [...one.errors, ...one.warnings].filter(isAboutPackages).join(", ");
    const modes = one.uploaded?.serves === false ? `; without file modes: ${one.uploaded.why}` : "";
    return row([one.name, one.python, one.verdict, findings, where + image + modes]);
  });
  return [
    "## Rows\n",
    "| Case | Python | Verdict | Findings | The image |",
    `|${" --- |".repeat(5)}`,
    ...lines,
    "",
  ].join("\n");
}

function row(values: readonly string[]): string {
  return `| ${values.map(cell).join(" | ")} |`;
}

function cell(value: string): string {
  return value.replace(/[|\\<>*_`]/g, "\\$&").slice(0, 160);
}
