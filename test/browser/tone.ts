import type { Page } from "playwright-core";
import { until } from "./until.ts";

const SIZE = 8_192;
/** A tone as loud as this stands out, decibels below full scale. */
const AUDIBLE = -50;

/**
 * For a page, before any of its scripts: what goes to its loudspeaker goes through an analyser, too. Only what stays
 * connected is heard there; the short notes of the bell die away.
 */
export const TAP = `{
	const connect = AudioNode.prototype.connect;
	const analysers = new Map();
	AudioNode.prototype.connect = function (target, ...others) {
		if (target instanceof AudioDestinationNode) {
			const { context } = this;
			if (!analysers.has(context))
				analysers.set(context, new AnalyserNode(context, { fftSize: ${SIZE}, smoothingTimeConstant: 0 }));
			connect.call(this, analysers.get(context));
		}
		return connect.call(this, target, ...others);
	};
	window.loudestTone = () => {
		let loudest = { hertz: 0, decibels: -Infinity, bin: 0 };
		for (const [context, analyser] of analysers) {
			const bins = new Float32Array(analyser.frequencyBinCount);
			analyser.getFloatFrequencyData(bins);
			const bin = context.sampleRate / ${SIZE};
			bins.forEach((decibels, index) => {
				if (decibels > loudest.decibels) loudest = { hertz: index * bin, decibels, bin };
			});
		}
		return loudest;
	};
}`;

interface Tone {
	readonly hertz: number;
	readonly decibels: number;
	/** Hertz from one measured frequency to the next. */
	readonly bin: number;
}

/** Waits until the loudest that the page plays is this tone, within one bin of the measurement. */
export async function hears(page: Page, hertz: number): Promise<void> {
	let heard: Tone | undefined;
	const isHeard = async () => {
		heard = await page.evaluate<Tone>("loudestTone()");
		return heard.decibels > AUDIBLE && Math.abs(heard.hertz - hertz) <= heard.bin;
	};
	await until(`a tone of ${hertz} Hz`, isHeard).catch((error: Error) => {
		throw new Error(`${error.message}; heard were ${JSON.stringify(heard)}`);
	});
}
