/*
 * The firmware that runs: who it is, and whether it is still on trial after an update. NOT RUN on hardware yet.
 *
 * ESP-IDF programming guide, "Over The Air Updates", "App Rollback": with CONFIG_BOOTLOADER_APP_ROLLBACK_ENABLE a new
 * image starts once as "pending verify"; unless it is confirmed before the next reset, the boot loader goes back.
 */

#include <stddef.h>

#include "esp_app_desc.h"
/* From the components' folder, because that of app_update is none of the SDK's include folders. */
#include "app_update/include/esp_ota_ops.h"
#include "sdkconfig.h"
#include "xsmc.h"

/** Whether the image that runs waits to be confirmed. */
void xs_trial_pending(xsMachine *the)
{
	const esp_partition_t *running = esp_ota_get_running_partition();
	esp_ota_img_states_t state = ESP_OTA_IMG_UNDEFINED;
	esp_err_t error = running ? esp_ota_get_state_partition(running, &state) : ESP_FAIL;

	xsmcSetBoolean(xsResult, error == ESP_OK && state == ESP_OTA_IMG_PENDING_VERIFY);
}

/** Keeps the image that runs; whether that went well. */
void xs_trial_confirm(xsMachine *the)
{
	xsmcSetBoolean(xsResult, esp_ota_mark_app_valid_cancel_rollback() == ESP_OK);
}

/** Gives the image that runs up and restarts with the one before; returns only where there is none. */
void xs_trial_roll_back(xsMachine *the)
{
	(void)the;
	(void)esp_ota_mark_app_invalid_rollback_and_reboot();
}

/** Version of the image that was given up last, "" where there is none: it stands there until the next update. */
void xs_trial_given_up(xsMachine *the)
{
	const esp_partition_t *invalid = esp_ota_get_last_invalid_partition();
	esp_app_desc_t description;

	if (invalid && esp_ota_get_partition_description(invalid, &description) == ESP_OK) {
		description.version[sizeof(description.version) - 1] = 0;
		xsmcSetString(xsResult, description.version);
	} else
		xsmcSetString(xsResult, "");
}

/** Version of the image that runs. */
void xs_trial_version(xsMachine *the)
{
	xsmcSetString(xsResult, (char *)esp_app_get_description()->version);
}

/** Name of its project. */
void xs_trial_project(xsMachine *the)
{
	xsmcSetString(xsResult, (char *)esp_app_get_description()->project_name);
}

/** The chip as the headers of images name it. */
void xs_trial_chip(xsMachine *the)
{
	xsmcSetInteger(xsResult, CONFIG_IDF_FIRMWARE_CHIP_ID);
}
