import ts from "typescript";

/**
 * What preloading forbids at module level (Moddable SDK, documentation/xs/preload.md): a preloaded module is executed when the
 * firmware is linked, and what it leaves behind lies in flash, read only.
 */
const MUTATORS = new Set([
	...["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"],
	...["set", "add", "delete", "clear"],
]);
const WRITERS = new Set(["Object.assign", "Object.defineProperty", "Object.setPrototypeOf", "Reflect.set"]);

/** Everything in a file that would fail on the board once its module is in flash, a sentence each. */
export function preloadFaults(path: string, text: string): string[] {
	const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
	const constants = moduleNames(tree);
	const faults: string[] = [];
	const report = (node: ts.Node, what: string) => {
		const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
		faults.push(`${path}:${line + 1} ${what}`);
	};
	const visit = (node: ts.Node, depth: number, hidden: ReadonlySet<string>): void => {
		const names = ts.isFunctionLike(node) || ts.isBlock(node) ? new Set([...hidden, ...localNames(node)]) : hidden;
		const root = (target: ts.Expression) => {
			const name = rootOf(target);
			return name !== undefined && constants.has(name) && !names.has(name) ? name : undefined;
		};
		const written = writtenBy(node);
		const name = written && root(written);
		if (name !== undefined) report(node, `changes ${name}, which is at module level`);
		if (ts.isFunctionLike(node) && "asteriskToken" in node && node.asteriskToken) report(node, "is a generator");
		if (depth === 0) atModuleLevel(node, report);
		if (isStringify(node)) {
			const [argument] = (node as ts.CallExpression).arguments;
			const frozen = argument && ts.isIdentifier(argument) ? root(argument) : undefined;
			if (frozen !== undefined) report(node, `makes JSON of ${frozen}, which is at module level`);
		}
		const inner = isDeferred(node) ? depth + 1 : depth;
		ts.forEachChild(node, (child) => visit(child, inner, names));
	};
	visit(tree, 0, new Set());
	return faults;
}

function atModuleLevel(node: ts.Node, report: (node: ts.Node, what: string) => void): void {
	if (ts.isRegularExpressionLiteral(node)) {
		if (/\(\?<[^=!]/.test(node.text)) report(node, "has a regular expression with a named group at module level");
		if (/\/[a-z]*[gy][a-z]*$/.test(node.text))
			report(node, "has a regular expression at module level that remembers where it was (flag g or y)");
	}
	if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "native")
		report(node, "calls native code at module level");
	if (ts.isPropertyDeclaration(node) && isStatic(node) && !isReadonly(node))
		report(node, "has a static field that may change");
}

/** The expression whose insides a node changes, if it changes any. */
function writtenBy(node: ts.Node): ts.Expression | undefined {
	if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return memberOwner(node.left);
	if (ts.isDeleteExpression(node)) return memberOwner(node.expression);
	if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && isStep(node.operator))
		return memberOwner(node.operand);
	if (!ts.isCallExpression(node)) return undefined;
	const { expression } = node;
	if (WRITERS.has(expression.getText())) return node.arguments[0];
	if (!ts.isPropertyAccessExpression(expression)) return undefined;
	return MUTATORS.has(expression.name.text) ? expression.expression : undefined;
}

function memberOwner(node: ts.Expression): ts.Expression | undefined {
	return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : undefined;
}

function isAssignment(kind: ts.SyntaxKind): boolean {
	return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isStep(kind: ts.SyntaxKind): boolean {
	return kind === ts.SyntaxKind.PlusPlusToken || kind === ts.SyntaxKind.MinusMinusToken;
}

function isStringify(node: ts.Node): boolean {
	return ts.isCallExpression(node) && node.expression.getText() === "JSON.stringify";
}

/** The name at the beginning of `a.b[c].d`. */
function rootOf(node: ts.Expression): string | undefined {
	if (ts.isIdentifier(node)) return node.text;
	if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return rootOf(node.expression);
	if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
		return rootOf(node.expression);
	return undefined;
}

/** Whether what is in a node is executed later than the module: functions, and fields of objects, but not static ones. */
function isDeferred(node: ts.Node): boolean {
	if (ts.isPropertyDeclaration(node)) return !isStatic(node);
	return ts.isFunctionLike(node) && !ts.isTypeNode(node);
}

function isStatic(node: ts.PropertyDeclaration): boolean {
	return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function isReadonly(node: ts.PropertyDeclaration): boolean {
	return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword) ?? false;
}

/** Constants, classes and imports of a module; what the SDK has is its own affair. */
function moduleNames(tree: ts.SourceFile): ReadonlySet<string> {
	const names = new Set<string>();
	for (const statement of tree.statements) {
		if (ts.isVariableStatement(statement) && statement.declarationList.flags & ts.NodeFlags.Const)
			for (const { name } of statement.declarationList.declarations) bound(name, names);
		if (ts.isClassDeclaration(statement) && statement.name) names.add(statement.name.text);
		if (ts.isImportDeclaration(statement) && statement.moduleSpecifier.getText().startsWith('".')) {
			const { name, namedBindings } = statement.importClause ?? {};
			if (name) names.add(name.text);
			if (namedBindings && ts.isNamedImports(namedBindings))
				for (const element of namedBindings.elements) names.add(element.name.text);
			if (namedBindings && ts.isNamespaceImport(namedBindings)) names.add(namedBindings.name.text);
		}
	}
	return names;
}

/** Names that a function or a block has for itself. */
function localNames(node: ts.Node): ReadonlySet<string> {
	const names = new Set<string>();
	if (ts.isFunctionLike(node)) for (const { name } of node.parameters) bound(name, names);
	if (ts.isBlock(node))
		for (const statement of node.statements)
			if (ts.isVariableStatement(statement))
				for (const { name } of statement.declarationList.declarations) bound(name, names);
	return names;
}

function bound(name: ts.BindingName, names: Set<string>): void {
	if (ts.isIdentifier(name)) names.add(name.text);
	else for (const element of name.elements) if (!ts.isOmittedExpression(element)) bound(element.name, names);
}
