export {
  createTokenEncrypter,
  type EncrypterOptions,
  type TokenEncrypter,
} from './encrypt/create-token-encrypter.js'
export { encryptToken } from './encrypt/encrypt-token.js'
export type { ContentEncryption, KeyManagementAlgorithm } from './encrypt/encryption-algorithms.js'
export type { EncryptionKey } from './encrypt/import-encryption-key.js'
export { createJwtGenerator, type JwtGeneratorOptions } from './generator/create-jwt-generator.js'
export type { CryptoObject, CryptoRegistry } from './generator/crypto-registry.js'
export { type GeneratedKey, type GenerateKeyOptions, generateKey } from './keys/generate-key.js'
export { createTokenSigner } from './sign/create-token-signer.js'
export type { SigningKey } from './sign/import-signing-key.js'
export { signToken } from './sign/sign-token.js'
export type { TokenSigner } from './sign/token-signer.js'
