/* What scripts find beside the language: print, console, and the object `xs` (typed in test/xs/globals.d.ts). */
#include "host.h"

enum { METER_INTERVAL = 10000 };

static double metered = 0;

static void print(txMachine *the)
{
	int i, count = xsToInteger(xsArgc);
	for (i = 0; i < count; i++)
		printf("%s%s", i ? " " : "", xsToString(xsArg(i)));
	printf("\n");
}

static void now(txMachine *the)
{
	xsResult = xsNumber(virtualNow());
}

static void nanoseconds(txMachine *the)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	xsResult = xsNumber(time.tv_sec * 1e9 + time.tv_nsec);
}

static void leave(txMachine *the)
{
	host.exitCode = xsToInteger(xsArg(0));
	host.exiting = 1;
}

static void collect(txMachine *the)
{
	fxCollectGarbage(the);
}

static void count(txMachine *the)
{
	fxCollectGarbage(the);
	census(the);
}

static void forgetPeaks(txMachine *the)
{
	resetPeaks(the);
}

static void meter(txMachine *the)
{
#ifdef mxMetering
	xsResult = xsNumber(metered + the->meterIndex);
#endif
}

/* Calls a function: a profiler counts what happens between the call of this one and its return (tools/bench). */
static void profiled(txMachine *the)
{
	xsResult = xsCallFunction0(xsArg(0), xsUndefined);
}

/* The text stays in a static buffer: when a heap is full there is no other place to find it. */
static void mark(txMachine *the)
{
	static char text[200];
	xsToStringBuffer(xsArg(0), text, sizeof(text));
	host.mark = text;
}

static const char *names[] = {"slots", "chunkBytes", "stack", "used", "peak", "capacity", "slotSize"};

/* Adds { used, peak, capacity } to the result. */
static void addFigures(txMachine *the, const char *name, double used, double peak, double capacity)
{
	xsVar(0) = xsNewObject();
	xsSet(xsVar(0), xsID("used"), xsNumber(used));
	xsSet(xsVar(0), xsID("peak"), xsNumber(peak));
	xsSet(xsVar(0), xsID("capacity"), xsNumber(capacity));
	xsSet(xsResult, xsID((txString)name), xsVar(0));
}

static void statistics(txMachine *the)
{
	txSize slots = the->currentHeapCount, slotPeak = the->peakHeapCount;
	xsVars(1);
	xsResult = xsNewObject();
	addFigures(the, "slots", slots, slotPeak, the->maximumHeapCount);
	addFigures(the, "chunkBytes", chunksUsed(the), chunksPeak(the), the->maximumChunksSize);
	addFigures(the, "stack", the->stackTop - the->stack, stackPeak(the), the->stackTop - the->stackBottom);
	xsSet(xsResult, xsID("slotSize"), xsInteger(sizeof(txSlot)));
}

void installGlobals(txMachine *the)
{
	size_t i;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fxID(the, (txString)names[i]); /* names made here cost the device's heap nothing */
	xsVars(3);
	xsSet(xsGlobal, xsID("print"), xsNewHostFunction(print, 1));
	xsVar(0) = xsNewObject();
	xsSet(xsVar(0), xsID("log"), xsNewHostFunction(print, 1));
	xsSet(xsVar(0), xsID("info"), xsNewHostFunction(print, 1));
	xsSet(xsVar(0), xsID("warn"), xsNewHostFunction(print, 1));
	xsSet(xsVar(0), xsID("error"), xsNewHostFunction(print, 1));
	xsSet(xsGlobal, xsID("console"), xsVar(0));
	xsVar(0) = xsNewObject();
	if (host.argument)
		xsSet(xsVar(0), xsID("argument"), xsString(host.argument));
	xsSet(xsVar(0), xsID("now"), xsNewHostFunction(now, 0));
	xsSet(xsVar(0), xsID("nanoseconds"), xsNewHostFunction(nanoseconds, 0));
	xsSet(xsVar(0), xsID("exit"), xsNewHostFunction(leave, 1));
	xsSet(xsVar(0), xsID("gc"), xsNewHostFunction(collect, 0));
	xsSet(xsVar(0), xsID("census"), xsNewHostFunction(count, 0));
	xsSet(xsVar(0), xsID("resetPeaks"), xsNewHostFunction(forgetPeaks, 0));
	xsSet(xsVar(0), xsID("meter"), xsNewHostFunction(meter, 0));
	xsSet(xsVar(0), xsID("profiled"), xsNewHostFunction(profiled, 1));
	xsSet(xsVar(0), xsID("mark"), xsNewHostFunction(mark, 1));
	xsSet(xsVar(0), xsID("statistics"), xsNewHostFunction(statistics, 0));
	xsSet(xsVar(0), xsID("decode"), xsNewHostFunction(decodeText, 1));
	installSound(the);
	xsSet(xsGlobal, xsID("xs"), xsVar(0));
}

#ifdef mxMetering
/* XS counts in 32 bits: the count is moved to `metered` before it can overflow. */
static txBoolean meterStep(txMachine *the, txU4 index)
{
	metered += index;
	the->meterIndex = 0;
	return (host.meterLimit == 0) || (metered < host.meterLimit);
}
#endif

void startMeter(txMachine *the)
{
#ifdef mxMetering
	fxBeginMetering(the, meterStep, METER_INTERVAL);
#endif
}
