/** Files of the computer. */

declare module "file" {
	export class File {
		/** Made where there is none when it is to be written. */
		constructor(path: string, write?: boolean);
		position: number;
		readonly length: number;
		read(type: StringConstructor): string;
		write(value: ArrayBuffer | string): void;
		close(): void;
		static exists(path: string): boolean;
		static delete(path: string): void;
		/** The new name has no folder. */
		static rename(path: string, name: string): void;
	}
	export const Directory: {
		create(path: string): void;
	};
}
