#include "i2s_channels.h"

#include "driver/gpio.h"
#include "driver/i2s_pdm.h"
#include "driver/i2s_std.h"

/**
 * Only this port turns PDM into samples ("Overview of All Modes", PDM-to-PCM); a shared port may be any. The loudspeaker
 * has the second port where a chip has two: on the ESP32 the directions of one port cannot have clocks of their own
 * ("Simplex Mode"). Chips with one port alone have independent directions, but for the ESP32-S2, which the driver refuses.
 */
#define FIRST_PORT I2S_NUM_0
#if SOC_I2S_HW_VERSION_1 || CONFIG_IDF_TARGET_ESP32S3
#define SECOND_PORT I2S_NUM_1
#else
#define SECOND_PORT I2S_NUM_0
#endif

static bool lost_block(i2s_chan_handle_t handle, i2s_event_data_t *event, void *context)
{
	struct i2s_channels *channels = context;
	(void)handle;
	(void)event;
	atomic_fetch_add_explicit(&channels->lost, 1, memory_order_relaxed);
	return false;
}

static esp_err_t allocate(struct i2s_channels *channels, int port, unsigned int ways)
{
	i2s_chan_config_t config = I2S_CHANNEL_DEFAULT_CONFIG(port, I2S_ROLE_MASTER);
	config.dma_desc_num = I2S_DMA_BLOCKS;
	config.dma_frame_num = I2S_BLOCK_FRAMES;
	/* Silence rather than the last words again when the task is late. */
	config.auto_clear_after_cb = true;
	return i2s_new_channel(&config, ways & I2S_LOUDSPEAKER ? &channels->loudspeaker : NULL,
		ways & I2S_MICROPHONE ? &channels->microphone : NULL);
}

/** "Standard Mode", Philips format, both slots: the order in memory is left, right on every chip. */
static i2s_std_config_t standard(uint8_t bits, int clock, int select, int data_out, int data_in)
{
	const i2s_data_bit_width_t width = bits == 32 ? I2S_DATA_BIT_WIDTH_32BIT : I2S_DATA_BIT_WIDTH_16BIT;
	return (i2s_std_config_t){
		.clk_cfg = I2S_STD_CLK_DEFAULT_CONFIG(I2S_RATE),
		.slot_cfg = I2S_STD_PHILIPS_SLOT_DEFAULT_CONFIG(width, I2S_SLOT_MODE_STEREO),
		.gpio_cfg = {
			.mclk = I2S_GPIO_UNUSED,
			.bclk = (gpio_num_t)clock,
			.ws = (gpio_num_t)select,
			.dout = (gpio_num_t)data_out,
			.din = (gpio_num_t)data_in,
		},
	};
}

#if SOC_I2S_SUPPORTS_PDM2PCM
/**
 * "PDM RX Mode in PCM Format". Down-sampling by 128 clocks the microphone with 2.048 MHz, in the middle of what MEMS
 * microphones take; by 64 it would be at their lower limit. Mono, because then the order in memory is the same on every
 * chip ("PDM RX Usage").
 */
static esp_err_t initialize_pdm(i2s_chan_handle_t microphone, const struct i2s_wiring *wiring)
{
	i2s_pdm_rx_config_t config = {
		.clk_cfg = I2S_PDM_RX_CLK_DEFAULT_CONFIG(I2S_RATE),
		.slot_cfg = I2S_PDM_RX_SLOT_PCM_FMT_DEFAULT_CONFIG(I2S_DATA_BIT_WIDTH_16BIT, I2S_SLOT_MODE_MONO),
		.gpio_cfg = {
			.clk = (gpio_num_t)wiring->microphone_clock,
			.din = (gpio_num_t)wiring->microphone_data,
		},
	};
	config.clk_cfg.dn_sample_mode = I2S_PDM_DSR_16S;
	config.slot_cfg.slot_mask = wiring->slot == SLOTS_RIGHT ? I2S_PDM_SLOT_RIGHT : I2S_PDM_SLOT_LEFT;
	return i2s_channel_init_pdm_rx_mode(microphone, &config);
}
#else
static esp_err_t initialize_pdm(i2s_chan_handle_t microphone, const struct i2s_wiring *wiring)
{
	(void)microphone;
	(void)wiring;
	return ESP_ERR_NOT_SUPPORTED;
}
#endif

static esp_err_t initialize_microphone(struct i2s_channels *channels, const struct i2s_wiring *wiring)
{
	if (wiring->pdm)
		return initialize_pdm(channels->microphone, wiring);
	const i2s_std_config_t config = standard(wiring->microphone_bits, wiring->microphone_clock,
		wiring->microphone_select, I2S_NO_PIN, wiring->microphone_data);
	return i2s_channel_init_std_mode(channels->microphone, &config);
}

