// The ways by which a secret gets into a run that passes.
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { distribution, sourceDistribution, withUser } from "../../support/secrets/draft.ts";
import type { Entrance } from "../../support/secrets/expose.ts";

/** Mode `dynamic` installs beside it. */
const SERVER = makeWheel({
  name: "azureml-inference-server-http",
  version: "1.3.4",
  files: { "azureml_inference_server_http/__init__.py": "" },
});

/** Two indexes for all: without one of them, nothing can be installed. */
const indexes: Entrance[] = [
  {
    name: "password in PIP_INDEX_URL",
    between: '":',
    async put(draft, secret) {
      const index = await draft.index(secret, [
        ...fixturePackages(),
        SERVER,
        await sourceDistribution("configured"),
        await sourceDistribution("built", ["politeness"]),
      ]);
      draft.env.PIP_INDEX_URL = withUser(index.url, secret);
      draft.requirements.push("greet==1.0", "built==1.0");
    },
  },
  {
    name: "password in PIP_EXTRA_INDEX_URL",
    between: "@",
    async put(draft, secret) {
      const index = await draft.index(secret, [distribution("extra1")]);
      draft.env.PIP_EXTRA_INDEX_URL = withUser(index.url, secret);
      draft.requirements.push("extra1==1.0");
    },
  },
  {
    name: "password in PIP_FIND_LINKS",
    between: "%2F",
    async put(draft, secret) {
      const index = await draft.index(secret, [distribution("found1")]);
      draft.env.PIP_FIND_LINKS = withUser(`${index.url}found1/`, secret);
      draft.requirements.push("found1==1.0");
    },
  },
];

const lines: Entrance[] = [
  {
    name: "password in --extra-index-url of a requirements file",
    between: "%2F@",
    async put(draft, secret) {
      const index = await draft.index(secret, [distribution("extra2")]);
      draft.requirements.push(`--extra-index-url ${withUser(index.url, secret)}`, "extra2==1.0");
    },
  },
  {
    name: "password in --find-links of a requirements file",
    between: "é",
    async put(draft, secret) {
      const index = await draft.index(secret, [distribution("found2")]);
      draft.requirements.push(`--find-links ${withUser(`${index.url}found2/`, secret)}`, "found2==1.0");
    },
  },
  {
    name: "password in an address in a requirements file",
    between: '"',
    async put(draft, secret) {
      draft.requirements.push(`direct1 @ ${withUser(await draft.wheel("direct1", secret), secret)}`);
    },
  },
  {
    name: "password in a variable of a requirements file",
    between: ":'",
    async put(draft, secret) {
      const address = await draft.wheel("direct2", secret);
      draft.env.INDEX_TOKEN = secret.text;
      draft.requirements.push(`direct2 @ ${address.replace("://", ["://robot:$", "{INDEX_TOKEN}@"].join(""))}`);
    },
  },
  {
    name: "token without a user name in an address in a requirements file",
    between: "%3A",
    async put(draft, secret) {
      const address = await draft.wheel("direct3", secret);
      draft.requirements.push(`direct3 @ ${address.replace("://", `://${secret.text}@`)}`);
    },
  },
  {
    name: "query value of an address in a requirements file",
    between: "/é%22",
    async put(draft, secret) {
      draft.requirements.push(`direct4 @ ${await draft.wheel("direct4", secret)}?v=1&code=${secret.text}`);
    },
  },
  {
    name: "password in an address of a constraints file",
    between: "@:",
    async put(draft, secret) {
      const address = withUser(await draft.wheel("extra1", secret), secret);
      draft.files["limits.txt"] = `unused @ ${address}\n`;
      draft.requirements.push("--constraint limits.txt");
    },
  },
  {
    name: "password in an address of the input packages",
    between: '"@',
    async put(draft, secret) {
      draft.packages.push(`direct5 @ ${withUser(await draft.wheel("direct5", secret), secret)}`);
    },
  },
  {
    name: "query value of an address of the input packages",
    between: ":",
    async put(draft, secret) {
      draft.packages.push(`direct6 @ ${await draft.wheel("direct6", secret)}?code=${secret.text}`);
    },
  },
  {
    name: "user info of git+http in a requirements file",
    between: "%2F",
    async put(draft, secret) {
      draft.requirements.push(`cloned1 @ git+${withUser(await draft.git("cloned1", secret), secret)}@main`);
    },
  },
  {
    name: "user info of git+http in the input packages",
    between: "%40:",
    async put(draft, secret) {
      draft.packages.push(`cloned2 @ git+${withUser(await draft.git("cloned2", secret), secret)}`);
    },
  },
  {
    name: "--config-settings token= of a requirement",
    between: "/@",
    put(draft, secret) {
      draft.requirements.push(`configured==1.0 --config-settings "token=${secret.text}"`);
    },
  },
];

const surroundings: Entrance[] = [
  {
    name: "password in .netrc",
    between: "/:@",
    async put(draft, secret) {
      const index = await draft.index(secret, [distribution("netrc1")]);
      draft.home[".netrc"] = `machine localhost\nlogin robot\npassword ${secret.text}\n`;
      draft.requirements.push(`--extra-index-url ${index.url.replace("127.0.0.1", "localhost")}`, "netrc1==1.0");
    },
  },
  ...["HTTP_PROXY", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_DEFAULT_INDEX"].map((name): Entrance => {
    return {
      name: `password in ${name}`,
      between: '@"',
      put(draft, secret) {
        draft.env[name] = withUser("http://127.0.0.1:9/simple/", secret);
      },
    };
  }),
  {
    name: "query value in UV_FIND_LINKS",
    between: "/",
    put(draft, secret) {
      draft.env.UV_FIND_LINKS = `http://127.0.0.1:9/?code=${secret.text}`;
    },
  },
  {
    name: "input github-token",
    between: '"',
    put(draft, secret) {
      draft.inputs["github-token"] = secret.text;
    },
  },
  {
    name: "variable of the deployment file",
    between: ":@",
    put(draft, secret) {
      draft.inputs["deployment-file"] = "deployment.yml";
      const variables = `environment_variables:\n  API_KEY: "${secret.text}"\n`;
      draft.files["deployment.yml"] =
        `name: blue\nendpoint_name: iris\ncode_configuration:\n  code: .\n  scoring_script: score.py\n${variables}`;
    },
  },
];

