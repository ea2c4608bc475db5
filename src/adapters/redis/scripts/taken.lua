#!lua flags=allow-oom
-- Notes that the platform told us it took an item: it is never handed out again. Who is sending it now is not disturbed;
-- when nobody is, a sweep may go on at once.
-- KEYS outbox, item, sendable, fetchable, dead
-- ARGV clock, id, item, texts and how many parts of them it took ('' when all)
-- Returns 'noted' or 'none' (it is not, or no longer, the head, or that is known).
key.outbox, key.item, key.sendable, key.fetchable, key.dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local now, id, name, of, parts = takeClock(), take(), take(), takeText(), takeNumber()

local row = loadOutbox(id)
local head = row and headItem(id, row)
if not head or head[1] ~= name then return 'none' end
if of then
  if not goesOn(row, of, parts) then return 'none' end
  begin(row, of, parts)
else
  row.taken = name
end
row.retryAt = false
saveOutbox(id, row, now)
return 'noted'
