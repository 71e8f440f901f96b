/**
 * The device for JavaScript: class `I2sDevice` of hosts/esp32/audio/i2s-device.ts. Everything here runs in the task of
 * the machine, which is never called back: it polls.
 */
#include "xsmc.h"
#include "mc.xs.h"

#include "i2s_device.h"
#include "meter.h"

/** What a maker of doorbells is told, and can do about it. */
static const char *sentence(esp_err_t error)
{
	switch (error) {
	case ESP_ERR_NO_MEM:
		return "Sound: there is not enough memory for the buffers of the microphone and the loudspeaker.";
	case ESP_ERR_NOT_FOUND:
		return "Sound: the I2S port is in use by another module; leave that out of the manifest.";
	case ESP_ERR_INVALID_ARG:
		return "Sound: this chip cannot use a pin of config.audio for I2S; see the pins of your board.";
	case ESP_ERR_NOT_SUPPORTED:
		return "Sound: this chip cannot read a PDM microphone; use one with I2S.";
	case ESP_ERR_INVALID_STATE:
		return "Sound: the microphone and the loudspeaker are open already.";
	default:
		return "Sound: the I2S driver could not start.";
	}
}

static struct i2s_device *device_of(xsMachine *the)
{
	struct i2s_device *device = xsmcGetHostData(xsThis);
	if (device == NULL)
		xsUnknownError("Sound: closed.");
	return device;
}

/** The samples of a buffer of the script. Valid until the machine allocates. */
static int16_t *samples_of(xsMachine *the, size_t *count, bool writable)
{
	void *data;
	xsUnsignedValue octets;
	if (writable)
		xsmcGetBufferWritable(xsArg(0), &data, &octets);
	else
		xsmcGetBufferReadable(xsArg(0), &data, &octets);
	if ((uintptr_t)data % sizeof(int16_t) != 0)
		xsRangeError("Sound: samples begin at an even octet.");
	*count = octets / sizeof(int16_t);
	return data;
}

static unsigned int ways_of(xsMachine *the, int32_t ways)
{
	if (ways < I2S_NO_WAY || ways > I2S_BOTH_WAYS)
		xsRangeError("Sound: no such direction.");
	return (unsigned int)ways;
}

void xs_i2s_device_destructor(void *data)
{
	if (data != NULL)
		i2s_device_close(data);
}

void xs_i2s_device(xsMachine *the)
{
	void *octets;
	xsUnsignedValue count;
	struct i2s_wiring wiring;
	struct i2s_device *device;
	const unsigned int ways = ways_of(the, xsmcToInteger(xsArg(1)));
	xsmcGetBufferReadable(xsArg(0), &octets, &count);
	if (!i2s_wiring_read(&wiring, octets, count))
		xsRangeError("Sound: config.audio is not understood.");
	const esp_err_t error = i2s_device_open(&wiring, ways, &device);
	if (error != ESP_OK)
		xsUnknownError("%s (ESP-IDF error %d)", sentence(error), (int)error);
	xsmcSetHostData(xsThis, device);
}

void xs_i2s_device_run(xsMachine *the)
{
	i2s_device_run(device_of(the), ways_of(the, xsmcToInteger(xsArg(0))));
}

void xs_i2s_device_read(xsMachine *the)
{
	struct i2s_device *device = device_of(the);
	size_t count;
	int16_t *samples = samples_of(the, &count, true);
	const size_t taken = i2s_device_read(device, samples, count);
	xsmcSetInteger(xsResult, (xsIntegerValue)(taken * sizeof(*samples)));
}

void xs_i2s_device_write(xsMachine *the)
{
	struct i2s_device *device = device_of(the);
	size_t count;
	const int16_t *samples = samples_of(the, &count, false);
	i2s_device_write(device, samples, count);
}

void xs_i2s_device_peak(xsMachine *the)
{
	size_t count;
	const int16_t *samples = samples_of(the, &count, false);
	xsmcSetInteger(xsResult, meter_peak(samples, count));
}

void xs_i2s_device_counter(xsMachine *the)
{
	const int32_t counter = xsmcToInteger(xsArg(0));
	struct i2s_device *device = device_of(the);
	if (counter < 0 || counter >= I2S_COUNTERS)
		xsRangeError("Sound: no such counter.");
	xsmcSetInteger(xsResult, (xsIntegerValue)i2s_device_counter(device, (enum i2s_counter)counter));
}

void xs_i2s_device_close(xsMachine *the)
{
	struct i2s_device *device = xsmcGetHostData(xsThis);
	if (device == NULL)
		return;
	xsmcSetHostData(xsThis, NULL);
	i2s_device_close(device);
}
