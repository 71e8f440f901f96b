/* Memory for slots. What the root machine has got becomes read-only when it is shared, for on the device it is flash. */
#include <signal.h>
#include <sys/mman.h>
#include "host.h"

enum { REGIONS = 256 };

static struct { void *address; size_t size; } regions[REGIONS];
static int regionCount = 0, sealedCount = 0;

txSlot *fxAllocateSlots(txMachine *the, txSize count)
{
	size_t size = count * sizeof(txSlot);
	void *address = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if ((address == MAP_FAILED) || (regionCount == REGIONS))
		return C_NULL;
	regions[regionCount].address = address;
	regions[regionCount++].size = size;
	return address;
}

/* Machines live as long as the process. */
void fxFreeSlots(txMachine *the, void *slots)
{
}

static void reportFault(int number, siginfo_t *information, void *context)
{
	int i;
	for (i = 0; i < sealedCount; i++) {
		size_t offset = (txByte *)information->si_addr - (txByte *)regions[i].address;
		if (offset < regions[i].size)
			host.faulted = 1;
	}
	fxAbort(host.device, XS_FATAL_CHECK_EXIT);
}

void sealSlots(void)
{
	struct sigaction action = {.sa_sigaction = reportFault, .sa_flags = SA_SIGINFO};
	for (; sealedCount < regionCount; sealedCount++)
		mprotect(regions[sealedCount].address, regions[sealedCount].size, PROT_READ);
	sigaction(SIGSEGV, &action, NULL);
}
