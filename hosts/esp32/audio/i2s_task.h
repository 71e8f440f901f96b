/**
 * The task of the device: what it shares with the task of JavaScript, and what it does. NOT RUN on hardware.
 */
#ifndef DOORBELL_AUDIO_I2S_TASK_H
#define DOORBELL_AUDIO_I2S_TASK_H

#include <stdatomic.h>
#include <stdint.h>

#include "freertos/FreeRTOS.h"
#include "freertos/semphr.h"
#include "freertos/task.h"

#include "i2s_channels.h"
#include "i2s_cushion.h"
#include "i2s_paths.h"
#include "i2s_wiring.h"
#include "ring.h"

#define I2S_TASK_NAME "doorbell audio"
/**
 * Octets of its stack. The buffers lie in the device, so the driver's set-up of a channel goes deepest; the SDK's audio
 * task, which does the same and more, has 5,120. `I2S_STACK_LEFT` tells what is left.
 */
#define I2S_TASK_STACK 4096
/** Above JavaScript (4), so that blocks go in time, and below lwIP (18) and Wi-Fi (23). */
#define I2S_TASK_PRIORITY 10

/** Samples of a ring: 128 ms, more than JavaScript makes up for after a pause (five frames). */
#define I2S_RING_SAMPLES 1024
/** Samples that wait before sound begins: two frames, one in use and one against late turns of JavaScript. */
#define I2S_CUSHION_SAMPLES (2 * I2S_BLOCK_SAMPLES)
/** Samples that may wait for the loudspeaker; the microphone's may fill their ring, because JavaScript drops old ones. */
#define I2S_LOUDSPEAKER_SAMPLES_MOST (4 * I2S_BLOCK_SAMPLES)

/** A wish beside the directions that are to run: the task is to end. */
#define I2S_END 4U

struct i2s_device {
	struct i2s_wiring wiring;
	TaskHandle_t task;
	/** The directions that are to run, or `I2S_END`. Written by JavaScript, read by the task once per block. */
	_Atomic uint32_t wanted;
	/** What the task said to the first wish; valid once it has given the answer. */
	esp_err_t opened;
	/** Written by the task, read by JavaScript, and the other way round. */
	struct ring heard;
	struct ring spoken;
	_Atomic uint32_t late;
	_Atomic uint32_t missed;
	_Atomic uint32_t failures;
	/** JavaScript's. */
	struct i2s_cushion heard_cushion;
	/** All that follows is the task's. */
	struct i2s_cushion spoken_cushion;
	struct i2s_channels channels;
	/** The directions whose channels are open; those that could not be opened are tried again after some blocks. */
	unsigned int open;
	unsigned int retry_in;
	/** Blocks of a microphone that has just begun, which are not used. */
	unsigned int settling;
	struct i2s_paths paths;
	union i2s_block block;
	int16_t samples[I2S_BLOCK_SAMPLES];
	int16_t speech[I2S_BLOCK_SAMPLES];
	int16_t heard_samples[I2S_RING_SAMPLES];
	int16_t spoken_samples[I2S_RING_SAMPLES];
};

/**
 * Runs until `wanted` is `I2S_END`. It gives `answer` once the first channels are open, or could not be opened, which
 * ends it; and once more when it has ended, after which it touches the device no more.
 */
void i2s_task_run(void *device);

/** Given by the task, taken by JavaScript. Outlives every device. */
extern SemaphoreHandle_t i2s_task_answer;

#endif
