#include "i2s_wiring.h"

enum { PINS_FROM = 7, NOT_WIRED = 255, PIN_MOST = INT8_MAX };

static bool is_width(uint8_t bits)
{
	return bits == 16 || bits == 32;
}

static int8_t pin(uint8_t octet)
{
	return octet == NOT_WIRED ? I2S_NO_PIN : (int8_t)octet;
}

bool i2s_wiring_read(struct i2s_wiring *wiring, const uint8_t *octets, size_t count)
{
	if (count != I2S_WIRING_OCTETS)
		return false;
	if (octets[0] > I2S_HALF_DUPLEX || octets[1] > 1 || octets[2] > SLOTS_RIGHT || octets[6] > 1)
		return false;
	if (!is_width(octets[3]) || !is_width(octets[4]) || octets[5] > SLOTS_BOOST_MOST)
		return false;
	for (size_t index = PINS_FROM; index < count; index++)
		if (octets[index] > PIN_MOST && octets[index] != NOT_WIRED)
			return false;
	*wiring = (struct i2s_wiring){
		.driver = (enum i2s_driver)octets[0],
		.pdm = octets[1] == 1,
		.slot = (enum slots_slot)octets[2],
		.microphone_bits = octets[3],
		.loudspeaker_bits = octets[4],
		.boost = octets[5],
		.ducking = octets[6] == 1,
		.microphone_clock = pin(octets[PINS_FROM]),
		.microphone_select = pin(octets[PINS_FROM + 1]),
		.microphone_data = pin(octets[PINS_FROM + 2]),
		.loudspeaker_clock = pin(octets[PINS_FROM + 3]),
		.loudspeaker_select = pin(octets[PINS_FROM + 4]),
		.loudspeaker_data = pin(octets[PINS_FROM + 5]),
		.enable = pin(octets[PINS_FROM + 6]),
	};
	return true;
}
