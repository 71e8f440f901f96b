/*
 * Who has the slots and chunks of the device's heap. An instance of a class of ours owns what only plain things lead to
 * from it: objects, arrays, functions, buffers. Call after a collection.
 */
#include "host.h"

enum { NAME = 200, KEYS = 6, PROLOGUE = 40 };

typedef struct {
	txSlot *instance;
	int owner; /* index of the instance of a class, or -1 */
	int from;  /* index of what leads to it, or -1 */
} Entry;

static txSlot *firstSlot, *limit;
static txU1 *seen;
static Entry *entries;
static void **chunks;
static int entryCount, chunkCount;
static int current;       /* index of the entry that is being counted, or -1 */
static int slots, bytes;  /* of that entry */

static int isOurs(txSlot *slot)
{
	return (firstSlot <= slot) && (slot < limit);
}

static txSlot *propertyOf(txMachine *the, txSlot *instance, txID id)
{
	return mxBehaviorGetProperty(the, instance, id, 0, XS_OWN);
}

static const char *textOf(txSlot *slot)
{
	return slot && ((slot->kind == XS_STRING_KIND) || (slot->kind == XS_STRING_X_KIND)) && *slot->value.string
		? slot->value.string : NULL;
}

static txSlot *constructorOf(txMachine *the, txSlot *instance)
{
	txSlot *prototype = instance->value.instance.prototype, *constructor;
	if (!prototype)
		return NULL;
	constructor = propertyOf(the, prototype, mxID(_constructor));
	return constructor && (constructor->kind == XS_REFERENCE_KIND) ? constructor->value.reference : NULL;
}

static int isFunctionOfOurs(txSlot *function)
{
	return function && mxIsFunction(function) && function->next
		&& ((function->next->kind == XS_CODE_KIND) || (function->next->kind == XS_CODE_X_KIND));
}

/* Classes that are written in JavaScript. */
static int hasClass(txMachine *the, txSlot *instance)
{
	return !mxIsFunction(instance) && isFunctionOfOurs(constructorOf(the, instance));
}

/* Where a function begins: only the debug build knows, and of constructors that are not written nobody. */
static const char *fileOf(txMachine *the, txSlot *function, txU2 *line)
{
	txU1 *code = (txU1 *)function->next->value.code.address;
	const char *file = "";
	int i;
	for (i = 0; (i < PROLOGUE) && (*code != XS_CODE_END); i++) {
		txS1 size = gxCodeSizes[*code];
		if (*code == XS_CODE_FILE) {
			txID id;
			memcpy(&id, code + 1, sizeof(id));
			file = fxGetKeyName(the, id);
		}
		if (*code == XS_CODE_LINE) {
			memcpy(line, code + 1, sizeof(*line));
			break;
		}
		if (size < 0)
			break;
		code += size ? size : 1 + sizeof(txID);
	}
	return file;
}

/* The file of a function, or of an instance by the methods of its class. */
static const char *ownFileOf(txMachine *the, txSlot *instance)
{
	txSlot *property = NULL;
	const char *file = "";
	txU2 line;
	if (isFunctionOfOurs(instance))
		return fileOf(the, instance, &line);
	if (hasClass(the, instance))
		property = instance->value.instance.prototype->next;
	for (; property && !*file; property = property->next)
		if ((property->kind == XS_REFERENCE_KIND) && isFunctionOfOurs(property->value.reference))
			file = fileOf(the, property->value.reference, &line);
	return file;
}

/* The file of an instance, or of what leads to it. */
static const char *placeOf(txMachine *the, Entry *entry)
{
	for (;; entry = entries + entry->from) {
		const char *file = ownFileOf(the, entry->instance);
		if (*file || (entry->from < 0))
			return file;
	}
}

static void appendKeys(txMachine *the, txSlot *instance, char *name)
{
	txSlot *property;
	int count = 0;
	for (property = instance->next; property && (count < KEYS); property = property->next) {
		if ((property->flag & XS_INTERNAL_FLAG) || (property->ID == XS_NO_ID))
			continue;
		snprintf(name + strlen(name), NAME - strlen(name), "%s%s", count++ ? ", " : " ", fxGetKeyName(the, property->ID));
	}
}

static void nameOf(txMachine *the, txSlot *instance, char *name)
{
	txSlot *constructor = constructorOf(the, instance);
	const char *text = NULL;
	if (mxIsFunction(instance)) {
		txU2 line = 0;
		text = textOf(propertyOf(the, instance, mxID(_name)));
		snprintf(name, NAME, "function %s", text ? text : "");
		if (isFunctionOfOurs(instance)) {
			const char *file = fileOf(the, instance, &line);
			snprintf(name + strlen(name), NAME - strlen(name), " %s:%d", file, line);
		}
		return;
	}
	if (constructor)
		text = textOf(propertyOf(the, constructor, mxID(_name)));
	snprintf(name, NAME, "%s", text ? text : instance->value.instance.prototype ? "(object)" : "variables");
	if (!instance->value.instance.prototype || (constructor && (strcmp(name, "Object") == 0)))
		appendKeys(the, instance, name);
}

