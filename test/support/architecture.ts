/** Reads the sources of a tree and says where they break the rules of docs/architecture.md. */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** The rules, as data. Folders of `modules/` are named without it, and so is the one file in it. */
export interface Rules {
	/** Which parts of the tree a part may import. */
	readonly parts: Readonly<Record<string, readonly string[]>>;
	/** Parts that run on XS from flash: relative imports only, none of the globals, nothing that changes at module level. */
	readonly pure: readonly string[];
	/** Which folders of `modules/` a folder of it may import besides itself. */
	readonly folders: Readonly<Record<string, readonly string[]>>;
	/** Folders or files of `modules/` that may import types only. */
	readonly typesOnly: readonly string[];
	/** Names that the pure parts may not use unless they declare them. */
	readonly globals: readonly string[];
}

interface Import {
	readonly specifier: string;
	readonly typeOnly: boolean;
}

interface Source {
	/** Path from the root of the tree. */
	readonly path: string;
	readonly imports: readonly Import[];
	readonly tree: ts.SourceFile;
}

/** Everything that breaks a rule, a sentence each. */
export function violations(root: string, rules: Rules): string[] {
	// A part may lie in another one.
	const paths = new Set(Object.keys(rules.parts).flatMap((part) => files(root, part)));
	const sources = [...paths].map((path) => read(root, path));
	const isPure = ({ path }: Source) => rules.pure.includes(partOf(path, rules.parts)!);
	return [
		...sources.flatMap((source) => specifierViolations(root, source, rules)),
		...sources.filter(isPure).flatMap((source) => syntaxViolations(source, rules)),
		...cycles(sources),
	];
}

function files(root: string, part: string): string[] {
	if (!existsSync(join(root, part)) || part.endsWith(".json")) return [];
	if (part.endsWith(".ts")) return [part];
	return readdirSync(join(root, part), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".ts"))
		.sort()
		.map((name) => posix.join(part, name));
}

function read(root: string, path: string): Source {
	const tree = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.ES2022, true);
	const imports: Import[] = [];
	visit(tree, (node) => {
		const found = importOf(node);
		if (found) imports.push(found);
	});
	return { path, imports, tree };
}

/** What a node imports, in whatever way. */
function importOf(node: ts.Node): Import | undefined {
	if (ts.isImportDeclaration(node)) {
		const clause = node.importClause;
		const names = clause?.namedBindings;
		const all =
			names && ts.isNamedImports(names) && !clause?.name && names.elements.length > 0
				? names.elements.every((element) => element.isTypeOnly)
				: false;
		return {
			specifier: textOf(node.moduleSpecifier),
			typeOnly: clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || all,
		};
	}
	if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
		return { specifier: textOf(node.moduleSpecifier), typeOnly: node.isTypeOnly };
	}
	if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
		return { specifier: textOf(node.argument.literal), typeOnly: true };
	}
	if (ts.isExternalModuleReference(node)) return { specifier: textOf(node.expression), typeOnly: false };
	if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0]) {
		return { specifier: textOf(node.arguments[0]), typeOnly: false };
	}
	return undefined;
}

function specifierViolations(root: string, source: Source, { parts, pure, folders, typesOnly }: Rules): string[] {
	const { path } = source;
	const part = partOf(path, parts)!;
	const isPure = pure.includes(part);
	return source.imports.flatMap(({ specifier, typeOnly }): string[] => {
		if (!specifier.startsWith(".")) return isPure ? [`${path} imports "${specifier}", which is no relative path`] : [];
		if (!specifier.endsWith(".ts") && !(!isPure && specifier.endsWith(".json")))
			return [`${path} imports "${specifier}" without .ts`];
		const target = resolve(path, specifier);
		if (!existsSync(join(root, target))) return [`${path} imports ${target}, which does not exist`];
		const other = partOf(target, parts);
		if (other !== part && !parts[part]?.includes(other ?? "")) return [`${path} imports ${target}: ${part} may not`];
		if (part !== "modules") return [];
		const [own, foreign] = [folderOf(path), folderOf(target)];
		if (own !== foreign && !folders[own]?.includes(foreign)) return [`${path} imports ${target}: ${own} may not`];
		if (typesOnly.includes(own) && !typeOnly) return [`${path} imports ${target}: ${own} may import types only`];
		return [];
	});
}

