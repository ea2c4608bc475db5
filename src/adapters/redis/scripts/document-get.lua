#!lua flags=no-writes
-- Reads one document.
-- KEYS documents (a hash: version, end of its time and value by key)
-- ARGV clock, key
-- Returns false or { key, version, value }.
key.documents = KEYS[1]
local now, name = takeClock(), take()
local packed = redis.call('HGET', key.documents, name)
local row = packed and unpackRow({ 'version', 'ends', 'value' }, packed)
if not row or row.ends and row.ends <= now then return false end
return { name, text(row.version), row.value }
