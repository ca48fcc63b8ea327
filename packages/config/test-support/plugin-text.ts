import type { Jwk } from '@meishi/core'
import { createSigner, type Signer } from '@meishi/core/testing'

/** The key that the plugin texts of the tests hold. */
export const signer: Signer = createSigner({ alg: 'RS256', kid: 'uniq_key' })

/** The public key as a plugin holds it. */
export function publicKey(of: Signer = signer): Jwk {
  return { ...(of.jwks.keys[0] as Jwk), use: 'sig' }
}

/** The public modulus. */
export const modulus = String(publicKey().n)

/** The example of the gateway's own document, section 2.3, comments and all; only the key is another. */
export const documented = `---
parameter: X-Token         # JWT を取得するパラメーター。API のパラメーターに対応します。
parameterLocation: header  # JWT を読み取る場所。API リクエストモードがマッピングの場合、このパラメーターはオプションです。API リクエストモードがパススルーの場合、このパラメーターは必須です。有効な値:query、header。
claimParameters:           # クレームパラメーター変換。ゲートウェイは JWT クレームをバックエンドパラメーターにマッピングします。
- claimName: aud           # クレーム名。パブリッククレームとプライベートクレームがサポートされています。
  parameterName: X-Aud     # マッピングされるパラメーター名。
  location: header         # マッピングされるパラメーターの場所。有効な値:query、header、path、formData。
- claimName: userId        # クレーム名。パブリッククレームとプライベートクレームがサポートされています。
  parameterName: userId    # マッピングされるパラメーター名。
  location: query          # マッピングされるパラメーターの場所。有効な値:query、header、path、formData。
preventJtiReplay: false    # jti のリプレイ防止チェックを有効にするかどうかを指定します。デフォルト値:false。
#
# JSON Web Key (JWK) の公開鍵。セクション 2.1 で生成された公開鍵部分です。
jwk:
  kty: RSA
  e: AQAB
  use: sig
  kid: uniq_key
  alg: RS256
  n: ${modulus}
`

/** The same as data, with other fields laid over it; a field that is \`undefined\` is left out. */
export function pluginJson(
  changes: Readonly<Record<string, unknown>> = {},
  indent?: string | number,
): string {
  const plugin = {
    parameter: 'X-Token',
    parameterLocation: 'header',
    claimParameters: [
      { claimName: 'aud', parameterName: 'X-Aud', location: 'header' },
      { claimName: 'userId', parameterName: 'userId', location: 'query' },
    ],
    preventJtiReplay: false,
    jwk: publicKey(),
    ...changes,
  }
  return JSON.stringify(plugin, undefined, indent)
}
