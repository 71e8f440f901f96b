/* What the SDK's linker makes for native modules: the IDs of the names that they use. */
#ifndef XSHOST_MC_XS_H
#define XSHOST_MC_XS_H

extern xsIdentifier bufferID;
#define xsID_buffer bufferID

#endif
