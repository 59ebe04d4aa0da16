import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { scanLines, scanPackage } from "../../../src/plan/expected-key/scan-lines.ts";

const HASH = `sha256:${"0a".repeat(32)}`;

describe("a requirements file that is read without pip", () => {
  it("may have pins, ranges, extras, markers, hashes, comments, and files that it includes", () => {
    const lines = [
      "# a comment with ümlaut and \\",
      "",
      "numpy==1.24.4  # pinned",
      "  pandas >= 2.0, < 3 ",
      "uvicorn[standard, extra]==0.30.1",
      'tomli==2.0.1 ; python_version < "3.11"',
      `joblib==1.4.2 --hash=${HASH} \\`,
      `    --hash=${HASH}`,
      "-r more/base.txt",
      "-cpins.txt",
      "--requirement=../other.txt",
      "--constraint limits.txt",
      "scikit_learn",
      "torch===2.4.1",
      "scipy==1.*",
    ];
    const scanned = scanLines(lines.join("\r\n"));
    const shown = scanned?.map(({ line, text, pinned, hashes, includes }) => [
      line,
      includes === undefined ? text : `${includes.constraint ? "-c" : "-r"} ${includes.path}`,
      pinned,
      hashes.length,
    ]);
    assert.deepEqual(shown, [
      [3, "numpy==1.24.4", "1.24.4", 0],
      [4, "pandas >= 2.0, < 3", null, 0],
      [5, "uvicorn[standard, extra]==0.30.1", "0.30.1", 0],
      [6, 'tomli==2.0.1 ; python_version < "3.11"', "2.0.1", 0],
      [7, "joblib==1.4.2", "1.4.2", 2],
      [9, "-r more/base.txt", null, 0],
      [10, "-c pins.txt", null, 0],
      [11, "-r ../other.txt", null, 0],
      [12, "-c limits.txt", null, 0],
      [13, "scikit_learn", null, 0],
      [14, "torch===2.4.1", "2.4.1", 0],
      [15, "scipy==1.*", null, 0],
    ]);
  });

  const others: Record<string, string> = {
    "an address": "demo @ https://example.com/demo-1.0-py3-none-any.whl",
    "a repository": "git+https://github.com/octo/demo@main",
    "a local project": "-e .",
    "a local file": "./demo-1.0-py3-none-any.whl",
    "a wheel in the same directory": "demo-1.0-py3-none-any.whl",
    "an archive that is named like a project": "demo.tar.gz",
    "an index": "--index-url https://pypi.org/simple",
    "an option of all lines": "--pre",
    "hashes that are required": "--require-hashes",
    "an option of a build": 'demo==1.0 --config-settings="a=b"',
    "a variable in a name": "demo==$" + "{VERSION}",
    "a variable in a path": "-r $" + "{FOLDER}/more.txt",
    "a file from the network": "-r https://example.com/requirements.txt",
    "two files in one line": "-r one.txt -r two.txt",
    "a marker that decides whether something unpinned is installed": 'tomli ; python_version < "3.11"',
    "a tab": "demo\t==1.0",
    "an end of line that only Python knows": "demo==1.0\x0bother==2.0",
    "an encoding": "# -*- coding: latin-1 -*-\ndemo==1.0",
    "a byte order mark": "\ufeffdemo==1.0",
    "a line that is not valid": "demo=1.0",
    "no version": "demo==",
    "a hash of another kind": "demo==1.0 --hash=md5:00",
    "a quotation": '"demo==1.0"',
    parentheses: "demo (==1.0)",
  };
  for (const [what, content] of Object.entries(others)) {
    it(`is left to pip with ${what}`, () => assert.equal(scanLines(`fine==1.0\n${content}\n`), undefined));
  }

  it("is the input packages as well, which has no options and no comments", () => {
    assert.equal(scanPackage(" greet[loud] == 1.0 ", 2)?.text, "greet[loud] == 1.0");
    for (const text of ["-r more.txt", "greet==1.0 # why", `greet==1.0 --hash=${HASH}`, "./greet", "$" + "{NAME}"]) {
      assert.equal(scanPackage(text, 1), undefined, text);
    }
  });
});
