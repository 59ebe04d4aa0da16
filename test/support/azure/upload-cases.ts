// Code directories as users have them, for the comparison with what the real client uploads.
import type { Files } from "../packages/zip.ts";

/** A workspace; its code directory is `code`, its requirements file `requirements.txt`. */
export interface UploadCase {
  /** Relative to the workspace. The scoring script is added. */
  readonly files?: Files;
  /** Path → target, made after the files. */
  readonly links?: Readonly<Record<string, string>>;
  /** Relative to `code`; default `score.py`. */
  readonly script?: string;
  /** Further inputs, by name. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Relative to `code`; default `myenv` beside the script. */
  readonly environment?: string;
  /** Other paths of the same environment directory, by links; relative to `code`. */
  readonly aliases?: readonly string[];
  /** Files that an earlier run left; not there while the client is asked what it uploads without us. */
  readonly left?: Files;
  /** Whose `.amlignore` decides; default `ours`. */
  readonly rules?: "ours" | "user";
  /** Releases that cannot upload such a mount. */
  readonly failsIn?: readonly string[];
}

/** Files that a `.gitignore` has excluded, and files that it has not. */
const secrets: Files = {
  "code/src/.env": "PASSWORD=1\n",
  "code/src/secret.json": "{}\n",
  "code/src/big.csv": "1,2\n",
  "code/src/model.bin": "model\n",
  "code/README.md": "# Code\n",
};
const ignored = (text: string | Uint8Array, more: Files = {}): Files => ({
  ...secrets,
  "code/.gitignore": text,
  ...more,
});
const inSource = { script: "src/score.py", environment: "src/myenv" } as const;
const usual = ".env\n*.csv\nsrc/secret.json\n__pycache__/\n";
/** Parts of the template for Python that drop files of a mount. */
const template =
  "__pycache__/\n*.py[codz]\n*$py.class\n*.so\nbuild/\ndist/\nlib/\nlib64/\n*.egg-info/\n*.mo\n*.log\n.env\n";

const mountParent = (parent: string, text = `${template}*.csv\n`): UploadCase => ({
  files: ignored(text),
  inputs: { "mount-parent": parent },
  environment: `${parent}/myenv`,
});

