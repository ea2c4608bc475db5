#!lua flags=allow-oom
-- Removes a document.
-- KEYS documents, index, ends
-- ARGV clock, key
-- Returns 'deleted' when it was there, else 'absent'.
key.documents, key.index, key.ends = KEYS[1], KEYS[2], KEYS[3]
local now, name = takeClock(), take()
local packed = redis.call('HGET', key.documents, name)
local row = packed and unpackRow({ 'version', 'ends', 'value' }, packed)
redis.call('HDEL', key.documents, name)
redis.call('ZREM', key.index, name)
redis.call('ZREM', key.ends, name)
if not row or row.ends and row.ends <= now then return 'absent' end
return 'deleted'
