#!lua flags=allow-oom
-- Notes what became of the head of an outbox, when the caller's lease is the newest and the item that it names is still
-- the head, and hands out the next item under the same lease.
-- KEYS outbox, item, sendable, fetchable, dead, conversation
-- ARGV clock, id, epoch, item, 'sent', 'drop', 'retry' or 'doubt' (a retry; the platform may have taken it) or 'begun' (it
--      took a first part, and the same item is handed out again), retry at, texts and how many parts of them it took
-- Returns {'stale'} or {'ok', outgoing}.
key.outbox, key.item, key.sendable, key.fetchable = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
key.dead, key.conversation = KEYS[5], KEYS[6]
local now, id, epoch, name, what, retryAt = takeClock(), take(), takeNumber(), take(), take(), takeNumber()
local of, parts = takeText(), takeNumber()

local row = loadOutbox(id)
local head = row and row.epoch == epoch and headItem(id, row)
if not head or head[1] ~= name then return { 'stale' } end
if what == 'retry' or what == 'doubt' then
  row.leaseUntil, row.retryAt = false, retryAt
  if what == 'doubt' then row.doubtAt = now end
  saveOutbox(id, row, now)
  return { 'ok', false }
end

if what == 'begun' then
  -- Asked twice, it must not fall back behind what was noted since.
  if goesOn(row, of, parts) or not sameTexts(row, of) then begin(row, of, parts) end
  row.doubtAt, row.tries = false, 0
  return { 'ok', handOut(id, row, now) }
end

removeHead(id, row)
local outgoing = handOut(id, row, now)
noteOutbox(id)
return { 'ok', outgoing }
