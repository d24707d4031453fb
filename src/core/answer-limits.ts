/** Bounds of settings of the data plane, which the configuration must know too. */

/** Most octets of a name server identifier: the answer must have room for other things. RFC 5001 §3.1 leaves it open. */
export const longestNsid = 64;

/** Highest limit of answers per second: the time between two of them is counted in microseconds. */
export const mostAnswersPerSecond = 500_000;
