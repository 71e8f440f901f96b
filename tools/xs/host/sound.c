/* xs.sound: the board's work on samples (hosts/esp32/audio/sound.c), as its sound.ts gives it to the doorbell. */
#include "host.h"

xsIdentifier bufferID;

void xs_sound_encode_pcmu(txMachine *the);
void xs_sound_encode_pcma(txMachine *the);
void xs_sound_decode_pcmu(txMachine *the);
void xs_sound_decode_pcma(txMachine *the);
void xs_sound_amplify(txMachine *the);
void xs_sound_add_sine(txMachine *the);
void xs_sound_append(txMachine *the);
void xs_sound_copy(txMachine *the);
void xs_sound_peak(txMachine *the);
void xs_sound_course_receive(txMachine *the);
void xs_sound_course_play(txMachine *the);
void xs_sound_course_send(txMachine *the);

/* Adds { silence, encode, decode } to the object in the second variable. */
static void addCodec(txMachine *the, const char *name, int silence, xsCallback encode, xsCallback decode)
{
	xsVar(2) = xsNewObject();
	xsSet(xsVar(2), xsID("silence"), xsInteger(silence));
	xsSet(xsVar(2), xsID("encode"), xsNewHostFunction(encode, 6));
	xsSet(xsVar(2), xsID("decode"), xsNewHostFunction(decode, 5));
	xsSet(xsVar(1), xsID((txString)name), xsVar(2));
}

/* Into the object in the first variable. */
void installSound(txMachine *the)
{
	bufferID = xsID("buffer");
	xsVar(1) = xsNewObject();
	addCodec(the, "PCMU", 0xff, xs_sound_encode_pcmu, xs_sound_decode_pcmu);
	addCodec(the, "PCMA", 0xd5, xs_sound_encode_pcma, xs_sound_decode_pcma);
	xsSet(xsVar(1), xsID("amplify"), xsNewHostFunction(xs_sound_amplify, 3));
	xsSet(xsVar(1), xsID("addSine"), xsNewHostFunction(xs_sound_add_sine, 5));
	xsSet(xsVar(1), xsID("append"), xsNewHostFunction(xs_sound_append, 5));
	xsSet(xsVar(1), xsID("copy"), xsNewHostFunction(xs_sound_copy, 5));
	xsSet(xsVar(1), xsID("peak"), xsNewHostFunction(xs_sound_peak, 2));
	xsVar(2) = xsNewObject();
	xsSet(xsVar(2), xsID("receive"), xsNewHostFunction(xs_sound_course_receive, 4));
	xsSet(xsVar(2), xsID("play"), xsNewHostFunction(xs_sound_course_play, 6));
	xsSet(xsVar(2), xsID("send"), xsNewHostFunction(xs_sound_course_send, 6));
	xsSet(xsVar(1), xsID("course"), xsVar(2));
	xsSet(xsVar(0), xsID("sound"), xsVar(1));
}
