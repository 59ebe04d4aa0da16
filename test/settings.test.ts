import assert from "node:assert/strict";
import { test } from "node:test";
import { secretsIn, withoutCredentials } from "../src/python/settings.ts";

test("the user info of an address ends at its last @, as pip reads it", () => {
  const line = "--index-url https://bob:p@ss@host/simple # ask a@b.example";
  assert.equal(withoutCredentials(line), "--index-url https://host/simple # ask a@b.example");
  assert.deepEqual(secretsIn(line), ["bob:p@ss", "p@ss", "p@ss"]);
});

test("a user alone, a variable and an @ behind the host are no credentials", () => {
  for (const text of ["git+ssh://git@host/a.git", "https://${USER}:${TOKEN}@host/simple", "https://host/a@1.0"]) {
    assert.equal(withoutCredentials(text), text);
    assert.deepEqual(secretsIn(text), []);
  }
});

test("parameters of an address that are keys are credentials", () => {
  const address =
    "https://acct.blob.core.windows.net/w/a-1.0-py3-none-any.whl?sv=2024-01-01&sig=c2VjcmV0LWtleQ%3D%3D&sp=r";
  assert.equal(
    withoutCredentials(`a @ ${address} ; python_version > "3"`),
    `a @ ${address.replace("c2VjcmV0LWtleQ%3D%3D", "***")} ; python_version > "3"`,
  );
  assert.deepEqual(secretsIn(address), ["c2VjcmV0LWtleQ%3D%3D", "c2VjcmV0LWtleQ=="]);
  const plain = "https://host/simple/?page=2&sign=1#sha256=abc";
  assert.equal(withoutCredentials(plain), plain);
});