export const CASES: Readonly<Record<string, UploadCase>> = {
  "no ignore file, and a repository": {
    files: { ...secrets, "code/.git/config": "[core]\n", "code/vendored/.git/HEAD": "ref\n", "code/src/a.git/b": "" },
  },
  "a .git file of a worktree": { files: ignored(usual, { "code/.git": "gitdir: elsewhere\n" }) },
  "a nested scoring script": { files: ignored(usual), ...inSource },
  "a mount parent": mountParent("packages", usual),
  "a mount parent below an ignored directory": mountParent("src/lib/deep", `src/\n${usual}`),
  "the template for Python": { files: ignored(template) },
  "the template for Python and a nested script": { files: ignored(template), ...inSource },
  "an empty .gitignore": { files: ignored("") },
  "a .gitignore of comments": { files: ignored("# nothing\n\n   \n# here") },
  "a byte order mark": { files: ignored(`\ufeff${usual}`), ...inSource },
  "a byte order mark before a comment": { files: ignored(`\ufeff# secrets\r\n${usual}`), ...inSource },
  "a byte order mark before what drops the mount": { files: ignored("\ufeff*\n!score.py\n!*.json\n") },
  "a byte order mark before a negation": { files: ignored("\ufeff!*.csv\n*.csv\n!src/.env\n") },
  CRLF: { files: ignored(`${usual}${template}`.replaceAll("\n", "\r\n")), ...inSource },
  "lone CR": { files: ignored("# secrets\r.env\rsecret.json\r*.csv\r*.so\r"), ...inSource },
  "mixed line ends and none at the end": { files: ignored("*.so\r\n*.csv\r\n\rsecret.json\nlib/\r.env") },
  "leading blanks": { files: ignored(" .env\n\tsecret.json\n   *.so\n  # note\n \u00a0*.csv\n  !score.py\n") },
  "trailing blanks": { files: ignored(".env   \nsecret.json\t\n*.csv \u3000\n*.so \u001c\n\f\n") },
  negations: { files: ignored("*.csv\n!big.csv\n*.json\n!/src/secret.json\n.env\n!.env\nlib/\n!lib/\n") },
  "negations before what they take back": { files: ignored("!big.csv\n*.csv\n!*.so\n*.so\n") },
  "everything but some": { files: ignored("*\n!/score.py\n!/src/\n!*.md\n") },
  "everything, by two asterisks": { files: ignored("**\n!**/score.py\n") },
  "hidden files": { files: ignored(".*\n") },
  "the ignore files themselves": { files: ignored(".gitignore\n.amlignore\n*.so\n") },
  "the mount by name": { files: ignored("myenv/\n/myenv\n**/site-packages/**\nmanifest.json\n") },
  "repositories let in": { files: ignored("!.git/\n!.git/**\n*.csv\n", { "code/.git/config": "[core]\n" }) },
  "brackets in patterns": { files: ignored("*.[cj]s[vo]*\n[.]env\n*.py[codz]\nli[!a]/\n[]a]x\n[^b]*.md\nsr[c\n") },
  "a negated bracket that reaches over a slash": { files: ignored("src[!0-9]*\n*.s[!x]\n") },
  "escapes in patterns": {
    files: ignored("\\#notes\n\\!loud\na\\ b.txt\nst\\*r\nend\\ x\n\\[x\\]\n", {
      "code/#notes": "",
      "code/!loud": "",
      "code/a b.txt": "",
      "code/st*r": "",
      "code/star": "",
      "code/[x]": "",
      "code/end x": "",
    }),
  },
  "two asterisks in patterns": {
    files: ignored("**/secret.json\nsrc/**\na/**/b\n**/c/\nd**e/f\n/**/g\n**/**/h\n**/\n!*.bin\n!**/lib/**\n", {
      "code/a/b": "",
      "code/a/x/y/b": "",
      "code/x/c/d": "",
      "code/c": "",
      "code/d1e/f": "",
      "code/x/g": "",
    }),
  },
  "patterns that match nothing": { files: ignored("/\n//\n!/\n./.env\nsrc//big.csv\n/../code/src\n*.CSV\n") },
  "a nested .gitignore": {
    files: { ...secrets, "code/src/.gitignore": "*\n", "code/src/.amlignore": "*\n" },
    ...inSource,
  },
  "names that are not ASCII": {
    files: ignored("données/\n*.日本\n🐍?\n", {
      "code/données/a": "",
      "code/a.日本": "",
      "code/🐍🐍": "",
      "code/🐍": "",
    }),
    inputs: { "mount-parent": "päckchen" },
    environment: "päckchen/myenv",
  },
  "a mount parent with brackets": mountParent("od[d] na[!m]e"),
  "a mount parent with a hash": mountParent("#hash"),
  "a mount parent with an exclamation mark": mountParent("!bang/!"),
  "a mount parent with wildcards": {
    ...mountParent("st*r/que?y/**"),
    files: ignored(`${template}*.csv\n`, { "code/star/query/x/myenv/a.so": "", "code/st*r/a.so": "" }),
  },
  "a mount parent with blanks": mountParent("trail / lead/ both /in"),
  "a mount parent with a backslash": { ...mountParent("back\\slash"), failsIn: ["1.0.0", "1.4.0"] },
  "a scoring directory with odd signs": {
    files: ignored(template),
    script: "#a/[b] /score.py",
    environment: "#a/[b] /myenv",
  },
  "an environment name that other files begin with": {
    files: ignored("*.so\n", { "code/.env.production": "A=1\n", "code/.env.json": "{}", "code/env.txt": "" }),
    inputs: { "environment-name": "env" },
    environment: "env",
  },
  "an environment name with dots": {
    files: ignored("*.*\n!score.py\n"),
    inputs: { "environment-name": "my.env-1_2" },
    environment: "my.env-1_2",
  },
  "a .gitignore that is a link beside it": {
    files: { ...secrets, "code/ignore.txt": usual },
    links: { "code/.gitignore": "ignore.txt" },
    ...inSource,
  },
  "a .gitignore that is a link to the directory above": {
    files: {
      ...secrets,
      ".gitignore": `${template}/code/src/secret.json\ncode/src/big.csv\n/src/model.bin\n*/README.md\n**/code/a\n/co?e/**/b\n`,
      "code/a/x": "",
      "code/b": "",
      "code/src/b": "",
    },
    links: { "code/.gitignore": "../.gitignore" },
    ...inSource,
  },
  "a .gitignore above that leaves out the code directory": {
    files: { ...secrets, ".gitignore": "code/\n!score.py\n!/code/*.md\n" },
    links: { "code/.gitignore": "../.gitignore" },
  },
  "a .gitignore above with a byte order mark": {
    files: { ...secrets, ".gitignore": "\ufeff/code/src/big.csv\n.env\n*.so\n" },
    links: { "code/.gitignore": "../.gitignore" },
  },
  "a .gitignore that is a link to the directory above, and a linked directory": {
    files: {
      ...secrets,
      ".gitignore": "/shared/secret.json\nshared/deep/*.csv\n!/shared/deep/b.csv\n/code/**/big.csv\n",
      "shared/secret.json": "",
      "shared/big.csv": "",
      "shared/deep/a.csv": "",
      "shared/deep/b.csv": "",
    },
    links: { "code/.gitignore": "../.gitignore", "code/linked": "../shared" },
  },
  "a .gitignore that is a link to another directory": {
    files: { ...secrets, "config/ignore": `${usual}*.so\n/src/model.bin\n/../code/src/secret.json\n` },
    links: { "code/.gitignore": "../config/ignore" },
  },
  "a linked directory": {
    files: ignored("*.csv\n*.so\nlinked/secret\n", { "shared/a.csv": "", "shared/secret": "", "shared/deep/b": "" }),
    links: { "code/linked": "../shared", "code/src/again": "../../shared/deep" },
  },
  "a scoring directory that is a link inside": {
    files: ignored(template, { "code/real/a.so": "" }),
    links: { "code/src2": "real" },
    script: "src2/score.py",
    environment: "src2/myenv",
    aliases: ["real/myenv"],
  },
  "a scoring directory that is a link to the outside": {
    files: ignored(template, { "elsewhere/a.so": "" }),
    links: { "code/src2": "../elsewhere" },
    script: "src2/score.py",
    environment: "src2/myenv",
  },
  "a code directory that is a link": {
    files: { "real/.gitignore": template, "real/.env": "", "real/a.so": "", "real/b": "" },
    links: { code: "real" },
  },
  "an .amlignore of an earlier release of this tool": {
    files: ignored(usual),
    left: {
      "code/.amlignore":
        "# Written by azureml-extra-packages; remove this line to keep your own changes.\n.git/\n!/src/\n!/src/myenv/\n!/src/myenv/**\n",
      "code/src/.myenv.incoming/lib/a": "",
    },
    ...inSource,
  },
  "an .amlignore of the user's own": {
    files: ignored("*.so\n", { "code/.amlignore": "*.csv\n.env\n", "code/.git/config": "" }),
    rules: "user",
  },
  "an .amlignore of the user's own that lets the mount in": {
    files: { ...secrets, "code/.amlignore": "\ufeff# mine\r\n*\r\n!src/*\r\n!myenv/**\r\n!score.py\r\n" },
    rules: "user",
    // The first line that matches decides there.
    failsIn: ["1.0.0"],
  },
  "an empty .amlignore of the user's own": { files: ignored("*\n", { "code/.amlignore": "" }), rules: "user" },
  "an .amlignore of the user's own that is a link": {
    files: { ...secrets, "code/rules": "*.csv\n" },
    links: { "code/.amlignore": "rules" },
    rules: "user",
  },
};