static esp_err_t initialize_loudspeaker(struct i2s_channels *channels, const struct i2s_wiring *wiring)
{
	const i2s_std_config_t config = standard(wiring->loudspeaker_bits, wiring->loudspeaker_clock,
		wiring->loudspeaker_select, wiring->loudspeaker_data, I2S_NO_PIN);
	return i2s_channel_init_std_mode(channels->loudspeaker, &config);
}

/** "Full-duplex": the same configuration for both channels, the transmitting one first. */
static esp_err_t open_shared(struct i2s_channels *channels, const struct i2s_wiring *wiring)
{
	const i2s_std_config_t config = standard(wiring->microphone_bits, wiring->loudspeaker_clock,
		wiring->loudspeaker_select, wiring->loudspeaker_data, wiring->microphone_data);
	esp_err_t result = allocate(channels, FIRST_PORT, I2S_BOTH_WAYS);
	if (result == ESP_OK)
		result = i2s_channel_init_std_mode(channels->loudspeaker, &config);
	return result == ESP_OK ? i2s_channel_init_std_mode(channels->microphone, &config) : result;
}

/** "Simplex Mode". */
static esp_err_t open_apart(struct i2s_channels *channels, const struct i2s_wiring *wiring, unsigned int ways)
{
	const int port = wiring->driver == I2S_SEPARATE ? SECOND_PORT : FIRST_PORT;
	esp_err_t result = ESP_OK;
	if (ways & I2S_LOUDSPEAKER) {
		result = allocate(channels, port, I2S_LOUDSPEAKER);
		if (result == ESP_OK)
			result = initialize_loudspeaker(channels, wiring);
	}
	if (result == ESP_OK && ways & I2S_MICROPHONE) {
		result = allocate(channels, FIRST_PORT, I2S_MICROPHONE);
		if (result == ESP_OK)
			result = initialize_microphone(channels, wiring);
	}
	return result;
}

static esp_err_t start(struct i2s_channels *channels, const struct i2s_wiring *wiring)
{
	const i2s_event_callbacks_t callbacks = {.on_recv_q_ovf = lost_block};
	esp_err_t result = ESP_OK;
	if (channels->microphone != NULL)
		result = i2s_channel_register_event_callback(channels->microphone, &callbacks, channels);
	if (result == ESP_OK && channels->loudspeaker != NULL)
		result = i2s_channel_enable(channels->loudspeaker);
	if (result == ESP_OK && channels->microphone != NULL)
		result = i2s_channel_enable(channels->microphone);
	if (result == ESP_OK && channels->loudspeaker != NULL && wiring->enable != I2S_NO_PIN)
		result = gpio_set_level((gpio_num_t)wiring->enable, 1);
	return result;
}

esp_err_t i2s_channels_prepare(const struct i2s_wiring *wiring)
{
	if (wiring->enable == I2S_NO_PIN)
		return ESP_OK;
	const gpio_config_t config = {.pin_bit_mask = UINT64_C(1) << wiring->enable, .mode = GPIO_MODE_OUTPUT};
	/* The level first: the pin must not go up in between. */
	const esp_err_t result = gpio_set_level((gpio_num_t)wiring->enable, 0);
	return result == ESP_OK ? gpio_config(&config) : result;
}

esp_err_t i2s_channels_open(struct i2s_channels *channels, const struct i2s_wiring *wiring, unsigned int ways)
{
	esp_err_t result = wiring->driver == I2S_DUPLEX ? open_shared(channels, wiring) : open_apart(channels, wiring, ways);
	if (result == ESP_OK)
		result = start(channels, wiring);
	if (result != ESP_OK)
		i2s_channels_close(channels, wiring);
	return result;
}

/** Deleting needs a channel that has stopped; one that never ran refuses to stop, which is as good ("Finite State Machine"). */
static void shut(i2s_chan_handle_t *channel)
{
	if (*channel == NULL)
		return;
	(void)i2s_channel_disable(*channel);
	(void)i2s_del_channel(*channel);
	*channel = NULL;
}

void i2s_channels_close(struct i2s_channels *channels, const struct i2s_wiring *wiring)
{
	if (wiring->enable != I2S_NO_PIN)
		(void)gpio_set_level((gpio_num_t)wiring->enable, 0);
	shut(&channels->microphone);
	shut(&channels->loudspeaker);
}
