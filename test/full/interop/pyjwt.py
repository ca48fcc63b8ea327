# PyJWT, one call: reads {"sign": …} or {"verify": …} and answers with {"token"} or {"claims"}. It fails where a token is bad.
import json
import sys

import jwt
from jwt.algorithms import get_default_algorithms

call = json.load(sys.stdin)
if "probe" in call:
    print(json.dumps({"algorithms": sorted(get_default_algorithms())}))
elif "claims" in call:
    key = call["secret"].encode("latin1") if "secret" in call else call["privatePem"]
    print(json.dumps({"token": jwt.encode(call["claims"], key, call["alg"], headers={"kid": call["kid"]})}))
else:
    key = call["secret"].encode("latin1") if "secret" in call else call["publicPem"]
    options = {"verify_aud": False}
    print(json.dumps({"claims": jwt.decode(call["token"], key, [call["alg"]], options=options)}))
