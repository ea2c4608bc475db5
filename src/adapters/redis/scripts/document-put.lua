#!lua
-- Writes a document when the stored version is the named one; 0 stands for "not there". A document with an end also
-- forgets those that are over, so that the sessions of yesterday do not pile up.
-- KEYS documents, index, ends (a sorted set: key by the end of its time)
-- ARGV clock, key, value, version, time to live (ms)
-- Returns the new version, or false when the stored one is another.
key.documents, key.index, key.ends = KEYS[1], KEYS[2], KEYS[3]
local now, name, value, version, ttlMs = takeClock(), take(), take(), takeNumber(), takeNumber()

local packed = redis.call('HGET', key.documents, name)
local row = packed and unpackRow({ 'version', 'ends', 'value' }, packed)
local stored = row and not (row.ends and row.ends <= now) and row.version or 0
if stored ~= version then return false end

local over = ttlMs and redis.call('ZRANGEBYSCORE', key.ends, '-inf', now, 'LIMIT', 0, 1000) or {}
for _, old in ipairs(over) do
  redis.call('HDEL', key.documents, old)
  redis.call('ZREM', key.index, old)
  redis.call('ZREM', key.ends, old)
end
local ends = ttlMs and now + ttlMs
redis.call('HSET', key.documents, name, cmsgpack.pack({ version + 1, ends, value }))
redis.call('ZADD', key.index, 0, name)
if ends then redis.call('ZADD', key.ends, ends, name) else redis.call('ZREM', key.ends, name) end
return text(version + 1)