/** A directory that no release of the client uploads. */
export interface RefusedCase extends Pick<UploadCase, "files" | "links"> {
  /** What the finding says. */
  readonly says: RegExp;
}

const lines = (text: string | Uint8Array): Files => ({ "code/.gitignore": text });

export const REFUSED: Readonly<Record<string, RefusedCase>> = {
  "a lone exclamation mark": { files: lines("*.csv\n!\n"), says: /^\.gitignore:2: "!" names no file/ },
  "a lone exclamation mark between blanks": { files: lines("\r \t! \r"), says: /^\.gitignore:2: "!" names no file/ },
  "a backslash at the end": { files: lines("foo\\\n"), says: /^\.gitignore:1: "foo\\" has a backslash with nothing/ },
  "a blank that a backslash was to keep": { files: lines("myenv\\ \n"), says: /^\.gitignore:1: "myenv\\" has a back/ },
  "a backslash before a slash": { files: lines("a\\/b\n"), says: /^\.gitignore:1: "a\\\/b" has a backslash/ },
  "a reversed range": { files: lines("[z-a]\n"), says: /^\.gitignore:1: "\[z-a\]" has a reversed range/ },
  "UTF-16": { files: lines(Buffer.from("\ufeff.env\n", "utf16le")), says: /^\.gitignore is not UTF-8 text/ },
  "Latin-1": { files: lines(Buffer.from("# caf\u00e9\n", "latin1")), says: /^\.gitignore is not UTF-8 text/ },
  "a .gitignore that is a directory": { files: { "code/.gitignore/a": "" }, says: /^\.gitignore is a directory/ },
  "an .amlignore that is a directory": { files: { "code/.amlignore/a": "" }, says: /^\.amlignore is a directory/ },
  "an .amlignore that is a link to a directory": {
    files: { "other/a": "" },
    links: { "code/.amlignore": "../other" },
    says: /^\.amlignore is a directory/,
  },
  "an .amlignore that is a link to itself": {
    links: { "code/.amlignore": ".amlignore" },
    says: /^\.amlignore is a link to itself/,
  },
  "an .amlignore that is a link to nothing": {
    links: { "code/.amlignore": "../gone" },
    says: /^1 link leads to nothing: \.amlignore/,
  },
  "a line of the user's own .amlignore": { files: { "code/.amlignore": "a\\\n" }, says: /^\.amlignore:1: "a\\" has/ },
  "a link to nothing": { links: { "code/gone": "nowhere" }, says: /^1 link leads to nothing: gone/ },
  "links in a circle": {
    files: { "code/d/a": "" },
    links: { "code/d/up": ".." },
    says: /^1 link leads back to its own directory: d\/up/,
  },
  "links to nothing below": {
    files: { "code/sub/a": "", "shared/b": "" },
    links: { "code/sub/gone": "../../nowhere", "code/linked": "../shared", "shared/gone": "./gone" },
    says: /^2 links lead to nothing: linked\/gone, sub\/gone/,
  },
};
