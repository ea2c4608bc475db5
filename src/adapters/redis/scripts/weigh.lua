#!lua flags=no-writes
-- Tells how much hangs on an address: 2 a live conversation, 1 some history, 0 nothing.
-- KEYS live, root, names (of the address)
-- ARGV clock, address
-- Returns { weight, digest, names and their times in turns }; `join` wants the digest.
key.live, key.root, key.names = KEYS[1], KEYS[2], KEYS[3]
local now, address = takeClock(), take()
local live = redis.call('HGET', key.live, address)
local names = redis.call('ZRANGE', key.names, 0, -1, 'WITHSCORES')
local history = redis.call('ZCOUNT', key.names, '(' .. text(now), '+inf') > 0 or redis.call('ZSCORE', key.root, address)
local weight = live and '2' or history and '1' or '0'
return { weight, redis.sha1hex((live or '') .. ' ' .. table.concat(names, ' ')), names }
