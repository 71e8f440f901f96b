/* How full the heap is, and why a machine stopped. */
#include "host.h"

enum {
	FRAMES = 48,
	FRAME_SIZE = 5, /* frame, result, target, function, this */
	PAINT = 0xA5,
};

/*
 * The stack's peak is where the paint begins, looked for from the top: exact, in every build, and free for what is measured.
 * From the bottom would not do, where regular expressions and numbers have their scratch memory. A pattern that goes back
 * and forth a lot may fill all that is left; then the figure is larger than the truth.
 */
void paintStack(txMachine *the)
{
	memset(the->stackBottom, PAINT, (txByte *)the->stack - (txByte *)the->stackBottom);
}

txSize stackPeak(txMachine *the)
{
	txSlot *slot = the->stack;
	while ((slot > the->stackBottom) && ((txU1)(slot - 1)->kind != PAINT))
		slot--;
	return the->stackTop - slot;
}

/* XS counts a chunk that grew in place twice; the blocks know better. */
txSize chunksUsed(txMachine *the)
{
	txSize size = 0;
	txBlock *block;
	for (block = the->firstBlock; block; block = block->nextBlock)
		size += block->current - (txByte *)(block + 1);
	return size;
}

txSize chunksPeak(txMachine *the)
{
	return the->peakChunksSize < the->maximumChunksSize ? the->peakChunksSize : the->maximumChunksSize;
}

void resetPeaks(txMachine *the)
{
	the->peakHeapCount = the->currentHeapCount;
	the->peakChunksSize = the->currentChunksSize = chunksUsed(the);
	paintStack(the);
}

/* One line of JSON for the test runner. */
void printReport(txMachine *the)
{
	printf("report {\"slotSize\":%d,\"capacity\":[%d,%d,%d],\"boot\":[%d,%d],\"live\":[%d,%d],\"peak\":[%d,%d,%d]}\n",
		(int)sizeof(txSlot), (int)the->maximumHeapCount, (int)the->maximumChunksSize,
		(int)(the->stackTop - the->stackBottom), (int)host.bootSlots, (int)host.bootChunks, (int)the->currentHeapCount,
		(int)chunksUsed(the), (int)the->peakHeapCount, (int)chunksPeak(the), (int)stackPeak(the));
}

static const char *reasonOf(txMachine *the, int status)
{
	static char full[80];
	switch (status) {
	case XS_NOT_ENOUGH_MEMORY_EXIT:
		if (!the->freeHeap)
			snprintf(full, sizeof(full), "memory full: all %d slots are in use", (int)the->maximumHeapCount);
		else
			snprintf(full, sizeof(full), "memory full: %d of %d bytes of chunks are in use and no gap is large enough",
				(int)chunksUsed(the), (int)the->maximumChunksSize);
		return full;
	case XS_STACK_OVERFLOW_EXIT: return "stack overflow";
	case XS_FATAL_CHECK_EXIT:
		return host.faulted ? "write to preloaded memory, which is flash on the device" : "fatal check of the engine";
	case XS_DEAD_STRIP_EXIT: return "dead strip";
	case XS_UNHANDLED_EXCEPTION_EXIT: return "unhandled exception";
	case XS_NO_MORE_KEYS_EXIT: return "not enough keys";
	case XS_TOO_MUCH_COMPUTATION_EXIT: return "too much computation";
	case XS_UNHANDLED_REJECTION_EXIT: return "unhandled rejection";
	}
	return "unknown reason";
}

/* The functions that are running, innermost first, with the slots of each on the stack; allocates nothing. */
static void printFrames(txMachine *the)
{
	txSlot *frame = the->frame, *top = the->stack;
	int count = 0;
	for (; frame && frame->next && (count < FRAMES); frame = frame->next) {
		txSlot *function = frame + 3, *environment = mxFrameToEnvironment(frame), *name;
		if ((function->kind != XS_REFERENCE_KIND) || !mxIsFunction(function->value.reference))
			continue;
		name = mxBehaviorGetProperty(the, function->value.reference, mxID(_name), 0, XS_OWN);
		printf(" at %s", name && mxIsStringPrimitive(name) && *name->value.string ? name->value.string : "(anonymous)");
		if (environment->ID != XS_NO_ID)
			printf(" (%s:%d)", fxGetKeyName(the, environment->ID), (int)environment->value.environment.line);
		printf(", %d slots\n", (int)(frame + FRAME_SIZE - top));
		top = frame + FRAME_SIZE;
		count++;
	}
}

static void printException(txMachine *the)
{
	mxTry(the) {
		txSlot *exception;
		mxPush(mxException);
		exception = the->stack;
		if (mxIsReference(exception)) {
			mxPushSlot(exception);
			mxGetID(fxID(the, "stack"));
			if (mxIsStringPrimitive(the->stack))
				exception = the->stack;
		}
		printf("%s\n", fxToString(the, exception));
	}
	mxCatch(the) {
		printf("(an exception that cannot be printed)\n");
	}
}

void fxAbort(txMachine *the, int status)
{
	printf("abort: %s", reasonOf(the, status));
	if (the != host.device)
		printf(", while modules were preloaded");
	else if (host.mark)
		printf(", in \"%s\"", host.mark);
	printf("\n");
	if ((status == XS_UNHANDLED_EXCEPTION_EXIT) || (status == XS_UNHANDLED_REJECTION_EXIT))
		printException(the);
	else
		printFrames(the);
	if (host.report && (the == host.device))
		printReport(the);
	fflush(stdout);
	_exit(70 + status);
}
