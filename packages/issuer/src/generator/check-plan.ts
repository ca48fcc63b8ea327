import { ConfigurationError, type JwtGeneratePlan } from '@meishi/core'
import { isBoolean, isKind, isList, isObject, isOneOf, isText } from '@meishi/core/adapter'
import { isLifetime } from '../claims/check-request.js'

const isKey = isKind({ crypto: isObject({ crypto: isText }), jwk: isObject({ jwk: isText }) })

const isPlan = isObject(
  {
    title: isText,
    description: isText,
    output: isKind({
      header: isObject({ header: isOneOf(['authorization']) }),
      variable: isObject({ variable: isText }),
    }),
    claims: isObject(
      {
        tokenId: isBoolean,
        issuer: isText,
        subject: isText,
        audience: isList(isText, 0),
        lifetime: isLifetime,
        private: isText,
      },
      ['tokenId', 'issuer', 'audience', 'lifetime'],
    ),
    // Which algorithms there are, and which keys they take, is checked where the keys are made ready.
    sign: isObject({ algorithm: isText, key: isKey }, ['algorithm']),
    encrypt: isObject({ algorithm: isText, encryption: isText, key: isKey }, [
      'algorithm',
      'encryption',
      'key',
    ]),
  },
  ['title', 'output', 'claims'],
)

/**
 * A plan may be written by hand, and is held to the rules of the policy all the same.
 *
 * @throws ConfigurationError naming the member and the rule
 */
export function checkPlan(plan: JwtGeneratePlan): void {
  isPlan(plan, 'plan')
  const { sign, encrypt } = plan
  if (sign === undefined && encrypt === undefined)
    throw new ConfigurationError('plan', 'expected sign or encrypt: anybody could make a token without a key')
  if (sign?.algorithm === 'none' && encrypt === undefined)
    throw new ConfigurationError('plan.sign.algorithm', 'none is for the inside of an encrypted token alone')
  if (sign !== undefined && (sign.algorithm === 'none') !== !('key' in sign))
    throw new ConfigurationError('plan.sign.key', 'expected a key with every algorithm but none')
}
