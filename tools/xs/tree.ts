import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/** What stands in for the modules of Node that tests of `modules/` may import. */
const SUBSTITUTES: Readonly<Record<string, string>> = { "node:assert/strict": "test/xs/assert.ts" };

/** Writes TypeScript files and all they import as JavaScript modules for XS, in the same tree below another folder. */
export class Tree {
	readonly #root: string;
	readonly #output: string;
	/** Imports of each file written, by path from the root. */
	readonly #imports = new Map<string, readonly string[]>();

	constructor(root: string, output: string) {
		this.#root = root;
		this.#output = output;
	}

	/** Writes `file` (a path from the root) and its imports; returns the path of the script. Throws when XS has no such module. */
	write(file: string): string {
		if (!this.#imports.has(file)) {
			const imports: string[] = [];
			this.#imports.set(file, imports);
			this.#transpile(file, imports);
			for (const imported of imports) this.write(imported);
		}
		return this.path(file);
	}

	/** The files that `file` imports itself. */
	imports(file: string): readonly string[] {
		return this.#imports.get(file) ?? [];
	}

	/** Where the script of `file` is; for a folder, where its scripts are. */
	path(file: string): string {
		return join(this.#output, file.replace(/\.ts$/, ".js"));
	}

	#transpile(file: string, imports: string[]): void {
		const rename = (specifier: string): string => {
			const imported = this.#resolve(file, specifier);
			imports.push(imported);
			return `./${relative(dirname(file), imported)}`.replace(/\.ts$/, ".js");
		};
		const result = ts.transpileModule(readFileSync(join(this.#root, file), "utf8"), {
			fileName: file,
			compilerOptions: {
				target: ts.ScriptTarget.ES2022,
				module: ts.ModuleKind.ESNext,
				verbatimModuleSyntax: true,
				sourceMap: true,
			},
			transformers: { after: [(context) => (source) => renameImports(source, context, rename)] },
		});
		const path = this.path(file);
		mkdirSync(dirname(path), { recursive: true });
		update(path, result.outputText);
		update(`${path}.map`, JSON.stringify({ ...JSON.parse(result.sourceMapText ?? "{}"), sources: [file] }));
	}

	#resolve(file: string, specifier: string): string {
		const substitute = SUBSTITUTES[specifier];
		if (substitute !== undefined) return substitute;
		if (!specifier.startsWith("."))
			throw new Error(
				`${file} imports "${specifier}", which XS does not have (tests that need Node are named *.node.test.ts)`,
			);
		const imported = relative(this.#root, resolve(this.#root, dirname(file), specifier));
		if (!existsSync(join(this.#root, imported))) throw new Error(`${file} imports ${imported}, which does not exist`);
		return imported;
	}
}

/** `source` with its import and export specifiers renamed; types are gone by now, and imports of types with them. */
function renameImports(
	source: ts.SourceFile,
	{ factory }: ts.TransformationContext,
	rename: (specifier: string) => string,
): ts.SourceFile {
	const renamed = (specifier: ts.Expression) =>
		factory.createStringLiteral(rename((specifier as ts.StringLiteral).text));
	const statements = source.statements.map((statement) => {
		if (ts.isImportDeclaration(statement)) {
			const { modifiers, importClause, moduleSpecifier, attributes } = statement;
			return factory.updateImportDeclaration(statement, modifiers, importClause, renamed(moduleSpecifier), attributes);
		}
		if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) {
			const { modifiers, isTypeOnly, exportClause, moduleSpecifier, attributes } = statement;
			const specifier = renamed(moduleSpecifier);
			return factory.updateExportDeclaration(statement, modifiers, isTypeOnly, exportClause, specifier, attributes);
		}
		return statement;
	});
	return factory.updateSourceFile(source, statements);
}

function update(path: string, text: string): void {
	if (existsSync(path) && readFileSync(path, "utf8") === text) return;
	// Another run may be reading it.
	const fresh = `${path}.${process.pid}`;
	writeFileSync(fresh, text);
	renameSync(fresh, path);
}
