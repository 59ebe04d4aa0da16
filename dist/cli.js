#!/usr/bin/env node
import { n as __exportAll } from "./rolldown-runtime.js";
import { t as VERSION } from "./version.js";
import { B as requireCheck, C as startAndAsk, D as obtainImage, E as isAvailable, G as readUtf8, H as sha256, K as IMAGES, L as Inputs, M as readSampleRequest, O as EngineError, R as OPTIONS, T as lastErrorOf, U as isRecord, V as programName, W as parseYaml, _ as findExistingMount, a as startForeign, b as userCacheDirectory, c as CommandFiles, d as jsonWithoutCommands, f as withoutCommands, g as withInstanceType, h as shownPath, i as loggedTool, j as readTextFile, k as readOptions, l as noProgress, m as pathPart, n as runTask, o as writeOutputs, p as Masks, r as Cleanup, s as writeSummary, t as runJob, u as githubLog, v as partsOf, w as startWithMount, x as emptyOutputs, y as shortHash, z as CHECKS } from "./run.js";
import { $ as isSystemError, B as nearest, G as printableInColour, I as didYouMean, J as ExitCode, L as humanBytes, R as humanSeconds, U as plural, W as printable, X as UserError, Y as Problems, Z as UserErrors, _ as remove, d as copied, et as messageOf, g as placeTree, nt as userErrorsOf, p as emptyDirectory, q as wrappedLines, tt as orNothing, y as askTool, z as literal } from "./chunks.js";
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { mkdir, readFile, readdir, rename, stat, utimes, writeFile } from "node:fs/promises";
import { parseArgs, stripVTControlCharacters, styleText } from "node:util";
import process$1 from "node:process";
import tty from "node:tty";
// src/inputs/deployment-list.ts
const LISTED_INPUTS = [
	"code-directory",
	"scoring-script",
	"deployment-file",
	"image",
	"python-version",
	"environment-name",
	"requirements",
	"packages",
	"slim",
	"checks",
	"smoke-test",
	"audit",
	"max-size"
];
const KNOWN = ["name", ...LISTED_INPUTS];
const NAME$2 = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
function readDeploymentList(file) {
	const yaml = parseYaml(file, readUtf8(file), "failsafe");
	const problems = new Problems();
	if (!Array.isArray(yaml.value) || yaml.value.length === 0) throw new UserError("The file is not a list of deployments.", {
		file,
		line: 1,
		hint: "Write a sequence of mappings: - code-directory: models/iris."
	});
	const deployments = yaml.value.flatMap((entry, index) => problems.collectAll(() => deploymentOf(entry, index, yaml)) ?? []);
	requireUniqueNames(deployments, file, problems);
	problems.throwIfAny();
	return deployments;
}
function deploymentOf(entry, index, yaml) {
	const line = lineOfEntry(yaml, index);
	const refuse = (message, hint) => new UserError(message, {
		file: yaml.file,
		line,
		hint
	});
	if (!isRecord(entry)) throw refuse("A deployment is not a mapping.", "Write - code-directory: models/iris.");
	for (const key of Object.keys(entry)) {
		if (KNOWN.includes(key)) continue;
		const meant = nearest(key, KNOWN);
		const hint = meant === void 0 ? `The fields are ${KNOWN.join(", ")}.` : `Did you mean "${meant}"?`;
		throw refuse(`A deployment has no field "${key}".`, hint);
	}
	const read = (key) => textOf$1(entry[key], () => refuse(`${key} is not a text.`, "Write a text or a list."));
	const inputs = Object.fromEntries(LISTED_INPUTS.map((key) => [key, read(key)]));
	const place = inputs["code-directory"] || inputs["deployment-file"];
	if (place === "") throw refuse("A deployment has no code-directory.", "Add code-directory, or deployment-file.");
	const name = read("name") || place.replace(/^\.\/|\/+$/g, "").replaceAll("/", "--");
	if (!NAME$2.test(name)) throw refuse(`"${name}" cannot be the name of a deployment.`, "Set name to letters, digits, periods, - and _.");
	return {
		name,
		inputs,
		line
	};
}
function textOf$1(value, refuse) {
	if (value === void 0 || value === null) return "";
	if (Array.isArray(value)) return value.map((item) => textOf$1(item, refuse)).join("\n");
	if (typeof value === "object") throw refuse();
	return String(value).trim();
}
function lineOfEntry({ document, lineOf }, index) {
	return lineOf(document.getIn([index], true));
}
function requireUniqueNames(deployments, file, problems) {
	const first = new Map();
	for (const deployment of deployments) {
		const { name, line } = deployment;
		const earlier = first.get(name.toLowerCase());
		if (earlier === void 0) first.set(name.toLowerCase(), deployment);
		else problems.add(`Two deployments have the name ${name}: see line ${earlier.line}.`, {
			file,
			line,
			hint: "Set name, for example to the name of the deployment in Azure."
		});
	}
}
// src/commands/deployments/plan.ts
const MOST_CELLS = 256;
function planDeployments(file, host) {
	const problems = new Problems();
	const listed = readDeploymentList(file);
	const deployments = listed.flatMap((one) => problems.collectAll(() => planned(one, file, host)) ?? []);
	if (listed.length > MOST_CELLS) problems.add(`The list has ${listed.length} deployments, and a matrix at most ${MOST_CELLS}.`, {
		file,
		hint: "Split it into several lists, one for each call of the workflow."
	});
	problems.throwIfAny();
	return {
		sets: deployments.filter(({ set }, index) => deployments.findIndex((one) => one.set === set) === index),
		deployments
	};
}
function planned({ name, inputs, line }, file, host) {
	try {
		return {
			name,
			set: setOf(readOptions({
				...inputs,
				mode: "preinstalled"
			}, host, requireCheck), inputs),
			...inputs
		};
	} catch (thrown) {
		const problems = new Problems();
		for (const { message, hint, place } of userErrorsOf(thrown)) problems.add(`${name}: ${message}`, {
			hint,
			...place.file === void 0 ? {
				file,
				line
			} : place
		});
		problems.throwIfAny();
		throw thrown;
	}
}
function setOf(options, inputs) {
	const files = options.sources.flatMap(({ file }) => textsOf(file));
	const selections = options.sources.map(({ selection }) => selection);
	const target = [
		options.image,
		options.deployment?.environment.reference?.text ?? "",
		inputs["python-version"]
	];
	const packages = [
		inputs.packages,
		options.environmentName,
		options.slim,
		options.installer
	];
	const scoring = options.slim === "on" ? relative(options.workspace, options.scoringDirectory) : "";
	const checks = [
		inputs.checks,
		inputs.audit,
		inputs["max-size"]
	];
	return sha256(JSON.stringify([
		files,
		selections,
		target,
		packages,
		scoring,
		checks
	])).slice(0, 12);
}
function textsOf(file, seen = new Set()) {
	if (seen.has(file)) return [];
	seen.add(file);
	const text = orNothing(() => readFileSync(file, "utf8"))?.replace(/\r\n?/g, "\n");
	if (text === void 0) return [];
	return [text, ...[...text.matchAll(/^\s*(?:-r|--requirement|-c|--constraint)[ =]*([^\s#]+)/gm)].flatMap(([, path = ""]) => textsOf(resolve(dirname(file), path), seen))];
}
function listFile(given, host) {
	if (given) return resolve(host.workspace, given);
	throw new UserError("--list is missing.", { hint: "Write --list deployments.yml." });
}
// src/commands/deployments/results.ts
function deploymentResults({ deployments, sets }, directory) {
	const found = resultsIn(directory);
	const results = deployments.map((deployment) => ({
		deployment,
		outputs: found.get(deployment.name)
	}));
	const failed = results.filter(({ outputs }) => !isPassed(outputs));
	const headline = failed.length === 0 ? `## ✅ ${plural(deployments.length, "deployment")} ready` : `## ❌ ${failed.length} of ${plural(deployments.length, "deployment")} failed: ${failed.map(({ deployment }) => deployment.name).join(", ")}`;
	const rows = results.map(({ deployment: { name, set }, outputs }) => rowOf(name, set, outputs));
	return {
		table: `${[
			headline,
			`${plural(sets.length, "distinct set")} of packages for ${plural(deployments.length, "deployment")}.`,
			["| deployment | result | packages from | set | mount digest | what failed |\n| --- | --- | --- | --- | --- | --- |", ...rows].join("\n")
		].join("\n\n")}\n`,
		passed: failed.length === 0
	};
}
function isPassed(outputs) {
	return outputs?.error === "" && (outputs["environment-variables"] ?? "") !== "";
}
function rowOf(name, set, outputs) {
	const { error = "", verified = "", "cache-outcome": cache = "", "mount-digest": digest = "" } = outputs ?? {};
	const result = isPassed(outputs) ? `✅ verified: ${verified}` : "❌ failed";
	const why = outputs === void 0 ? "The job left no result; see its log." : error;
	const from = {
		hit: "cache",
		miss: "new build",
		rebuilt: "new build",
		off: "new build"
	}[cache] ?? "";
	const short = digest === "" ? "" : `\`${digest.slice(0, 19)}…\``;
	return `| ${[
		name,
		result,
		from,
		`\`${set}\``,
		short,
		literal(inCell(why))
	].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
function inCell(text) {
	const line = text.replace(/\s+/g, " ");
	return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}
function resultsIn(directory) {
	const files = (orNothing(() => readdirSync(directory, {
		recursive: true,
		encoding: "utf8"
	})) ?? []).filter((name) => name.endsWith(".json"));
	return new Map(files.map((name) => [basename(name, ".json"), outputsIn(join(directory, name))]));
}
function outputsIn(file) {
	try {
		const value = JSON.parse(readFileSync(file, "utf8"));
		if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
		return { error: "The result is not an object." };
	} catch (error) {
		return { error: `The result cannot be read: ${messageOf(error)}` };
	}
}
// src/commands/image/image-needed.ts
function imageNeeded({ why, hint }) {
	return new UserError(why, hint === "" ? {} : { hint });
}
// src/commands/image/inspect-image.ts
async function inspectImage(raw, host) {
	const problems = new Problems();
	const inputs = new Inputs(raw, host, problems);
	const wanted = {
		image: inputs.text("image"),
		imageFacts: void 0,
		deployment: void 0,
		sources: [],
		evidence: "image",
		engine: inputs.choice("engine"),
		pull: inputs.choice("pull")
	};
	problems.throwIfAny();
	const found = await obtainImage(wanted, host, new AbortController().signal);
	if (!isAvailable(found)) throw imageNeeded(found);
	return found.facts;
}
// src/commands/try.ts
async function tryImage(raw, view, host) {
	const asked = readOptions({
		...raw,
		mode: "verify",
		evidence: "image"
	}, host, requireCheck);
	const options = withInstanceType(asked, host);
	const image = await obtainImage(options, host, new AbortController().signal);
	if (!isAvailable(image)) throw imageNeeded(image);
	const { location, target, manifest } = findExistingMount(options, image.facts);
	const { version } = image.facts.python;
	if (manifest !== void 0 && !version.startsWith(`${manifest.target.python}.`)) host.log.warning(`The mount is for Python ${manifest.target.python}, and the image has Python ${version}.`);
	const attempt = await start(startWithMount({
		options,
		target,
		mount: { location }
	}), image, host);
	try {
		return await report(attempt, view, host) ?? await keepRunning(attempt.container, host);
	} finally {
		await attempt.container.stop();
	}
}
async function start(wanted, image, host) {
	const { options, variables } = wanted;
	const settings = Object.entries(variables).map((pair) => pair.join("="));
	host.log.info(`Starting ${image.local.reference} with ${settings.join(" ")}`);
	const request = options.smokeTest === "" ? void 0 : readSampleRequest(options.smokeTest);
	const watch = (container) => followLines(container, host);
	try {
		return await startAndAsk(wanted, image, {
			request,
			watch
		}, host);
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		throw new UserError(`The container cannot be started: ${error.message}.`, { cause: error });
	}
}
function followLines(container, host) {
	let rest = "";
	container.follow((text) => {
		const lines = (rest + text).split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) host.log.info(line);
	});
}
async function report({ outcome, text, container }, view, host) {
	const { readyAfter, answeredAfter, status, problem } = outcome;
	if (text !== "") view.show(text);
	if (problem !== void 0) host.log.error(sentence(problem + lastErrorOf(container.log())));
	if (readyAfter === void 0) return ExitCode.findings;
	const answered = status === void 0 ? "" : `, responded after ${answeredAfter} ms with status ${status}`;
	host.log.info(`Ready after ${humanSeconds(readyAfter)}${answered}.`);
	if (view.isInteractive) return void 0;
	return problem === void 0 ? ExitCode.passed : ExitCode.findings;
}
async function keepRunning({ name, ended }, host) {
	host.log.info(`The server runs in the container ${name}. Press Ctrl-C to stop it.`);
	host.log.error(`The container ended with exit code ${await ended}.`);
	return ExitCode.findings;
}
function sentence(text) {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
// node_modules/ansi-regex/index.js
const ST = String.raw`(?:\u001B\u005C|\u009C)`;
const stringControls = String.raw`\u0018\u001A\u001B\u0080-\u009F`;
const osc = String.raw`(?:\u001B\]|\u009D)[^\u0007${stringControls}]*(?:\u0007|${ST})`;
const controlString = String.raw`(?:\u001B[PX^_k]|[\u0090\u0098\u009E\u009F])[^${stringControls}]*${ST}`;
const pattern = `${String.raw`\u001B\](?:P[\dA-Fa-f]{7}|R)(?:\u0007|${ST})?`}|${osc}|${controlString}|${String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`}|${String.raw`\u001B(?:[\u0020-\u002F]+[\u0030-\u007E]|[\dA-PR-TZcf-oq-uy=><~|}])`}`;
function ansiRegex({ onlyFirst = false } = {}) {
	return new RegExp(pattern, onlyFirst ? void 0 : "g");
}
// node_modules/strip-ansi/index.js
const regex = ansiRegex();
function stripAnsi(string) {
	if (typeof string !== "string") throw new TypeError(`Expected a \`string\`, got \`${typeof string}\``);
	if (!string.includes("\x1B") && !string.includes("")) return string;
	return string.replace(regex, "");
}
const ambiguousRanges = [
	161,
	161,
	164,
	164,
	167,
	168,
	170,
	170,
	173,
	174,
	176,
	180,
	182,
	186,
	188,
	191,
	198,
	198,
	208,
	208,
	215,
	216,
	222,
	225,
	230,
	230,
	232,
	234,
	236,
	237,
	240,
	240,
	242,
	243,
	247,
	250,
	252,
	252,
	254,
	254,
	257,
	257,
	273,
	273,
	275,
	275,
	283,
	283,
	294,
	295,
	299,
	299,
	305,
	307,
	312,
	312,
	319,
	322,
	324,
	324,
	328,
	331,
	333,
	333,
	338,
	339,
	358,
	359,
	363,
	363,
	462,
	462,
	464,
	464,
	466,
	466,
	468,
	468,
	470,
	470,
	472,
	472,
	474,
	474,
	476,
	476,
	593,
	593,
	609,
	609,
	708,
	708,
	711,
	711,
	713,
	715,
	717,
	717,
	720,
	720,
	728,
	731,
	733,
	733,
	735,
	735,
	768,
	879,
	913,
	929,
	931,
	937,
	945,
	961,
	963,
	969,
	1025,
	1025,
	1040,
	1103,
	1105,
	1105,
	8208,
	8208,
	8211,
	8214,
	8216,
	8217,
	8220,
	8221,
	8224,
	8226,
	8228,
	8231,
	8240,
	8240,
	8242,
	8243,
	8245,
	8245,
	8251,
	8251,
	8254,
	8254,
	8308,
	8308,
	8319,
	8319,
	8321,
	8324,
	8364,
	8364,
	8451,
	8451,
	8453,
	8453,
	8457,
	8457,
	8467,
	8467,
	8470,
	8470,
	8481,
	8482,
	8486,
	8486,
	8491,
	8491,
	8531,
	8532,
	8539,
	8542,
	8544,
	8555,
	8560,
	8569,
	8585,
	8585,
	8592,
	8601,
	8632,
	8633,
	8658,
	8658,
	8660,
	8660,
	8679,
	8679,
	8704,
	8704,
	8706,
	8707,
	8711,
	8712,
	8715,
	8715,
	8719,
	8719,
	8721,
	8721,
	8725,
	8725,
	8730,
	8730,
	8733,
	8736,
	8739,
	8739,
	8741,
	8741,
	8743,
	8748,
	8750,
	8750,
	8756,
	8759,
	8764,
	8765,
	8776,
	8776,
	8780,
	8780,
	8786,
	8786,
	8800,
	8801,
	8804,
	8807,
	8810,
	8811,
	8814,
	8815,
	8834,
	8835,
	8838,
	8839,
	8853,
	8853,
	8857,
	8857,
	8869,
	8869,
	8895,
	8895,
	8978,
	8978,
	9312,
	9449,
	9451,
	9547,
	9552,
	9587,
	9600,
	9615,
	9618,
	9621,
	9632,
	9633,
	9635,
	9641,
	9650,
	9651,
	9654,
	9655,
	9660,
	9661,
	9664,
	9665,
	9670,
	9672,
	9675,
	9675,
	9678,
	9681,
	9698,
	9701,
	9711,
	9711,
	9733,
	9734,
	9737,
	9737,
	9742,
	9743,
	9756,
	9756,
	9758,
	9758,
	9792,
	9792,
	9794,
	9794,
	9824,
	9825,
	9827,
	9829,
	9831,
	9834,
	9836,
	9837,
	9839,
	9839,
	9886,
	9887,
	9919,
	9919,
	9926,
	9933,
	9935,
	9939,
	9941,
	9953,
	9955,
	9955,
	9960,
	9961,
	9963,
	9969,
	9972,
	9972,
	9974,
	9977,
	9979,
	9980,
	9982,
	9983,
	10045,
	10045,
	10102,
	10111,
	11094,
	11097,
	12872,
	12879,
	57344,
	63743,
	65024,
	65039,
	65533,
	65533,
	127232,
	127242,
	127248,
	127277,
	127280,
	127337,
	127344,
	127373,
	127375,
	127376,
	127387,
	127404,
	917760,
	917999,
	983040,
	1048573,
	1048576,
	1114109
];
const fullwidthRanges = [
	12288,
	12288,
	65281,
	65376,
	65504,
	65510
];
const wideRanges = [
	4352,
	4447,
	8986,
	8987,
	9001,
	9002,
	9193,
	9196,
	9200,
	9200,
	9203,
	9203,
	9725,
	9726,
	9748,
	9749,
	9776,
	9783,
	9800,
	9811,
	9855,
	9855,
	9866,
	9871,
	9875,
	9875,
	9889,
	9889,
	9898,
	9899,
	9917,
	9918,
	9924,
	9925,
	9934,
	9934,
	9940,
	9940,
	9962,
	9962,
	9970,
	9971,
	9973,
	9973,
	9978,
	9978,
	9981,
	9981,
	9989,
	9989,
	9994,
	9995,
	10024,
	10024,
	10060,
	10060,
	10062,
	10062,
	10067,
	10069,
	10071,
	10071,
	10133,
	10135,
	10160,
	10160,
	10175,
	10175,
	11035,
	11036,
	11088,
	11088,
	11093,
	11093,
	11904,
	11929,
	11931,
	12019,
	12032,
	12245,
	12272,
	12287,
	12289,
	12350,
	12353,
	12438,
	12441,
	12543,
	12549,
	12591,
	12593,
	12686,
	12688,
	12773,
	12783,
	12830,
	12832,
	12871,
	12880,
	42124,
	42128,
	42182,
	43360,
	43388,
	44032,
	55203,
	63744,
	64255,
	65040,
	65049,
	65072,
	65106,
	65108,
	65126,
	65128,
	65131,
	94176,
	94180,
	94192,
	94198,
	94208,
	101594,
	101631,
	101664,
	101760,
	101874,
	101888,
	102801,
	102816,
	102866,
	110576,
	110579,
	110581,
	110587,
	110589,
	110590,
	110592,
	110888,
	110898,
	110898,
	110928,
	110930,
	110933,
	110933,
	110948,
	110952,
	110960,
	111355,
	119552,
	119638,
	119648,
	119670,
	126980,
	126980,
	127183,
	127183,
	127374,
	127374,
	127377,
	127386,
	127406,
	127406,
	127488,
	127490,
	127504,
	127547,
	127552,
	127560,
	127568,
	127569,
	127584,
	127589,
	127744,
	127776,
	127789,
	127797,
	127799,
	127868,
	127870,
	127891,
	127904,
	127946,
	127951,
	127955,
	127968,
	127984,
	127988,
	127988,
	127992,
	128062,
	128064,
	128064,
	128066,
	128252,
	128255,
	128317,
	128331,
	128334,
	128336,
	128359,
	128378,
	128378,
	128405,
	128406,
	128420,
	128420,
	128507,
	128591,
	128640,
	128709,
	128716,
	128716,
	128720,
	128722,
	128725,
	128729,
	128732,
	128735,
	128747,
	128748,
	128756,
	128764,
	128986,
	128986,
	128992,
	129003,
	129008,
	129008,
	129292,
	129338,
	129340,
	129349,
	129351,
	129535,
	129648,
	129660,
	129664,
	129734,
	129736,
	129736,
	129740,
	129757,
	129759,
	129771,
	129775,
	129786,
	131072,
	196605,
	196608,
	262141
];
// node_modules/get-east-asian-width/utilities.js
const isInRange = (ranges, codePoint) => {
	let low = 0;
	let high = Math.floor(ranges.length / 2) - 1;
	while (low <= high) {
		const mid = Math.floor((low + high) / 2);
		const i = mid * 2;
		if (codePoint < ranges[i]) high = mid - 1;
		else if (codePoint > ranges[i + 1]) low = mid + 1;
		else return true;
	}
	return false;
};
// node_modules/get-east-asian-width/lookup.js
const commonCjkCodePoint = 19968;
const [wideFastPathStart, wideFastPathEnd] = findWideFastPathRange(wideRanges);
function findWideFastPathRange(ranges) {
	let fastPathStart = ranges[0];
	let fastPathEnd = ranges[1];
	for (let index = 0; index < ranges.length; index += 2) {
		const start = ranges[index];
		const end = ranges[index + 1];
		if (commonCjkCodePoint >= start && commonCjkCodePoint <= end) return [start, end];
		if (end - start > fastPathEnd - fastPathStart) {
			fastPathStart = start;
			fastPathEnd = end;
		}
	}
	return [fastPathStart, fastPathEnd];
}
const isAmbiguous = (codePoint) => {
	if (codePoint < 161 || codePoint > 1114109) return false;
	return isInRange(ambiguousRanges, codePoint);
};
const isFullwidth = (codePoint) => {
	if (codePoint < 12288 || codePoint > 65510) return false;
	return isInRange(fullwidthRanges, codePoint);
};
const isWide = (codePoint) => {
	if (codePoint >= wideFastPathStart && codePoint <= wideFastPathEnd) return true;
	if (codePoint < 4352 || codePoint > 262141) return false;
	return isInRange(wideRanges, codePoint);
};
// node_modules/get-east-asian-width/index.js
function validate(codePoint) {
	if (!Number.isSafeInteger(codePoint)) throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
}
function eastAsianWidth(codePoint, { ambiguousAsWide = false } = {}) {
	validate(codePoint);
	if (isFullwidth(codePoint) || isWide(codePoint) || ambiguousAsWide && isAmbiguous(codePoint)) return 2;
	return 1;
}
// node_modules/string-width/index.js
const segmenter = new Intl.Segmenter();
const visibleCharacterRegex = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v;
const spacingMarkRegex = /\p{Spacing_Mark}/v;
const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;
const unqualifiedKeycapRegex = /^[\d#*]\u20E3$/;
const extendedPictographicRegex = /\p{Extended_Pictographic}/gu;
function isDoubleWidthNonRgiEmojiSequence(segment) {
	if (segment.length > 50) return false;
	if (unqualifiedKeycapRegex.test(segment)) return true;
	if (segment.includes("‍")) {
		const pictographics = segment.match(extendedPictographicRegex);
		return pictographics !== null && pictographics.length >= 2;
	}
	return false;
}
function baseVisible(segment) {
	const index = segment.search(visibleCharacterRegex);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo(codePoint) {
	return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo(codePoint) {
	return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo(codePoint) {
	return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo(codePoint) {
	return isHangulLeadingJamo(codePoint) || isHangulVowelJamo(codePoint) || isHangulTrailingJamo(codePoint);
}
function hangulClusterWidth(visibleSegment, eastAsianWidthOptions) {
	const codePoints = [];
	for (const character of visibleSegment) {
		if (!visibleCharacterRegex.test(character)) continue;
		codePoints.push(character.codePointAt(0));
	}
	if (codePoints.length === 0) return;
	let width = 0;
	for (let index = 0; index < codePoints.length; index++) {
		const codePoint = codePoints[index];
		if (!isHangulJamo(codePoint)) {
			if (width === 0) return;
			for (let remaining = index; remaining < codePoints.length; remaining++) width += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
			return width;
		}
		if (isHangulLeadingJamo(codePoint) && isHangulVowelJamo(codePoints[index + 1])) {
			width += 2;
			index += isHangulTrailingJamo(codePoints[index + 2]) ? 2 : 1;
			continue;
		}
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
	}
	return width;
}
function trailingWidth(visibleSegment, eastAsianWidthOptions) {
	let extra = 0;
	let first = true;
	for (const character of visibleSegment) {
		if (first) {
			first = false;
			continue;
		}
		if (spacingMarkRegex.test(character) || character >= "＀" && character <= "￯") extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return extra;
}
function stringWidth(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	if (string.length === 0) return 0;
	if (/^[\u0020-\u007E]*$/.test(string)) return string.length;
	let width = 0;
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter.segment(string)) {
		const visibleSegment = baseVisible(segment);
		if (visibleSegment === void 0) continue;
		if (rgiEmojiRegex.test(segment) || isDoubleWidthNonRgiEmojiSequence(segment)) {
			width += 2;
			continue;
		}
		const hangulWidth = hangulClusterWidth(visibleSegment, eastAsianWidthOptions);
		if (hangulWidth !== void 0) {
			width += hangulWidth;
			continue;
		}
		const codePoint = visibleSegment.codePointAt(0);
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
		width += trailingWidth(visibleSegment, eastAsianWidthOptions);
	}
	return width;
}
// src/host/terminal/colours.ts
function wantsColours({ isTTY }, { FORCE_COLOR, NO_COLOR, TERM }) {
	if (FORCE_COLOR !== void 0) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
	return isTTY === true && !NO_COLOR && TERM !== "dumb";
}
// node_modules/yoctocolors/base.js
var base_exports = __exportAll({
	bgBlack: () => bgBlack,
	bgBlue: () => bgBlue,
	bgBlueBright: () => bgBlueBright,
	bgCyan: () => bgCyan,
	bgCyanBright: () => bgCyanBright,
	bgGray: () => bgGray,
	bgGreen: () => bgGreen,
	bgGreenBright: () => bgGreenBright,
	bgMagenta: () => bgMagenta,
	bgMagentaBright: () => bgMagentaBright,
	bgRed: () => bgRed,
	bgRedBright: () => bgRedBright,
	bgWhite: () => bgWhite,
	bgWhiteBright: () => bgWhiteBright,
	bgYellow: () => bgYellow,
	bgYellowBright: () => bgYellowBright,
	black: () => black,
	blue: () => blue,
	blueBright: () => blueBright,
	bold: () => bold,
	cyan: () => cyan,
	cyanBright: () => cyanBright,
	dim: () => dim,
	gray: () => gray,
	green: () => green,
	greenBright: () => greenBright,
	hidden: () => hidden,
	inverse: () => inverse,
	italic: () => italic,
	magenta: () => magenta,
	magentaBright: () => magentaBright,
	overline: () => overline,
	red: () => red,
	redBright: () => redBright,
	reset: () => reset,
	strikethrough: () => strikethrough,
	underline: () => underline,
	underlineBlack: () => underlineBlack,
	underlineBlue: () => underlineBlue,
	underlineBlueBright: () => underlineBlueBright,
	underlineCurly: () => underlineCurly,
	underlineCyan: () => underlineCyan,
	underlineCyanBright: () => underlineCyanBright,
	underlineDashed: () => underlineDashed,
	underlineDotted: () => underlineDotted,
	underlineDouble: () => underlineDouble,
	underlineGray: () => underlineGray,
	underlineGreen: () => underlineGreen,
	underlineGreenBright: () => underlineGreenBright,
	underlineMagenta: () => underlineMagenta,
	underlineMagentaBright: () => underlineMagentaBright,
	underlineRed: () => underlineRed,
	underlineRedBright: () => underlineRedBright,
	underlineWhite: () => underlineWhite,
	underlineWhiteBright: () => underlineWhiteBright,
	underlineYellow: () => underlineYellow,
	underlineYellowBright: () => underlineYellowBright,
	white: () => white,
	whiteBright: () => whiteBright,
	yellow: () => yellow,
	yellowBright: () => yellowBright
});
const hasColors = tty?.WriteStream?.prototype?.hasColors?.() ?? false;
const format = (open, close) => {
	if (!hasColors) return (input) => input;
	const openCode = `\u001B[${open}m`;
	const closeCode = `\u001B[${close}m`;
	return (input) => {
		const string = input + "";
		let index = string.indexOf(closeCode);
		if (index === -1) return openCode + string + closeCode;
		let result = openCode;
		let lastIndex = 0;
		const replaceCode = (close === 22 ? closeCode : "") + openCode;
		while (index !== -1) {
			result += string.slice(lastIndex, index) + replaceCode;
			lastIndex = index + closeCode.length;
			index = string.indexOf(closeCode, lastIndex);
		}
		result += string.slice(lastIndex) + closeCode;
		return result;
	};
};
const reset = format(0, 0);
const bold = format(1, 22);
const dim = format(2, 22);
const italic = format(3, 23);
const underline = format(4, 24);
const underlineDouble = format("4:2", 24);
const underlineCurly = format("4:3", 24);
const underlineDotted = format("4:4", 24);
const underlineDashed = format("4:5", 24);
const overline = format(53, 55);
const inverse = format(7, 27);
const hidden = format(8, 28);
const strikethrough = format(9, 29);
const black = format(30, 39);
const red = format(31, 39);
const green = format(32, 39);
const yellow = format(33, 39);
const blue = format(34, 39);
const magenta = format(35, 39);
const cyan = format(36, 39);
const white = format(37, 39);
const gray = format(90, 39);
const bgBlack = format(40, 49);
const bgRed = format(41, 49);
const bgGreen = format(42, 49);
const bgYellow = format(43, 49);
const bgBlue = format(44, 49);
const bgMagenta = format(45, 49);
const bgCyan = format(46, 49);
const bgWhite = format(47, 49);
const bgGray = format(100, 49);
const redBright = format(91, 39);
const greenBright = format(92, 39);
const yellowBright = format(93, 39);
const blueBright = format(94, 39);
const magentaBright = format(95, 39);
const cyanBright = format(96, 39);
const whiteBright = format(97, 39);
const bgRedBright = format(101, 49);
const bgGreenBright = format(102, 49);
const bgYellowBright = format(103, 49);
const bgBlueBright = format(104, 49);
const bgMagentaBright = format(105, 49);
const bgCyanBright = format(106, 49);
const bgWhiteBright = format(107, 49);
const underlineBlack = format("58;5;0", 59);
const underlineRed = format("58;5;1", 59);
const underlineGreen = format("58;5;2", 59);
const underlineYellow = format("58;5;3", 59);
const underlineBlue = format("58;5;4", 59);
const underlineMagenta = format("58;5;5", 59);
const underlineCyan = format("58;5;6", 59);
const underlineWhite = format("58;5;7", 59);
const underlineGray = format("58;5;8", 59);
const underlineRedBright = format("58;5;9", 59);
const underlineGreenBright = format("58;5;10", 59);
const underlineYellowBright = format("58;5;11", 59);
const underlineBlueBright = format("58;5;12", 59);
const underlineMagentaBright = format("58;5;13", 59);
const underlineCyanBright = format("58;5;14", 59);
const underlineWhiteBright = format("58;5;15", 59);
// node_modules/yocto-spinner/index.js
const isUnicodeSupported = process$1.platform !== "win32" || Boolean(process$1.env.WT_SESSION) || process$1.env.TERM_PROGRAM === "vscode";
const isInteractive = (stream) => Boolean(stream.isTTY && process$1.env.TERM !== "dumb" && !("CI" in process$1.env));
const infoSymbol = blue(isUnicodeSupported ? "ℹ" : "i");
const successSymbol = green(isUnicodeSupported ? "✔" : "√");
const warningSymbol = yellow(isUnicodeSupported ? "⚠" : "‼");
const errorSymbol = red(isUnicodeSupported ? "✖" : "×");
const defaultSpinner = {
	frames: isUnicodeSupported ? [
		"⠋",
		"⠙",
		"⠹",
		"⠸",
		"⠼",
		"⠴",
		"⠦",
		"⠧",
		"⠇",
		"⠏"
	] : [
		"-",
		"\\",
		"|",
		"/"
	],
	interval: 80
};
const SYNCHRONIZED_OUTPUT_ENABLE = "\x1B[?2026h";
const SYNCHRONIZED_OUTPUT_DISABLE = "\x1B[?2026l";
const oscSequenceRegex = /][\s\S]*?(?:|\\)/g;
const activeHooksPerStream = new Set();
var YoctoSpinner = class {
	#frames;
	#interval;
	#currentFrame = -1;
	#timer;
	#handleSignals;
	#text;
	#stream;
	#color;
	#lines = 0;
	#exitHandlerBound;
	#isInteractive;
	#lastSpinnerFrameTime = 0;
	#isSpinning = false;
	#hookedStreams = new Map();
	#isInternalWrite = false;
	#isDeferringRender = false;
	constructor(options = {}) {
		const spinner = options.spinner ?? defaultSpinner;
		if (!Array.isArray(spinner.frames) || spinner.frames.length === 0 || spinner.frames.some((frame) => typeof frame !== "string")) throw new Error("The `spinner.frames` option must be a non-empty array of strings");
		if (spinner.interval !== void 0 && !(Number.isInteger(spinner.interval) && spinner.interval > 0)) throw new Error("The `spinner.interval` option must be a positive integer");
		this.#frames = spinner.frames;
		this.#interval = spinner.interval ?? defaultSpinner.interval;
		this.#handleSignals = options.handleSignals ?? true;
		this.#text = options.text ?? "";
		this.#stream = options.stream ?? process$1.stderr;
		this.#color = options.color ?? "cyan";
		this.#isInteractive = isInteractive(this.#stream);
		this.#exitHandlerBound = this.#exitHandler.bind(this);
	}
	#internalWrite(action) {
		this.#isInternalWrite = true;
		try {
			return action();
		} finally {
			this.#isInternalWrite = false;
		}
	}
	#stringifyChunk(chunk, encoding) {
		if (chunk === void 0 || chunk === null) return "";
		if (typeof chunk === "string") return chunk;
		if (Buffer.isBuffer(chunk) || ArrayBuffer.isView(chunk)) {
			const normalizedEncoding = typeof encoding === "string" && encoding !== "" && encoding !== "buffer" ? encoding : "utf8";
			return Buffer.from(chunk).toString(normalizedEncoding);
		}
		return String(chunk);
	}
	#withSynchronizedOutput(action) {
		if (!this.#isInteractive) return action();
		try {
			this.#write(SYNCHRONIZED_OUTPUT_ENABLE);
			return action();
		} finally {
			this.#write(SYNCHRONIZED_OUTPUT_DISABLE);
		}
	}
	#hookStream(stream) {
		if (!stream || this.#hookedStreams.has(stream) || typeof stream.write !== "function") return;
		if (activeHooksPerStream.has(stream)) return;
		const originalWrite = stream.write;
		const hookedWrite = (...writeArguments) => this.#hookedWrite(stream, originalWrite, writeArguments);
		this.#hookedStreams.set(stream, {
			originalWrite,
			hookedWrite
		});
		activeHooksPerStream.add(stream);
		stream.write = hookedWrite;
	}
	#installHook() {
		if (!this.#isInteractive || this.#hookedStreams.size > 0) return;
		const streamsToHook = new Set([this.#stream]);
		if (this.#stream === process$1.stdout || this.#stream === process$1.stderr) {
			if (isInteractive(process$1.stdout)) streamsToHook.add(process$1.stdout);
			if (isInteractive(process$1.stderr)) streamsToHook.add(process$1.stderr);
		}
		for (const stream of streamsToHook) this.#hookStream(stream);
	}
	#uninstallHook() {
		for (const [stream, hookInfo] of this.#hookedStreams) {
			if (stream.write === hookInfo.hookedWrite) stream.write = hookInfo.originalWrite;
			activeHooksPerStream.delete(stream);
		}
		this.#hookedStreams.clear();
	}
	#hookedWrite(stream, originalWrite, writeArguments) {
		const [chunk, encoding, callback] = writeArguments;
		let resolvedEncoding = encoding;
		let resolvedCallback = callback;
		if (typeof resolvedEncoding === "function") {
			resolvedCallback = resolvedEncoding;
			resolvedEncoding = void 0;
		}
		if (this.#isInternalWrite || !this.isSpinning) return originalWrite.call(stream, chunk, resolvedEncoding, resolvedCallback);
		if (this.#lines > 0) this.clear();
		const chunkString = this.#stringifyChunk(chunk, resolvedEncoding);
		const chunkTerminatesLine = chunkString.at(-1) === "\n";
		const writeResult = originalWrite.call(stream, chunk, resolvedEncoding, resolvedCallback);
		if (chunkTerminatesLine) this.#isDeferringRender = false;
		else if (chunkString !== "") this.#isDeferringRender = true;
		if (this.isSpinning && !this.#isDeferringRender) this.#render();
		return writeResult;
	}
	start(text) {
		if (text) this.#text = text;
		if (this.isSpinning) return this;
		this.#isSpinning = true;
		this.#hideCursor();
		this.#installHook();
		this.#render();
		this.#subscribeToProcessEvents();
		if (this.#isInteractive) this.#timer = setInterval(() => {
			this.#render();
		}, this.#interval);
		return this;
	}
	stop(finalText) {
		if (!this.isSpinning) return this;
		const shouldWriteNewline = this.#isDeferringRender;
		this.#isSpinning = false;
		if (this.#timer) {
			clearInterval(this.#timer);
			this.#timer = void 0;
		}
		this.#isDeferringRender = false;
		this.#uninstallHook();
		this.#showCursor();
		this.clear();
		this.#unsubscribeFromProcessEvents();
		if (finalText) {
			const prefix = shouldWriteNewline ? "\n" : "";
			this.#stream.write(`${prefix}${finalText}\n`);
		}
		return this;
	}
	#symbolStop(symbol, text) {
		return this.stop(`${symbol} ${text ?? this.#text}`);
	}
	success(text) {
		return this.#symbolStop(successSymbol, text);
	}
	error(text) {
		return this.#symbolStop(errorSymbol, text);
	}
	warning(text) {
		return this.#symbolStop(warningSymbol, text);
	}
	info(text) {
		return this.#symbolStop(infoSymbol, text);
	}
	get isSpinning() {
		return this.#isSpinning;
	}
	get text() {
		return this.#text;
	}
	set text(value) {
		this.#text = value ?? "";
		this.#render();
	}
	get color() {
		return this.#color;
	}
	set color(value) {
		this.#color = value;
		this.#render();
	}
	clear() {
		if (!this.#isInteractive) return this;
		if (this.#lines === 0) return this;
		this.#internalWrite(() => {
			this.#stream.cursorTo(0);
			for (let index = 0; index < this.#lines; index++) {
				if (index > 0) this.#stream.moveCursor(0, -1);
				this.#stream.clearLine(1);
			}
		});
		this.#lines = 0;
		return this;
	}
	#render() {
		if (this.#isDeferringRender) return;
		const useSynchronizedOutput = this.#isInteractive;
		const now = Date.now();
		if (this.#currentFrame === -1 || now - this.#lastSpinnerFrameTime >= this.#interval) {
			this.#currentFrame = ++this.#currentFrame % this.#frames.length;
			this.#lastSpinnerFrameTime = now;
		}
		const applyColor = base_exports[this.#color] ?? cyan;
		const frame = this.#frames[this.#currentFrame];
		let string = `${applyColor(frame)} ${this.#text}`;
		if (!this.#isInteractive) string += "\n";
		if (useSynchronizedOutput) this.#withSynchronizedOutput(() => {
			this.clear();
			this.#write(string);
		});
		else this.#write(string);
		if (this.#isInteractive) this.#lines = this.#lineCount(string);
	}
	#write(text) {
		this.#internalWrite(() => {
			this.#stream.write(text);
		});
	}
	#lineCount(text) {
		const width = this.#stream.columns || 80;
		const lines = stripVTControlCharacters(text.replaceAll(oscSequenceRegex, "")).split("\n");
		let lineCount = 0;
		for (const line of lines) lineCount += Math.max(1, Math.ceil(line.length / width));
		return lineCount;
	}
	#hideCursor() {
		if (this.#isInteractive) this.#write("\x1B[?25l");
	}
	#showCursor() {
		if (this.#isInteractive) this.#write("\x1B[?25h");
	}
	#subscribeToProcessEvents() {
		if (!this.#handleSignals) return;
		process$1.once("SIGINT", this.#exitHandlerBound);
		process$1.once("SIGTERM", this.#exitHandlerBound);
	}
	#unsubscribeFromProcessEvents() {
		if (!this.#handleSignals) return;
		process$1.off("SIGINT", this.#exitHandlerBound);
		process$1.off("SIGTERM", this.#exitHandlerBound);
	}
	#exitHandler(signal) {
		if (this.isSpinning) this.stop();
		const exitCode = signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1;
		process$1.exit(exitCode);
	}
};
function yoctoSpinner(options) {
	return new YoctoSpinner(options);
}
// src/host/terminal/progress-line.ts
const EVERY_MILLISECONDS = 200;
const SOON_MILLISECONDS = 40;
const SHORTEST_TIME = 2e3;
const OTHER_COLUMNS = 3;
const USUAL_COLUMNS$1 = 80;
function progressLine(masks, { CI, TERM }) {
	if (process.stderr.isTTY !== true || CI !== void 0 || TERM === "dumb") return noProgress;
	const line = new ProgressLine(masks);
	return (title, work) => line.during(title, work);
}
var ProgressLine = class {
	#masks;
	#spinner = yoctoSpinner({ handleSignals: false });
	#running = new Set();
	#timer;
	#shown = 0;
	constructor(masks) {
		this.#masks = masks;
		process.once("exit", () => this.#spinner.stop());
	}
	async during(title, work) {
		const activity = {
			title,
			detail: "",
			start: performance.now()
		};
		this.#running.add(activity);
		this.#show();
		try {
			return await work((detail) => {
				activity.detail = detail;
				if (performance.now() - this.#shown > SOON_MILLISECONDS) this.#show();
			});
		} finally {
			this.#running.delete(activity);
			this.#show();
		}
	}
	#show() {
		this.#shown = performance.now();
		if (this.#running.size === 0) {
			clearInterval(this.#timer);
			this.#timer = void 0;
			this.#spinner.stop();
			return;
		}
		this.#timer ??= setInterval(() => this.#show(), EVERY_MILLISECONDS).unref();
		if (this.#spinner.isSpinning) this.#spinner.text = this.#text();
		else this.#spinner.start(this.#text());
	}
	#text() {
		const parts = [...this.#running].map(({ title, detail, start }) => {
			const time = performance.now() - start;
			return [
				title,
				detail,
				time < SHORTEST_TIME ? "" : `${Math.floor(time / 1e3)} s`
			].filter(Boolean).join(" ");
		});
		return fitting(printable(this.#masks.shown(parts.join(" · "))).replace(/\s+/g, " "), (process.stderr.columns || USUAL_COLUMNS$1) - OTHER_COLUMNS);
	}
};
function fitting(text, columns) {
	if (stringWidth(text) <= columns) return text;
	const signs = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
	let width = 0;
	const end = signs.findIndex((sign) => {
		width += stringWidth(sign);
		return width > columns - 1;
	});
	return `${signs.slice(0, Math.max(0, end)).join("")}…`;
}
// src/host/terminal/quote.ts
const LARGEST_FILE = 2 ** 20;
const TAB = "    ";
const SHORTEST_QUOTE = 20;
function quote(place, shown, columns) {
	const raw = orNothing(() => lineAt(place));
	if (raw === void 0 || raw.trim() === "") return void 0;
	const line = printable(shown(raw));
	const found = place.quoted === void 0 ? statement(line) : requirementIn(line, shown(place.quoted));
	if (found === void 0) return void 0;
	const before = line.slice(0, found.start);
	const about = line.slice(found.start, found.start + found.length);
	const room = Math.max(SHORTEST_QUOTE, columns);
	const indent = widthOf(before);
	if (indent >= room - 1) return void 0;
	const carets = Math.max(1, Math.min(widthOf(about), room - 1 - indent));
	return {
		column: [...before].length + 1,
		text: fitting(withoutTabs(line), room),
		mark: `${" ".repeat(indent)}${"^".repeat(carets)}`
	};
}
function widthOf(text) {
	return stringWidth(withoutTabs(text));
}
function withoutTabs(text) {
	return text.replaceAll("	", TAB);
}
function lineAt({ file, line }) {
	if (file === void 0 || line === void 0) return void 0;
	const facts = statSync(file);
	if (!facts.isFile() || facts.size > LARGEST_FILE || facts.mtimeMs > performance.timeOrigin) return void 0;
	return readTextFile(file).text.split(/\r\n|\n|\r/)[line - 1];
}
function statement(line) {
	const text = line.replace(/(\s+#.*|\s+)$/, "");
	const start = text.search(/\S|$/);
	return {
		start,
		length: text.length - start
	};
}
function requirementIn(line, requirement) {
	const signs = [...requirement.replace(/\s*(;|\s#|\s--|\s@\s).*$/s, "").trim().replace(/\s+/g, "")].map((sign) => /[-_.]/.test(sign) ? "[-_.]" : escaped$1(sign));
	if (signs.length === 0) return void 0;
	const match = new RegExp(`(?<![\\w.-])${signs.join("\\s*")}(?!\\s*,|[\\w.*-])`, "i").exec(line);
	return match === null ? void 0 : {
		start: match.index,
		length: match[0].length
	};
}
function escaped$1(sign) {
	return sign.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
// src/host/terminal/log.ts
function terminalStyle(environment) {
	return {
		coloured: wantsColours(process.stderr, environment),
		debugging: environment.RUNNER_DEBUG === "1"
	};
}
function terminalLog(workspace, masks, { coloured, debugging, sections }, reword = String) {
	let depth = 0;
	const styled = (style, text) => coloured ? styleText(style, text, { validateStream: false }) : text;
	const write = (line) => process.stderr.write(`${line}\n`);
	const print = (text, show = (line) => line) => {
		for (const line of withoutCommands(printableInColour(masks.shown(text))).split("\n")) write(line === "" ? "" : `${"  ".repeat(depth)}${show(line)}`);
	};
	const annotate = (word, style) => (given, place) => {
		const message = printable(reword(given));
		const quoted = quotedLines(place, whereIs(place, workspace), depth, masks);
		const shown = quoted.length > 0 ? { title: place?.title ?? "" } : place;
		const text = masks.shown(`${word}: ${annotationText(message, shown, workspace)}`);
		print(fitted(text.replaceAll("\n", "\n  "), depth), (line) => line.startsWith(`${word}:`) ? styled(style, `${word}:`) + line.slice(word.length + 1) : line);
		for (const { gutter, text, isMark } of quoted) print(gutter + text, (line) => styled("blue", gutter) + (isMark ? styled(style, text) : line.slice(gutter.length)));
	};
	return {
		info: (message) => print(fitted(masks.shown(message), depth)),
		debug: (message) => {
			if (debugging) print(message, (line) => styled("dim", `debug: ${line}`));
		},
		notice: annotate("notice", "cyan"),
		warning: annotate("warning", "yellow"),
		error: annotate("error", "red"),
		annotationsLeft: () => Number.POSITIVE_INFINITY,
		async group(title, work, kind) {
			if (kind === "phase" && sections === void 0) return await work();
			if (sections) write(sections.begin(styled("bold", oneLine(withoutCommands(printable(masks.shown(title)))))));
			else print(title, (line) => styled("bold", line));
			depth += sections ? 0 : 1;
			try {
				return await work();
			} finally {
				depth -= sections ? 0 : 1;
				if (sections) write(sections.end());
			}
		},
		mask: (secret) => masks.add(secret),
		shown: (text) => printable(masks.shown(text))
	};
}
function fitted(text, depth) {
	const { isTTY, columns } = process.stderr;
	if (!isTTY) return text;
	const [first = "", ...others] = text.split("\n");
	const free = (columns || USUAL_COLUMNS) - 2 * depth - 2;
	return [wrappedLines(first, free, stringWidth).join("\n  "), ...others].join("\n");
}
function annotationText(message, place, workspace) {
	const where = whereIs(place, workspace);
	return [
		where !== void 0 && (message.startsWith(where) || message.startsWith(place?.file ?? where)) ? "" : where,
		place?.title,
		message
	].filter(Boolean).join(": ");
}
function oneLine(title) {
	return title.replace(/\s*[\r\n]+\s*/g, " ");
}
function whereIs(place, workspace) {
	if (place?.file === void 0) return void 0;
	const file = shownPath(place.file, workspace);
	return place.line === void 0 ? file : `${file}:${place.line}`;
}
const USUAL_COLUMNS = 80;
function quotedLines(place, where, depth, masks) {
	const { isTTY, columns } = process.stderr;
	if (!isTTY || place?.line === void 0 || where === void 0) return [];
	const number = String(place.line);
	const empty = " ".repeat(number.length);
	const found = quote(place, (text) => masks.shown(text), (columns || USUAL_COLUMNS) - 2 * depth - number.length - 4);
	if (found === void 0) return [];
	return [
		{
			gutter: ` ${empty}--> `,
			text: `${where}:${found.column}`
		},
		{
			gutter: ` ${empty} |`,
			text: ""
		},
		{
			gutter: ` ${number} | `,
			text: found.text
		},
		{
			gutter: ` ${empty} | `,
			text: found.mark,
			isMark: true
		}
	];
}
// src/host/format/text.ts
function textFormat({ workspace, masks, environment, reword, json }) {
	return {
		log: terminalLog(workspace, masks, terminalStyle(environment), reword),
		publish: (outputs) => {
			const shown = masked(outputs, masks);
			process.stdout.write(json ? asJson(shown) : asLines(shown));
		},
		summarise: () => {},
		restoreCommandFiles: () => []
	};
}
function masked(outputs, masks) {
	return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, masks.apply(value)]));
}
function asJson(outputs) {
	return `${jsonWithoutCommands(JSON.stringify(outputs, null, 2))}\n`;
}
function asLines(outputs) {
	return Object.entries(outputs).filter(([name, value]) => value !== "" && name !== "error").map(([name, value]) => `${name}=${inOneLine(value)}\n`).join("");
}
function inOneLine(value) {
	return /[\r\n]/.test(value) ? JSON.stringify(value) : value;
}
// src/host/format/azure.ts
function azureFormat(setting) {
	const { masks, environment, json } = setting;
	const log = azureLog(setting);
	return {
		log,
		publish: (outputs) => {
			const shown = masked(outputs, masks);
			for (const [name, value] of Object.entries(shown)) command("task.setvariable", {
				variable: variableName(name),
				isOutput: "true"
			}, value);
			if (json) process.stdout.write(asJson(shown));
		},
		summarise: (summary) => attachSummary(masks.apply(summary), environment, log),
		restoreCommandFiles: () => []
	};
}
function variableName(output) {
	return output.replaceAll("-", "_");
}
function azureLog({ workspace, masks, environment, reword }) {
	let depth = 0;
	const safe = (text) => withoutCommands(masks.shown(text));
	const info = (text) => process.stderr.write(`${safe(text)}\n`);
	const issue = (type) => (message, place) => {
		const text = safe(annotationText(reword(message), place, workspace));
		command("task.logissue", {
			type,
			sourcepath: place?.file === void 0 ? void 0 : masks.apply(resolve(workspace, place.file)),
			linenumber: place?.line,
			code: place?.title
		}, text);
	};
	return {
		info,
		debug: (message) => {
			if (/^true$/i.test(environment.SYSTEM_DEBUG ?? "")) command("task.debug", {}, safe(message));
		},
		notice: (message, place) => info(`notice: ${annotationText(reword(message), place, workspace)}`),
		warning: issue("warning"),
		error: issue("error"),
		annotationsLeft: () => Number.POSITIVE_INFINITY,
		async group(title, work) {
			if (depth > 0) info(title);
			else process.stderr.write(`##[group]${oneLine(safe(title))}\n`);
			depth += 1;
			try {
				return await work();
			} finally {
				depth -= 1;
				if (depth === 0) process.stderr.write("##[endgroup]\n");
			}
		},
		mask: (secret) => masks.add(secret),
		shown: (text) => masks.shown(text)
	};
}
function command(name, properties, data) {
	const list = Object.entries(properties).filter(([, value]) => value !== void 0).map(([key, value]) => `${key}=${escaped(String(value))};`).join("");
	process.stderr.write(`##vso[${name}${list === "" ? "" : ` ${list}`}]${escaped(data)}\n`);
}
function escaped(text) {
	return text.replaceAll("%", "%AZP25").replaceAll(";", "%3B").replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll("]", "%5D");
}
function attachSummary(summary, environment, log) {
	const { AGENT_TEMPDIRECTORY: directory } = environment;
	if (summary === "" || !directory) return;
	const file = join(directory, `azureml-extra-packages-${shortHash(summary)}.md`);
	try {
		writeFileSync(file, summary);
		command("task.uploadsummary", {}, file);
	} catch (error) {
		log.warning(`The summary could not be written: ${messageOf(error)}`);
	}
}
// src/host/format/github.ts
function githubFormat(commandFiles, { workspace, masks, json, reword }) {
	if (json) throw new UserError("--json and --format github contradict each other: the outputs are those of the step.", { hint: "Read them with steps.<id>.outputs, or leave out one of the flags." });
	process.once("exit", () => orNothing(() => commandFiles.restore()));
	const log = githubLog(workspace, masks);
	return {
		log: {
			...log,
			notice: (message, place) => log.notice(reword(message), place),
			warning: (message, place) => log.warning(reword(message), place),
			error: (message, place) => log.error(reword(message), place)
		},
		publish: (outputs) => {
			const changed = commandFiles.restore();
			if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; the change was undone.`);
			commandFiles.write(() => writeOutputs(masked(outputs, masks)));
		},
		summarise: (summary) => commandFiles.write(() => writeSummary(masks.apply(summary), log)),
		restoreCommandFiles: () => commandFiles.restore()
	};
}
function githubCommandFiles() {
	if (process.env.GITHUB_OUTPUT) return new CommandFiles();
	throw new UserError("--format github needs GITHUB_OUTPUT, which only a step of GitHub Actions has.", { hint: "Leave out --format, or pass the variable on to the container or script in which this runs." });
}
// src/host/format/gitlab.ts
const DOTENV_BYTES = 5120;
const DOTENV_VARIABLES = 20;
const DOTENV_FILE = "outputs.env";
function gitlabFormat(setting) {
	const { workspace, masks, environment, reword } = setting;
	const text = textFormat(setting);
	const log = terminalLog(workspace, masks, gitlabStyle(environment), reword);
	return {
		...text,
		log,
		publish: (outputs) => {
			const { "report-file": report } = outputs;
			if (report) writeDotenv(join(dirname(report), DOTENV_FILE), masked(outputs, masks), log);
			text.publish(outputs);
		}
	};
}
function gitlabStyle(environment) {
	const open = [];
	let count = 0;
	const marker = (kind, name) => `\u001b[0Ksection_${kind}:${Math.floor(Date.now() / 1e3)}:${name}\r\u001b[0K`;
	return {
		coloured: !environment.NO_COLOR,
		debugging: environment.CI_DEBUG_TRACE === "true",
		sections: {
			begin: (title) => {
				count += 1;
				const name = `azureml_extra_packages_${process.pid}_${count}`;
				open.push(name);
				return `${marker("start", `${name}[collapsed=true]`)}${title}`;
			},
			end: () => marker("end", open.pop() ?? "")
		}
	};
}
function writeDotenv(file, outputs, log) {
	const { lines, left } = dotenv(outputs);
	if (left.length > 0) log.warning(`${left.join(", ")} cannot be passed on in ${file}: GitLab would change the value.`);
	try {
		writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
	} catch (error) {
		throw new UserError(`The outputs cannot be written: ${messageOf(error)}.`, {
			hint: "Name a directory with the input output-directory that this job can write.",
			exitCode: ExitCode.delivery,
			cause: error
		});
	}
}
function dotenv(outputs) {
	const lines = [];
	const left = [];
	let bytes = 0;
	for (const [name, value] of Object.entries(outputs)) {
		if (value === "" || name === "error") continue;
		const line = `PACKAGES_${variableName(name).toUpperCase()}=${value}`;
		const size = Buffer.byteLength(line) + 1;
		if (!(bytes + size < DOTENV_BYTES && lines.length < DOTENV_VARIABLES) || /[\r\n$]|^\s|\s$/.test(value)) left.push(name);
		else {
			lines.push(line);
			bytes += size;
		}
	}
	return {
		lines,
		left
	};
}
// src/host/format/presenter.ts
function presenter(format) {
	if (format === "github") {
		const files = githubCommandFiles();
		return (setting) => githubFormat(files, setting);
	}
	return {
		text: textFormat,
		azure: azureFormat,
		gitlab: gitlabFormat
	}[format];
}
function logOf(format, workspace) {
	const masks = new Masks();
	if (format === "github") return githubLog(workspace, masks);
	const make = {
		text: textFormat,
		azure: azureFormat,
		gitlab: gitlabFormat
	}[format];
	return make({
		workspace,
		masks,
		environment: process.env,
		reword: String,
		json: false
	}).log;
}
// src/host/terminal/cache.ts
const KEPT_ENTRIES = 20;
const KEY = "key";
const TEMPORARY = ".temporary-";
const ABANDONED_MILLISECONDS = 864e5;
function terminalCache(log, root) {
	const entryOf = (key) => join(root, `${pathPart(key).slice(0, 60)}-${shortHash(key)}`);
	return {
		async restore(key, directory) {
			const entry = entryOf(key);
			try {
				await touch(entry);
				await placeTree(entry, directory, copied);
				return "found";
			} catch (error) {
				await emptyDirectory(directory);
				if (isSystemError(error, "ENOENT")) return "absent";
				log.warning(`Cache: ${key} could not be restored: ${messageOf(error)}`);
				return "unusable";
			}
		},
		async similar(prefixes) {
			const keys = await keysIn(root);
			const prefix = prefixes.find((beginning) => keys.some((key) => key.startsWith(beginning)));
			return prefix === void 0 ? void 0 : keys.find((key) => key.startsWith(prefix));
		},
		async borrow(key) {
			return await stat(entryOf(key)).then(() => entryOf(key), () => void 0);
		},
		async save(key, directory) {
			const fresh = temporaryIn(root);
			try {
				await mkdir(root, { recursive: true });
				await placeTree(directory, fresh, copied);
				await writeFile(join(fresh, KEY), key);
				await touch(fresh);
				await replace(entryOf(key), fresh, root);
				await prune(root);
				return;
			} catch (error) {
				await remove(fresh);
				log.warning(`The cache entry was not saved: ${messageOf(error)}`);
				return messageOf(error);
			}
		}
	};
}
function temporaryIn(root) {
	return join(root, `${TEMPORARY}${randomUUID()}`);
}
async function touch(path) {
	const now = new Date();
	await utimes(path, now, now);
}
async function replace(entry, fresh, root) {
	await discard(entry, root);
	try {
		await rename(fresh, entry);
	} catch (error) {
		if (!isSystemError(error, "ENOTEMPTY", "EEXIST", "EPERM")) throw error;
		await remove(fresh);
	}
}
async function discard(entry, root) {
	const discarded = temporaryIn(root);
	try {
		await rename(entry, discarded);
	} catch (error) {
		if (isSystemError(error, "ENOENT")) return;
		throw error;
	}
	await remove(discarded);
}
async function keysIn(root) {
	const { entries } = await contentsOf(root).catch(() => ({ entries: [] }));
	const keys = entries.map(({ name }) => readFile(join(root, name, KEY), "utf8").catch(() => ""));
	return await Promise.all(keys);
}
async function contentsOf(root) {
	const names = await readdir(root);
	const aged = await Promise.all(names.map(async (name) => ({
		name,
		used: await lastUse(join(root, name))
	})));
	const isTemporary = ({ name }) => name.startsWith(TEMPORARY);
	return {
		abandoned: aged.filter((item) => isTemporary(item) && Date.now() - item.used > ABANDONED_MILLISECONDS),
		entries: aged.filter((item) => !isTemporary(item)).sort((a, b) => b.used - a.used)
	};
}
async function prune(root) {
	const { abandoned, entries } = await contentsOf(root);
	for (const { name } of abandoned) await remove(join(root, name));
	for (const { name } of entries.slice(KEPT_ENTRIES)) await discard(join(root, name), root);
}
async function lastUse(path) {
	return await stat(path).then(({ mtimeMs }) => mtimeMs, () => Date.now());
}
// src/host/terminal/terminal-host.ts
const NAME$1 = "azureml-extra-packages";
async function terminalHost(options) {
	const { json, workspace: given, format = "text", reword = String } = options;
	for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreClosedPipe);
	const presentation = presenter(format);
	const environment = Object.freeze({ ...process.env });
	const workspace = resolve(given);
	const masks = new Masks();
	const { log, publish, summarise, restoreCommandFiles } = presentation({
		workspace,
		masks,
		environment,
		reword,
		json
	});
	const cacheDirectory = userCacheDirectory(NAME$1, environment);
	const toolDirectory = join(cacheDirectory, "tools");
	const cleanup = new Cleanup();
	const temporary = cleanup.directory(join(tmpdir(), `${NAME$1}-`));
	return {
		kind: "terminal",
		format,
		workspace,
		temporary,
		toolDirectory,
		draft: (parent = toolDirectory) => cleanup.directory(join(parent, ".fetching-")),
		environment,
		atEnd: (work) => cleanup.atEnd(work),
		event: {
			name: "terminal",
			ref: "",
			repository: "",
			commit: await headCommit(workspace, environment),
			fromFork: false,
			selfHosted: false
		},
		log,
		progress: progressLine(masks, environment),
		reword,
		cache: terminalCache(log, join(cacheDirectory, "entries")),
		artifacts: void 0,
		preload: () => {},
		outputDirectory: (artifactName) => join(cacheDirectory, "output", `${shortHash(workspace)}-${pathPart(artifactName)}`),
		runTool: loggedTool(log),
		askTool,
		startForeign,
		restoreCommandFiles,
		publish,
		summarise,
		onSignal: (report) => cleanup.onSignal(report),
		dispose: () => remove(temporary)
	};
}
async function headCommit(directory, environment) {
	try {
		return (await askTool("git", [
			"rev-parse",
			"--verify",
			"--quiet",
			"HEAD"
		], {
			environment,
			directory
		})).trim();
	} catch {
		return "";
	}
}
function ignoreClosedPipe(error) {
	if (!isSystemError(error, "EPIPE")) throw error;
}
// src/cli/shells.ts
const SHELLS = [
	"bash",
	"zsh",
	"fish"
];
function isShell(name) {
	return SHELLS.includes(name);
}
// src/cli/flag-names.ts
const NAME = OPTIONS.map(({ name }) => name).join("|");
const END = "(?![\\w-])";
const REWORDINGS = [
	[new RegExp(`\\b([Ll])eave the input (${NAME}) empty`, "g"), "$1eave out --$2"],
	[new RegExp(`\\bInputs (${NAME}) and (${NAME})${END}`, "g"), "--$1 and --$2"],
	[new RegExp(`\\b(?:[Tt]he )?[Ii]nput \`?(${NAME})\`?${END}`, "g"), "--$1"],
	[new RegExp(`(?<!output )\`(${NAME})\``, "g"), "`--$1`"]
];
function withFlagNames(text, values = []) {
	const kept = (match, flag) => values.some((value) => match === `\`${value}\``) ? match : flag;
	return REWORDINGS.reduce((reworded, [pattern, flag]) => reworded.replace(pattern, (match) => kept(match, match.replace(pattern, flag))), text);
}
// src/host/format/format.ts
const FORMATS = [
	"text",
	"github",
	"azure",
	"gitlab"
];
// src/cli/flag-table.ts
const GROUPS = {
	deployment: "Deployment",
	packages: "Packages",
	target: "Image, Python and installer",
	checks: "Checks",
	output: "Archive and output"
};
const EXTRA_FLAGS = {
	inspect: "Image to describe: its name in the catalogue, or its name in a container engine.",
	write: "Update the deployment file, or the file that --from names; without this flag, the change is only printed.",
	list: "YAML file with the deployments, whose schema is schemas/deployment-list.schema.json.",
	results: "Directory with a file `<name>.json` for each deployment: the outputs of its build. Print a table of them instead of the plan.",
	format: "How to print findings, groups and outputs: `text` for people, or what the service that runs the command reads. `github`: a `run:` step of GitHub Actions; `azure`: a script step of Azure Pipelines; `gitlab`: a job of GitLab CI.\n[default: text]",
	json: "Print the outputs as one JSON object on standard output, also when the run fails."
};
const FLAGS = {
	mode: { group: "deployment" },
	"code-directory": {
		group: "deployment",
		value: "directory"
	},
	"scoring-script": {
		group: "deployment",
		value: "file"
	},
	"model-directory": {
		group: "deployment",
		value: "directory"
	},
	"replace-conda-file": { group: "deployment" },
	"deployment-file": {
		group: "deployment",
		value: "file"
	},
	write: { group: "deployment" },
	list: {
		group: "deployment",
		value: "file"
	},
	results: {
		group: "deployment",
		value: "directory"
	},
	requirements: {
		group: "packages",
		value: "file"
	},
	packages: {
		group: "packages",
		value: "requirement"
	},
	"require-hashes": { group: "packages" },
	check: { group: "packages" },
	upgrade: { group: "packages" },
	"upgrade-package": {
		group: "packages",
		value: "name"
	},
	from: {
		group: "packages",
		value: "file"
	},
	slim: { group: "packages" },
	"environment-name": {
		group: "packages",
		value: "name"
	},
	"mount-parent": {
		group: "packages",
		value: "directory"
	},
	inspect: {
		group: "target",
		value: "name"
	},
	image: {
		group: "target",
		value: "name"
	},
	"image-packages": {
		group: "target",
		value: "file"
	},
	"image-facts": {
		group: "target",
		value: "file"
	},
	"python-version": {
		group: "target",
		value: "version"
	},
	python: {
		group: "target",
		value: "path"
	},
	installer: { group: "target" },
	checks: {
		group: "checks",
		value: "rule"
	},
	evidence: { group: "checks" },
	engine: { group: "checks" },
	pull: { group: "checks" },
	network: { group: "checks" },
	"instance-type": {
		group: "checks",
		value: "type"
	},
	"smoke-test": {
		group: "checks",
		value: "file"
	},
	audit: { group: "checks" },
	"audit-database": {
		group: "checks",
		value: "path"
	},
	"max-size": {
		group: "checks",
		value: "size"
	},
	"expected-digest": {
		group: "checks",
		value: "digest"
	},
	"compare-with": {
		group: "checks",
		value: "file"
	},
	archive: {
		group: "output",
		value: "path"
	},
	cache: { group: "output" },
	"artifact-format": { group: "output" },
	"output-directory": {
		group: "output",
		value: "directory"
	},
	report: { group: "output" },
	"dry-run": { group: "output" },
	format: {
		group: "output",
		value: FORMATS.join("|")
	},
	json: { group: "output" },
	upload: {},
	"artifact-name": { value: "name" },
	"retention-days": { value: "number" },
	"artifact-id": { value: "id" },
	"run-id": { value: "id" },
	repository: { value: "owner/name" },
	"github-token": { value: "token" }
};
const OWN_FLAGS = {
	images: [
		"inspect",
		"engine",
		"pull",
		"json"
	],
	"plan-deployments": [
		"list",
		"results",
		"format"
	],
	try: [
		"code-directory",
		"scoring-script",
		"model-directory",
		"deployment-file",
		"environment-name",
		"mount-parent",
		"image",
		"engine",
		"pull",
		"instance-type",
		"smoke-test",
		"format"
	]
};
function hasFlag(command, name) {
	const own = OWN_FLAGS[command];
	if (own !== void 0) return own.includes(name);
	return Object.hasOwn(FLAGS, name) && ![
		"inspect",
		"list",
		"results"
	].includes(name) && (name !== "mode" || command === "build");
}
function takesValue(name) {
	return (specOf(name)?.kind ?? (FLAGS[name].value === void 0 ? "boolean" : "text")) !== "boolean";
}
function specOf(name) {
	return OPTIONS.find((spec) => spec.name === name);
}
function usageOf(name, choices = specOf(name)?.choices) {
	if (!takesValue(name)) return `--${name}`;
	return `--${name} <${choices?.join("|") ?? FLAGS[name].value}>`;
}
// src/cli/page.ts
const WIDEST = 100;
const USUAL = 80;
const NARROWEST = 40;
function pageWidth() {
	const { isTTY, columns } = process.stdout;
	return isTTY && columns > 0 ? Math.min(WIDEST, Math.max(NARROWEST, columns)) : USUAL;
}
function wrapped(text, indent = "", width = pageWidth()) {
	return text.split("\n").flatMap((line) => wrappedLines(line, width - indent.length)).map((line) => `${indent}${line}`.trimEnd()).join("\n");
}
// src/cli/flag-help.ts
const DESCRIPTIONS = {
	mode: "`preinstalled` builds a directory of packages. `dynamic` installs the requirements file as the image does at every container start, and verifies the result; flags that only a build uses have no effect then.",
	cache: "Whether to use earlier builds in the user's cache directory: `read-write` uses and saves them, `read` only uses them. `auto` is `read-write`."
};
const OWN_DESCRIPTIONS = {
	images: { json: "Print every known fact as JSON." },
	try: {
		"deployment-file": "YAML file of a v2 online deployment. Code directory, scoring script, image and instance type are read from it if their flags are not set, and its `environment_variables` are set in the container.",
		image: "Image to start: its name in the catalogue, or its name in a container engine.\n[default: from the deployment file]",
		"instance-type": "Instance type of the deployment, such as `Standard_DS2_v2`: the container gets its processors and memory.\n[default: from the deployment file, if it is known]",
		"smoke-test": "File with a sample request, which is sent when the server is ready."
	}
};
function ownFlags(command) {
	const texts = OWN_DESCRIPTIONS[command] ?? {};
	return ["Flags", ...(OWN_FLAGS[command] ?? []).map((name) => entryOf(name, usageOf(name), texts[name]))].join("\n");
}
function flagSections(command, modes) {
	const used = flagsOf(command, modes);
	const filled = Object.keys(GROUPS).map((group) => {
		const flags = used.filter((name) => FLAGS[name].group === group);
		return [GROUPS[group], ...flags.map((name) => entryOf(name, name === "mode" ? usageOf(name, modes) : usageOf(name)))];
	}).filter(({ length }) => length > 1).map((lines) => lines.join("\n"));
	const elsewhere = used.filter((name) => FLAGS[name].group === void 0).map((name) => `--${name}`);
	return [...filled, ...elsewhere.length === 0 ? [] : [wrapped(`Only for GitHub Actions: ${elsewhere.join(", ")}.`)]];
}
function flagsOf(command, modes) {
	const own = OWN_FLAGS[command];
	if (own !== void 0) return [...own];
	return Object.keys(FLAGS).filter((name) => hasFlag(command, name) && isUsed(name, modes));
}
function isUsed(name, modes) {
	const readBy = specOf(name)?.modes;
	return readBy === void 0 || modes.some((mode) => readBy.includes(mode));
}
function entryOf(name, usage, text = textOf(name)) {
	const usual = takesValue(name) ? "none" : "false";
	return `  ${usage}\n${wrapped(text.includes("[default: ") ? text : `${text}\n[default: ${usual}]`, "      ")}`;
}
function shortTextOf(command, name) {
	const text = OWN_DESCRIPTIONS[command]?.[name] ?? textOf(name);
	return (/^.*?(?=[.:;](\s|$))/s.exec(text)?.[0] ?? text).replaceAll("`", "").replace(/\s+/g, " ");
}
function textOf(name) {
	const spec = specOf(name);
	if (spec === void 0) return EXTRA_FLAGS[name];
	const description = DESCRIPTIONS[name] ?? spec.description.replace(", one per line", "");
	const repeated = spec.kind === "lines" ? " May be repeated." : "";
	const usual = !takesValue(name) ? "" : spec.defaultText ?? spec.default;
	const text = withFlagNames(`${description}${repeated}`, spec.choices).replaceAll("the workspace", "the current directory");
	return usual === "" ? text : `${text}\n[default: ${usual}]`;
}
// src/cli/help.ts
const COMMANDS$1 = {
	build: {
		usage: "[flags]",
		summary: "Install the requirements into a directory of packages, verify it, put it into the code directory and pack it. With --mode dynamic: install the requirements file as the image does at every container start, and verify the result.",
		examples: [
			"build --code-directory examples/iris",
			"build --image curated/mlflow-py312-inference",
			"build --packages pandas==2.0.3 --packages joblib==1.4.2"
		],
		modes: ["preinstalled", "dynamic"]
	},
	restore: {
		usage: "[flags]",
		summary: "Unpack an archive of an earlier build into the code directory, and verify it.",
		examples: ["restore --code-directory scoring --archive mount.tar.zst"],
		modes: ["restore"]
	},
	verify: {
		usage: "[flags]",
		summary: "Verify the packages that are in the code directory, byte by byte.",
		examples: ["verify --code-directory scoring", "verify --code-directory scoring --evidence files"],
		modes: ["verify"]
	},
	lock: {
		usage: "[flags]",
		summary: "Resolve the requirements for the image and write requirements.lock.txt beside requirements.txt (conda.lock.txt beside conda.yml), with exact versions and hashes. The command build then installs the lock file.",
		examples: [
			"lock --code-directory scoring --image minimal-py312-inference",
			"lock --code-directory scoring --check",
			"lock --code-directory scoring --upgrade-package numpy",
			"lock --code-directory scoring --from freeze.txt --write"
		],
		modes: ["lock"]
	},
	try: {
		usage: "[flags]",
		summary: "Start the image in a container, as a deployment would, with the packages in the code directory, and post a sample request. The server's log goes to standard error, the answer to standard output. In a terminal, the server runs until Ctrl-C; otherwise it is stopped after the answer.",
		examples: ["try --code-directory scoring --image minimal-py312-inference", "try --deployment-file blue.yml --smoke-test request.json"]
	},
	"plan-deployments": {
		usage: "--list file [--results directory]",
		summary: "Print which deployments of a list share their packages, as two lines that a step of GitHub Actions can append to its outputs: sets (the deployments that build them) and deployments (all), each a matrix. With --results: print a table of what became of the deployments. The workflow .github/workflows/deployments.yml uses both.",
		examples: ["plan-deployments --list deployments.yml", "plan-deployments --list deployments.yml --results results"]
	},
	images: {
		usage: "[flags]",
		summary: "List the prebuilt inference images in the catalogue. With --inspect: start a container of an image, and describe the image: Python, packages, system libraries, and what it does with the variables.",
		examples: [
			"images",
			"images --inspect minimal-py312-inference --pull always",
			"images --inspect minimal-py312-inference --json > facts.json"
		]
	},
	explain: {
		usage: "[check ...]",
		summary: "Explain a check: what it looks for, what happens in the container, how to fix it. Without a name, list all checks.",
		examples: ["explain", "explain P3"]
	},
	completion: {
		usage: `<${SHELLS.join("|")}>`,
		summary: "Print a script with which a shell completes commands, flags and their values. It is for the command azureml-extra-packages, as npm installs it. In ~/.bashrc or ~/.zshrc (after compinit): source <(azureml-extra-packages completion bash), or zsh. For fish, write it to ~/.config/fish/completions/azureml-extra-packages.fish.",
		examples: ["completion bash"]
	},
	help: {
		usage: "[command]",
		summary: "Show the commands, or the flags and examples of one.",
		examples: ["help build"]
	}
};
const NAMES$1 = Object.keys(COMMANDS$1);
function isCommand(name) {
	return Object.hasOwn(COMMANDS$1, name);
}
function hasOutputs(name) {
	return isCommand(name) && COMMANDS$1[name].modes !== void 0;
}
function noSuchCommand(name) {
	return new UserError(`There is no command "${name}".`, { hint: didYouMean(name, NAMES$1, `The commands are ${NAMES$1.join(", ")}.`) });
}
function help(name) {
	if (name === void 0) return overview();
	if (!isCommand(name)) throw noSuchCommand(name);
	const command = COMMANDS$1[name];
	const program = programName();
	return [
		wrapped(command.summary),
		`Usage: ${program} ${name} ${command.usage}`,
		[command.examples.length > 1 ? "Examples" : "Example", ...command.examples.map((example) => `  ${program} ${example}`)].join("\n"),
		...command.modes === void 0 ? [] : flagSections(name, command.modes),
		...OWN_FLAGS[name] === void 0 ? [] : [ownFlags(name)]
	].join("\n\n");
}
const EXIT_CODES = `Exit codes
  0    passed
  1    a finding of severity error
  2    an invalid input or file, or no suitable Python
  3    the packages cannot be resolved or installed
  4    the result cannot be written or uploaded
  70   a bug in this tool
  130  interrupted by SIGINT (129: SIGHUP, 143: SIGTERM)`;
function overview() {
	const program = programName();
	const commands = NAMES$1.flatMap((name) => [`  ${name} ${COMMANDS$1[name].usage}`, wrapped(COMMANDS$1[name].summary, "      ")]);
	return [
		wrapped("Python packages for scoring scripts on Azure ML prebuilt inference images, without rebuilding the image."),
		`Usage: ${program} <command> [flags]`,
		["Commands", ...commands].join("\n"),
		`Example\n  ${program} ${COMMANDS$1.build.examples[0]}`,
		EXIT_CODES,
		wrapped(`"help build" lists the flags of build. "--version" prints the version. The outputs go to standard output, everything else to standard error.`)
	].join("\n\n");
}
// src/cli/completion/commands.ts
const PROGRAM = "azureml-extra-packages";
function completedCommands() {
	return Object.keys(COMMANDS$1).map((name) => {
		const command = COMMANDS$1[name];
		const flags = flagsOf(name, command.modes ?? []).filter((flag) => FLAGS[flag].group !== void 0);
		return {
			name,
			summary: firstSentence(command.summary),
			flags: command.modes === void 0 && WORDS[name] !== void 0 ? [] : flags.map((flag) => flagOf(name, flag)),
			words: WORDS[name] ?? []
		};
	});
}
const WORDS = {
	explain: CHECKS.flatMap(({ id, name }) => [id, name]),
	completion: SHELLS,
	help: Object.keys(COMMANDS$1)
};
function flagOf(command, name) {
	const isRepeatable = specOf(name)?.kind === "lines";
	return {
		name,
		text: shortTextOf(command, name),
		values: valuesOf(command, name),
		isRepeatable
	};
}
function valuesOf(command, name) {
	if (!takesValue(name)) return "none";
	if (name === "mode") return COMMANDS$1[command].modes ?? [];
	if (name === "image" || name === "inspect") return IMAGES.map((image) => image.name);
	const choices = specOf(name)?.choices;
	if (choices !== void 0) return choices;
	const { value } = FLAGS[name];
	if (value === "directory") return "directory";
	return value === "file" || value === "path" ? "file" : "any";
}
function firstSentence(text) {
	return /^.*?(?=\.(\s|$))/s.exec(text)?.[0] ?? text;
}
// src/cli/completion/bash.ts
function bashScript(commands) {
	return `# Completion of ${PROGRAM} for bash.
_azureml_extra_packages() {
  local IFS=$'\\n'
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _azureml_extra_packages_words ${words(commands.map(({ name }) => name))}
    return
  fi
  # Bash takes the equals sign of --name=value for a word.
  if [[ $current == '=' ]]; then
    current=
  elif [[ $previous == '=' ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valuePatterns).join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${commands.map(ofCommand$2).join("\n")}
  esac
}

_azureml_extra_packages_words() {
  COMPREPLY=($(compgen -W "$*" -- "$current"))
}

_azureml_extra_packages_files() {
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$current"))
}

complete -F _azureml_extra_packages ${PROGRAM}`;
}
function valuePatterns({ name, flags }) {
	return flags.filter(({ values }) => values !== "none").map((flag) => `    '${name} --${flag.name}') ${complete(flag)}return ;;`);
}
function complete({ values }) {
	if (values === "file") return "_azureml_extra_packages_files -f; ";
	if (values === "directory") return "_azureml_extra_packages_files -d; ";
	return typeof values === "string" ? "" : `_azureml_extra_packages_words ${words(values)}; `;
}
function ofCommand$2({ name, flags, words: own }) {
	return `    ${name}) _azureml_extra_packages_words ${words([...own, ...flags.map((flag) => `--${flag.name}`)])} ;;`;
}
function words(all) {
	return all.length === 0 ? "''" : all.join(" ");
}
// src/cli/completion/fish.ts
function fishScript(commands) {
	const first = commands.map(({ name, summary }) => `complete -c ${PROGRAM} -n __fish_use_subcommand -a ${name} -d ${quoted$1(summary)}`);
	return [
		`# Completion of ${PROGRAM} for fish.`,
		`complete -c ${PROGRAM} -f`,
		...first,
		...commands.flatMap(ofCommand$1)
	].join("\n");
}
function ofCommand$1({ name, flags, words }) {
	const start = `complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${name}'`;
	const lines = flags.map((flag) => `${start} -l ${flag.name} ${value(flag)}-d ${quoted$1(flag.text)}`);
	return words.length === 0 ? lines : [...lines, `${start} -a ${quoted$1(words.join(" "))}`];
}
function value({ values }) {
	if (values === "none") return "";
	if (values === "file") return "-r -F ";
	if (values === "directory") return "-x -a '(__fish_complete_directories)' ";
	return typeof values === "string" ? "-x " : `-x -a ${quoted$1(values.join(" "))} `;
}
function quoted$1(text) {
	return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
// src/cli/completion/zsh.ts
function zshScript(commands) {
	return `#compdef ${PROGRAM}
# Completion of ${PROGRAM} for zsh.
_azureml_extra_packages() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${commands.map(ofCommand).join("\n")}
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _azureml_extra_packages "$@"
else
  compdef _azureml_extra_packages ${PROGRAM}
fi`;
}
function ofCommand({ name, flags, words }) {
	return `    ${name})\n      _arguments${[...flags.map(argument), ...words.length === 0 ? [] : [`*:${name}:(${words.join(" ")})`]].map((one) => ` \\\n        ${quoted(one)}`).join("")}\n      ;;`;
}
function argument({ name, text, values, isRepeatable }) {
	const description = `[${text.replace(/[\\[\]:]/g, "\\$&")}]`;
	if (values === "none") return `--${name}${description}`;
	return `${isRepeatable ? "*" : ""}--${name}=${description}:${name}:${action(values)}`;
}
function action(values) {
	if (values === "file") return "_files";
	if (values === "directory") return "_files -/";
	return typeof values === "string" ? " " : `(${values.join(" ")})`;
}
function quoted(text) {
	return `'${text.replaceAll("'", "'\\''")}'`;
}
// src/cli/completion/completion.ts
const SCRIPTS = {
	bash: bashScript,
	zsh: zshScript,
	fish: fishScript
};
function completion([shell, ...more]) {
	const list = `Name one of ${SHELLS.join(", ")}.`;
	if (shell === void 0) throw new UserError("No shell is named.", { hint: list });
	if (!isShell(shell)) throw new UserError(`There is no completion for "${shell}".`, { hint: didYouMean(shell, SHELLS, list) });
	if (more.length > 0) throw new UserError(`Unexpected argument "${more[0]}".`, { hint: "Name one shell." });
	return SCRIPTS[shell](completedCommands());
}
// src/checks/examples.json
var examples = {
	"B1": {
		"file": "requirements.txt",
		"before": ["click==7.1.2"],
		"after": ["click==8.1.7"]
	},
	"B2": {
		"file": "workflow.yml",
		"before": ["mode: dynamic"],
		"after": ["mode: preinstalled"]
	},
	"B4": {
		"file": "workflow.yml",
		"before": ["mode: dynamic"],
		"after": ["mode: preinstalled"]
	},
	"B5": {
		"file": "workflow.yml",
		"before": ["mode: dynamic", "requirements: conda.yml"],
		"after": ["mode: preinstalled", "requirements: conda.yml"]
	},
	"D1": {
		"file": "deployment.yml",
		"before": [
			"environment_variables:",
			"  AZUREML_EXTRA_REQUIREMENTS_TXT: requirements.txt",
			"  AZUREML_EXTRA_PYTHON_LIB_PATH: /var/azureml-app/scoring/myenv/lib/python3.8/site-packages"
		],
		"after": [
			"environment_variables:",
			"  AZUREML_EXTRA_PYTHON_LIB_PATH: myenv/lib/python3.8/site-packages",
			"  PYTHONPATH: myenv/lib/python3.8/site-packages"
		]
	},
	"D2": {
		"file": "deployment.yml",
		"before": [
			"environment:",
			"  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest",
			"  conda_file: conda.yml"
		],
		"after": ["environment:", "  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest"]
	},
	"D3": {
		"file": "deployment.yml",
		"before": ["name: blue"],
		"after": ["name: blue", "endpoint_name: iris"]
	},
	"D4": {
		"file": "deployment.yml",
		"before": [
			"code_configuration:",
			"  code: ../training",
			"  scoring_script: score.py"
		],
		"after": [
			"code_configuration:",
			"  code: .",
			"  scoring_script: score.py"
		]
	},
	"D5": {
		"file": "deployment.yml",
		"before": ["environment:", "  image: mcr.microsoft.com/azureml/minimal-ubuntu22.04-py39-cpu-inference:latest"],
		"after": ["environment:", "  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest"]
	},
	"D6": {
		"file": "deployment.yml",
		"before": ["environment:", "  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04:latest"],
		"after": ["environment:", "  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest"]
	},
	"H12": {
		"file": ".amlignore",
		"before": ["lib/"],
		"after": ["lib/", "!/myenv/**"]
	},
	"H16": {
		"file": "workflow.yml",
		"before": ["max-size: 1MB"],
		"after": ["max-size: 500MB"]
	},
	"H17": {
		"file": "workflow.yml",
		"before": ["slim: off"],
		"after": ["slim: on"]
	},
	"H19": {
		"file": "requirements.txt",
		"before": ["six==1.16.0; python_version >= \"3.11\""],
		"after": ["six==1.16.0; python_version >= \"3.8\""]
	},
	"H22": {
		"file": "requirements.txt",
		"before": ["tools @ https://ana:secret@packages.example.com/tools-1.0-py3-none-any.whl"],
		"after": ["tools @ https://packages.example.com/tools-1.0-py3-none-any.whl"]
	},
	"H23": {
		"file": "shell",
		"before": ["cp score.py requirements.txt model/"],
		"after": ["cp score.py requirements.txt scoring/"]
	},
	"H25": {
		"file": ".gitignore",
		"before": ["*.log"],
		"after": ["*.log", ".env"]
	},
	"H30": {
		"file": "requirements.txt",
		"before": ["onnxruntime-gpu==1.17.0"],
		"after": ["onnxruntime==1.17.0"]
	},
	"I1": {
		"file": "requirements.txt",
		"before": ["contextvars==2.4"],
		"after": ["contextvars==2.4; python_version < \"3.7\""]
	},
	"I2": {
		"file": "requirements.txt",
		"before": ["click==7.1.2"],
		"after": ["click==8.1.7"]
	},
	"I4": {
		"file": "requirements.txt",
		"before": ["-e ./helpers"],
		"after": ["./helpers"]
	},
	"I6": {
		"file": "score.py",
		"before": ["import legacy"],
		"after": ["import os, sys; sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), \"myenv/lib/python3.8/site-packages/legacy_modules\"))", "import legacy"]
	},
	"I9": {
		"file": "requirements.txt",
		"before": ["google-helpers==1.0"],
		"after": ["google-helpers==1.0", "setuptools==80.9.0"]
	},
	"I11": {
		"file": "requirements.txt",
		"before": ["plugin==1.0"],
		"after": ["plugin==1.0", "helper==1.0"]
	},
	"M2": {
		"file": "requirements.txt",
		"before": ["storage[sql]==1.0"],
		"after": ["storage[database]==1.0"]
	},
	"M3": {
		"file": "requirements.txt",
		"before": ["pandas==2.0.3"],
		"after": ["pandas==2.0.3", "pytz==2024.2"]
	},
	"M4": {
		"file": "requirements.txt",
		"before": ["pandas==2.0.3", "numpy==1.19.5"],
		"after": ["pandas==2.0.3", "numpy==1.24.4"]
	},
	"M5": {
		"file": "requirements.txt",
		"before": ["networkx==3.2.1"],
		"after": ["networkx==3.1"]
	},
	"M12": {
		"file": "requirements.txt",
		"before": ["helpers @ git+https://example.com/team/helpers@main"],
		"after": ["helpers==1.2.0"]
	},
	"M14": {
		"file": "requirements.txt",
		"before": ["pandas"],
		"after": ["pandas==2.0.3"]
	},
	"M15": {
		"file": "requirements.txt",
		"before": ["demo==1.0"],
		"after": ["demo==1.1"]
	},
	"M16": {
		"file": "conda.yml",
		"before": [
			"dependencies:",
			"  - python=3.8",
			"  - cudatoolkit=11.8",
			"  - pip:",
			"      - six==1.16.0"
		],
		"after": [
			"dependencies:",
			"  - python=3.8",
			"  - pip:",
			"      - six==1.16.0"
		]
	},
	"M17": {
		"file": "requirements.txt",
		"before": ["requests==2.30.0"],
		"after": ["requests==2.31.0"]
	},
	"M18": {
		"file": "workflow.yml",
		"before": ["audit: warning"],
		"after": ["audit: warning", "audit-database: osv"]
	},
	"P3": {
		"file": "requirements.txt",
		"before": ["fastmath==2.0"],
		"after": ["fastmath==1.9"]
	},
	"P4": {
		"file": "requirements.txt",
		"before": ["opencv-python==4.8.0.74"],
		"after": ["opencv-python-headless==4.8.0.74"]
	},
	"P7": {
		"file": "requirements.txt",
		"before": ["polars==1.8.2"],
		"after": ["polars-lts-cpu==1.8.2"]
	},
	"R6": {
		"file": "requirements.txt",
		"before": ["opencv-python==4.8.0.74", "opencv-python-headless==4.8.0.74"],
		"after": ["opencv-python-headless==4.8.0.74"]
	},
	"R10": {
		"file": "requirements.txt",
		"before": ["ninja==1.11.1", "six==1.16.0"],
		"after": ["six==1.16.0"]
	},
	"S1": {
		"file": "requirements.txt",
		"before": ["six==1.16.0"],
		"after": ["six==1.16.0", "joblib==1.3.2"]
	},
	"S2": {
		"file": "requirements.txt",
		"before": ["six==1.16.0", "tqdm==4.66.1"],
		"after": ["six==1.16.0"]
	},
	"S3": {
		"file": "requirements.txt",
		"before": ["joblib==1.3.2"],
		"after": ["joblib==1.3.2", "scikit-learn==1.3.2"]
	},
	"S4": {
		"file": "requirements.txt",
		"before": ["scikit-learn==1.0.2"],
		"after": ["scikit-learn==1.3.2"]
	},
	"S5": {
		"file": "train.py",
		"before": ["class Scaler:", "    ..."],
		"after": ["from scaler import Scaler"]
	},
	"S6": {
		"file": "score.py",
		"before": ["model = AutoModel.from_pretrained(\"bert-base-uncased\")"],
		"after": ["model = AutoModel.from_pretrained(os.path.join(os.environ[\"AZUREML_MODEL_DIR\"], \"bert\"))"]
	},
	"S7": {
		"file": "workflow.yml",
		"before": ["image: minimal-ubuntu20.04-py38-cpu-inference"],
		"after": [
			"image: minimal-ubuntu20.04-py38-cpu-inference",
			"checks: |",
			"  S7:pytesseract=off # our image has tesseract"
		]
	},
	"T6": {
		"file": "workflow.yml",
		"before": ["image: minimal-ubuntu22.04-py39-cpu-inference"],
		"after": ["image: minimal-ubuntu20.04-py38-cpu-inference"]
	},
	"T9": {
		"file": "workflow.yml",
		"before": ["mode: restore"],
		"after": ["mode: restore", "expected-digest: ${{ needs.build.outputs.mount-digest }}"]
	}
};
var without = [
	{
		"because": "The files of the mount are wrong, not a file of yours. Build the mount again with this tool.",
		"checks": [
			"H1",
			"H4",
			"H5",
			"H6",
			"H7",
			"H8",
			"H11",
			"H13",
			"H14",
			"H15",
			"H20",
			"H21",
			"H29",
			"I12",
			"M1",
			"M6",
			"M7",
			"M8",
			"M9",
			"M10",
			"M11",
			"R1",
			"R2",
			"R4",
			"R5",
			"R7",
			"T1",
			"T3"
		]
	},
	{
		"because": "The environment of the build machine is wrong, not a file of yours. The message says what to unset or create anew.",
		"checks": [
			"F1",
			"F2",
			"H2"
		]
	},
	{
		"because": "The mount was not built for the container's platform. Build it again with this tool, which installs for that platform.",
		"checks": [
			"P1",
			"P2",
			"P6",
			"P9",
			"P10"
		]
	},
	{
		"because": "A file of the package is wrong. Pin another release of it if there is one, as in M5; a file of yours has nothing to change.",
		"checks": [
			"H3",
			"I3",
			"I5",
			"I10",
			"P5",
			"P8",
			"R9"
		]
	},
	{
		"because": "The finding is for your information, and nothing has to be changed.",
		"checks": [
			"B3",
			"I7",
			"M13",
			"R8"
		]
	},
	{
		"because": "What to change depends on what your code does with these files or programs. The finding names them.",
		"checks": [
			"R3",
			"S8",
			"T7",
			"T8",
			"X2"
		]
	},
	{
		"because": "Names of files are changed, or the way in which they are transported, not a line of a file.",
		"checks": ["H9", "H10"]
	},
	{
		"because": "The message names the file, its line or the link that stops the client.",
		"checks": ["H24"]
	},
	{
		"because": "The message has the value to set, which depends on where the mount and the scoring script are.",
		"checks": ["C1", "H18"]
	},
	{
		"because": "The hint names the packages to add, which depend on the image.",
		"checks": ["I8"]
	},
	{
		"because": "The value is the output `mount-digest` of the build that you want. T9 shows the line.",
		"checks": ["T2"]
	},
	{
		"because": "Restore the artifact of this commit, or check out the commit that the message names.",
		"checks": ["T4", "T5"]
	},
	{
		"because": "The package must be found first: leave out one requirement after the other.",
		"checks": ["T10"]
	},
	{
		"because": "The deployment sets all variables of the output `environment-variables`; the finding stays as long as the image is not known to read the first.",
		"checks": ["V1"]
	},
	{
		"because": "The cause is in the server's log.",
		"checks": ["X1"]
	}
];
// src/checks/examples.ts
const EXAMPLES = examples;
const REASONS = new Map(without.flatMap(({ because, checks }) => checks.map((id) => [id, because])));
function whyNoExample(id) {
	return REASONS.get(id) ?? "";
}
function placeOf({ file }) {
	if (file === "shell") return "on the command line";
	return file === "workflow.yml" ? "in the inputs of the step" : `in \`${file}\``;
}
function diffOf({ before, after }) {
	const same = (at, most) => {
		let count = 0;
		while (count < most && at(before, count) === at(after, count)) count += 1;
		return count;
	};
	const shortest = Math.min(before.length, after.length);
	const first = same((lines, index) => lines[index], shortest);
	const last = same((lines, index) => lines.at(-1 - index), shortest - first);
	const changed = (lines, sign) => lines.slice(first, lines.length - last).map((line) => `${sign}${line}`);
	const kept = (lines) => lines.map((line) => ` ${line}`);
	return [
		...kept(before.slice(0, first)),
		...changed(before, "-"),
		...changed(after, "+"),
		...kept(before.slice(before.length - last))
	];
}
// src/cli/explain.ts
const LONGEST_NAME = Math.max(...CHECKS.map(({ name }) => name.length));
function explain(codesOrNames) {
	if (codesOrNames.length === 0) return CHECKS.map(lineOf).join("\n");
	const problems = new Problems();
	const pages = codesOrNames.flatMap((word) => problems.collect(() => pageOf(requireCheck(word))) ?? []);
	problems.throwIfAny();
	return pages.join("\n\n");
}
function lineOf({ id, name, severity, title }) {
	return `${id.padEnd(4)} ${name.padEnd(LONGEST_NAME)} ${severity.padEnd(8)} ${title}`;
}
function pageOf(check) {
	const { id, name, severity, title, modes } = check;
	const sections = [...partsOf(check), ["Modes", modes.join(", ")]].map(([heading, text]) => `${heading}\n${wrapped(withFlagNames(text), "  ")}`);
	sections.splice(3, 0, beforeAndAfter(id));
	return [wrapped(`${id} ${name} (${severity}): ${title}`), ...sections].join("\n\n");
}
function beforeAndAfter(id) {
	const example = EXAMPLES[id];
	if (example === void 0) return `Before and after\n${wrapped(withFlagNames(whyNoExample(id)), "  ")}`;
	return [`Before and after, ${placeOf(example).replaceAll("`", "")}`, ...diffOf(example).map((line) => `  ${line}`)].join("\n");
}
// src/cli/flags.ts
const NAMES = Object.keys(FLAGS);
const SYNTAX = Object.fromEntries(NAMES.map((name) => [name, { type: takesValue(name) ? "string" : "boolean" }]));
function readFlags(words, verb) {
	const values = {};
	const problems = [];
	let json = false;
	let format = "text";
	for (const token of tokensIn(words, verb)) {
		if (token.kind !== "option") {
			if (token.kind === "positional") problems.push(unexpected(token.value, verb));
			continue;
		}
		const { name, value } = token;
		const spec = specOf(name);
		if (!hasFlag(verb, name)) problems.push(unknown(token.rawName, verb));
		else if (name === "json") json = true;
		else if (!takesValue(name)) values[name] = (spec && value) ?? "true";
		else if (value === void 0 || spec === void 0 && value === "") problems.push(withoutValue(name));
		else if (name === "format" && isFormat(value)) format = value;
		else if (name === "format") problems.push(noSuchFormat(value));
		else values[name] = spec?.kind === "lines" && values[name] ? `${values[name]}\n${value}` : value;
	}
	if (problems.length > 0) throw new UserErrors(problems);
	return {
		json,
		format,
		values
	};
}
function formatIn(words) {
	const { values } = parseArgs({
		args: [...words],
		options: SYNTAX,
		strict: false
	});
	return isFormat(values.format) ? values.format : "text";
}
function isFormat(value) {
	return FORMATS.includes(value);
}
function noSuchFormat(value) {
	return new UserError(`--format: "${value}" is not one of ${FORMATS.join(", ")}.`, { hint: didYouMean(value, FORMATS, "Leave out the flag for the format text.") });
}
function* tokensIn(words, verb) {
	const { tokens } = parseArgs({
		args: [...words],
		options: SYNTAX,
		strict: false,
		tokens: true
	});
	let isValueOfUnknown = false;
	for (const token of tokens) {
		if (token.kind === "option" && !token.inlineValue && token.value?.startsWith("--")) {
			yield {
				...token,
				value: void 0,
				inlineValue: void 0
			};
			yield* tokensIn(words.slice(token.index + 1), verb);
			return;
		}
		if (token.kind !== "positional" || !isValueOfUnknown) yield token;
		isValueOfUnknown = token.kind === "option" && token.value === void 0 && !hasFlag(verb, token.name);
	}
}
function unexpected(word, verb) {
	const flag = verb === "images" ? "--inspect" : "--code-directory";
	return new UserError(`Unexpected argument "${word}".`, { hint: `Write a value after its flag, such as ${flag} ${word}. Run "help ${verb}" for the flags.` });
}
function unknown(flag, verb) {
	const candidates = NAMES.filter((name) => hasFlag(verb, name));
	const meant = nearest(flag.replace(/^-+/, ""), candidates);
	return new UserError(`There is no flag "${flag}".`, { hint: meant === void 0 ? `Run "help ${verb}" for the flags.` : `Did you mean "--${meant}"?` });
}
function withoutValue(name) {
	return new UserError(`--${name} needs a value.`, { hint: `Write ${usageOf(name)}.` });
}
// src/cli/image-page.ts
const SHOWN_TAGS = 3;
const GAP = 2;
function imagePage(facts) {
	const rows = [
		...identityOf(facts),
		...pythonOf(facts),
		...serverOf(facts),
		...contentOf(facts)
	];
	const width = Math.max(...rows.map(([label]) => label.length)) + GAP;
	const lines = rows.map(([label, text]) => label.padEnd(width) + wrapped(text, "", pageWidth() - width).replaceAll("\n", `\n${" ".repeat(width)}`));
	const packages = facts.packages.map(({ name, version }) => `  ${name}==${version}`);
	return [
		facts.name,
		"",
		...lines,
		...packages
	].join("\n");
}
function identityOf({ digest, id, bytes, os, architecture, glibc, user, entryPoint, command }) {
	return [
		digest === "" ? ["Id", `${id} (it comes from no registry)`] : ["Digest", digest],
		["Size", humanBytes(bytes)],
		["Operating system", `${os ?? "not known"}, ${architecture}`],
		["glibc", glibc.join(".")],
		["User", user || "root"],
		["Entry point", [...entryPoint, ...command].join(" ") || "none"]
	];
}
function pythonOf({ python: { path, version, abi, tags, isConda } }) {
	const best = tags.slice(0, SHOWN_TAGS).join(", ");
	return [
		["Python", `${version}, ${path}${isConda ? " (conda)" : ""}`],
		["ABI", abi],
		["Best wheel tags", best || "not known: it has no pip"]
	];
}
const SAYS = {
	yes: "read",
	no: "not read",
	unknown: "not known"
};
function serverOf({ server, readsVariables: { libraryPath, requirements, tried } }) {
	const how = (reads, isTried) => {
		if (reads === "unknown") return `${SAYS[reads]}: the image did not start with it`;
		return isTried ? `${SAYS[reads]}, tried in a container` : `${SAYS[reads]} by its run script`;
	};
	return [
		["Server", server === null ? "none" : `azureml-inference-server-http ${server}`],
		["Library path", `AZUREML_EXTRA_PYTHON_LIB_PATH: ${how(libraryPath, tried)}`],
		["Requirements", `AZUREML_EXTRA_REQUIREMENTS_TXT: ${how(requirements, tried && requirements === "yes")}`]
	];
}
function contentOf({ libraries, packages }) {
	return [["Libraries", `${libraries.length} that the loader finds`], ["Packages", String(packages.length)]];
}
// src/cli/images.ts
const COLUMNS = [
	"image",
	"Python",
	"glibc",
	"reads"
];
const READS = {
	yes: "yes",
	no: "no",
	unknown: "?"
};
const STATES = {
	supported: "Supported (on Microsoft's list)",
	current: "Published, not on Microsoft's list",
	removed: "Removed (old tags can still be pulled)"
};
const LEGEND = "reads: whether the image reads AZUREML_EXTRA_PYTHON_LIB_PATH. If it does not, or if that is not known (?), the outputs set PYTHONPATH as well, which has the same effect. --json prints all known facts about each image, with their sources.";
function listImages(json) {
	if (json) return JSON.stringify(IMAGES, void 0, 2);
	const rows = IMAGES.map((image) => ({
		state: image.status.state,
		cells: cellsOf(image)
	}));
	const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
	const line = (cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd();
	return [...Object.entries(STATES).map(([state, title]) => {
		const lines = rows.filter((row) => row.state === state).map(({ cells }) => line(cells));
		return [
			title,
			line(COLUMNS),
			...lines
		].join("\n");
	}), wrapped(LEGEND)].join("\n\n");
}
function cellsOf({ name, python, pythonFull, glibc, readsVariables }) {
	return [
		name,
		pythonFull ?? python,
		glibc?.join(".") ?? "?",
		READS[readsVariables]
	];
}
// src/cli/command-line.ts
const COMMANDS = {
	build: (words) => runMode("build", "preinstalled", words),
	restore: (words) => runMode("restore", "restore", words),
	lock: (words) => runMode("lock", "lock", words),
	verify: (words) => runMode("verify", "verify", words),
	try: (words) => runTry(words),
	"plan-deployments": (words) => runPlan(words),
	images: (words) => runImages(words),
	explain: (words) => print(explain(words)),
	completion: (words) => print(completion(words)),
	help: ([command]) => print(help(command))
};
async function runCommand(words) {
	const [first = "help", ...rest] = words;
	try {
		if (first === "--version") return print(VERSION);
		if (first === "--help" || first === "-h") return print(help(rest[0]));
		if (!isCommand(first)) throw noSuchCommand(first);
		if (rest.includes("--help") || rest.includes("-h")) return print(help(first));
		return await COMMANDS[first](rest);
	} catch (thrown) {
		return refuse(thrown, hasOutputs(first) && rest.includes("--json"), formatIn(rest));
	}
}
async function runMode(command, mode, words) {
	const { json, format, values } = readFlags(words, command);
	const raw = {
		...values,
		mode: values.mode ?? mode
	};
	const host = await terminalHost({
		json,
		format,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	return await runJob(raw, host);
}
async function runTry(words) {
	const { format, values } = readFlags(words, "try");
	const host = await terminalHost({
		json: false,
		format,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	const view = {
		isInteractive: process.stdin.isTTY,
		show: (answer) => void print(answer)
	};
	return await runTask(() => tryImage(values, view, host), host);
}
async function runPlan(words) {
	const { format, values } = readFlags(words, "plan-deployments");
	const host = await terminalHost({
		json: false,
		format,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	return await runTask(async () => {
		const plan = planDeployments(listFile(values.list, host), host);
		if (values.results) {
			const { table, passed } = deploymentResults(plan, resolve(host.workspace, values.results));
			print(table);
			return passed ? ExitCode.passed : ExitCode.findings;
		}
		return print(Object.entries(plan).map(([name, cells]) => `${name}=${JSON.stringify(cells)}`).join("\n"));
	}, host);
}
async function runImages(words) {
	const { json, values } = readFlags(words, "images");
	const { inspect: image, ...more } = values;
	if (image === void 0) {
		for (const name of Object.keys(more)) throw new UserError(`--${name} has an effect only with --inspect.`);
		return print(listImages(json));
	}
	const host = await terminalHost({
		json,
		workspace: process.cwd(),
		reword: withFlagNames
	});
	return await runTask(async () => {
		const facts = await inspectImage({
			...more,
			image
		}, host);
		return print(json ? JSON.stringify(facts, void 0, 2) : imagePage(facts));
	}, host);
}
function refuse(thrown, json, format) {
	const errors = userErrorsOf(thrown);
	if (errors.length === 0) throw thrown;
	const log = logOf(format, process.cwd());
	const texts = errors.map(({ message, hint }) => log.shown(hint ? `${message}\n${hint}` : message));
	for (const text of texts) log.error(text);
	if (json) process.stdout.write(asJson({
		...emptyOutputs(),
		error: texts.join("\n")
	}));
	return ExitCode.input;
}
function print(text) {
	process.stdout.write(`${text.trimEnd()}\n`);
	return ExitCode.passed;
}
// src/cli.ts
process.exitCode = await runCommand(process.argv.slice(2));
export {};
