// A pull where the disk has no room for the older and the newer image: what the registry is asked, and what is removed.
// The engines are programs that answer as recorded; skopeo is the real one where it is installed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { humanBytes } from "../../src/util/text.ts";
import { isInstalled } from "../support/container/stand-in/cache.ts";
import { pathWith } from "../support/engine/faulty-engine.ts";
import { registrySettings, startRegistry } from "../support/engine/registry.ts";
import { runCli } from "../support/machine/cli.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { onLinux } from "../support/scenario/scenario.ts";

const OLDER = `sha256:${"a".repeat(64)}`;
const CONFIG = Buffer.from(
  JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { type: "layers" }, config: {} }),
);
const NO_SPACE = "write /data/tmp/GetImageBlob1: no space left on device";

interface Recorded {
  engine?: "docker" | "podman";
  /** Digest in the registry of the image that the engine has. */
  digest?: string;
  /** Size of that image. */
  bytes?: number;
  /** Further answers, as branches of `case "$*"`. */
  answers?: string[];
  /** Pulls that fail before one succeeds. */
  failing?: number;
}

/** An engine with one image, whose disk is this machine's; beside it, a file with every command. */
async function recordedEngine(t: Cleanup, reference: string, recorded: Recorded) {
  const { engine = "docker", digest = OLDER, bytes = 1000, answers = [], failing = 0 } = recorded;
  const directory = createWorkspace(t, { log: "" });
  const image = {
    ...{ Id: OLDER, RepoTags: [reference], Architecture: "amd64", Os: "linux", Size: bytes, Config: {} },
    RepoDigests: digest === "" ? [] : [`${reference.replace(/:\d+$/, "")}@${digest}`],
  };
  const log = join(directory, "log");
  const failure = `[ "$(grep -c '^${engine} pull' ${log})" -le ${failing} ] && { echo '${NO_SPACE}' >&2; exit 1; }`;
  const branches = [
    ...answers,
    'version*) echo "4.3.1" ;;',
    `"image inspect"*) echo '${JSON.stringify([image])}' ;;`,
    `info*) echo '${directory}' ;;`,
    `pull*) ${failure} ;;`,
    '"ps "*|"image rm"*) ;;',
    '*) echo "unknown command" >&2; exit 1 ;;',
  ];
  const program = (name: string, text: string) => `echo "${name} $*" >> ${log}\n${text}`;
  const commands = () => readFileSync(log, "utf8").split("\n").filter(Boolean);
  return { engine, commands, program, text: program(engine, `case "$*" in\n${branches.join("\n")}\nesac`) };
}

/** `images --inspect` pulls as a run does. No container can be started afterwards, which every one of these runs reports. */
async function pullWith(t: Cleanup, engine: string, reference: string, env: Record<string, string>) {
  const words = ["images", "--inspect", reference, `--engine=${engine}`, "--pull=always"];
  return await runCli(t, words, { cwd: createWorkspace(t), env });
}

const removed = (reference: string, size: string) =>
  `Removed the older image of ${reference} (${size}) to make room for the one in the registry.\n`;
/** Of the commands, those that change something or leave the machine. */
const told = (commands: string[]) =>
  commands
    .map((line) => line.split(" ").slice(0, 3).join(" "))
    .filter((line) => / (pull|image rm|buildx|manifest)\b/.test(line));

