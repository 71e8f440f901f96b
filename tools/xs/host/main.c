/*
 * xshost: runs ES modules on XS inside the heap of the ESP32. The root machine runs the built-ins and the modules to
 * preload; the device machine, cloned from it with the device's sizes, runs the main module and then the event loop.
 */
#include "host.h"

enum { PRELOADS = 64, BAD_USAGE = 64 };

Host host = {.slots = 4928, .chunks = 78848, .stack = 512};

static const char usage[] =
	"usage: xshost [options] main.js [argument]\n"
	"  --preload=FILE     run this module before the heap is measured (may be repeated)\n"
	"  --locked=PATH      preloaded modules whose path starts so may keep no state at module level\n"
	"  --slots=N --chunks=BYTES --stack=N    size of the heap (4928, 78848, 512)\n"
	"  --big              a very large heap instead\n"
	"  --meter-limit=N    stop after so many bytecodes\n"
	"  --report           print the heap's figures at the end\n";

static txCreation rootSize = {
	.initialChunkSize = 16 << 20, .incrementalChunkSize = 1 << 20,
	.initialHeapCount = 1 << 18, .incrementalHeapCount = 1 << 16,
	.stackCount = 16384,
	.initialKeyCount = 8192, .incrementalKeyCount = 1024,
	.nameModulo = 1993, .symbolModulo = 127,
	.parserBufferSize = 64 << 10, .parserTableModulo = 1993,
};

static txCreation deviceSize(int big)
{
	txCreation size = rootSize;
	if (!big) {
		size.initialChunkSize = host.chunks;
		size.incrementalChunkSize = 0;
		size.initialHeapCount = host.slots;
		size.incrementalHeapCount = 0;
		size.stackCount = host.stack;
	}
	size.initialKeyCount = size.incrementalKeyCount = 32;
	return size;
}

void fxQueuePromiseJobs(txMachine *the)
{
	the->promiseJobs = 1;
}

static void runPromiseJobs(txMachine *the)
{
	while (the->promiseJobs) {
		the->promiseJobs = 0;
		fxRunPromiseJobs(the);
	}
}

static void runEvents(txMachine *the)
{
	do {
		runPromiseJobs(the);
		fxEndJob(the);
	} while (!host.exiting && runNextTimer(the));
	fxCheckUnhandledRejections(the, 1);
}

static void runMain(txMachine *the, const char *path)
{
	mxTry(the) {
		importModule(the, path);
		runEvents(the);
	}
	mxCatch(the) {
		fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
	}
}

static void importAll(txMachine *the, const char **paths)
{
	mxTry(the) {
		while (*paths)
			importModule(the, *paths++);
		runPromiseJobs(the);
	}
	mxCatch(the) {
		fxAbort(the, XS_UNHANDLED_EXCEPTION_EXIT);
	}
}

static txMachine *makeRoot(const char **preloads, const char *locked, const char *mainPath)
{
	txMachine *root = fxCreateMachine(&rootSize, "root", NULL, XS_NO_ID);
	xsBeginHost(root);
	installGlobals(the);
	installTimers(the);
	lockIntrinsics(the);
	importAll(the, preloads);
	if (locked)
		lockModules(the, locked);
	parseAhead(the, mainPath);
	xsEndHost(root);
	shareRoot(root);
	return root;
}

static void run(txMachine *root, int big, const char *mainPath)
{
	txCreation size = deviceSize(big);
	host.device = fxCloneMachine(&size, root, "device", NULL);
	fxCollectGarbage(host.device);
	host.bootSlots = host.device->currentHeapCount;
	host.bootChunks = chunksUsed(host.device);
	startMeter(host.device);
	paintStack(host.device);
	xsBeginHost(host.device);
	runMain(the, mainPath);
	xsEndHost(host.device);
	if (host.report) {
		fxCollectGarbage(host.device);
		printReport(host.device);
	}
}

/* The value of "--name=value", or NULL. */
static const char *valueOf(const char *option, const char *name)
{
	size_t length = strlen(name);
	return (strncmp(option, name, length) == 0) && (option[length] == '=') ? option + length + 1 : NULL;
}

int main(int argc, char *argv[])
{
	const char *preloads[PRELOADS + 1] = {NULL}, *locked = NULL, *value;
	int i, big = 0, count = 0;
	for (i = 1; (i < argc) && (strncmp(argv[i], "--", 2) == 0); i++) {
		if ((value = valueOf(argv[i], "--preload")) && (count < PRELOADS))
			preloads[count++] = value;
		else if ((value = valueOf(argv[i], "--locked")))
			locked = value;
		else if ((value = valueOf(argv[i], "--slots")))
			host.slots = atoi(value);
		else if ((value = valueOf(argv[i], "--chunks")))
			host.chunks = atoi(value);
		else if ((value = valueOf(argv[i], "--stack")))
			host.stack = atoi(value);
		else if ((value = valueOf(argv[i], "--meter-limit")))
			host.meterLimit = atof(value);
		else if (strcmp(argv[i], "--big") == 0)
			big = 1;
		else if (strcmp(argv[i], "--report") == 0)
			host.report = 1;
		else
			break;
	}
	if ((i == argc) || (strncmp(argv[i], "--", 2) == 0)) {
		fputs(usage, stderr);
		return BAD_USAGE;
	}
	host.argument = argv[i + 1];
	run(makeRoot(preloads, locked, argv[i]), big, argv[i]);
	fflush(stdout);
	return host.exitCode;
}
