// The process that holds the private key, and the only one that ever sees it. In its place could be an HSM or a key service.
import { generateKeyPairSync, sign } from 'node:crypto'

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })

process.on('message', ({ id, data }) => {
  // `ieee-p1363`: the two numbers side by side, as JOSE has them. Key services give DER: then it has to be taken apart.
  const signature = sign('sha256', Buffer.from(data, 'base64'), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  })
  process.send({ id, signature: signature.toString('base64') })
})
process.on('disconnect', () => process.exit())
process.send({ publicJwk: publicKey.export({ format: 'jwk' }) })
