/** Inputs that the fuzzer broke something with once; they stay, so that it stays mended. */
export interface Found {
  readonly target: "decoder" | "answerer" | "master files";
  /** Octets in hexadecimal, or the text of a master file. */
  readonly input: string;
  readonly was: string;
}

export const found: readonly Found[] = [
  {
    target: "answerer",
    input:
      "f76601000001000000000002056772616e64056368696c6406706172656e740474657374000021000100002900000000ff0000000864646e732d6b65790000fa00ff00000000003d0b686d61632d7368613235360000006b49d200012c0020767f64a8975574b66d8a098fcc0d8f9b1829391e1289f2e38493a77ef6f1bc39e76600000000",
    was: "a signed query that was forwarded under another id got its answer under the one it was signed with",
  },
];
