/* ES modules from files. A module's name is the real path of its file. */
#include "host.h"

extern void fxRemapIDs(txMachine *the, txByte *code, txSize size, txID *ids);

typedef struct Parsed {
	struct Parsed *next;
	txID id;
	txScript *script;
} Parsed;

static Parsed *parsed = NULL;

static int isFile(const char *path, char *real)
{
	struct stat status;
	return realpath(path, real) && (stat(real, &status) == 0) && S_ISREG(status.st_mode);
}

txID fxFindModule(txMachine *the, txSlot *realm, txID importer, txSlot *specifier)
{
	char name[PATH_MAX], path[2 * PATH_MAX + 4], real[PATH_MAX];
	char *slash;
	path[0] = 0;
	fxToStringBuffer(the, specifier, name, sizeof(name));
	if ((name[0] == '.') && (importer != XS_NO_ID)) {
		snprintf(path, PATH_MAX, "%s", fxGetKeyName(the, importer));
		slash = strrchr(path, '/');
		path[slash ? slash + 1 - path : 0] = 0;
	}
	strcat(path, name);
	if (isFile(path, real) || isFile(strcat(path, ".js"), real))
		return fxNewNameC(the, real);
	return XS_NO_ID;
}

static void reportSyntaxError(void *console, txString path, txInteger line, txString format, va_list arguments)
{
	printf("%s:%d: syntax error: ", path ? path : "?", (int)line);
	vprintf(format, arguments);
	printf("\n");
}

#ifdef mxDebug
/* Reads the source map beside the script, so that stack traces name the TypeScript file and its lines. */
static void readSourceMap(txParser *parser, const char *path)
{
	char map[PATH_MAX + 4];
	txString source = NULL;
	FILE *file;
	snprintf(map, sizeof(map), "%s.map", path);
	if ((file = fopen(map, "r"))) {
		fxParserSourceMap(parser, file, (txGetter)fgetc, 0, &source);
		fclose(file);
		if (source) /* XS maps the lines of nodes that are not of this path */
			parser->path = fxNewParserSymbol(parser, source);
	}
}
#endif

static txScript *parse(txMachine *the, char *path)
{
	txParser parser;
	txParserJump jump;
	txScript *volatile script = NULL;
	FILE *volatile file = fopen(path, "r");
	fxInitializeParser(&parser, the, the->parserBufferSize, the->parserTableModulo);
	parser.firstJump = &jump;
	parser.reportError = reportSyntaxError;
	if (file && (setjmp(jump.jmp_buf) == 0)) {
		txUnsigned flags = 0;
		parser.path = fxNewParserSymbol(&parser, path);
#ifdef mxDebug
		flags |= mxDebugFlag;
#endif
		fxParserTree(&parser, file, (txGetter)fgetc, flags, NULL);
#ifdef mxDebug
		if (parser.errorCount == 0)
			readSourceMap(&parser, path);
#endif
		fxParserHoist(&parser);
		fxParserBind(&parser);
		script = fxParserCode(&parser);
	}
	if (file)
		fclose(file);
	fxTerminateParser(&parser);
	return script;
}

/* Gives the names in the bytecode the identifiers of the machine. */
static void linkNames(txMachine *the, txScript *script)
{
	txByte *name = script->symbolsBuffer;
	txID count, i, *ids;
	mxDecodeID(name, count);
	ids = malloc(count * sizeof(txID));
	ids[0] = XS_NO_ID;
	for (i = 1; i < count; i++) {
		ids[i] = fxNewNameC(the, (txString)name);
		name += strlen((char *)name) + 1;
	}
	fxRemapIDs(the, script->codeBuffer, script->codeSize, ids);
	free(ids);
	free(script->symbolsBuffer);
	script->symbolsBuffer = NULL; /* XS frees a script that has one, but functions will point into this one */
}

/*
 * Functions and string literals shall point into the bytecode instead of copying it into chunks: on the device the
 * bytecode is in flash. XS has a second set of instructions for that, which differ in the opcode only.
 */
static void keepInPlace(txScript *script)
{
	txU1 *p = (txU1 *)script->codeBuffer, *end = p + script->codeSize;
	while (p < end) {
		txS1 size = gxCodeSizes[*p];
		if ((XS_CODE_CODE_1 <= *p) && (*p <= XS_CODE_CODE_4))
			*p += XS_CODE_CODE_ARCHIVE_1 - XS_CODE_CODE_1;
		else if ((XS_CODE_STRING_1 <= *p) && (*p <= XS_CODE_STRING_4))
			*p += XS_CODE_STRING_ARCHIVE_1 - XS_CODE_STRING_1;
		if (size > 0)
			p += size;
		else if (size == 0)
			p += 1 + sizeof(txID);
		else { /* -1, -2, -4: so many bytes say how many follow */
			txU4 length = 0;
			memcpy(&length, p + 1, -size);
			p += 1 - size + length;
		}
	}
}

static txScript *scriptOf(txMachine *the, txID id)
{
	Parsed *entry;
	for (entry = parsed; entry; entry = entry->next)
		if (entry->id == id)
			return entry->script;
	entry = malloc(sizeof(Parsed));
	entry->id = id;
	entry->script = parse(the, fxGetKeyName(the, id));
	if (entry->script) {
		linkNames(the, entry->script);
		keepInPlace(entry->script);
	}
	entry->next = parsed;
	parsed = entry;
	return entry->script;
}

void fxLoadModule(txMachine *the, txSlot *module, txID id)
{
	txScript *script = scriptOf(the, id);
	if (script)
		fxResolveModule(the, module, id, script, C_NULL, C_NULL);
}

/* Parses a module without running it: its names are then in the root machine, as a linked firmware has them in flash. */
void parseAhead(txMachine *the, const char *path)
{
	txID id;
	mxPushStringX((txString)path);
	id = fxFindModule(the, C_NULL, XS_NO_ID, the->stack);
	mxPop();
	if (id != XS_NO_ID)
		scriptOf(the, id);
}

void importModule(txMachine *the, const char *path)
{
	xsAwaitImport((txString)path, XS_IMPORT_NAMESPACE);
}
