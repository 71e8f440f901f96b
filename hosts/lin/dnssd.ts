import type SdkDnssd from "embedded:network/dnssd";
import Timer from "timer";

type Claim = Parameters<InstanceType<typeof SdkDnssd>["claim"]>[0];

/** Names are claimed and services told of without a word: the computer has its own name. */
class DNSSD {
	claim({ onReady }: Claim): { close(): void } {
		const timer = Timer.set(onReady, 0);
		return { close: () => Timer.clear(timer) };
	}

	advertise(): { close(): void } {
		return { close() {} };
	}

	close(): void {}
}

export default DNSSD satisfies typeof SdkDnssd;