export const OF_A_BUILD = [...indexes, ...lines, ...surroundings];

/** What the requirements file alone says, which is all that mode `dynamic` takes, and what pip reads beside it. */
export const OF_A_FILE = [
  ...indexes,
  ...lines.filter(({ name }) => name.endsWith("requirements file")),
  ...surroundings.filter(({ name }) => name === "password in .netrc"),
];

/** What reads the artifacts of another run, and the index that the build needs before. */
export const OF_A_RESTORE = [
  ...indexes.slice(0, 1),
  ...surroundings.filter(({ name }) => name === "input github-token"),
];

/** pip's own configuration, a conda file, and a lock of another tool. */
export const OF_OTHER_FILES: Entrance[] = [
  {
    name: "password in index-url of pip.conf",
    between: '"',
    async put(draft, secret) {
      const index = await draft.index(secret, fixturePackages());
      draft.env.PIP_CONFIG_FILE = "pip.conf";
      draft.files["pip.conf"] = `[global]\nindex-url = ${withUser(index.url, secret)}\n`;
      draft.conda.dependencies.push("greet=1.0");
    },
  },
  {
    name: "token in the path of a channel of a conda file",
    between: "%2F",
    put(draft, secret) {
      draft.conda.channels.push(`https://conda.example/t/${secret.text}/main`);
    },
  },
  {
    name: "password in a channel of a conda file",
    between: "@",
    put(draft, secret) {
      draft.conda.channels.push(withUser("https://conda.example/main", secret));
    },
  },
  {
    name: "password in --extra-index-url of a conda file",
    between: ":",
    async put(draft, secret) {
      const index = await draft.index(secret, [distribution("conda1")]);
      draft.conda.pip.push(`--extra-index-url ${withUser(index.url, secret)}`, "conda1==1.0");
    },
  },
  {
    name: "query value of an address in a conda file",
    between: "@",
    async put(draft, secret) {
      draft.conda.pip.push(`conda2 @ ${await draft.wheel("conda2", secret)}?code=${secret.text}`);
    },
  },
  {
    name: "variable of a conda file",
    between: "/",
    put(draft, secret) {
      draft.conda.variables.API_KEY = secret.text;
    },
  },
  {
    name: "password in an address of pylock.toml",
    between: "@",
    async put(draft, secret) {
      draft.pylock.push(["locked1", withUser(await draft.wheel("locked1", secret), secret)]);
    },
  },
  {
    name: "query value of an address of pylock.toml",
    between: ":",
    async put(draft, secret) {
      draft.pylock.push(["locked2", `${await draft.wheel("locked2", secret)}?code=${secret.text}`]);
    },
  },
];
