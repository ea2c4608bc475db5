#!lua flags=no-writes
-- Reads what is undelivered of a conversation.
-- KEYS outbox, item
-- ARGV id
-- Returns false, or { key, items }, each item { name, body, at, attempts }.
key.outbox, key.item = KEYS[1], KEYS[2]
local id, items = take(), {}
local row = loadOutbox(id)
if not row then return false end
for n = row.first, row.last do
  local item = cmsgpack.unpack(redis.call('HGET', key.item, id .. ' ' .. text(n)))
  items[#items + 1] = { item[1], item[2], text(item[3]), text(n == row.first and row.tries or 0) }
end
return { row.key, items }
