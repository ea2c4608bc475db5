#!lua
-- Makes one address lead to another, when nothing happened on it since it was weighed.
-- KEYS alias, linked, live, scopes, names (of the address that is to lead away)
-- ARGV clock, address, the alias of it that the caller knows of, where it is to lead, digest (see weigh)
-- Returns 'joined' or 'changed'.
key.alias, key.linked, key.live, key.scopes, key.names = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, address, alias, to, digest = takeClock(), take(), takeText(), take(), take()
local live = redis.call('HGET', key.live, address)
local names = redis.call('ZRANGE', key.names, 0, -1, 'WITHSCORES')
local same = redis.sha1hex((live or '') .. ' ' .. table.concat(names, ' ')) == digest
if not same or redis.call('HGET', key.alias, address) ~= alias then return 'changed' end
redis.call('HSET', key.alias, address, to)
redis.call('ZADD', key.linked, now, address)
redis.call('DEL', key.names)
redis.call('ZREM', key.scopes, address)
return 'joined'
