/**
 * How the microphone and the loudspeaker of a board are wired, and the sizes that follow for all that carries their
 * sound. Nothing here depends on ESP-IDF.
 */
#ifndef DOORBELL_AUDIO_I2S_WIRING_H
#define DOORBELL_AUDIO_I2S_WIRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slots.h"

/**
 * Frames per second on the wire. Twice the telephone's rate: PDM microphones give no less (ESP-IDF programming guide,
 * I2S, "PDM RX Mode in PCM Format": 16 to 48 kHz), and both directions of one port share their clocks ("Full-duplex").
 */
#define I2S_RATE 16000
/** Milliseconds of one block: a packet of RTP. */
#define I2S_BLOCK_TIME 20
/** Frames of one block on the wire, and samples of it at the telephone's rate. */
#define I2S_BLOCK_FRAMES (I2S_RATE * I2S_BLOCK_TIME / 1000)
#define I2S_BLOCK_SAMPLES (I2S_BLOCK_FRAMES / 2)
/** Octets of the largest block: left and right slots of 32 bits. The driver allows 4,092 ("How to Prevent Data Lost"). */
#define I2S_BLOCK_OCTETS_MOST (I2S_BLOCK_FRAMES * 2 * 4)

enum i2s_driver {
	/** One port, both directions share bit clock and word select. */
	I2S_DUPLEX,
	/** A port for each direction. */
	I2S_SEPARATE,
	/** One port and shared pins: one direction at a time. */
	I2S_HALF_DUPLEX,
};

/** The directions; they are also used as a set. */
enum i2s_way { I2S_NO_WAY = 0, I2S_MICROPHONE = 1, I2S_LOUDSPEAKER = 2, I2S_BOTH_WAYS = 3 };

/** A pin that is not wired. */
#define I2S_NO_PIN (-1)

struct i2s_wiring {
	enum i2s_driver driver;
	/** The microphone gives one bit per clock rather than I2S words. */
	bool pdm;
	/** The slot that the microphone speaks in, left or right. */
	enum slots_slot slot;
	/** Width of the microphone's slots, and of the loudspeaker's: 16 or 32. A PDM microphone has 16. */
	uint8_t microphone_bits;
	uint8_t loudspeaker_bits;
	/** Doublings of the microphone's sound, as `slots_read_32` does them. */
	uint8_t boost;
	/** The microphone is turned down while the loudspeaker speaks. */
	bool ducking;
	/** GPIO numbers, or `I2S_NO_PIN`. */
	int8_t microphone_clock;
	int8_t microphone_select;
	int8_t microphone_data;
	int8_t loudspeaker_clock;
	int8_t loudspeaker_select;
	int8_t loudspeaker_data;
	/** Switches the amplifier on when high. */
	int8_t enable;
};

/** Octets from which a wiring is read. */
#define I2S_WIRING_OCTETS 14

/**
 * Reads what hosts/esp32/machines/sound-wiring.ts has written: driver, kind, slot, bits of the microphone, bits of the
 * loudspeaker, boost, ducking, and then the pins in the order of the fields above, 255 for one that is not wired. False
 * when the length or a value is not one of these.
 */
bool i2s_wiring_read(struct i2s_wiring *wiring, const uint8_t *octets, size_t count);

#endif
