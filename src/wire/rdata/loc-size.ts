/** Sizes and precisions of LOC: a digit times a power of ten, in centimetres, in one octet. RFC 1876 §2 */

/** Centimetres of an octet; undefined where a half of it is no digit. */
export function centimetresOf(octet: number): number | undefined {
  const [mantissa, exponent] = [octet >>> 4, octet & 0xf];
  return mantissa > 9 || exponent > 9 ? undefined : mantissa * 10 ** exponent;
}

/** The octet of so many centimetres, what does not fit one digit cut off. */
export function octetOf(centimetres: number): number {
  let [mantissa, exponent] = [centimetres, 0];
  for (; mantissa > 9; mantissa = Math.floor(mantissa / 10)) exponent += 1;
  return (mantissa << 4) | exponent;
}
