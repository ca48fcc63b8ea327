/**
 * Everything that changes the list in Redis, each in one atomic step. The keys are those of `RevocationKeys`, in its
 * order. What two processes say of one entry is merged: the later time counts, in whatever order they come.
 */

const MERGE = `
local function time(text) if text == 'inf' then return math.huge end return tonumber(text) end
local function later(a, b) if time(a) < time(b) then return b end return a end
local function parts(value) return string.match(value, '^(%S+) (%S+) (.*)$') end
local function merge(held, value)
  if not held then return value end
  local before, expires, rest = parts(value)
  local heldBefore, heldExpires = parts(held)
  return later(heldBefore, before) .. ' ' .. later(heldExpires, expires) .. ' ' .. rest
end
local function covers(held, value)
  if not held then return false end
  local before, expires = parts(value)
  local heldBefore, heldExpires = parts(held)
  return time(heldBefore) >= time(before) and time(heldExpires) >= time(expires)
end`

const PURGE_SOME = `
local function purge(now, count)
  local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, count)
  for _, id in ipairs(gone) do
    redis.call('HDEL', KEYS[1], id)
    redis.call('ZREM', KEYS[2], id)
  end
  return #gone
end`

/**
 * ARGV: mode, now in milliseconds, most entries, length of the stream, then id, value and time to leave of each entry.
 * Mode `revoke` overrules what was undone; `restore` and the silent `seed` leave that out, and return it.
 */
export const WRITE = `${MERGE}${PURGE_SOME}
local mode, now, most, length = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local changed, undone = 0, {}
for at = 5, #ARGV, 3 do
  local id, value, leaves = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if mode ~= 'revoke' and redis.call('ZSCORE', KEYS[3], id) then
    undone[#undone + 1] = id
  else
    redis.call('ZREM', KEYS[3], id)
    local held = redis.call('HGET', KEYS[1], id)
    if not covers(held, value) then
      if not held and redis.call('HLEN', KEYS[1]) >= most and purge(now, 100) == 0 then
        return redis.error_reply('FULL all ' .. most .. ' entries are alive')
      end
      local merged = merge(held, value)
      redis.call('HSET', KEYS[1], id, merged)
      redis.call('ZADD', KEYS[2], 'GT', leaves, id)
      if mode ~= 'seed' then redis.call('XADD', KEYS[4], 'MAXLEN', '~', length, '*', 'set', merged) end
      changed = changed + 1
    end
  end
end
return {changed, undone}`

/** ARGV: length of the stream, until when it must be known at least, the target, then its ids. */
export const UNDO = `
local found = 0
for at = 4, #ARGV do
  local id = ARGV[at]
  local leaves = redis.call('ZSCORE', KEYS[2], id)
  found = found + redis.call('HDEL', KEYS[1], id)
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZADD', KEYS[3], 'GT', ARGV[2], id)
  if leaves then redis.call('ZADD', KEYS[3], 'GT', leaves, id) end
end
redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[1], '*', 'undo', ARGV[3])
return found`

/** Says that the list is complete. ARGV: length of the stream, a name for it where it has none. */
export const SEED = `
if redis.call('SET', KEYS[5], ARGV[2], 'NX') then
  redis.call('XADD', KEYS[4], 'MAXLEN', '~', ARGV[1], '*', 'reload', '1')
end
return redis.call('GET', KEYS[5])`

/** ARGV: now in milliseconds, how many at most. */
export const PURGE = `${PURGE_SOME}
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[1])
return purge(ARGV[1], ARGV[2])`
