/* Timers on virtual time: nothing sleeps, the clock jumps to the next timer, and the order is always the same. */
#include "host.h"

typedef struct Timer {
	struct Timer *next;
	int id;
	double due;
	double period; /* negative for a timer that fires once */
	txSlot callback;
} Timer;

static Timer *timers = NULL; /* by due time, then in the order of their making */
static double now = 0;
static int lastId = 0;

double virtualNow(void)
{
	return now;
}

static void insert(Timer *timer)
{
	Timer **address = &timers;
	while (*address && ((*address)->due <= timer->due))
		address = &(*address)->next;
	timer->next = *address;
	*address = timer;
}

static void discard(txMachine *the, Timer *timer)
{
	fxForget(the, &timer->callback);
	free(timer);
}

static void add(txMachine *the, int repeat)
{
	double delay = xsToInteger(xsArgc) > 1 ? xsToNumber(xsArg(1)) : 0;
	Timer *timer;
	if (the != host.device)
		xsTypeError("no timer while modules are preloaded");
	if (!(xsToInteger(xsArgc) > 0) || !fxIsCallable(the, &xsArg(0)))
		xsTypeError("callback is no function");
	if (!(delay >= 0))
		delay = 0;
	timer = calloc(1, sizeof(Timer));
	timer->id = ++lastId;
	timer->due = now + delay;
	timer->period = !repeat ? -1 : delay < 1 ? 1 : delay;
	timer->callback.kind = xsArg(0).kind;
	timer->callback.value = xsArg(0).value;
	fxRemember(the, &timer->callback);
	insert(timer);
	xsResult = xsInteger(timer->id);
}

static void setOnce(txMachine *the)
{
	add(the, 0);
}

static void setRepeating(txMachine *the)
{
	add(the, 1);
}

static void clear(txMachine *the)
{
	Timer **address = &timers, *timer;
	int id = (xsToInteger(xsArgc) > 0) && (xsTypeOf(xsArg(0)) == xsIntegerType) ? xsToInteger(xsArg(0)) : 0;
	for (; (timer = *address); address = &timer->next)
		if (timer->id == id) {
			*address = timer->next;
			discard(the, timer);
			return;
		}
}

/* Fires the next timer; false when there is none. */
int runNextTimer(txMachine *the)
{
	Timer *timer = timers;
	if (!timer)
		return 0;
	timers = timer->next;
	now = timer->due;
	mxPushUndefined();
	mxPushSlot(&timer->callback);
	mxCall();
	if (timer->period < 0)
		discard(the, timer);
	else {
		timer->due += timer->period;
		insert(timer);
	}
	mxRunCount(0);
	mxPop();
	return 1;
}

void installTimers(txMachine *the)
{
	xsSet(xsGlobal, xsID("setTimeout"), xsNewHostFunction(setOnce, 2));
	xsSet(xsGlobal, xsID("setInterval"), xsNewHostFunction(setRepeating, 2));
	xsSet(xsGlobal, xsID("clearTimeout"), xsNewHostFunction(clear, 1));
	xsSet(xsGlobal, xsID("clearInterval"), xsNewHostFunction(clear, 1));
}
