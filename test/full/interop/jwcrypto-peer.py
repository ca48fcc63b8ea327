# jwcrypto, one call: signs, verifies, encrypts or opens. It fails where a token is bad.
import json
import sys

from jwcrypto import jwe, jwk, jws

call = json.load(sys.stdin)
if "probe" in call:
    print(json.dumps({"algorithms": jws.default_allowed_algs + jwe.default_allowed_algs}))
elif "claims" in call:
    token = jws.JWS(json.dumps(call["claims"]))
    header = json.dumps({"alg": call["alg"], "kid": call["kid"]})
    token.add_signature(jwk.JWK(**call["privateJwk"]), call["alg"], header)
    print(json.dumps({"token": token.serialize(compact=True)}))
elif "encrypt" in call:
    sealed = jwe.JWE(call["encrypt"].encode(), json.dumps(call["header"]))
    sealed.add_recipient(jwk.JWK(**call["publicJwk"]))
    print(json.dumps({"token": sealed.serialize(compact=True)}))
elif "open" in call:
    opened = jwe.JWE()
    opened.deserialize(call["open"], jwk.JWK(**call["privateJwk"]))
    print(json.dumps({"plaintext": opened.payload.decode()}))
else:
    token = jws.JWS()
    token.allowed_algs = [call["alg"]]
    token.deserialize(call["token"], jwk.JWK(**call["publicJwk"]))
    print(json.dumps({"claims": json.loads(token.payload)}))
