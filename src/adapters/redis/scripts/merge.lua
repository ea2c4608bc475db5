#!lua
-- Brings to an address what was taken in under another one that is about to lead to it. Twice does no harm.
-- KEYS alias, root, scopes, names (of the address)
-- ARGV clock, address, the alias of it that the caller knows of, a counted list of names and their times
-- Returns 'merged', or 'moved' when the address leads elsewhere itself by now.
key.alias, key.root, key.scopes, key.names = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local now, address, alias = takeClock(), take(), takeText()
if redis.call('HGET', key.alias, address) ~= alias then return 'moved' end
for _, known in ipairs(takeMany(function() return { take(), takeNumber() } end)) do
  if known[2] > now then note(address, known[1], known[2], now) end
end
redis.call('ZADD', key.root, now, address)
return 'merged'
