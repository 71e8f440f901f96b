export const INVITE_STEP = "INVITE of 841 bytes, read and checked";
export const FIELDS_STEP = "the same, and all fields that a user agent asks for";
export const DESCRIPTION_STEP = "the same, and its session description";
export const TRACE_STEP = "INVITE of 841 bytes, kept for the trace";
export const DIGEST_STEP = "challenge of a registrar, taken and answered";
export const PAGE_STEP = "page: Chromium's request to answer";
export const STATUS_STEP = "status with log-in: Chromium's request to answer";
