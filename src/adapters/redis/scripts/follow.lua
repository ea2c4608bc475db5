#!lua flags=allow-oom
-- Answers where an address leads, and notes, at most once a day, that the link is in use.
-- KEYS alias, linked
-- ARGV clock, address
-- Returns the next address, or false.
key.alias, key.linked = KEYS[1], KEYS[2]
local now, address = takeClock(), take()
local following = redis.call('HGET', key.alias, address)
local used = following and tonumber(redis.call('ZSCORE', key.linked, address) or 0)
if used and used < now - 86400000 then redis.call('ZADD', key.linked, now, address) end
return following
