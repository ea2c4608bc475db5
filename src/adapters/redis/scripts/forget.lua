#!lua flags=allow-oom
-- Forgets the names that are over, and the scopes that have none left.
-- KEYS scopes, then the names of each scope
-- ARGV clock, a counted list of scopes in the order of their keys
-- Returns 'forgotten'.
local now = takeClock()
key.scopes = KEYS[1]
for at, scope in ipairs(takeMany(take)) do
  key.names = KEYS[at + 1]
  redis.call('ZREMRANGEBYSCORE', key.names, '-inf', now)
  local last = redis.call('ZRANGE', key.names, -1, -1, 'WITHSCORES')
  if last[2] then redis.call('ZADD', key.scopes, last[2], scope) else redis.call('ZREM', key.scopes, scope) end
end
return 'forgotten'
