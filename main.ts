import "./hosts/esp32/main.ts";
