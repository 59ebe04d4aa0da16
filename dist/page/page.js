/*
d3-hierarchy 3.1.3 (ISC)

Copyright 2010-2026 Mike Bostock

Permission to use, copy, modify, and/or distribute this software for any purpose
with or without fee is hereby granted, provided that the above copyright notice
and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND
FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS
OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.
*/
(function() {
	// src/report/page/browser/elements.ts
	function element(parent, selector) {
		const found = parent.querySelector(selector);
		if (found === null) throw new Error(`The page has no ${selector}.`);
		return found;
	}
	function create(name, { text, className } = {}, ...children) {
		const created = document.createElement(name);
		if (className !== void 0) created.className = className;
		if (text !== void 0) created.textContent = text;
		created.append(...children);
		return created;
	}
	function button(text, work) {
		const created = create("button", { text });
		created.type = "button";
		created.addEventListener("click", work);
		return created;
	}
	function grouped(count) {
		return count.toLocaleString("en");
	}
	// src/util/text.ts
	const SIZES = [
		"B",
		"kB",
		"MB",
		"GB",
		"TB",
		"PB"
	];
	function humanBytes(bytes) {
		let value = bytes;
		let step = 0;
		while (Number(value.toPrecision(3)) >= 1e3 && step < SIZES.length - 1) {
			value /= 1e3;
			step += 1;
		}
		return `${step === 0 ? value : value.toPrecision(3)} ${SIZES[step]}`;
	}
	// src/report/page/browser/mount-tree.ts
	function expand([name, folders, names, sizes, rest], parent) {
		const folder = {
			name,
			bytes: 0,
			files: 0,
			bytecode: 0,
			parent
		};
		const files = sizes.length === 0 ? [] : names.split("/").map((file, index) => fileOf(file, sizes[index] ?? 0, folder));
		const small = rest === void 0 ? [] : [smallFiles(rest, folder)];
		const children = [
			...folders.map((one) => expand(one, folder)),
			...files,
			...small
		];
		folder.children = children.sort((a, b) => b.bytes - a.bytes);
		for (const child of children) {
			folder.bytes += child.bytes;
			folder.files += child.files;
		}
		return folder;
	}
	function fileOf(name, size, parent) {
		if (typeof size === "number") return {
			name,
			bytes: size,
			files: 1,
			bytecode: 0,
			parent
		};
		const [source, bytecode] = size;
		return {
			name,
			bytes: source + bytecode,
			files: 2,
			bytecode,
			parent
		};
	}
	function smallFiles([count, bytes], parent) {
		return {
			name: "smaller files, not listed",
			bytes,
			files: count,
			bytecode: 0,
			parent
		};
	}
	function lineOf(node) {
		const line = [];
		for (let at = node; at?.parent !== void 0; at = at.parent) line.unshift(at);
		return line;
	}
	function pathOf(node) {
		return lineOf(node).map(({ name }) => name).join("/");
	}
	function findFiles(root, words) {
		const found = [];
		const visit = (node, path) => {
			for (const child of node.children ?? []) {
				const own = `${path}/${child.name.toLowerCase()}`;
				if (child.children !== void 0) visit(child, own);
				else if (words.every((word) => own.includes(word))) found.push(child);
			}
		};
		visit(root, "");
		return found.sort((a, b) => b.bytes - a.bytes);
	}
	// node_modules/d3-hierarchy/dist/d3-hierarchy.mjs
	function count(node) {
		var sum = 0, children = node.children, i = children && children.length;
		if (!i) sum = 1;
		else while (--i >= 0) sum += children[i].value;
		node.value = sum;
	}
	function node_count() {
		return this.eachAfter(count);
	}
	function node_each(callback, that) {
		let index = -1;
		for (const node of this) callback.call(that, node, ++index, this);
		return this;
	}
	function node_eachBefore(callback, that) {
		var node = this, nodes = [node], children, i, index = -1;
		while (node = nodes.pop()) {
			callback.call(that, node, ++index, this);
			if (children = node.children) for (i = children.length - 1; i >= 0; --i) nodes.push(children[i]);
		}
		return this;
	}
	function node_eachAfter(callback, that) {
		var node = this, nodes = [node], next = [], children, i, n, index = -1;
		while (node = nodes.pop()) {
			next.push(node);
			if (children = node.children) for (i = 0, n = children.length; i < n; ++i) nodes.push(children[i]);
		}
		while (node = next.pop()) callback.call(that, node, ++index, this);
		return this;
	}
	function node_find(callback, that) {
		let index = -1;
		for (const node of this) if (callback.call(that, node, ++index, this)) return node;
	}
	function node_sum(value) {
		return this.eachAfter(function(node) {
			var sum = +value(node.data) || 0, children = node.children, i = children && children.length;
			while (--i >= 0) sum += children[i].value;
			node.value = sum;
		});
	}
	function node_sort(compare) {
		return this.eachBefore(function(node) {
			if (node.children) node.children.sort(compare);
		});
	}
	function node_path$1(end) {
		var start = this, ancestor = leastCommonAncestor(start, end), nodes = [start];
		while (start !== ancestor) {
			start = start.parent;
			nodes.push(start);
		}
		var k = nodes.length;
		while (end !== ancestor) {
			nodes.splice(k, 0, end);
			end = end.parent;
		}
		return nodes;
	}
	function leastCommonAncestor(a, b) {
		if (a === b) return a;
		var aNodes = a.ancestors(), bNodes = b.ancestors(), c = null;
		a = aNodes.pop();
		b = bNodes.pop();
		while (a === b) {
			c = a;
			a = aNodes.pop();
			b = bNodes.pop();
		}
		return c;
	}
	function node_ancestors() {
		var node = this, nodes = [node];
		while (node = node.parent) nodes.push(node);
		return nodes;
	}
	function node_descendants() {
		return Array.from(this);
	}
	function node_leaves() {
		var leaves = [];
		this.eachBefore(function(node) {
			if (!node.children) leaves.push(node);
		});
		return leaves;
	}
	function node_links() {
		var root = this, links = [];
		root.each(function(node) {
			if (node !== root) links.push({
				source: node.parent,
				target: node
			});
		});
		return links;
	}
	function* node_iterator() {
		var node = this, current, next = [node], children, i, n;
		do {
			current = next.reverse(), next = [];
			while (node = current.pop()) {
				yield node;
				if (children = node.children) for (i = 0, n = children.length; i < n; ++i) next.push(children[i]);
			}
		} while (next.length);
	}
	function hierarchy(data, children) {
		if (data instanceof Map) {
			data = [void 0, data];
			if (children === void 0) children = mapChildren;
		} else if (children === void 0) children = objectChildren;
		var root = new Node$1(data), node, nodes = [root], child, childs, i, n;
		while (node = nodes.pop()) if ((childs = children(node.data)) && (n = (childs = Array.from(childs)).length)) {
			node.children = childs;
			for (i = n - 1; i >= 0; --i) {
				nodes.push(child = childs[i] = new Node$1(childs[i]));
				child.parent = node;
				child.depth = node.depth + 1;
			}
		}
		return root.eachBefore(computeHeight);
	}
	function node_copy() {
		return hierarchy(this).eachBefore(copyData);
	}
	function objectChildren(d) {
		return d.children;
	}
	function mapChildren(d) {
		return Array.isArray(d) ? d[1] : null;
	}
	function copyData(node) {
		if (node.data.value !== void 0) node.value = node.data.value;
		node.data = node.data.data;
	}
	function computeHeight(node) {
		var height = 0;
		do
			node.height = height;
		while ((node = node.parent) && node.height < ++height);
	}
	function Node$1(data) {
		this.data = data;
		this.depth = this.height = 0;
		this.parent = null;
	}
	Node$1.prototype = hierarchy.prototype = {
		constructor: Node$1,
		count: node_count,
		each: node_each,
		eachAfter: node_eachAfter,
		eachBefore: node_eachBefore,
		find: node_find,
		sum: node_sum,
		sort: node_sort,
		path: node_path$1,
		ancestors: node_ancestors,
		descendants: node_descendants,
		leaves: node_leaves,
		links: node_links,
		copy: node_copy,
		[Symbol.iterator]: node_iterator
	};
	function required(f) {
		if (typeof f !== "function") throw new Error();
		return f;
	}
	function constantZero() {
		return 0;
	}
	function constant(x) {
		return function() {
			return x;
		};
	}
	function roundNode(node) {
		node.x0 = Math.round(node.x0);
		node.y0 = Math.round(node.y0);
		node.x1 = Math.round(node.x1);
		node.y1 = Math.round(node.y1);
	}
	function treemapDice(parent, x0, y0, x1, y1) {
		var nodes = parent.children, node, i = -1, n = nodes.length, k = parent.value && (x1 - x0) / parent.value;
		while (++i < n) {
			node = nodes[i], node.y0 = y0, node.y1 = y1;
			node.x0 = x0, node.x1 = x0 += node.value * k;
		}
	}
	function TreeNode(node, i) {
		this._ = node;
		this.parent = null;
		this.children = null;
		this.A = null;
		this.a = this;
		this.z = 0;
		this.m = 0;
		this.c = 0;
		this.s = 0;
		this.t = null;
		this.i = i;
	}
	TreeNode.prototype = Object.create(Node$1.prototype);
	function treemapSlice(parent, x0, y0, x1, y1) {
		var nodes = parent.children, node, i = -1, n = nodes.length, k = parent.value && (y1 - y0) / parent.value;
		while (++i < n) {
			node = nodes[i], node.x0 = x0, node.x1 = x1;
			node.y0 = y0, node.y1 = y0 += node.value * k;
		}
	}
	var phi = (1 + Math.sqrt(5)) / 2;
	function squarifyRatio(ratio, parent, x0, y0, x1, y1) {
		var rows = [], nodes = parent.children, row, nodeValue, i0 = 0, i1 = 0, n = nodes.length, dx, dy, value = parent.value, sumValue, minValue, maxValue, newRatio, minRatio, alpha, beta;
		while (i0 < n) {
			dx = x1 - x0, dy = y1 - y0;
			do
				sumValue = nodes[i1++].value;
			while (!sumValue && i1 < n);
			minValue = maxValue = sumValue;
			alpha = Math.max(dy / dx, dx / dy) / (value * ratio);
			beta = sumValue * sumValue * alpha;
			minRatio = Math.max(maxValue / beta, beta / minValue);
			for (; i1 < n; ++i1) {
				sumValue += nodeValue = nodes[i1].value;
				if (nodeValue < minValue) minValue = nodeValue;
				if (nodeValue > maxValue) maxValue = nodeValue;
				beta = sumValue * sumValue * alpha;
				newRatio = Math.max(maxValue / beta, beta / minValue);
				if (newRatio > minRatio) {
					sumValue -= nodeValue;
					break;
				}
				minRatio = newRatio;
			}
			rows.push(row = {
				value: sumValue,
				dice: dx < dy,
				children: nodes.slice(i0, i1)
			});
			if (row.dice) treemapDice(row, x0, y0, x1, value ? y0 += dy * sumValue / value : y1);
			else treemapSlice(row, x0, y0, value ? x0 += dx * sumValue / value : x1, y1);
			value -= sumValue, i0 = i1;
		}
		return rows;
	}
	var squarify = (function custom(ratio) {
		function squarify(parent, x0, y0, x1, y1) {
			squarifyRatio(ratio, parent, x0, y0, x1, y1);
		}
		squarify.ratio = function(x) {
			return custom((x = +x) > 1 ? x : 1);
		};
		return squarify;
	})(phi);
	function index() {
		var tile = squarify, round = false, dx = 1, dy = 1, paddingStack = [0], paddingInner = constantZero, paddingTop = constantZero, paddingRight = constantZero, paddingBottom = constantZero, paddingLeft = constantZero;
		function treemap(root) {
			root.x0 = root.y0 = 0;
			root.x1 = dx;
			root.y1 = dy;
			root.eachBefore(positionNode);
			paddingStack = [0];
			if (round) root.eachBefore(roundNode);
			return root;
		}
		function positionNode(node) {
			var p = paddingStack[node.depth], x0 = node.x0 + p, y0 = node.y0 + p, x1 = node.x1 - p, y1 = node.y1 - p;
			if (x1 < x0) x0 = x1 = (x0 + x1) / 2;
			if (y1 < y0) y0 = y1 = (y0 + y1) / 2;
			node.x0 = x0;
			node.y0 = y0;
			node.x1 = x1;
			node.y1 = y1;
			if (node.children) {
				p = paddingStack[node.depth + 1] = paddingInner(node) / 2;
				x0 += paddingLeft(node) - p;
				y0 += paddingTop(node) - p;
				x1 -= paddingRight(node) - p;
				y1 -= paddingBottom(node) - p;
				if (x1 < x0) x0 = x1 = (x0 + x1) / 2;
				if (y1 < y0) y0 = y1 = (y0 + y1) / 2;
				tile(node, x0, y0, x1, y1);
			}
		}
		treemap.round = function(x) {
			return arguments.length ? (round = !!x, treemap) : round;
		};
		treemap.size = function(x) {
			return arguments.length ? (dx = +x[0], dy = +x[1], treemap) : [dx, dy];
		};
		treemap.tile = function(x) {
			return arguments.length ? (tile = required(x), treemap) : tile;
		};
		treemap.padding = function(x) {
			return arguments.length ? treemap.paddingInner(x).paddingOuter(x) : treemap.paddingInner();
		};
		treemap.paddingInner = function(x) {
			return arguments.length ? (paddingInner = typeof x === "function" ? x : constant(+x), treemap) : paddingInner;
		};
		treemap.paddingOuter = function(x) {
			return arguments.length ? treemap.paddingTop(x).paddingRight(x).paddingBottom(x).paddingLeft(x) : treemap.paddingTop();
		};
		treemap.paddingTop = function(x) {
			return arguments.length ? (paddingTop = typeof x === "function" ? x : constant(+x), treemap) : paddingTop;
		};
		treemap.paddingRight = function(x) {
			return arguments.length ? (paddingRight = typeof x === "function" ? x : constant(+x), treemap) : paddingRight;
		};
		treemap.paddingBottom = function(x) {
			return arguments.length ? (paddingBottom = typeof x === "function" ? x : constant(+x), treemap) : paddingBottom;
		};
		treemap.paddingLeft = function(x) {
			return arguments.length ? (paddingLeft = typeof x === "function" ? x : constant(+x), treemap) : paddingLeft;
		};
		return treemap;
	}
	(function custom(ratio) {
		function resquarify(parent, x0, y0, x1, y1) {
			if ((rows = parent._squarify) && rows.ratio === ratio) {
				var rows, row, nodes, i, j = -1, n, m = rows.length, value = parent.value;
				while (++j < m) {
					row = rows[j], nodes = row.children;
					for (i = row.value = 0, n = nodes.length; i < n; ++i) row.value += nodes[i].value;
					if (row.dice) treemapDice(row, x0, y0, x1, value ? y0 += (y1 - y0) * row.value / value : y1);
					else treemapSlice(row, x0, y0, value ? x0 += (x1 - x0) * row.value / value : x1, y1);
					value -= row.value;
				}
			} else {
				parent._squarify = rows = squarifyRatio(ratio, parent, x0, y0, x1, y1);
				rows.ratio = ratio;
			}
		}
		resquarify.ratio = function(x) {
			return custom((x = +x) > 1 ? x : 1);
		};
		return resquarify;
	})(phi);
	// src/report/page/browser/palette.ts
	const FONT_SIZE = 12;
	const MARGIN = 4;
	function readPalette(canvas) {
		const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
		const { color, fontFamily } = getComputedStyle(canvas);
		const light = (depth) => isDark ? Math.max(22, 32 - depth * 2) : Math.min(93, 76 + depth * 2);
		return {
			text: color,
			font: `${FONT_SIZE}px ${fontFamily}`,
			fill: (hue, isTop, depth) => `hsl(${hue} ${isDark ? 35 : 55}% ${isTop ? isDark ? 13 : 88 : light(depth)}%)`
		};
	}
	function labelIn(context, box, name, { text, font }) {
		const room = box.x1 - box.x0 - 8;
		if (room < 48 || box.y1 - box.y0 < 16) return;
		context.font = font;
		context.fillStyle = text;
		context.textBaseline = "middle";
		context.fillText(shortened(context, name, room), box.x0 + MARGIN, box.y0 + 9);
	}
	function shortened(context, name, room) {
		const width = context.measureText(name).width;
		if (width <= room) return name;
		return `${name.slice(0, Math.max(1, Math.floor(name.length * room / width) - 1))}…`;
	}
	// src/report/page/browser/treemap.ts
	const SMALLEST_AREA = 6;
	const TITLE = 18;
	const TITLED_DEPTH = 2;
	const TITLED_SIZE = 60;
	const HUE_STEP = 137.508;
	var Treemap = class {
		#canvas;
		#context;
		#folder;
		#layout;
		constructor(canvas, { open, point }) {
			this.#canvas = canvas;
			const context = canvas.getContext("2d");
			if (context === null) throw new Error("The browser does not draw on a canvas.");
			this.#context = context;
			canvas.addEventListener("pointermove", (event) => point(this.#at(event)?.data));
			canvas.addEventListener("pointerleave", () => point(void 0));
			canvas.addEventListener("click", (event) => {
				const folder = this.#at(event)?.ancestors().at(-2)?.data;
				if (folder?.children !== void 0) open(folder);
			});
			new ResizeObserver(() => this.#draw()).observe(canvas);
			matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
		}
		show(folder) {
			this.#folder = folder;
			this.#draw();
		}
		describe(text) {
			this.#canvas.setAttribute("aria-label", text);
		}
		#draw() {
			const { clientWidth: width, clientHeight: height } = this.#canvas;
			if (this.#folder === void 0 || width === 0 || height === 0) return;
			const scale = devicePixelRatio;
			this.#canvas.width = Math.round(width * scale);
			this.#canvas.height = Math.round(height * scale);
			this.#context.setTransform(scale, 0, 0, scale, 0, 0);
			this.#layout = layout(this.#folder, width, height);
			const palette = readPalette(this.#canvas);
			for (const [index, child] of (this.#layout.children ?? []).entries()) this.#paint(child, index * HUE_STEP % 360, palette);
		}
		#paint(child, hue, palette) {
			for (const node of child.descendants()) {
				const [width, height] = [node.x1 - node.x0, node.y1 - node.y0];
				const isTitle = hasTitle(node);
				if (node.children !== void 0 && !isTitle && node !== child) continue;
				this.#context.fillStyle = palette.fill(hue, isTitle, node.depth);
				const gap = Math.min(width, height) > 3 ? 1 : 0;
				this.#context.fillRect(node.x0, node.y0, width - gap, height - gap);
				if (isTitle || node.children === void 0) labelIn(this.#context, node, node.data.name, palette);
			}
		}
		#at({ offsetX, offsetY }) {
			const isIn = ({ x0, x1, y0, y1 }) => x0 <= offsetX && offsetX < x1 && y0 <= offsetY && offsetY < y1;
			let found = this.#layout;
			for (let next = found; next !== void 0; next = next.children?.find(isIn)) found = next;
			return found === this.#layout ? void 0 : found;
		}
	};
	function layout(folder, width, height) {
		const smallest = folder.bytes * SMALLEST_AREA / (width * height);
		const root = hierarchy(folder, ({ children, bytes }) => bytes < smallest ? void 0 : children);
		root.sum(({ bytes, children }) => children === void 0 || bytes < smallest ? bytes : 0);
		return index().size([width, height]).paddingTop((node) => hasTitle(node) ? TITLE : 0).round(true)(root);
	}
	function hasTitle({ depth, children, x0, x1, y0, y1 }) {
		return children !== void 0 && depth > 0 && depth <= TITLED_DEPTH && x1 - x0 >= TITLED_SIZE && y1 - y0 >= TITLED_SIZE;
	}
	// src/report/page/browser/explorer.ts
	const ROWS = 100;
	const MOST_NAMED = 5;
	const PATIENCE = 120;
	var Explorer = class {
		#parent;
		#root;
		#treemap;
		#rows;
		#search;
		#folder;
		#listed = [];
		#timer;
		constructor(parent, tree) {
			this.#parent = parent;
			this.#root = expand(tree);
			this.#folder = this.#root;
			this.#rows = element(parent, "tbody");
			this.#search = element(parent, "input");
			const hover = element(parent, ".hover");
			this.#treemap = new Treemap(element(parent, "canvas"), {
				open: (folder) => this.#open(folder),
				point: (node) => {
					hover.textContent = node === void 0 ? "" : `${pathOf(node)}: ${describe(node)}`;
				}
			});
		}
		start() {
			this.#parent.hidden = false;
			this.#search.addEventListener("input", () => {
				clearTimeout(this.#timer);
				this.#timer = setTimeout(() => this.#find(), PATIENCE);
			});
			element(this.#parent, "form").addEventListener("submit", (event) => event.preventDefault());
			element(this.#parent, ".more").addEventListener("click", () => this.#showMore());
			this.#show();
		}
		#open(folder) {
			this.#folder = folder;
			this.#search.value = "";
			this.#show();
			element(this.#parent, "caption").focus();
		}
		#show() {
			this.#showCrumbs();
			this.#treemap.show(this.#folder);
			this.#treemap.describe(this.#summary());
			const name = this.#folder === this.#root ? "All files" : pathOf(this.#folder);
			this.#list(this.#folder.children ?? [], `${name}: ${describe(this.#folder)}`);
			element(this.#parent, "output").textContent = "";
		}
		#showCrumbs() {
			const line = lineOf(this.#folder);
			const crumbs = [this.#root, ...line].map((node) => {
				const name = node === this.#root ? "All files" : node.name;
				if (node !== this.#folder) return create("li", {}, button(name, () => this.#open(node)));
				const here = create("span", { text: name });
				here.setAttribute("aria-current", "location");
				return create("li", {}, here);
			});
			element(this.#parent, ".crumbs").replaceChildren(...crumbs);
		}
		#summary() {
			return `Treemap, a rectangle for each file. The largest are ${(this.#folder.children ?? []).slice(0, MOST_NAMED).map(({ name, bytes }) => `${name} ${humanBytes(bytes)}`).join(", ")}. The table below has the same content.`;
		}
		#find() {
			const words = this.#search.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
			if (words.length === 0) {
				this.#show();
				return;
			}
			const found = findFiles(this.#root, words);
			const text = `${grouped(found.length)} of the listed files`;
			this.#list(found, `Files whose path contains “${words.join(" ")}”`);
			element(this.#parent, "output").textContent = text;
		}
		#list(nodes, caption) {
			this.#listed = nodes;
			element(this.#parent, "caption").textContent = caption;
			this.#rows.replaceChildren();
			this.#showMore();
		}
		#showMore() {
			const shown = this.#rows.children.length;
			const isFound = this.#search.value !== "";
			const rows = this.#listed.slice(shown, shown + ROWS).map((node) => this.#row(node, isFound));
			this.#rows.append(...rows);
			const left = this.#listed.length - shown - rows.length;
			const more = element(this.#parent, ".more");
			more.hidden = left === 0;
			more.textContent = `Show ${Math.min(ROWS, left)} of ${grouped(left)} more`;
			if (shown > 0) rows[0]?.querySelector("button")?.focus();
		}
		#row(node, isFound) {
			const name = create("th");
			name.scope = "row";
			if (node.children === void 0) name.textContent = isFound ? pathOf(node) : node.name;
			else name.append(button(`${node.name}/`, () => this.#open(node)));
			if (node.bytecode > 0) name.append(create("span", {
				text: `with ${humanBytes(node.bytecode)} of bytecode`,
				className: "quiet"
			}));
			const share = isFound ? node.bytes / (this.#root.bytes || 1) : node.bytes / (this.#folder.bytes || 1);
			return create("tr", {}, name, create("td", {
				text: humanBytes(node.bytes),
				className: "number"
			}), create("td", { className: "share" }, bar(share), create("span", { text: `${(share * 100).toFixed(1)} %` })), create("td", {
				text: grouped(node.files),
				className: "number"
			}));
		}
	};
	function describe({ bytes, files }) {
		return `${humanBytes(bytes)}, ${grouped(files)} ${files === 1 ? "file" : "files"}`;
	}
	function bar(share) {
		const filled = create("span", { className: "filled" });
		filled.style.width = `${Math.max(.5, share * 100)}%`;
		return create("span", { className: "bar" }, filled);
	}
	// src/report/page/browser/filter.ts
	function enableFilters() {
		for (const form of document.querySelectorAll("form[data-filter]")) enable(form);
	}
	function enable(form) {
		const rows = [...element(document, `#${form.dataset.filter}`).children];
		const texts = new Map();
		const textOf = (row) => {
			const text = texts.get(row) ?? (row.textContent ?? "").toLowerCase();
			texts.set(row, text);
			return text;
		};
		const apply = () => {
			const words = element(form, "[name=text]").value.toLowerCase().split(/\s+/);
			const choices = choicesOf(form);
			let shown = 0;
			for (const row of rows) {
				const fits = choices.every((choice) => choice(row)) && words.every((word) => textOf(row).includes(word));
				row.hidden = !fits;
				shown += fits ? 1 : 0;
			}
			element(form, "output").textContent = `${grouped(shown)} of ${grouped(rows.length)} ${form.dataset.noun}`;
		};
		form.addEventListener("input", apply);
		form.addEventListener("submit", (event) => event.preventDefault());
		form.hidden = false;
		apply();
	}
	function choicesOf(form) {
		const lists = [...form.querySelectorAll("select")].map(({ name, value }) => {
			return (row) => value === "" || row.dataset[name] === value;
		});
		const boxes = [...form.querySelectorAll("input[type=checkbox]")];
		const groups = [...new Set(boxes.map(({ name }) => name))].map((group) => {
			const wanted = new Set(boxes.filter(({ name, checked }) => name === group && checked).map(({ value }) => value));
			return (row) => wanted.has(row.dataset[group] ?? "");
		});
		return [...lists, ...groups];
	}
	// src/report/page/browser/graph.ts
	function showGraph({ distributions, roots }, parent) {
		const list = element(parent, "ul");
		for (const [requirement, place, distribution] of roots) {
			const title = [create("code", { text: requirement }), create("span", {
				text: ` ${place}`,
				className: "quiet inline"
			})];
			list.append(create("li", {}, distribution === null ? create("span", {}, ...title) : branch(title, [distribution], [])));
		}
		parent.hidden = false;
		function branch(title, children, above) {
			const details = create("details", {}, create("summary", {}, ...title));
			details.addEventListener("toggle", () => grow(details, children, above), { once: true });
			return details;
		}
		function grow(details, children, above) {
			details.append(create("ul", {}, ...children.map((child) => create("li", {}, item(child, above)))));
		}
		function item(position, above) {
			const [label, needs] = distributions[position] ?? ["", []];
			if (above.includes(position)) return create("span", { text: `${label} (requires itself, see above)` });
			const title = [create("span", { text: label }), create("span", {
				text: countOf(needs),
				className: "quiet inline"
			})];
			if (needs.length === 0) return create("span", {}, ...title);
			return branch(title, needs, [...above, position]);
		}
	}
	function countOf(needs) {
		return needs.length === 0 ? "" : ` requires ${needs.length}`;
	}
	// src/report/page/browser/targets.ts
	function openTarget() {
		const open = () => {
			const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
			if (target instanceof HTMLDetailsElement) target.open = true;
			target?.closest("[hidden]")?.removeAttribute("hidden");
		};
		addEventListener("hashchange", open);
		open();
	}
	// src/report/page/browser/main.ts
	enableFilters();
	openTarget();
	requestAnimationFrame(() => setTimeout(showData));
	function showData() {
		const { tree, graph } = JSON.parse(element(document, "#data").textContent ?? "");
		if (graph.roots.length > 0) showGraph(graph, element(document, "#graph"));
		const explorer = document.querySelector("#explorer");
		if (tree !== void 0 && explorer !== null) new Explorer(explorer, tree).start();
		document.documentElement.dataset.ready = String(Math.round(performance.now()));
	}
})();
