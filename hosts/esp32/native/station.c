/*
 * What the network stack knows and the SDK does not tell: mask and gateway of the network that the board is a member of, and
 * why it lost it or was not let in. NOT RUN on hardware yet.
 *
 * ESP-IDF programming guide, "ESP-NETIF" (esp_netif_get_ip_info), "Event Loop Library" (order of handlers), "Wi-Fi Driver"
 * ("Wi-Fi Reason Code", "ESP32 Wi-Fi Power-saving Mode").
 */

#include <stdbool.h>
#include <stdio.h>

#include "esp_event.h"
#include "esp_netif.h"
#include "esp_wifi.h"
#include "xsmc.h"

/** Three dotted addresses with spaces between, and the NUL at the end. */
#define FACTS_SIZE (3 * 16)

/** The default station of ESP-IDF, which the SDK makes. */
#define STATION_KEY "WIFI_STA_DEF"

/** Why the station was disconnected last (`wifi_err_reason_t`); 0 before that. Written by the event task. */
static volatile uint8_t last_reason;

static void on_event(void *argument, esp_event_base_t base, int32_t id, void *data)
{
	(void)argument;
	if (base == WIFI_EVENT && id == WIFI_EVENT_STA_DISCONNECTED && data != NULL)
		last_reason = ((const wifi_event_sta_disconnected_t *)data)->reason;
}

/**
 * To be called once, when Wi-Fi has started.
 *
 * Begins to keep reasons: handlers of all bases run before those of one, the SDK's among them, so the reason is there before
 * the news of it. Makes the station the default interface for good: otherwise there is none until some network is up, and
 * without one the SDK opens no sockets. Lets the radio listen all the time: a sleeping one gets sound only with every beacon.
 */
void xs_station_prepare(xsMachine *the)
{
	esp_netif_t *station = esp_netif_get_handle_from_ifkey(STATION_KEY);
	bool done = station != NULL;

	if (done) {
		done = esp_event_handler_register(ESP_EVENT_ANY_BASE, ESP_EVENT_ANY_ID, on_event, NULL) == ESP_OK;
		done = (esp_netif_set_default_netif(station) == ESP_OK) && done;
		done = (esp_wifi_set_ps(WIFI_PS_NONE) == ESP_OK) && done;
	}
	xsmcSetBoolean(xsResult, done);
}

/** Why the station was disconnected last; 0 when it never was. */
void xs_station_reason(xsMachine *the)
{
	xsmcSetInteger(xsResult, last_reason);
}

/** "address mask gateway", dotted; undefined while there is no address. */
void xs_station_facts(xsMachine *the)
{
	esp_netif_t *station = esp_netif_get_handle_from_ifkey(STATION_KEY);
	esp_netif_ip_info_t info = {0};
	char facts[FACTS_SIZE];

	if (station == NULL || esp_netif_get_ip_info(station, &info) != ESP_OK || info.ip.addr == 0)
		return;
	(void)snprintf(facts, sizeof(facts), IPSTR " " IPSTR " " IPSTR, IP2STR(&info.ip), IP2STR(&info.netmask), IP2STR(&info.gw));
	xsmcSetString(xsResult, facts);
}
