/*
 * Preload. The SDK's linker runs the preloaded modules on the build machine and writes the resulting heap to flash.
 * Here the "root" machine runs them and is then shared: machines cloned from it see its objects, and what they change
 * is kept in their own heap (XS calls the copies aliases), just as with flash.
 */
#include "host.h"

#define eachSlot(THE, HEAP, SLOT) \
	for (HEAP = (THE)->firstHeap; HEAP; HEAP = HEAP->next) \
		for (SLOT = HEAP + 1; SLOT < HEAP->value.reference; SLOT++)

#define eachItem(ARRAY, ITEM, COUNT) \
	for (ITEM = (ARRAY)->value.array.address, COUNT = ITEM ? chunkOf(ITEM)->size / sizeof(txSlot) : 0; COUNT; ITEM++, COUNT--)

static void lockDeep(txMachine *the, txSlot *instance);

static txChunk *chunkOf(void *data)
{
	return (txChunk *)((txByte *)data - sizeof(txChunk));
}

static void lockProperty(txSlot *property)
{
	property->flag |= XS_DONT_DELETE_FLAG;
	if (property->kind != XS_ACCESSOR_KIND)
		property->flag |= XS_DONT_SET_FLAG;
}

/* Object.freeze, and private fields as well. */
static void lock(txSlot *instance)
{
	txSlot *property, *item;
	txSize count;
	instance->flag |= XS_DONT_PATCH_FLAG;
	for (property = instance->next; property; property = property->next) {
		if (!(property->flag & XS_INTERNAL_FLAG))
			lockProperty(property);
		else if (property->kind == XS_ARRAY_KIND) {
			property->flag |= XS_DONT_SET_FLAG;
			eachItem(property, item, count)
				lockProperty(item);
		}
		else if (property->kind == XS_PRIVATE_KIND)
			for (item = property->value.private.first; item; item = item->next)
				lockProperty(item);
	}
}

static void lockValue(txMachine *the, txSlot *slot)
{
	txSlot *item;
	txSize count;
	switch (slot->kind) {
	case XS_REFERENCE_KIND:
		lockDeep(the, slot->value.reference);
		break;
	case XS_CLOSURE_KIND: /* a variable: becomes a constant */
		slot->value.closure->flag |= XS_DONT_SET_FLAG;
		lockValue(the, slot->value.closure);
		break;
	case XS_ACCESSOR_KIND:
		lockDeep(the, slot->value.accessor.getter);
		lockDeep(the, slot->value.accessor.setter);
		break;
	case XS_ARRAY_KIND:
		eachItem(slot, item, count)
			lockValue(the, item);
		break;
	case XS_PRIVATE_KIND:
		for (item = slot->value.private.first; item; item = item->next)
			lockValue(the, item);
		break;
	case XS_CODE_KIND:
	case XS_CODE_X_KIND:
		lockDeep(the, slot->value.code.closures);
		break;
	case XS_HOME_KIND:
		lockDeep(the, slot->value.home.object);
		break;
	}
}

static void lockDeep(txMachine *the, txSlot *instance)
{
	txSlot *property;
	if (!instance || (instance->kind != XS_INSTANCE_KIND) || (instance->flag & XS_LEVEL_FLAG))
		return;
	if (instance == mxGlobal.value.reference)
		return;
	if (instance->next && (instance->next->kind == XS_REGEXP_KIND)) /* matching writes lastIndex */
		return;
	instance->flag |= XS_LEVEL_FLAG; /* seen */
	lock(instance);
	lockDeep(the, instance->value.instance.prototype);
	for (property = instance->next; property; property = property->next)
		lockValue(the, property);
}

static void forgetSeen(txMachine *the)
{
	txSlot *heap, *slot;
	eachSlot(the, heap, slot)
		if (slot->kind == XS_INSTANCE_KIND)
			slot->flag &= ~XS_LEVEL_FLAG;
}

