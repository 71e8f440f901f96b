#include "i2s_device.h"

#include "esp_heap_caps.h"

#include "i2s_task.h"

/** Memory of the answer; and whether there is a device, which only JavaScript looks at. */
static StaticSemaphore_t answer_storage;
static bool in_use;

/** Waits for the task, which is never away for longer than `PATIENCE` twice and a swap of channels. */
static void await_answer(void)
{
	(void)xSemaphoreTake(i2s_task_answer, portMAX_DELAY);
}

static void initialize(struct i2s_device *device, const struct i2s_wiring *wiring, unsigned int ways)
{
	device->wiring = *wiring;
	if (wiring->driver == I2S_DUPLEX)
		device->wiring.loudspeaker_bits = wiring->microphone_bits;
	atomic_init(&device->wanted, ways);
	(void)ring_init(&device->heard, device->heard_samples, I2S_RING_SAMPLES);
	(void)ring_init(&device->spoken, device->spoken_samples, I2S_RING_SAMPLES);
	i2s_cushion_init(&device->heard_cushion, I2S_CUSHION_SAMPLES, I2S_RING_SAMPLES);
	i2s_cushion_init(&device->spoken_cushion, I2S_CUSHION_SAMPLES, I2S_LOUDSPEAKER_SAMPLES_MOST);
}

static esp_err_t start(struct i2s_device *device)
{
	if (xTaskCreate(i2s_task_run, I2S_TASK_NAME, I2S_TASK_STACK, device, I2S_TASK_PRIORITY, &device->task) != pdPASS)
		return ESP_ERR_NO_MEM;
	await_answer();
	return device->opened;
}

esp_err_t i2s_device_open(const struct i2s_wiring *wiring, unsigned int ways, struct i2s_device **opened)
{
	if (in_use)
		return ESP_ERR_INVALID_STATE;
	if (i2s_task_answer == NULL)
		i2s_task_answer = xSemaphoreCreateBinaryStatic(&answer_storage);
	/* Internal memory: PSRAM is not there for the task while the flash is written to. */
	struct i2s_device *device = heap_caps_calloc(1, sizeof(*device), MALLOC_CAP_INTERNAL | MALLOC_CAP_8BIT);
	if (device == NULL)
		return ESP_ERR_NO_MEM;
	initialize(device, wiring, ways);
	const esp_err_t result = start(device);
	if (result != ESP_OK) {
		heap_caps_free(device);
		return result;
	}
	in_use = true;
	*opened = device;
	return ESP_OK;
}

void i2s_device_run(struct i2s_device *device, unsigned int ways)
{
	const uint32_t before = atomic_load_explicit(&device->wanted, memory_order_relaxed);
	if (before == ways)
		return;
	if (ways & ~before & I2S_MICROPHONE)
		i2s_cushion_clear(&device->heard_cushion, &device->heard);
	atomic_store_explicit(&device->wanted, ways, memory_order_release);
	xTaskNotifyGive(device->task);
}

size_t i2s_device_read(struct i2s_device *device, int16_t *samples, size_t count)
{
	return i2s_cushion_take(&device->heard_cushion, &device->heard, samples, count);
}

void i2s_device_write(struct i2s_device *device, const int16_t *samples, size_t count)
{
	(void)ring_write(&device->spoken, samples, count);
}

uint32_t i2s_device_counter(struct i2s_device *device, enum i2s_counter counter)
{
	switch (counter) {
	case I2S_OVERRUNS:
		return ring_overruns(&device->heard);
	case I2S_UNDERRUNS:
		return ring_underruns(&device->heard);
	case I2S_GAPS:
		return ring_underruns(&device->spoken);
	case I2S_TRIMS:
		return i2s_cushion_trims(&device->spoken_cushion);
	case I2S_LATE:
		return atomic_load_explicit(&device->late, memory_order_relaxed);
	case I2S_LOST:
		return atomic_load_explicit(&device->channels.lost, memory_order_relaxed);
	case I2S_MISSED:
		return atomic_load_explicit(&device->missed, memory_order_relaxed);
	case I2S_FAILURES:
		return atomic_load_explicit(&device->failures, memory_order_relaxed);
	case I2S_STACK_LEFT:
		return (uint32_t)uxTaskGetStackHighWaterMark(device->task);
	case I2S_COUNTERS:
		break;
	}
	return 0;
}

void i2s_device_close(struct i2s_device *device)
{
	i2s_device_run(device, I2S_END);
	await_answer();
	heap_caps_free(device);
	in_use = false;
}
