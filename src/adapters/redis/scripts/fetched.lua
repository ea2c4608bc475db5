#!lua flags=allow-oom
-- Removes the named items as long as the head is one of them.
-- KEYS outbox, item, sendable, fetchable, dead, conversation
-- ARGV clock, id, a counted list of items
-- Returns 'removed' or 'none'.
key.outbox, key.item, key.sendable, key.fetchable = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
key.dead, key.conversation = KEYS[5], KEYS[6]
local now, id, names = takeClock(), take(), {}
for _, name in ipairs(takeMany(take)) do names[name] = true end

local row = loadOutbox(id)
if not row then return 'none' end
local first, head = row.first, headItem(id, row)
while head and names[head[1]] do
  removeHead(id, row)
  head = headItem(id, row)
end
if row.first == first then return 'none' end
saveOutbox(id, row, now)
noteOutbox(id)
return 'removed'
