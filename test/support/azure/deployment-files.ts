// Deployment files in the styles of YAML, each with what `deployment-file` may change in it and nothing else.

/** The variables that every file of the corpus must have afterwards. */
export const NEEDED = {
  AZUREML_EXTRA_PYTHON_LIB_PATH: "myenv/lib/python3.8/site-packages",
  PYTHONPATH: "myenv/lib/python3.8/site-packages",
} as const;

export interface DeploymentFile {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** What does not change, or the text before and afterwards. */
type Part = string | readonly [before: string, after: string];

const file = (name: string, ...parts: Part[]): DeploymentFile => {
  const side = (which: 0 | 1) => parts.map((part) => (typeof part === "string" ? part : part[which])).join("");
  return { name, before: side(0), after: side(1) };
};
const added = (text: string): Part => ["", text];
const changed = (before: string, after: string): Part => [before, after];

const PATH = "myenv/lib/python3.8/site-packages";
const LIB = `AZUREML_EXTRA_PYTHON_LIB_PATH: ${PATH}`;
const OWN = `PYTHONPATH: ${PATH}`;
const JSON_PAIRS = `"AZUREML_EXTRA_PYTHON_LIB_PATH": "${PATH}", "PYTHONPATH": "${PATH}"`;
const OLD = "old/lib/python3.8/site-packages";

/** Values that YAML 1.1 and 1.2 read differently, comments, unusual whitespace: rewriting the document changes them. */
const HEAD = `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name:   blue      # three blanks
endpoint_name: "iris"
tags: {commit: 1234e56, build: 0042, mask: 0x1F, day: 2024-01-02, at: 12:30:45, big: 1_000, yes: no, none: ~, version: 1.10}
properties: { a : '1' ,  b: "\\u00e9",c: é , exp: 1e3, dot: .5, inf: -.inf}
description: >-
   folded
     and indented

   again
code_configuration: {code: ./src, scoring_script: score.py}
environment: azureml:own:1
instance_type: Standard_DS3_v2
instance_count: 01
`;
const NEW_MAPPING = `environment_variables:\n  ${LIB}\n  ${OWN}\n`;
const VARIABLES = "environment_variables:";
const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");
const withEol = (eol: string, { name, before, after }: DeploymentFile): DeploymentFile => ({
  name: `${name}, lines end with ${JSON.stringify(eol)}`,
  before: before.replaceAll("\n", eol),
  after: after.replaceAll("\n", eol),
});

const absent = [
  file("no variables", HEAD, added(NEW_MAPPING)),
  file("no variables, no line end", HEAD.trimEnd(), added(`\n${NEW_MAPPING.trimEnd()}`)),
  file("no variables, comments at the end", HEAD, "# the end\n\n    # really\n", added(NEW_MAPPING)),
  file(
    "no variables, a document start and end",
    "%YAML 1.1\n--- # one\n",
    HEAD,
    added(NEW_MAPPING),
    "... # over\n# more\n",
  ),
  file("no variables, keys indented", HEAD.replace(/^(?=.)/gm, "  "), added(NEW_MAPPING.replace(/^(?=.)/gm, "  "))),
  file(
    "no variables, a literal at the end keeps its lines",
    HEAD.replace(/^instance_c.*\n/m, ""),
    "instance_count: 1\nmodel_mount_path: |+\n  /x\n\n\n",
    added(NEW_MAPPING),
  ),
  file(
    "no variables, a literal ends without line end",
    HEAD.replace(/^desc[\s\S]*again\n/m, ""),
    added(NEW_MAPPING),
    "description: |\n  no line end",
  ),
  file(
    "no variables, a stripped literal ends without line end",
    HEAD.replace(/^desc[\s\S]*again\n/m, ""),
    "description: |-\n  no line end",
    added(`\n${NEW_MAPPING.trimEnd()}`),
  ),
  file(
    "no variables, the last value is empty",
    HEAD.replace(/^tags.*\n/m, ""),
    "tags:\n  a: 1\n  b:",
    added(`\n${NEW_MAPPING.trimEnd()}`),
  ),
  file(
    "no variables, an indented list at the end",
    HEAD.replace(/^tags.*\n/m, ""),
    "tags:\n  list: &l\n      - a\n      -   b # c\n",
    added(NEW_MAPPING),
  ),
];

const nothing = [
  file("empty mapping", HEAD, `${VARIABLES} {`, added(`${LIB}, ${OWN}`), "}\n"),
  file(
    "empty mapping with blanks and comment",
    HEAD,
    `${VARIABLES}    {`,
    added(`${LIB}, ${OWN}`),
    "  }   # none yet\n",
  ),
  file("empty mapping over lines", HEAD, `${VARIABLES} {`, added(`${LIB}, ${OWN}`), " # none\n  }\n"),
  file("empty mapping in the middle", `${VARIABLES} {`, added(`${LIB}, ${OWN}`), "}\n", HEAD),
  file("empty value", HEAD, VARIABLES, added(`\n  ${LIB}\n  ${OWN}`), "\n"),
  file("empty value, no line end", HEAD, VARIABLES, added(`\n  ${LIB}\n  ${OWN}`)),
  file("empty value in the middle", `${VARIABLES}  # read by score.py`, added(`\n  ${LIB}\n  ${OWN}`), "\n", HEAD),
  file("only comments", HEAD, VARIABLES, added(`\n  ${LIB}\n  ${OWN}`), "\n  # LEVEL: debug\n\n# OTHER: 1\n"),
  file("null", HEAD, `${VARIABLES} `, changed("null", `{${LIB}, ${OWN}}`), " # none\n"),
  file("tilde on a line of its own", HEAD, `${VARIABLES}\n    `, changed("~", `{${LIB}, ${OWN}}`), "\n"),
  file("blank before the colon", HEAD, "environment_variables : {", added(`${LIB}, ${OWN}`), "}\n"),
];

const block = [
  file("one variable", HEAD, lines(VARIABLES, "  LEVEL: debug"), added(lines(`  ${LIB}`, `  ${OWN}`))),
  file(
    "one variable in the middle",
    lines(VARIABLES, "  LEVEL: debug"),
    added(lines(`  ${LIB}`, `  ${OWN}`)),
    `\n# next\n${HEAD}`,
  ),
  file("no line end", HEAD, `${VARIABLES}\n  LEVEL: debug`, added(`\n  ${LIB}\n  ${OWN}`)),
  file(
    "values to change in their quotes",
    HEAD,
    `${VARIABLES} # vars\n      AZUREML_EXTRA_PYTHON_LIB_PATH: '`,
    changed(OLD, PATH),
    `'   # one\n      PYTHONPATH:   "`,
    changed(OLD, PATH),
    `" # two\n      A: '1'\n`,
  ),
  file(
    "plain values to change, quoted keys",
    HEAD,
    `"environment_variables":\n "AZUREML_EXTRA_PYTHON_LIB_PATH": `,
    changed("/var/azureml-app/myenv", PATH),
    `\n 'PYTHONPATH' : `,
    changed("a b", PATH),
    "\n",
  ),
  file(
    "right already, in every way to write it",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: "myenv/lib/\\\n    python3.8/site-packages"\n  ? PYTHONPATH\n  : |-\n    ${PATH}\n`,
  ),
  file(
    "empty values",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH:`,
    added(` ${PATH}`),
    ` # none\n  PYTHONPATH:`,
    added(` ${PATH}`),
    "\n  A:\n",
  ),
  file(
    "null values",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("null", PATH),
    ` # none\n  PYTHONPATH:\n    `,
    changed("~", PATH),
    "\n  A:\n",
  ),
  file(
    "numbers and a list to change",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("0042", PATH),
    `\n  PYTHONPATH: `,
    changed("[a, {b: c}]", PATH),
    " # list\n",
  ),
  file(
    "long strings over lines",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("old/lib\n    python3.8\n\n    site-packages", PATH),
    ` # plain\n  PYTHONPATH: "`,
    changed("old/\\\n    lib/  \n\n    x", PATH),
    `"\n  A: "x\n    y"\n`,
  ),
  file(
    "literal and folded values",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("|", PATH),
    " # why\n",
    changed(`    ${OLD}\n`, ""),
    "  PYTHONPATH: ",
    changed(">-2", PATH),
    "\n",
    changed(`    a\n    b\n`, ""),
    "\n  NOTE: |\n    text\n\n    more\n",
  ),
  file(
    "a literal with the right text and a line end too many",
    HEAD,
    `${VARIABLES}\n  PYTHONPATH: ${PATH}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("|", PATH),
    "\n",
    changed(`    ${PATH}\n`, ""),
  ),
  file("a literal at the end", `${VARIABLES}\n  NOTE: |\n    text`, added(`\n  ${LIB}\n  ${OWN}`), `\n\n${HEAD}`),
  file(
    "a literal that keeps its lines at the end",
    `${VARIABLES}\n  NOTE: |+\n    text\n\n`,
    added(lines(`  ${LIB}`, `  ${OWN}`)),
    HEAD,
  ),
  file(
    "a literal at the end without line end",
    HEAD,
    `${VARIABLES}\n  A: b\n  `,
    added(`${LIB}\n  ${OWN}\n  `),
    "NOTE: |\n    text",
  ),
  file(
    "comments between, below and beside",
    HEAD,
    lines(VARIABLES, "  # first", "  A: 1 # one", "", "    # odd", "  B: '#'  # two"),
    added(lines(`  ${LIB}`, `  ${OWN}`)),
    "  # last\n# end\n",
  ),
  file(
    "a mapping and a list as the last value",
    HEAD,
    lines(VARIABLES, "    A: {b: c}", "    D:", "    - e", "    -  - f # g"),
    added(lines(`    ${LIB}`, `    ${OWN}`)),
    "\n\n",
  ),
  file(
    "tabs in texts and comments",
    HEAD,
    `${VARIABLES} #\ttab\n  A: "x\ty" # \t\n  B: |\n    \tz\t\n`,
    added(lines(`  ${LIB}`, `  ${OWN}`)),
  ),
  file(
    "tabs between signs, which the client refuses",
    HEAD,
    `${VARIABLES}\t# tab\n  A: "x"\t\n`,
    added(lines(`  ${LIB}`, `  ${OWN}`)),
  ),
  file("explicit keys", HEAD, `? environment_variables\n: A: 1\n  ? B\n  : 2\n`, added(lines(`  ${LIB}`, `  ${OWN}`))),
];

const flow = [
  file("flow", HEAD, `${VARIABLES} {A: '1'`, added(`, ${LIB}, ${OWN}`), "} # own\n"),
  file("flow with a comma at the end", HEAD, `${VARIABLES} { A: 1`, added(`, ${LIB}, ${OWN}`), " , }\n"),
  file(
    "flow, values to change",
    HEAD,
    `${VARIABLES} {AZUREML_EXTRA_PYTHON_LIB_PATH: "`,
    changed(OLD, PATH),
    `", PYTHONPATH: `,
    changed("a", PATH),
    ",A: b}\n",
  ),
  file(
    "flow, empty values",
    HEAD,
    `${VARIABLES} {AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("", ` ${PATH}`),
    `, PYTHONPATH`,
    added(`: ${PATH}`),
    ", A}\n",
  ),
  file(
    "flow over lines",
    HEAD,
    `${VARIABLES} {\n    A: 1, # one\n    B: "2"`,
    added(","),
    "   # two",
    added(`\n    ${LIB},\n    ${OWN}`),
    "\n  }\n",
  ),
  file(
    "flow over lines, a comma at the end",
    HEAD,
    `${VARIABLES}\n  {\n    A: 1,\n    B: 2,`,
    added(`\n    ${LIB},\n    ${OWN},`),
    "\n  }\n",
  ),
  file("flow on two lines", HEAD, `${VARIABLES} {A: 1,\n  B: 2`, added(`, ${LIB}, ${OWN}`), "}\n"),
  file(
    "the whole file in flow style",
    `{name: blue, endpoint_name: iris, environment: azureml:own:1, instance_type: a, tags: {build: 0042},\n  instance_count: 1`,
    added(`, environment_variables: {${LIB}, ${OWN}}`),
    "}\n",
  ),
];

const JSON_HEAD = `"name": "blue", "endpoint_name": "iris", "environment": "azureml:own:1", "instance_type": "a", "tags": {"a": 1E400}, `;
const json = [
  file("JSON", `{${JSON_HEAD}"instance_count": 1`, added(`, "environment_variables": {${JSON_PAIRS}}`), "}"),
  file(
    "JSON over lines",
    `{\n  "name": "blue",\n  "endpoint_name": "iris",\n  "environment": "azureml:own:1",\n  "instance_type": "a",\n  "instance_count": 1`,
    added(","),
    added(`\n  "environment_variables": {${JSON_PAIRS}}`),
    "\n}\n",
  ),
  file("JSON, empty", `{${JSON_HEAD}"environment_variables": {`, added(JSON_PAIRS), "}}\n"),
  file("JSON, null", `{${JSON_HEAD}"environment_variables":`, changed("null", `{${JSON_PAIRS}}`), "}\n"),
  file(
    "JSON, minified",
    `{${JSON_HEAD.replace(/ /g, "")}"environment_variables":{"PYTHONPATH":"`,
    changed("a", PATH),
    `","A":"b"`,
    added(`, "AZUREML_EXTRA_PYTHON_LIB_PATH": "${PATH}"`),
    "}}",
  ),
  file(
    "JSON, variables over lines",
    `{${JSON_HEAD}\n  "environment_variables": {\n    "A": "\\u00e9\\/"`,
    added(","),
    added(`\n    "AZUREML_EXTRA_PYTHON_LIB_PATH": "${PATH}",\n    "PYTHONPATH": "${PATH}"`),
    "\n  }\n}\n",
  ),
];

const anchors = [
  file(
    "anchors elsewhere",
    HEAD.replace("tags: {", "tags: &tags {").replace("properties: {", "properties: &p { <<: *tags, "),
    lines(VARIABLES, "  A: *p"),
    added(lines(`  ${LIB}`, `  ${OWN}`)),
  ),
  file(
    "a merge key",
    HEAD.replace("tags: {", "tags: &tags {"),
    lines(VARIABLES, "  <<: *tags", "  A: 1"),
    added(lines(`  ${LIB}`, `  ${OWN}`)),
  ),
  file(
    "only a merge key, in flow",
    HEAD.replace("tags: {", "tags: &tags {"),
    `${VARIABLES} {<<: *tags`,
    added(`, ${LIB}, ${OWN}`),
    "}\n",
  ),
  file(
    "the old value by a merge key",
    HEAD.replace("tags: {", `tags: &tags {${LIB}, PYTHONPATH: helpers, `),
    lines(VARIABLES, "  <<: [*tags]"),
    added(lines(`  ${OWN}`)),
  ),
  file(
    "a value that is an alias",
    HEAD.replace("name:   blue ", "name: &name blue "),
    `${VARIABLES}\n  PYTHONPATH: `,
    changed("*name", PATH),
    ` # as the name\n  AZUREML_EXTRA_PYTHON_LIB_PATH: &free '`,
    changed(OLD, PATH),
    "'\n  A: *name\n",
  ),
  file(
    "a right value that another place shares",
    HEAD,
    `${VARIABLES}\n  AZUREML_EXTRA_PYTHON_LIB_PATH: &lib ${PATH}\n  PYTHONPATH: *lib\n  A: *lib\n`,
  ),
  file("an anchor on the mapping, an empty one", HEAD, `${VARIABLES} &all # none`, added(`\n  ${LIB}\n  ${OWN}`), "\n"),
  file(
    "tags of YAML",
    HEAD,
    `${VARIABLES} !!map\n  AZUREML_EXTRA_PYTHON_LIB_PATH: `,
    changed("!!int 5", PATH),
    "\n  PYTHONPATH: !!str ",
    changed("5", PATH),
    "\n  A: !!str 7\n",
  ),
  file(
    "a tag that says that nothing is there",
    `${VARIABLES} `,
    changed("!!null ", ""),
    "# none",
    added(`\n  ${LIB}\n  ${OWN}`),
    `\n${HEAD}`,
  ),
  file(
    "the same tag before a null",
    HEAD,
    `${VARIABLES} `,
    changed("!!null ~", `{AZUREML_EXTRA_PYTHON_LIB_PATH: ${PATH}, PYTHONPATH: ${PATH}}`),
    "\n",
  ),
];

const signs = [
  file("a byte order mark", "\ufeff", HEAD, `${VARIABLES} {`, added(`${LIB}, ${OWN}`), "}\n"),
  file(
    "a byte order mark before the variables",
    "\ufeff",
    lines(VARIABLES, "  A: é"),
    added(lines(`  ${LIB}`, `  ${OWN}`)),
    HEAD,
  ),
  file("a byte order mark, nothing yet", "\ufeff", HEAD, added(NEW_MAPPING)),
  file(
    "letters of all kinds",
    HEAD,
    "# Größe 🎉 \u202e 漢字\n",
    lines(VARIABLES, '  A: "🎉 漢字"'),
    added(lines(`  ${LIB}`, `  ${OWN}`)),
    "# 🎉",
  ),
];

const windows = [absent[0], absent[1], nothing[0], nothing[4], block[3], block[10], block[12], flow[4], anchors[1]];

/** Every file of the corpus; names are unique. */
export const DEPLOYMENT_FILES: readonly DeploymentFile[] = [
  ...absent,
  ...nothing,
  ...block,
  ...flow,
  ...json,
  ...anchors,
  ...signs,
  ...windows.flatMap((one) => (one ? [withEol("\r\n", one), withEol("\r", one)] : [])),
];
