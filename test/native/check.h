/** A few words for tests in C: what fails is told with its place, and the rest of the test is left out. */
#ifndef DOORBELL_TEST_CHECK_H
#define DOORBELL_TEST_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct test {
	/** States a fact. */
	const char *fact;
	void (*run)(void);
};

/** Set by a check that fails. */
extern bool check_failed;

#define CHECK(condition) \
	do { \
		if (!(condition)) { \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #condition); \
			check_failed = true; \
			return; \
		} \
	} while (0)

/** As `CHECK`, and tells both numbers. */
#define CHECK_EQUAL(actual, expected) \
	do { \
		const long long actual_ = (long long)(actual), expected_ = (long long)(expected); \
		if (actual_ != expected_) { \
			printf("# %s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #actual, actual_, expected_); \
			check_failed = true; \
			return; \
		} \
	} while (0)

/** What the program is made of. */
extern const struct test tests[];
extern const size_t test_count;

#define TESTS(...) \
	const struct test tests[] = {__VA_ARGS__}; \
	const size_t test_count = sizeof(tests) / sizeof(tests[0])

/** Reads a file that the TypeScript reference made; ends the program when it is not there or has another size. */
void read_vector(const char *name, void *data, size_t size);

/** A random number of 32 bits; the same course in every run. */
uint32_t random_word(void);

#endif
