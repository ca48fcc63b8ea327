/** Bytes of the heap and of buffers, once nothing is left to collect. What OpenSSL holds for a key is not among them. */
export function heldBytes() {
  for (let round = 0; round < 2; round++) global.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
