// A variable of a container may be a password, and every user can read the command lines of a machine.
import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { it } from "node:test";
import { startContainer } from "../../src/engine/container.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { silentHost } from "../support/scenario/evidence.ts";

it("variables of a container are not in the command line of the engine, except those that the engine reads itself", async (t) => {
  const directory = createWorkspace(t, {
    docker:
      '#!/bin/sh\n[ "$1" = run ] || exit 0\ncd "$(dirname "$0")"\necho "$@" > words\necho "$PIP_INDEX_URL $GOOGLE_API_KEY $HOME" > index\n',
  });
  chmodSync(join(directory, "docker"), 0o755);
  const host = silentHost(directory);
  const environment = { ...process.env, PATH: [directory, process.env.PATH].join(delimiter) };
  const index = "https://someone:s3cret@index.example/simple";
  const image = { id: "sha256:0", user: "dockeruser" } as Parameters<typeof startContainer>[1]["image"];
  const container = await startContainer(
    { name: "docker", version: "28", environment },
    {
      image,
      binds: [],
      environment: { PIP_INDEX_URL: index, GOOGLE_API_KEY: "s3cret", DOCKER_PASSWORD: "s3cret", HOME: "/root" },
      isWritable: true,
      network: "none",
    },
    host,
  );
  await container.client.ended;
  await container.remove();
  await host.dispose();
  const words = readFileSync(join(directory, "words"), "utf8");
  assert.match(words, /--env PIP_INDEX_URL --env GOOGLE_API_KEY --env DOCKER_PASSWORD --env HOME=\/root /);
  assert.doesNotMatch(words, /s3cret/);
  assert.equal(readFileSync(join(directory, "index"), "utf8").trim(), `${index} s3cret ${process.env.HOME}`);
});
