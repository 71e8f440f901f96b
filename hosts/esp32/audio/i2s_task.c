#include "i2s_task.h"

#include <string.h>

#include "driver/i2s_common.h"

/** Milliseconds in which a block must come or go: three times what it takes. */
enum { PATIENCE = 3 * I2S_BLOCK_TIME };
/** Blocks until channels that could not be opened are tried again: half a second. */
enum { RETRY_BLOCKS = 25 };
/** Blocks of a microphone that has just been clocked: it wakes up, and the filters of the chip settle. */
enum { SETTLING_BLOCKS = 3 };

SemaphoreHandle_t i2s_task_answer;

static void count(_Atomic uint32_t *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

/** Waits for a wish, for the length of a block at most. */
static void rest(void)
{
	(void)ulTaskNotifyTake(pdTRUE, pdMS_TO_TICKS(I2S_BLOCK_TIME));
}

/** The directions whose channels have to be open for what is wanted. */
static unsigned int channels_for(const struct i2s_device *device, unsigned int wanted)
{
	if (device->wiring.driver != I2S_HALF_DUPLEX)
		return I2S_BOTH_WAYS;
	return wanted & I2S_LOUDSPEAKER ? I2S_LOUDSPEAKER : wanted & I2S_MICROPHONE;
}

static esp_err_t open_channels(struct i2s_device *device, unsigned int ways)
{
	i2s_channels_close(&device->channels, &device->wiring);
	if (device->open & I2S_LOUDSPEAKER)
		i2s_cushion_clear(&device->spoken_cushion, &device->spoken);
	device->open = I2S_NO_WAY;
	device->settling = SETTLING_BLOCKS;
	i2s_paths_init(&device->paths, &device->wiring);
	if (ways == I2S_NO_WAY)
		return ESP_OK;
	const esp_err_t result = i2s_channels_open(&device->channels, &device->wiring, ways);
	if (result == ESP_OK)
		device->open = ways;
	return result;
}

static void swap_channels(struct i2s_device *device, unsigned int wanted)
{
	const unsigned int ways = channels_for(device, wanted);
	if (device->retry_in > 0) {
		device->retry_in -= 1;
	} else if (ways != device->open && open_channels(device, ways) != ESP_OK) {
		count(&device->failures);
		device->retry_in = RETRY_BLOCKS;
	}
}

/** Waits for the next block of the microphone. */
static bool hear(struct i2s_device *device)
{
	const size_t expected = i2s_paths_microphone_octets(&device->wiring);
	size_t octets = 0;
	const esp_err_t result =
		i2s_channel_read(device->channels.microphone, &device->block, expected, &octets, PATIENCE);
	if (result != ESP_OK || octets != expected) {
		count(&device->missed);
		rest();
		return false;
	}
	i2s_paths_hear(&device->paths, &device->wiring, &device->block, device->samples);
	return true;
}

/** Hands on what has been heard, unless nobody wants it or the microphone has only begun. */
static void pass_on(struct i2s_device *device, unsigned int wanted)
{
	if (device->settling > 0)
		device->settling -= 1;
	else if (wanted & I2S_MICROPHONE)
		ring_write(&device->heard, device->samples, I2S_BLOCK_SAMPLES);
}

/** The next frame for the loudspeaker; silence while it rests, and what still waits is dropped. */
static void fetch(struct i2s_device *device, unsigned int wanted)
{
	if (wanted & I2S_LOUDSPEAKER) {
		i2s_cushion_take(&device->spoken_cushion, &device->spoken, device->speech, I2S_BLOCK_SAMPLES);
	} else {
		i2s_cushion_clear(&device->spoken_cushion, &device->spoken);
		memset(device->speech, 0, sizeof(device->speech));
	}
}

static void speak(struct i2s_device *device)
{
	const size_t octets = i2s_paths_loudspeaker_octets(&device->wiring);
	i2s_paths_speak(&device->paths, &device->wiring, device->speech, &device->block);
	if (i2s_channel_write(device->channels.loudspeaker, &device->block, octets, NULL, PATIENCE) != ESP_OK) {
		count(&device->late);
		rest();
	}
}

/** One block of each direction that is open. The microphone's clock sets the pace, or the loudspeaker's where it is alone. */
static void move(struct i2s_device *device, unsigned int wanted)
{
	struct ducking *ducking = &device->paths.ducking;
	const bool heard = device->open & I2S_MICROPHONE && hear(device);
	if (device->open & I2S_LOUDSPEAKER) {
		fetch(device, wanted);
		ducking_loudspeaker(ducking, device->speech, I2S_BLOCK_SAMPLES);
	}
	if (heard) {
		ducking_microphone(ducking, device->samples, I2S_BLOCK_SAMPLES);
		pass_on(device, wanted);
	}
	if (device->open & I2S_LOUDSPEAKER)
		speak(device);
	if (device->open == I2S_NO_WAY)
		rest();
}

static uint32_t wish(struct i2s_device *device)
{
	return atomic_load_explicit(&device->wanted, memory_order_acquire);
}

static void serve(struct i2s_device *device)
{
	for (uint32_t wanted = wish(device); !(wanted & I2S_END); wanted = wish(device)) {
		swap_channels(device, wanted);
		move(device, wanted);
	}
	i2s_channels_close(&device->channels, &device->wiring);
}

void i2s_task_run(void *context)
{
	struct i2s_device *device = context;
	esp_err_t opened = i2s_channels_prepare(&device->wiring);
	if (opened == ESP_OK)
		opened = open_channels(device, channels_for(device, wish(device)));
	device->opened = opened;
	xSemaphoreGive(i2s_task_answer);
	if (opened == ESP_OK) {
		serve(device);
		xSemaphoreGive(i2s_task_answer);
	}
	vTaskDelete(NULL);
}
