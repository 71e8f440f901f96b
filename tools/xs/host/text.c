/* UTF-8 to text as a TextDecoder does it (WHATWG Encoding §8.1.1): what is no UTF-8 becomes U+FFFD. */
#include "host.h"
#include "xsmc.h"

/*
 * Length of the character that starts at `p`. Where none does, a negative number: of so many bytes, the longest start of
 * a character, one U+FFFD is made.
 */
static int measure(const txU1 *p, const txU1 *end)
{
	txU1 lower = 0x80, upper = 0xBF;
	int i, length;
	if (*p < 0x80)
		return 1;
	if ((0xC2 <= *p) && (*p <= 0xDF))
		length = 2;
	else if ((0xE0 <= *p) && (*p <= 0xEF)) {
		length = 3;
		if (*p == 0xE0)
			lower = 0xA0;
		else if (*p == 0xED)
			upper = 0x9F;
	}
	else if ((0xF0 <= *p) && (*p <= 0xF4)) {
		length = 4;
		if (*p == 0xF0)
			lower = 0x90;
		else if (*p == 0xF4)
			upper = 0x8F;
	}
	else
		return -1;
	for (i = 1; i < length; i++) {
		if ((p + i == end) || (p[i] < lower) || (upper < p[i]))
			return -i;
		lower = 0x80;
		upper = 0xBF;
	}
	return length;
}

/* Writes the text, or only counts its bytes when `to` is NULL. XS keeps U+0000 as C0 80. */
static txSize transcode(const txU1 *from, txSize size, txString to)
{
	const txU1 *end = from + size;
	txSize total = 0;
	if ((size >= 3) && (memcmp(from, "\xEF\xBB\xBF", 3) == 0))
		from += 3;
	while (from < end) {
		int length = measure(from, end);
		const char *bytes = length < 0 ? "\xEF\xBF\xBD" : *from ? (const char *)from : "\xC0\x80";
		txSize count = length < 0 ? 3 : *from ? length : 2;
		if (to)
			memcpy(to + total, bytes, count);
		total += count;
		from += length < 0 ? -length : length;
	}
	if (to)
		to[total] = 0;
	return total;
}

/* xs.decode(buffer): string */
void decodeText(txMachine *the)
{
	void *data;
	txUnsigned size;
	txString string;
	_xsmcGetBuffer(the, &xsArg(0), &data, &size, 0);
	string = fxNewChunk(the, transcode(data, size, NULL) + 1);
	_xsmcGetBuffer(the, &xsArg(0), &data, &size, 0); /* the collector may have moved it */
	transcode(data, size, string);
	xsResult.value.string = string;
	xsResult.kind = XS_STRING_KIND;
}
