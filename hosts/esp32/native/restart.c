/*
 * Why the chip started, and words that outlive a restart. NOT RUN on hardware yet.
 *
 * The words lie in RTC memory that the start-up code does not clear (ESP-IDF programming guide, "Memory Types", "RTC
 * Memory"): they outlive a restart, a crash and the watchdogs, cost no flash, and are rubbish after a power cut. Nothing
 * here allocates, because it is called when memory is full.
 */

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "esp_attr.h"
#include "esp_system.h"
#include "xsmc.h"

/** Bytes of the words, with the NUL at the end. */
#define WORDS_SIZE 120

/** Tells words from what happens to be in memory after a power cut. */
#define WORDS_MAGIC 0x57D0B311u

typedef struct {
	uint32_t magic;
	/** Unplanned restarts in a row. */
	uint32_t restarts;
	char words[WORDS_SIZE];
	uint32_t checksum;
} last_words;

static RTC_NOINIT_ATTR last_words kept;

/** FNV-1a over all but the checksum itself. */
static uint32_t checksum(void)
{
	const uint8_t *bytes = (const uint8_t *)&kept;
	uint32_t sum = 2166136261u;

	for (size_t i = 0; i < offsetof(last_words, checksum); i++)
		sum = (sum ^ bytes[i]) * 16777619u;
	return sum;
}

static bool is_valid(void)
{
	return kept.magic == WORDS_MAGIC && kept.words[WORDS_SIZE - 1] == 0 && kept.checksum == checksum();
}

/** Makes room for words where there is rubbish. */
static void prepare(void)
{
	if (is_valid())
		return;
	memset(&kept, 0, sizeof(kept));
	kept.magic = WORDS_MAGIC;
}

/** The number of `esp_reset_reason_t`. */
void xs_restart_reason(xsMachine *the)
{
	xsmcSetInteger(xsResult, (int)esp_reset_reason());
}

/** The words of the last run, "" where there are none. */
void xs_restart_words(xsMachine *the)
{
	prepare();
	xsmcSetString(xsResult, kept.words);
}

/** Bytes of a text that fit, without half of a UTF-8 character at the end. */
static size_t fitting(const char *text)
{
	size_t length = strnlen(text, WORDS_SIZE - 1);

	while (length > 0 && ((uint8_t)text[length] & 0xC0) == 0x80)
		length--;
	return length;
}

/** Keeps words for the next start; "" for none. Longer ones are cut. */
void xs_restart_keep(xsMachine *the)
{
	const char *words = xsmcToString(xsArg(0));

	prepare();
	memset(kept.words, 0, WORDS_SIZE);
	memcpy(kept.words, words, fitting(words));
	kept.checksum = checksum();
}

/** Unplanned restarts in a row. */
void xs_restart_count(xsMachine *the)
{
	prepare();
	xsmcSetInteger(xsResult, (int)(kept.restarts & 0xFFFF));
}

void xs_restart_set_count(xsMachine *the)
{
	prepare();
	kept.restarts = (uint32_t)xsmcToInteger(xsArg(0)) & 0xFFFF;
	kept.checksum = checksum();
}

/** Does not return. */
void xs_restart_now(xsMachine *the)
{
	(void)the;
	esp_restart();
}
