import { generateKeyPairSync } from 'node:crypto'

/** Whether this Node can make and use ML-DSA keys. */
export const hasMlDsa = canMake('ml-dsa-44')

function canMake(type: string): boolean {
  try {
    ;(generateKeyPairSync as unknown as (type: string) => unknown)(type)
    return true
  } catch {
    return false
  }
}
