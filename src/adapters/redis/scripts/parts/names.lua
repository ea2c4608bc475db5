-- What was taken in already: one sorted set a scope (an address, or a conversation for what staff do), name by the time
-- until which it is known. Keys: names (of that scope), scopes.

-- Redis removes a forgotten set by itself when no sweep has, this long after the last name is over.
local GRACE_MS = 86400000

local function seen(name, now)
  local known = redis.call('ZSCORE', key.names, name)
  return known and tonumber(known) > now
end

local function note(scope, name, untilMs, now)
  redis.call('ZREMRANGEBYSCORE', key.names, '-inf', now)
  redis.call('ZADD', key.names, 'GT', untilMs, name)
  redis.call('ZADD', key.scopes, 'NX', untilMs, scope)
  local left = math.ceil(untilMs - now)
  if redis.call('PTTL', key.names) < left then redis.call('PEXPIRE', key.names, left + GRACE_MS) end
end