/* Freezes all built-ins, as the linker does. */
void lockIntrinsics(txMachine *the)
{
	txSlot *slot;
	for (slot = the->stackTop - 1 - mxInstanceInspectorsStackIndex - 1; slot >= the->stackTop - mxStackIndexCount; slot--)
		lockValue(the, slot);
	forgetSeen(the);
}

/*
 * Freezes all that the modules of a directory keep at module level. The linker would let plain variables and objects
 * change; our modules may not keep state there at all, and here such code throws where it tries.
 */
void lockModules(txMachine *the, const char *directory)
{
	txSlot *realm = mxModuleInstanceInternal(mxProgram.value.reference)->value.module.realm;
	txSlot *module, *export;
	for (module = mxOwnModules(realm)->value.reference->next; module; module = module->next) {
		txSlot *exports = mxModuleExports(module);
		if ((exports->kind != XS_REFERENCE_KIND) || strncmp(fxGetKeyName(the, module->ID), directory, strlen(directory)))
			continue;
		for (export = exports->value.reference->next; export; export = export->next) {
			if (!export->value.export.closure)
				continue;
			export->value.export.closure->flag |= XS_DONT_SET_FLAG;
			lockValue(the, export->value.export.closure);
		}
	}
	forgetSeen(the);
}

/* Functions are frozen; collections and buffers are read-only, for their content cannot be aliased. */
static void lockHeap(txMachine *the)
{
	txSlot *heap, *slot;
	eachSlot(the, heap, slot) {
		switch (slot->kind) {
		case XS_INSTANCE_KIND:
			if (mxIsFunction(slot))
				lock(slot);
			break;
		case XS_ARRAY_BUFFER_KIND:
		case XS_MAP_KIND:
		case XS_SET_KIND:
		case XS_WEAK_MAP_KIND:
		case XS_WEAK_SET_KIND:
			slot->flag |= XS_DONT_SET_FLAG;
			break;
		}
	}
}

/* XS has a second kind for a value whose chunk is not in the heap of the machine that copies it. */
static void markForeign(txSlot *slot)
{
	switch (slot->kind) {
	case XS_STRING_KIND: slot->kind = XS_STRING_X_KIND; break;
	case XS_BIGINT_KIND: slot->kind = XS_BIGINT_X_KIND; break;
	case XS_KEY_KIND: slot->kind = XS_KEY_X_KIND; break;
	case XS_CODE_KIND: slot->kind = XS_CODE_X_KIND; break;
	}
}

/* Keeps the collectors of the clones away from the root's chunks. The root itself must not collect after this. */
static void detachChunks(txMachine *the)
{
	txSlot *heap, *slot, *item;
	txSize count;
	txBlock *block;
	eachSlot(the, heap, slot) {
		markForeign(slot);
		if (slot->kind == XS_ARRAY_KIND)
			eachItem(slot, item, count)
				markForeign(item);
	}
	for (block = the->firstBlock; block; block = block->nextBlock) {
		txByte *current = (txByte *)(block + 1);
		while (current < block->current) {
			txByte *next = ((txChunk *)current)->temporary;
			((txChunk *)current)->temporary = C_NULL; /* tells a sweep that the chunk does not move */
			current = next;
		}
	}
}

/* XS numbers aliases from 0 and takes 0 for "none": the first one gets a number at the end. */
static void renumberFirstAlias(txMachine *the)
{
	txSlot *heap, *slot;
	eachSlot(the, heap, slot) {
		txSlot *target = slot->kind == XS_CLOSURE_KIND ? slot->value.closure : slot;
		if ((slot->kind != XS_INSTANCE_KIND) && (slot->kind != XS_CLOSURE_KIND))
			continue;
		if (target->ID || (target->flag & (slot == target ? XS_DONT_PATCH_FLAG : XS_DONT_SET_FLAG)))
			continue;
		target->ID = the->aliasCount++;
	}
}

void shareRoot(txMachine *the)
{
	fxCollectGarbage(the);
	lockHeap(the);
	fxShareMachine(the);
	renumberFirstAlias(the);
	detachChunks(the);
	sealSlots();
}
