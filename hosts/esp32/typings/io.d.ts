/** Pins. */

declare module "embedded:io/digital" {
	export default class Digital {
		static readonly Input: number;
		static readonly InputPullUp: number;
		static readonly Output: number;
		static readonly Rising: number;
		static readonly Falling: number;
		constructor(options: {
			readonly pin: number;
			readonly mode: number;
			/** Needed with `onReadable`. */
			readonly edge?: number;
			readonly onReadable?: () => void;
			/** Of an output: set before the pin begins to drive. */
			readonly initialValue?: 0 | 1;
			/** 1 is the low level. */
			readonly activeLow?: boolean;
		});
		read(): 0 | 1;
		write(value: 0 | 1): void;
		close(): void;
	}
}
