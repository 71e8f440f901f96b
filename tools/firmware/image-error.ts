/** Something about a build that its maker has to mend: the message says what, and the next step where there is one. */
export class ImageError extends Error {
	override readonly name = "ImageError";
}
