import assert from "node:assert/strict";
import { test } from "node:test";
import {
  secretsIn,
  whyUnreadable,
  withoutCredentials,
  withoutCredentialsIn,
  withoutKnownSecrets,
  withoutUserInfo,
} from "../../src/util/credentials.ts";

test("the user info of an address ends at its last @, as pip reads it", () => {
  const line = "--index-url https://bob:p@ss@host/simple # ask a@b.example";
  assert.equal(withoutCredentials(line), "--index-url https://host/simple # ask a@b.example");
  assert.ok(["bob:p@ss", "p@ss"].every((secret) => secretsIn(line).includes(secret)));
  assert.equal(secretsIn(line).includes("bob"), false);
});

test("a password may have any characters, also those that an address must not have", () => {
  for (const password of [
    'q"q',
    "a/b",
    "a/@/b",
    "a@b/c",
    "a?b",
    "a#b/c",
    "1/2",
    "123/4@5",
    "a b",
    "é",
    "a:b",
    "%2F",
    "'",
    "\\",
  ]) {
    for (const [address, plain] of [
      [`https://bob:${password}@host.example/simple/`, "https://host.example/simple/"],
      [`git+https://bob:${password}@host.example/a/b.git@v1`, "git+https://host.example/a/b.git@v1"],
      [`(see http://bob:${password}@localhost:8080/x)`, "(see http://localhost:8080/x)"],
    ] as const) {
      assert.equal(withoutCredentials(address), plain, address);
      assert.ok(secretsIn(address).includes(password) || password.length < 3, address);
    }
  }
});

test("a user alone, a variable and an @ behind the host are no credentials", () => {
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: variables as a requirements file has them
  for (const text of [
    "git+ssh://git@host/a.git",
    "https://${USER}:${TOKEN}@host/simple",
    "https://host/a@1.0",
    "git+https://host.example:8443/team/a.git@feature/x",
    "http://127.0.0.1:8080/a@b.c/d",
    "http://localhost:8080/a@b.c/d",
    "http://[::1]:8080/a@1.0",
    "https://host/a.whl?code=${TOKEN}",
    "https://host:8080: mail a@b.example",
    "is it at https://host/simple?",
  ]) {
    assert.equal(withoutCredentials(text), text);
    assert.deepEqual(secretsIn(text), []);
  }
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the same
});

test("a branch or a tag is no part of the user info", () => {
  for (const end of ["host.example/a.git@v1.0", "host/a.git@feature/x", "host/a.git@v1.0#subdirectory=b.c/d"]) {
    assert.equal(withoutCredentials(`a @ git+https://u:p@${end}`), `a @ git+https://${end}`);
    assert.equal(withoutCredentials(`a @ git+https://${end}`), `a @ git+https://${end}`);
  }
});

test("every value of a query is dropped, and masked unless it is a plain word or a date", () => {
  const address = "https://host/a.whl?sv=2024-01-01&sig=c2VjcmV0LWtleQ%3D%3D&code=abcd&raw=true&Zm9vYmFyMTI#sha256=abc";
  assert.equal(
    withoutCredentials(`a @ ${address} ; python_version > "3"`),
    'a @ https://host/a.whl?sv=***&sig=***&code=***&raw=***&***#sha256=abc ; python_version > "3"',
  );
  const found = secretsIn(address);
  for (const secret of ["c2VjcmV0LWtleQ%3D%3D", "c2VjcmV0LWtleQ==", "abcd", "Zm9vYmFyMTI"])
    assert.ok(found.includes(secret));
  for (const word of ["2024-01-01", "true"]) assert.equal(found.includes(word), false);
});

test("a sentence goes on after a query", () => {
  assert.equal(withoutCredentials("(see https://host/a?code=x): no"), "(see https://host/a?code=***): no");
});

test("a secret that is renewed is no other address, another query value is", () => {
  const address = (code: string, version: string) =>
    withoutKnownSecrets(`https://u:p@host/a?code=${code}&v=${version}`);
  assert.equal(address("1", "1"), address("2", "1"));
  assert.notEqual(address("1", "1"), address("1", "2"));
});