static void countChunk(void *data)
{
	int i;
	if (!data)
		return;
	for (i = 0; i < chunkCount; i++)
		if (chunks[i] == data)
			return;
	chunks[chunkCount++] = data;
	bytes += ((txChunk *)((txByte *)data - sizeof(txChunk)))->size;
}

/* True the first time. */
static int countSlot(txSlot *slot)
{
	if (!isOurs(slot))
		return 1;
	if (seen[slot - firstSlot])
		return 0;
	seen[slot - firstSlot] = 1;
	slots++;
	return 1;
}

static void enqueue(txMachine *the, txSlot *instance, int owner)
{
	if (!instance || !isOurs(instance) || (instance->kind != XS_INSTANCE_KIND) || seen[instance - firstSlot])
		return;
	seen[instance - firstSlot] = 1;
	entries[entryCount].instance = instance;
	entries[entryCount].from = current;
	entries[entryCount++].owner = owner;
}

static void follow(txMachine *the, txSlot *slot, int owner);

static void followList(txMachine *the, txSlot *first, int owner)
{
	for (; first; first = first->next)
		if (countSlot(first))
			follow(the, first, owner);
}

static void followItems(txMachine *the, txSlot *address, txIndex length, int owner)
{
	txIndex size;
	if (!address)
		return;
	countChunk(address);
	size = ((txChunk *)((txByte *)address - sizeof(txChunk)))->size / sizeof(txSlot);
	for (size = size < length ? size : length; size; address++, size--)
		follow(the, address, owner);
}

/* What a slot leads to. */
static void follow(txMachine *the, txSlot *slot, int owner)
{
	txSize i;
	switch (slot->kind) {
	case XS_STRING_KIND: countChunk(slot->value.string); break;
	case XS_REFERENCE_KIND: enqueue(the, slot->value.reference, owner); break;
	case XS_CLOSURE_KIND:
		if (slot->value.closure && isOurs(slot->value.closure) && countSlot(slot->value.closure))
			follow(the, slot->value.closure, owner);
		break;
	case XS_ACCESSOR_KIND:
		enqueue(the, slot->value.accessor.getter, owner);
		enqueue(the, slot->value.accessor.setter, owner);
		break;
	case XS_ARRAY_KIND:
	case XS_STACK_KIND: followItems(the, slot->value.array.address, slot->value.array.length, owner); break;
	case XS_ARRAY_BUFFER_KIND: countChunk(slot->value.arrayBuffer.address); break;
	case XS_CALLBACK_KIND: enqueue(the, slot->value.callback.closures, owner); break;
	case XS_CODE_KIND:
		countChunk(slot->value.code.address); /* fall through */
	case XS_CODE_X_KIND: enqueue(the, slot->value.code.closures, owner); break;
	case XS_PRIVATE_KIND: followList(the, slot->value.private.first, owner); break;
	case XS_LIST_KIND: followList(the, slot->value.list.first, owner); break;
	case XS_MAP_KIND:
	case XS_SET_KIND:
		countChunk(slot->value.table.address);
		for (i = 0; i < slot->value.table.length; i++)
			followList(the, slot->value.table.address[i], owner);
		break;
	}
}

static void printEntry(txMachine *the, Entry *entry)
{
	char owner[NAME] = "(program)", name[NAME];
	nameOf(the, entry->instance, name);
	if (entry->owner >= 0)
		nameOf(the, entries[entry->owner].instance, owner);
	printf("census %s\t%s\t%s\t%d\t%d\n", placeOf(the, entry), owner, name, slots, bytes);
}

static void visit(txMachine *the, int *next)
{
	for (; *next < entryCount; (*next)++) {
		Entry *entry = entries + *next;
		slots = 1;
		bytes = 0;
		current = *next;
		followList(the, entry->instance->next, entry->owner);
		printEntry(the, entry);
	}
}

static void markFree(txMachine *the)
{
	txSlot *slot;
	for (slot = the->freeHeap; slot; slot = slot->next)
		seen[slot - firstSlot] = 1;
}

/* One line per instance: file, owner, name, slots, bytes of chunks. */
void census(txMachine *the)
{
	txSlot *slot;
	int next = 0;
	firstSlot = the->firstHeap + 1;
	limit = the->firstHeap->value.reference;
	seen = calloc(limit - firstSlot, 1);
	entries = calloc(limit - firstSlot, sizeof(Entry));
	chunks = calloc(limit - firstSlot, 4 * sizeof(void *));
	entryCount = chunkCount = 0;
	current = -1;
	markFree(the);
	for (slot = firstSlot; slot < limit; slot++)
		if (!seen[slot - firstSlot] && (slot->kind == XS_INSTANCE_KIND) && hasClass(the, slot))
			enqueue(the, slot, entryCount);
	visit(the, &next);
	for (slot = firstSlot; slot < limit; slot++)
		if (slot->kind == XS_INSTANCE_KIND) {
			current = -1;
			enqueue(the, slot, -1);
			visit(the, &next);
		}
	for (slots = bytes = 0, slot = firstSlot; slot < limit; slot++)
		slots += !seen[slot - firstSlot];
	printf("census \t(program)\t(other)\t%d\t0\n", slots);
	free(seen);
	free(entries);
	free(chunks);
}
