#!lua flags=no-writes
-- Reads the head of the waiting list of one partition, lowest score first.
-- KEYS waiting, conversation, state, outbox
-- ARGV limit
-- Returns conversations as stored.
key.waiting, key.conversation, key.state, key.outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local found = {}
for _, id in ipairs(redis.call('ZRANGE', key.waiting, 0, takeNumber() - 1)) do
  local stored = storedOf(id, loadConversation(id))
  if stored then found[#found + 1] = stored end
end
return found