describe("room for a pull", onLinux, () => {
  const reference = "127.0.0.1:9/azureml/image:1";
  const run = async (t: Cleanup, recorded: Recorded) => {
    const { commands, engine, text } = await recordedEngine(t, reference, recorded);
    const ended = await pullWith(t, engine, reference, { PATH: await pathWith(t, { [engine]: text }) });
    return { ...ended, commands: told(commands()) };
  };

  it("is made once, after which a pull that still fails is one sentence", async (t) => {
    const { exitCode, stderr, commands } = await run(t, { failing: 2 });
    assert.equal(exitCode, 2);
    const failed = `error: Docker could not pull ${reference}: ${NO_SPACE}; free space where the engine keeps its images.`;
    assert.equal(stderr, `${removed(reference, "1.00 kB")}${failed}\n`);
    assert.deepEqual(commands, ["docker pull --quiet", "docker image rm", "docker pull --quiet"]);
  });

  it("is not made of an image that comes from no registry", async (t) => {
    const { exitCode, stderr, commands } = await run(t, { failing: 1, digest: "" });
    assert.equal(exitCode, 2);
    assert.match(stderr, /keeps its images; the older image is kept: it comes from no registry\.\n$/);
    assert.deepEqual(commands, ["docker pull --quiet"]);
  });

  it("is not made for a pull that fails for another reason", async (t) => {
    const answers = ['pull*) echo "unauthorized: authentication required" >&2; exit 1 ;;'];
    const { stderr, commands } = await run(t, { answers });
    assert.match(stderr, /log in to the registry first: docker login 127\.0\.0\.1:9\.\n$/);
    assert.deepEqual(commands, ["docker pull --quiet"]);
  });

  it("is made before the pull if the free space is less than half more than the older image", async (t) => {
    const newer = `sha256:${"b".repeat(64)}`;
    const answers = [`"buildx imagetools"*) echo '"${newer}"' ;;`];
    const { stderr, commands } = await run(t, { bytes: 1e15, answers });
    assert.ok(stderr.startsWith(removed(reference, humanBytes(1e15))), stderr);
    assert.deepEqual(commands, ["docker buildx imagetools", "docker image rm", "docker pull --quiet"]);
  });

  it("is not made before the pull if the tag means the same image, or the registry cannot be asked", async (t) => {
    const same = await run(t, { bytes: 1e15, answers: [`"buildx imagetools"*) echo '"${OLDER}"' ;;`] });
    assert.deepEqual(same.commands, ["docker buildx imagetools", "docker pull --quiet"]);
    const silent = await run(t, { bytes: 1e15 });
    const asked = ["docker buildx imagetools", "docker manifest inspect"];
    assert.deepEqual(silent.commands, [...asked, "docker pull --quiet"]);
  });
});

/** How each engine asks a registry what a tag means, and what answers. */
const WAYS: Record<string, (digest: string, host: string) => Asked> = {
  "docker buildx imagetools inspect": (digest) => ({
    engine: "docker",
    answers: [`"buildx imagetools inspect "*" --format {{json .Manifest.Digest}}") echo '"${digest}"' ;;`],
  }),
  "docker manifest inspect": (digest, host) => {
    const manifest = { Ref: `${host}/azureml/image:1`, Descriptor: { digest, size: 7 }, SchemaV2Manifest: {} };
    const answers = [
      `buildx*) echo "docker: 'buildx' is not a docker command." >&2; exit 1 ;;`,
      `"manifest inspect --verbose --insecure "*) echo '${JSON.stringify(manifest)}' ;;`,
    ];
    return { engine: "docker", answers };
  },
  "skopeo inspect": (digest) => ({
    engine: "podman",
    answers: [],
    // Of skopeo 1.9.3.
    // biome-ignore lint/suspicious/noTemplateCurlyInString: of the shell
    skopeo: isInstalled("skopeo") ? 'PATH="${PATH#*:}" exec skopeo "$@"' : `echo "${digest}"`,
  }),
  "podman manifest inspect": (digest) => ({
    engine: "podman",
    answers: [`"manifest inspect "*) echo '${JSON.stringify({ schemaVersion: 2, config: { digest } })}' ;;`],
    skopeo: 'echo "skopeo: not found" >&2; exit 127',
  }),
};

interface Asked {
  engine: "docker" | "podman";
  answers: string[];
  skopeo?: string;
}

describe("what a tag means is asked of the registry", onLinux, () => {
  for (const [way, askedBy] of Object.entries(WAYS))
    it(`by ${way}`, async (t) => {
      const registry = await startRegistry(t);
      const reference = `${registry.host}/azureml/image:1`;
      const inRegistry = registry.put("azureml/image", "1", { config: CONFIG, layers: [] });
      // The last way tells the hash of the configuration, which the recorded engine has in place of a digest.
      const [same, other] = way.startsWith("podman") ? [OLDER, `sha256:${"c".repeat(64)}`] : [inRegistry, inRegistry];
      for (const [answer, digest, isRemoved] of [
        [same, same, false],
        [other, OLDER, true],
      ] as const) {
        const { engine, answers, skopeo } = askedBy(answer, registry.host);
        const recorded = await recordedEngine(t, reference, { engine, answers, digest, bytes: 1e15 });
        const { program, text, commands } = recorded;
        const programs = { [engine]: text, ...(skopeo === undefined ? {} : { skopeo: program("skopeo", skopeo) }) };
        const env = { PATH: await pathWith(t, programs), ...registrySettings(t, registry) };
        const { stderr } = await pullWith(t, engine, reference, env);
        assert.equal(stderr.startsWith("Removed the older image of "), isRemoved, stderr);
        const asked = commands().filter((line) => / (imagetools|manifest|--no-tags) /.test(line));
        assert.ok(asked.at(-1)?.startsWith(way), asked.join("\n"));
      }
    });
});
