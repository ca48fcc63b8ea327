# ruby-jwt, one call: reads {"claims": …} or {"token": …} and answers with {"token"} or {"claims"}. It fails where a token is bad.
require 'json'
require 'jwt'
require 'openssl'

call = JSON.parse($stdin.read)
if call.key?('probe')
  puts JSON.generate(algorithms: [])
  exit
end
signing = call.key?('claims')
key = call['secret']&.encode('ISO-8859-1')&.b || OpenSSL::PKey.read(call[signing ? 'privatePem' : 'publicPem'])
if signing
  puts JSON.generate(token: JWT.encode(call['claims'], key, call['alg'], { kid: call['kid'] }))
else
  claims, = JWT.decode(call['token'], key, true, { algorithm: call['alg'] })
  puts JSON.generate(claims: claims)
end
