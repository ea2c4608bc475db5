#!lua flags=allow-oom
-- Forgets what is over in one partition, and tells what could be leased there.
-- KEYS conversation, state, input, line, ready, outbox, item, sendable, fetchable, waiting, held, dead, live, alias,
--      linked, root, scopes
-- ARGV clock, limit, how long an unused link is kept (ms)
-- Returns { turns, outboxes, scopes }: ids and since when they are ready, in turns; the scopes with names that are over.
key.conversation, key.state, key.input, key.line, key.ready = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
key.outbox, key.item, key.sendable, key.fetchable = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
key.waiting, key.held, key.dead, key.live = KEYS[10], KEYS[11], KEYS[12], KEYS[13]
key.alias, key.linked, key.root, key.scopes = KEYS[14], KEYS[15], KEYS[16], KEYS[17]
local now, limit, linkMs = takeClock(), takeNumber(), takeNumber()

-- How many rows one sweep forgets of each kind, so that it never holds the others up.
local AT_ONCE = 500

-- One in which something is left to do (the timer of its retention, which saves the record) gets one turn first, and
-- goes when that turn was never committed.
local function mayGo(id, row)
  if not row then return true end
  if not isFree(row, now) then return false end
  local ready = tonumber(redis.call('ZSCORE', key.ready, id) or '')
  return row.attempts > 0 or not ready or ready > now
end

-- Ends what is past its deadline. An input of a child that still waits in it stays: its turn is the first of a new
-- conversation, so that what was answered for is not lost with the old content.
local function bury(id, row)
  local box = loadOutbox(id)
  if box then clearItems(id, box) end
  removeOutbox(id)
  if not row then return end
  publish(id, row.version, 'turn')
  if not hasInput(row) or not row.address or redis.call('HGET', key.live, row.address) ~= id then
    return wipe(id, row)
  end
  redis.call('HDEL', key.state, id)
  clearLines(id, row)
  for _, column in ipairs({ 'ownerKind', 'ownerId', 'heldSince', 'language', 'band', 'skill' }) do row[column] = false end
  row.version, row.waiting, row.due, row.leaseUntil = 0, false, false, false
  place(id, row)
  saveConversation(id, row, now)
end

local buried = 0
for _, id in ipairs(redis.call('ZRANGEBYSCORE', key.dead, '-inf', now, 'LIMIT', 0, limit + AT_ONCE)) do
  local row = loadConversation(id)
  if buried < limit and mayGo(id, row) then
    bury(id, row)
    buried = buried + 1
  end
end
for _, address in ipairs(redis.call('ZRANGEBYSCORE', key.linked, '-inf', now - linkMs, 'LIMIT', 0, AT_ONCE)) do
  redis.call('HDEL', key.alias, address)
  redis.call('ZREM', key.linked, address)
end
redis.call('ZREMRANGEBYSCORE', key.root, '-inf', now - linkMs)
return {
  redis.call('ZRANGEBYSCORE', key.ready, '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit),
  redis.call('ZRANGEBYSCORE', key.sendable, '-inf', now, 'WITHSCORES', 'LIMIT', 0, limit),
  redis.call('ZRANGEBYSCORE', key.scopes, '-inf', now, 'LIMIT', 0, AT_ONCE),
}
