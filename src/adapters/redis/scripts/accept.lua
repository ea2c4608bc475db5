#!lua
-- Takes one input in: once, whatever is delivered again.
-- KEYS live, alias, conversation, state, input, ready, outbox, scopes, names (of the address or the id)
-- ARGV clock, 'address' or 'id', address or id, the alias of that address that the caller knows of, candidate,
--      dedupe name, dedupe ms, input, lease ms
-- Returns {'elsewhere'} (the address leads to another one; nothing was changed), {'duplicate'}, {'missing'},
--         {'clash'} (the candidate exists), {'queued', id} or {'leased', turn}.
key.live, key.alias, key.conversation, key.state, key.input = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
key.ready, key.outbox, key.scopes, key.names = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local now, by, to, alias, candidate = takeClock(), take(), take(), takeText(), take()
local name, lastsMs, input, leaseMs = take(), takeNumber(), take(), takeNumber()

if by == 'address' and redis.call('HGET', key.alias, to) ~= alias then return { 'elsewhere' } end
if seen(name, now) then return { 'duplicate' } end

local id = by == 'id' and to or redis.call('HGET', key.live, to)
local row = id and loadConversation(id)
if by == 'id' and not row then return { 'missing' } end
if not id then
  id, row = candidate, newConversation(to)
  if loadConversation(id) then return { 'clash' } end
  redis.call('HSET', key.live, to, id)
end

note(to, name, now + lastsMs, now)
local turn = appendInput(id, row, by == 'address' and CHILD .. input or input, leaseMs, now)
if turn then return { 'leased', turn } end
return { 'queued', id }
