#!lua flags=allow-oom
-- Leases what is due and free among the named conversations and outboxes of one partition.
-- KEYS conversation, state, input, ready, outbox, item, sendable, fetchable, dead
-- ARGV clock, lease ms, a counted list of conversations, a counted list of outboxes
-- Returns { turns, outgoings }, without those that somebody else took meanwhile.
key.conversation, key.state, key.input, key.ready, key.outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
key.item, key.sendable, key.fetchable, key.dead = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local now, leaseMs = takeClock(), takeNumber()
local turns, outgoings = {}, {}

for _, id in ipairs(takeMany(take)) do
  local row = loadConversation(id)
  local turn = row and isFree(row, now) and leaseTurn(id, row, row.epoch + 1, leaseMs, now)
  if turn then turns[#turns + 1] = turn end
end
for _, id in ipairs(takeMany(take)) do
  local row = loadOutbox(id)
  local outgoing = row and leaseOutbox(id, row, leaseMs, now)
  if outgoing then outgoings[#outgoings + 1] = outgoing end
end
return { turns, outgoings }
