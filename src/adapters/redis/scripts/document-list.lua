#!lua flags=no-writes
-- Reads the documents whose keys begin with a prefix, in the order of their bytes.
-- KEYS documents, index (a sorted set of their keys)
-- ARGV clock, prefix
-- Returns { key, version, value } for each.
key.documents, key.index = KEYS[1], KEYS[2]
local now, prefix, found = takeClock(), take(), {}
for _, name in ipairs(redis.call('ZRANGE', key.index, '[' .. prefix, '(' .. prefix .. '\255', 'BYLEX')) do
  local row = unpackRow({ 'version', 'ends', 'value' }, redis.call('HGET', key.documents, name))
  if not row.ends or row.ends > now then found[#found + 1] = { name, text(row.version), row.value } end
end
return found
