#include "check.h"

#include <stdlib.h>
#include <string.h>

bool check_failed;

/* The folder of the vectors. */
static const char *folder;

void read_vector(const char *name, void *data, size_t size)
{
	char path[512], rest;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "rb");
	if (file == NULL || fread(data, 1, size, file) != size || fread(&rest, 1, 1, file) != 0) {
		printf("# %s is missing or has not %zu bytes\n", path, size);
		exit(2);
	}
	fclose(file);
}

uint32_t random_word(void)
{
	static uint32_t state = 2463534242u;
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state;
}

int main(int count, char *arguments[])
{
	int failures = 0;
	folder = count > 1 ? arguments[1] : ".";
	for (size_t index = 0; index < test_count; index++) {
		check_failed = false;
		tests[index].run();
		printf("%s - %s\n", check_failed ? "not ok" : "ok", tests[index].fact);
		failures += check_failed;
	}
	return failures == 0 ? 0 : 1;
}
