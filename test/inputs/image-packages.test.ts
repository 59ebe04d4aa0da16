import assert from "node:assert/strict";
import { test } from "node:test";
import { UserErrors } from "../../src/util/errors.ts";
import type { Content } from "../support/packages/zip.ts";
import { evidenceOf } from "../support/scenario/evidence.ts";

const read = (t: Parameters<typeof evidenceOf>[0], content: Content) => {
  const scenario = evidenceOf(t, { code: { "image.txt": content }, options: { "image-packages": "image.txt" } });
  return scenario.options.imagePackages;
};

function refusal(t: Parameters<typeof evidenceOf>[0], content: Content) {
  try {
    read(t, content);
  } catch (thrown) {
    assert.ok(thrown instanceof UserErrors);
    const [error] = thrown.errors;
    return { message: error?.message ?? "", line: error?.place.line };
  }
  return assert.fail("it was read");
}

test("pip freeze is read, direct references and editable installs included", (t) => {
  const text =
    "# comment\nFlask_Cors==5.0.0\n\ndemo @ file:///x.whl\n-e git+https://h/x.git@abc#egg=Own.Thing\n-e /src\n";
  const expected = [
    { name: "flask-cors", version: "5.0.0", requires: undefined },
    { name: "demo", version: undefined, requires: undefined },
    { name: "own-thing", version: undefined, requires: undefined },
  ];
  assert.deepEqual(read(t, text), expected);
  assert.deepEqual(read(t, Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`, "utf16le")), expected);
});

test("pip inspect and pip list are read", (t) => {
  const metadata = { name: "Flask", version: "2.3.2", requires_dist: ["Werkzeug>=2.3.3"] };
  assert.deepEqual(read(t, JSON.stringify({ version: "1", installed: [{ metadata, installer: "pip" }] })), [
    { name: "flask", version: "2.3.2", requires: ["Werkzeug>=2.3.3"] },
  ]);
  assert.deepEqual(read(t, '[{"name": "Flask", "version": "2.3.2"}]'), [
    { name: "flask", version: "2.3.2", requires: undefined },
  ]);
});

test("what is neither is refused with the place", (t) => {
  assert.equal(refusal(t, "flask==2.3.2\nbad line here\n").line, 2);
  assert.equal(refusal(t, '{"installed": [\n 1 2]}').line, 2);
  assert.match(refusal(t, '{"packages": []}').message, /no "installed"/);
  assert.match(refusal(t, '{"installed": [{"metadata": {"name": "x"}}]}').message, /entry 1/);
  assert.match(refusal(t, "# nothing\n").message, /lists no package/);
});

test("a file that is not there is refused", (t) => {
  assert.throws(
    () => evidenceOf(t, { options: { "image-packages": "nothing.txt" } }),
    /image-packages: .*nothing\.txt/,
  );
});