function syntaxViolations({ path, tree }: Source, { globals }: Rules): string[] {
	const found: string[] = [];
	const at = (node: ts.Node) => `${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
	for (const statement of tree.statements) {
		if (ts.isVariableStatement(statement) && !(statement.declarationList.flags & ts.NodeFlags.Const)) {
			found.push(`${at(statement)} has a variable at module level`);
		}
	}
	const declared = declarations(tree);
	visit(tree, (node, depth) => {
		if (ts.isIdentifier(node) && globals.includes(node.text) && !declared.has(node.text) && isFree(node)) {
			found.push(`${at(node)} uses ${node.text}`);
		}
		if (ts.isPropertyAccessExpression(node) && globals.includes(node.getText()))
			found.push(`${at(node)} uses ${node.getText()}`);
		if (node.kind === ts.SyntaxKind.AsyncKeyword) found.push(`${at(node)} is asynchronous`);
		if (depth === 0 && ts.isRegularExpressionLiteral(node) && /\(\?<[^=!]/.test(node.text)) {
			found.push(`${at(node)} has a regular expression with a named group at module level`);
		}
	});
	return found;
}

/** Imports of values that lead in a circle, from file to file or from folder to folder, types included. */
function cycles(sources: readonly Source[]): string[] {
	const betweenFiles = new Map<string, Set<string>>();
	const betweenFolders = new Map<string, Set<string>>();
	for (const { path, imports } of sources) {
		for (const { specifier, typeOnly } of imports) {
			if (!specifier.startsWith(".")) continue;
			const target = resolve(path, specifier);
			if (!typeOnly) connect(betweenFiles, path, target);
			const [own, foreign] = [posix.dirname(path), posix.dirname(target)];
			// modules/host.ts and its like are no folder that things lie in.
			if (own !== foreign && own !== "modules" && foreign !== "modules") connect(betweenFolders, own, foreign);
		}
	}
	return [...circles(betweenFiles), ...circles(betweenFolders)].map((circle) => `${circle.join(" → ")} is a circle`);
}

function circles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
	const found: string[][] = [];
	const done = new Set<string>();
	const follow = (node: string, way: readonly string[]) => {
		const start = way.indexOf(node);
		if (start >= 0) found.push([...way.slice(start), node]);
		if (start >= 0 || done.has(node)) return;
		for (const next of graph.get(node) ?? []) follow(next, [...way, node]);
		done.add(node);
	};
	for (const node of graph.keys()) follow(node, []);
	return found;
}

function connect(graph: Map<string, Set<string>>, from: string, to: string): void {
	const targets = graph.get(from) ?? new Set();
	graph.set(from, targets.add(to));
}

/** All names that the file declares or imports. */
function declarations(tree: ts.SourceFile): Set<string> {
	const names = new Set<string>();
	visit(tree, (node) => {
		if (!("name" in node) || ts.isPropertyAccessExpression(node) || ts.isClassElement(node)) return;
		const name = node.name as ts.Node | undefined;
		const isMember = ts.isPropertySignature(node) || ts.isMethodSignature(node) || ts.isPropertyAssignment(node);
		if (name && ts.isIdentifier(name) && !isMember) names.add(name.text);
	});
	return names;
}

/** Whether an identifier stands for a variable or a type, and not for a member of something. */
function isFree({ parent, text }: ts.Identifier): boolean {
	if (ts.isPropertyAccessExpression(parent)) return parent.expression.getText() === text;
	if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
	if (ts.isQualifiedName(parent)) return parent.left.getText() === text;
	return (
		!(ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isPropertyAssignment(parent)) ||
		initializes(parent, text)
	);
}

function initializes(node: ts.Node, text: string): boolean {
	return ts.isPropertyAssignment(node) && node.initializer.getText() === text;
}

/** Calls back for each node with the number of functions and classes around it. */
function visit(node: ts.Node, onNode: (node: ts.Node, depth: number) => void, depth = 0): void {
	onNode(node, depth);
	const inner = ts.isFunctionLike(node) ? depth + 1 : depth;
	ts.forEachChild(node, (child) => visit(child, onNode, inner));
}

function textOf(node: ts.Node): string {
	return ts.isStringLiteralLike(node) ? node.text : node.getText();
}

function resolve(path: string, specifier: string): string {
	return posix.join(posix.dirname(path), specifier);
}

/** The part of the tree that a file belongs to: the longest that fits. */
function partOf(path: string, parts: Rules["parts"]): string | undefined {
	return Object.keys(parts)
		.filter((part) => path === part || path.startsWith(`${part}/`))
		.sort((one, other) => other.length - one.length)[0];
}

function folderOf(path: string): string {
	return path.split("/")[1]!;
}
