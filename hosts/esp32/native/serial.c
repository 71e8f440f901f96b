/*
 * Log lines on the serial port in release builds, where the SDK's trace prints nothing. NOT RUN on hardware yet.
 *
 * UART 0 with a buffer of its own (ESP-IDF programming guide, "Universal Asynchronous Receiver/Transmitter", "UART
 * Transmit Data"). A line for which the buffer has no room is dropped and counted: nobody waits for a slow wire. In debug
 * and instrumented builds the port belongs to the debugger, and nothing is written here.
 */

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "xsmc.h"
#include "xsHost.h"

#include "sdkconfig.h"

#if ESP32 && !defined(mxDebug) && !defined(mxInstrument)

#include "driver/uart.h"
#include "soc/uart_pins.h"

#define SERIAL_PORT UART_NUM_0

/** Bits per second: what terminal programs and the chip's own start-up code use. */
#define SERIAL_SPEED 115200

/** Bytes that wait for the wire: some twenty lines, 180 ms of it. */
#define SERIAL_BUFFER 2048

/** The driver wants more than its hardware has, though nothing is ever received. */
#define SERIAL_RECEIVE_BUFFER 256

/** Bytes of a line; the rest of a longer one is cut. */
#define SERIAL_LINE 200

/** Room for the line that says how many were lost. */
#define SERIAL_NOTICE 40

static bool is_open;
static bool is_broken;
static unsigned int lost;

static bool open_port(void)
{
	uart_config_t configuration = {
		.baud_rate = SERIAL_SPEED,
		.data_bits = UART_DATA_8_BITS,
		.parity = UART_PARITY_DISABLE,
		.stop_bits = UART_STOP_BITS_1,
		.flow_ctrl = UART_HW_FLOWCTRL_DISABLE,
		.source_clk = UART_SCLK_DEFAULT,
	};

	if (is_open || is_broken)
		return is_open;
	is_broken = uart_driver_install(SERIAL_PORT, SERIAL_RECEIVE_BUFFER, SERIAL_BUFFER, 0, NULL, 0) != ESP_OK;
	if (is_broken)
		return false;
	is_broken = uart_param_config(SERIAL_PORT, &configuration) != ESP_OK ||
		uart_set_pin(SERIAL_PORT, U0TXD_GPIO_NUM, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE, UART_PIN_NO_CHANGE) != ESP_OK;
	is_open = !is_broken;
	return is_open;
}

/** Whether so many bytes fit into the buffer now. */
static bool has_room(size_t bytes)
{
	size_t room = 0;

	return uart_get_tx_buffer_free_size(SERIAL_PORT, &room) == ESP_OK && bytes <= room;
}

/** Writes what fits at once: the caller has looked. */
static void put(const char *bytes, size_t count)
{
	(void)uart_write_bytes(SERIAL_PORT, bytes, count);
}

/** Writes a line, or counts it as lost. */
static void write_line(const char *text)
{
	char line[SERIAL_LINE + 2];
	char notice[SERIAL_NOTICE] = "";
	size_t length = strnlen(text, SERIAL_LINE);
	int notice_length = 0;

	if (!open_port())
		return;
	if (lost > 0)
		notice_length = snprintf(notice, sizeof(notice), "(%u lines lost here)\r\n", lost);
	if (notice_length < 0 || !has_room(length + 2 + (size_t)notice_length)) {
		lost++;
		return;
	}
	put(notice, (size_t)notice_length);
	lost = 0;
	/* What callers call themselves must not steer somebody's terminal. */
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)text[i];
		line[i] = byte < ' ' || byte == 0x7F ? '?' : text[i];
	}
	line[length] = '\r';
	line[length + 1] = '\n';
	put(line, length + 2);
}

#else

static void write_line(const char *text)
{
	(void)text;
}

#endif

/** Writes a line of up to 200 bytes. */
void xs_serial_write(xsMachine *the)
{
	write_line(xsmcToString(xsArg(0)));
}
