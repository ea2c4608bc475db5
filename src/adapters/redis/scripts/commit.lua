#!lua flags=allow-oom
-- Everything that a turn changes, in one step; nothing of it when the turn is no longer the right one.
-- KEYS conversation, state, input, line, ready, outbox, item, sendable, fetchable, waiting, held, dead, live, record
-- ARGV clock, id, epoch, version, 'input' or 'due', the seq or due time that it removes, state, key, owner kind,
--      owner id, language, band, skill, waiting, due, dead at, clear outbox, push, forget all lines, keep lines, live,
--      successor, record, purge, send ms, lease ms, then three counted lists: refs to forget; item ids and bodies; line refs and bodies
-- Returns {'stale'} or {'ok', version, outgoing, turn}.
key.conversation, key.state, key.input, key.line, key.ready = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
key.outbox, key.item, key.sendable, key.fetchable = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
key.waiting, key.held, key.dead, key.live, key.record = KEYS[10], KEYS[11], KEYS[12], KEYS[13], KEYS[14]
local now, id = takeClock(), take()
local turn = {
  epoch = takeNumber(), version = takeNumber(), removes = take(), removed = takeNumber(),
  state = take(), key = take(), ownerKind = take(), ownerId = takeText(),
  language = takeText(), band = takeText(), skill = takeText(), waiting = takeNumber(), due = takeNumber(),
  deadAt = takeNumber(), clearOutbox = takeFlag(), push = takeFlag(), forgetAll = takeFlag(), keepLines = takeNumber(),
  live = takeFlag(), successor = take(), record = takeText(), purge = takeFlag(), sendMs = takeNumber(), leaseMs = takeNumber(),
}
turn.forget = takeMany(take)
turn.items = takeMany(function() return { take(), take() } end)
turn.lines = takeMany(function() return { takeText(), take() } end)

local function isHead(row)
  if turn.removes == 'due' then return row.due == turn.removed end
  return hasInput(row) and row.doneSeq + 1 == turn.removed
end

local function sameOwner(row)
  return row.ownerKind == turn.ownerKind and row.ownerId == turn.ownerId
end

local function change(row)
  if turn.ownerKind ~= 'counsellor' then
    row.heldSince = false
  elseif not sameOwner(row) then
    row.heldSince = now
  end
  for _, column in ipairs({ 'ownerKind', 'ownerId', 'language', 'band', 'skill', 'waiting', 'due' }) do
    row[column] = turn[column]
  end
  row.version, row.leaseUntil, row.head, row.attempts = row.version + 1, false, false, 0
  if turn.removes == 'input' then
    row.doneSeq = turn.removed
    redis.call('HDEL', key.input, id .. ' ' .. text(turn.removed))
  end
end

local function forgetLines(row)
  local refs = {}
  for _, ref in ipairs(turn.forget) do refs[ref] = true end
  for seq = row.firstLine, row.lastLine do
    local packed = redis.call('HGET', key.line, id .. ' ' .. text(seq))
    if packed and refs[cmsgpack.unpack(packed)[1]] then
      redis.call('HDEL', key.line, id .. ' ' .. text(seq))
      row.lines = row.lines - 1
    end
  end
end

-- Forgets, then appends, then trims.
local function saveLines(row)
  if turn.forgetAll then clearLines(id, row) elseif #turn.forget > 0 then forgetLines(row) end
  for _, line in ipairs(turn.lines) do
    row.lastLine, row.lines = row.lastLine + 1, row.lines + 1
    redis.call('HSET', key.line, id .. ' ' .. text(row.lastLine), cmsgpack.pack(line))
  end
  while row.lines > math.max(0, turn.keepLines) do
    row.lines = row.lines - redis.call('HDEL', key.line, id .. ' ' .. text(row.firstLine))
    row.firstLine = row.firstLine + 1
  end
end

-- Whoever was sending what is cleared holds it no more.
local function saveItems()
  local box = loadOutbox(id) or newOutbox()
  if turn.clearOutbox then
    clearItems(id, box)
    box.epoch, box.leaseUntil, box.retryAt = box.epoch + 1, false, false
  end
  for _, item in ipairs(turn.items) do
    box.last = box.last + 1
    redis.call('HSET', key.item, id .. ' ' .. text(box.last), cmsgpack.pack({ item[1], item[2], now }))
  end
  box.key, box.push, box.deadAt, box.purged = turn.key, turn.push, turn.deadAt, turn.purge
  if turn.sendMs then return leaseOutbox(id, box, turn.sendMs, now) end
  saveOutbox(id, box, now)
  return false
end

-- Ends the live conversation of an address. Inputs of the child that still wait found its successor; what staff did stays.
local function handOn(row)
  if not row.address or redis.call('HGET', key.live, row.address) ~= id then return end
  release(id, row)
  local heir, staying = newConversation(row.address), {}
  for seq = row.doneSeq + 1, row.lastSeq do
    local field = id .. ' ' .. text(seq)
    local input = redis.call('HGET', key.input, field)
    redis.call('HDEL', key.input, field)
    if isOfChild(input) then
      heir.lastSeq = heir.lastSeq + 1
      redis.call('HSET', key.input, turn.successor .. ' ' .. text(heir.lastSeq), input)
    else
      staying[#staying + 1] = input
    end
  end
  for at, input in ipairs(staying) do redis.call('HSET', key.input, id .. ' ' .. text(row.doneSeq + at), input) end
  row.lastSeq = row.doneSeq + #staying
  if heir.lastSeq == 0 then return end
  redis.call('HSET', key.live, row.address, turn.successor)
  saveConversation(turn.successor, heir, now)
end

-- Goes on with the next input under the same lease, or leaves the conversation free.
local function leaveOrGoOn(row)
  if not turn.live then handOn(row) end
  if turn.purge then
    wipe(id, row)
    return false
  end
  redis.call('HSET', key.state, id, turn.state)
  place(id, row)
  if turn.leaseMs and hasInput(row) then return leaseTurn(id, row, row.epoch, turn.leaseMs, now) end
  saveConversation(id, row, now)
  return false
end

local row = loadConversation(id)
if not row or row.epoch ~= turn.epoch then return { 'stale' } end
if row.version ~= turn.version or not isHead(row) then
  row.leaseUntil = false -- its holder has to lease again, so nobody should have to wait for the end of the lease
  saveConversation(id, row, now)
  return { 'stale' }
end

local what = 'turn'
if not sameOwner(row) then what = what .. ',owner' end
if turn.clearOutbox or #turn.items > 0 then what = what .. ',outbox' end
change(row)
saveLines(row)
if turn.record then redis.call('ZADD', key.record, 0, turn.record) end
local outgoing = saveItems()
local following = leaveOrGoOn(row)
publish(id, row.version, what)
return { 'ok', text(row.version), outgoing, following }