test("values of options for a build are dropped", () => {
  for (const [text, plain] of [
    ['a==1 --config-settings "token=x y" --hash=sha256:a', "a==1 --config-settings token=*** --hash=sha256:a"],
    ["a==1 --config-setting=token=x", "a==1 --config-setting=token=***"],
    [`'a==1 -C token=x"y'`, "'a==1 -C token=***"],
    ['--global-option="--token=x"', "--global-option=--token=***"],
    ["--build-option secret", "--build-option ***"],
  ] as const) {
    assert.equal(withoutCredentials(text), plain);
  }
  assert.equal(withoutCredentials("tar -C directory -x"), "tar -C directory -x");
  assert.ok(secretsIn('--config-settings "token=x y z"').includes("x y z"));
  assert.deepEqual(secretsIn("--config-settings debug=whatever"), []);
});

test("strings of a value are read one by one", () => {
  const value = { a: ['https://u:p"q@host/', 1, null], b: "https://host", c: "x@y" };
  assert.deepEqual(withoutCredentialsIn(value), { a: ["https://host/", 1, null], b: "https://host", c: "x@y" });
});

test("an address that no program can read is explained", () => {
  for (const [character, code] of Object.entries({ "/": "%2F", "?": "%3F", "#": "%23" })) {
    const address = `https://bob:aaaa${character}bbbb@host/simple`;
    assert.match(whyUnreadable(address) ?? "", new RegExp(`has a [${character}], .* write ${code} instead`));
    for (const part of ["aaaa", "bbbb"]) assert.ok(secretsIn(address).includes(part), part);
  }
  for (const address of [
    "https://bob:a@host/x@b.c/d",
    "http://host:80/a@b",
    "git+ssh://git@host:a/b",
    "https://bob:p@ss@host/",
  ]) {
    assert.equal(whyUnreadable(address), undefined, address);
  }
});

test("a token in the path of an address: of Cloudsmith, of Gemfury, and of a conda channel", () => {
  const cases: [string, string, string][] = [
    [
      "https://dl.cloudsmith.io/a1B2c3D4e5F6/org/repo/python/simple/",
      "https://dl.cloudsmith.io/***/org/repo/python/simple/",
      "a1B2c3D4e5F6",
    ],
    ["https://pypi.fury.io/Zx9yWv8uTs7rQp6oNm5l/me/", "https://pypi.fury.io/***/me/", "Zx9yWv8uTs7rQp6oNm5l"],
    [
      "https://conda.anaconda.org/t/tk-0f1e2d3c-4b5a-6978/private",
      "https://conda.anaconda.org/t/***/private",
      "tk-0f1e2d3c-4b5a-6978",
    ],
    [
      "https://u:p4ss@repo.example/conda/t/qa-0f1e2d3c4b5a/x?y=1",
      "https://repo.example/conda/t/***/x?y=***",
      "qa-0f1e2d3c4b5a",
    ],
  ];
  for (const [address, plain, token] of cases) {
    assert.equal(withoutCredentials(`Looking in ${address} now`), `Looking in ${plain} now`);
    assert.ok(secretsIn(address).includes(token), address);
    assert.equal(withoutKnownSecrets(plain), withoutKnownSecrets(address.replace("y=1", "y=***")), address);
  }
  assert.equal(withoutUserInfo(cases[0]?.[0] ?? ""), cases[0]?.[0]);
  for (const address of [
    "https://dl.cloudsmith.io/public/org/repo/python/simple/",
    "https://dl.cloudsmith.io/basic/org/repo/python/simple/",
    `https://dl.cloudsmith.io/${"$"}{TOKEN}/org/repo/python/simple/`,
    "https://pypi.fury.io/me/",
    "https://host.example/t/team/simple/",
    `https://files.example/packages/ab/cd/${"0f".repeat(30)}/demo-1.0-py3-none-any.whl`,
  ]) {
    assert.equal(withoutCredentials(address), address);
    assert.deepEqual(secretsIn(address), []);
  }
});
