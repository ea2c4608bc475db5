#!lua flags=no-writes
-- Reads conversations.
-- KEYS conversation, state, outbox
-- ARGV ids
-- Returns for each of them { held since, stored }, or false for one that has had no turn.
key.conversation, key.state, key.outbox = KEYS[1], KEYS[2], KEYS[3]
local found = {}
for at, id in ipairs(ARGV) do
  local row = loadConversation(id)
  local stored = storedOf(id, row)
  found[at] = stored and { text(row.heldSince), stored }
end
return found
