#!lua flags=allow-oom
-- Changes the owner when it is still the one that the caller saw, and tells the conversation by an input.
-- KEYS conversation, state, input, ready, outbox, waiting, held, scopes, names (of the conversation)
-- ARGV clock, id, from kind, from id, to kind, to id, waiting, dedupe name, dedupe ms, input, lease ms
-- Returns {'repeated'}, {'missing'}, {'not-owner', kind, id} or {'ok', turn}.
key.conversation, key.state, key.input, key.ready, key.outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
key.waiting, key.held, key.scopes, key.names = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local now, id, fromKind, fromId, toKind, toId = takeClock(), take(), take(), takeText(), take(), takeText()
local waiting, name, lastsMs, input, leaseMs = takeNumber(), take(), takeNumber(), take(), takeNumber()

if seen(name, now) then return { 'repeated' } end
local row = loadConversation(id)
if not row or not row.ownerKind then return { 'missing' } end
if row.ownerKind ~= fromKind or row.ownerId ~= fromId then return { 'not-owner', row.ownerKind, row.ownerId } end

note(id, name, now + lastsMs, now)
row.version, row.ownerKind, row.ownerId = row.version + 1, toKind, toId
row.heldSince = toKind == 'counsellor' and now
row.waiting = toKind == 'queue' and waiting
place(id, row)
local turn = appendInput(id, row, input, leaseMs, now)
publish(id, row.version, 'owner')
return { 'ok', turn }
