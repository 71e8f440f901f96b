/* The parts of xshost, in the order in which main.c uses them. */
#ifndef XSHOST_HOST_H
#define XSHOST_HOST_H

#include "xsAll.h"
#include "xsScript.h"
#include "xs.h"

typedef struct {
	txSize slots, chunks, stack; /* the device's heap: slots, bytes, slots */
	double meterLimit;           /* bytecodes after which the run is stopped; 0 for none */
	int report;                  /* print the figures at the end */
	const char *argument;        /* for the script, or NULL */
	txMachine *device;           /* the machine with the device's heap, once there is one */
	const char *mark;            /* what the script says it is doing, for the message of an abort */
	int faulted;                 /* something was written where flash would be */
	int exiting;                 /* the script has asked for the end */
	int exitCode;
	txSize bootSlots, bootChunks;
} Host;

extern Host host;

/* modules.c: ES modules from files */
void parseAhead(txMachine *the, const char *path);
void importModule(txMachine *the, const char *path);

/* globals.c: print, console, xs */
void installGlobals(txMachine *the);
void startMeter(txMachine *the);

/* timers.c: setTimeout and its kin on virtual time */
void installTimers(txMachine *the);
double virtualNow(void);
int runNextTimer(txMachine *the);

/* preload.c: what the SDK's linker does to preloaded modules */
void lockIntrinsics(txMachine *root);
void lockModules(txMachine *root, const char *directory);
void shareRoot(txMachine *root);

/* flash.c: memory that is read-only from some time on */
void sealSlots(void);

/* figures.c: how full the heap is, and why a machine stopped */
txSize chunksUsed(txMachine *the);
txSize chunksPeak(txMachine *the);
void paintStack(txMachine *the);
txSize stackPeak(txMachine *the);
void resetPeaks(txMachine *the);
void printReport(txMachine *the);

/* census.c: who has the heap */
void census(txMachine *the);

/* sound.c: the board's work on samples */
void installSound(txMachine *the);

/* text.c: UTF-8 */
void decodeText(txMachine *the);

#endif
