-- The clear half of a conversation with its lease and its counters.
-- Inputs doneSeq + 1 to lastSeq wait; `lines` counts those kept of firstLine to lastLine; `address` leads back to `live`.
-- Keys: conversation, state, input, ready, outbox; place: waiting, held; wipe: line, live besides.
local CONVERSATION = {
  'version', 'ownerKind', 'ownerId', 'heldSince', 'language', 'band', 'skill', 'waiting', 'due', 'epoch', 'leaseUntil',
  'head', 'attempts', 'lastSeq', 'doneSeq', 'firstLine', 'lastLine', 'lines', 'address',
}

local function loadConversation(id)
  local packed = redis.call('HGET', key.conversation, id)
  return packed and unpackRow(CONVERSATION, packed)
end

local function newConversation(address)
  local row = { version = 0, epoch = 0, attempts = 0, lastSeq = 0, doneSeq = 0, firstLine = 1, lastLine = 0, lines = 0 }
  for _, column in ipairs(CONVERSATION) do row[column] = row[column] or false end
  row.address = address
  return row
end

local function hasInput(row)
  return row.lastSeq > row.doneSeq
end

local function isFree(row, now)
  return not row.leaseUntil or row.leaseUntil <= now
end

-- From when a sweep may lease it; false when there is nothing to do.
local function readyAt(row, now)
  if hasInput(row) then return row.leaseUntil or now end
  return row.due and math.max(row.due, row.leaseUntil or row.due)
end

local function saveConversation(id, row, now)
  redis.call('HSET', key.conversation, id, packRow(CONVERSATION, row))
  local ready = readyAt(row, now)
  if ready then redis.call('ZADD', key.ready, ready, id) else redis.call('ZREM', key.ready, id) end
end

-- Puts it on the lists that its owner stands for, or takes it off them.
local function place(id, row)
  if row.waiting then
    redis.call('ZADD', key.waiting, row.waiting, id)
  else
    redis.call('ZREM', key.waiting, id)
  end
  if row.ownerKind == 'counsellor' then
    redis.call('HSET', key.held, id, row.ownerId)
  else
    redis.call('HDEL', key.held, id)
  end
end

-- As the app sees it; false for one that has had no turn.
local function storedOf(id, row)
  local state = row and redis.call('HGET', key.state, id)
  local outbox = state and redis.call('HGET', key.outbox, id)
  if not outbox then return false end
  return {
    id, text(row.version), row.ownerKind, row.ownerId, row.language, row.band, row.skill, state,
    cmsgpack.unpack(outbox)[1], text(row.waiting),
  }
end

-- The oldest input, or else the timer that is due; nil when there is neither.
local function headOf(row, now)
  if hasInput(row) then
    local seq = row.doneSeq + 1
    return { name = 'input ' .. text(seq), seq = seq, due = false }
  end
  if not row.due or row.due > now then return nil end
  return { name = 'due ' .. text(row.due), seq = false, due = row.due }
end

-- What came by the child's address, so that another conversation of the address may take it over, wears a mark.
local CHILD = '@'

local function isOfChild(input)
  return string.sub(input, 1, 1) == CHILD
end

-- Saves the row and, when there is something to do, leases it. The caller has checked that it is free, or holds it.
local function leaseTurn(id, row, epoch, leaseMs, now)
  local head = headOf(row, now)
  if not head then
    saveConversation(id, row, now)
    return false
  end
  local attempts = row.head == head.name and row.attempts or 0
  row.epoch, row.leaseUntil, row.head, row.attempts = epoch, now + leaseMs, head.name, attempts + 1
  saveConversation(id, row, now)
  local body = head.seq and redis.call('HGET', key.input, id .. ' ' .. text(head.seq))
  if body and isOfChild(body) then body = string.sub(body, 2) end
  return { id, text(epoch), storedOf(id, row), text(head.seq), body, text(head.due), text(attempts) }
end

-- Appends an input and saves the row; leases it too when that is asked for and nobody holds it.
local function appendInput(id, row, input, leaseMs, now)
  row.lastSeq = row.lastSeq + 1
  redis.call('HSET', key.input, id .. ' ' .. text(row.lastSeq), input)
  if leaseMs and isFree(row, now) then return leaseTurn(id, row, row.epoch + 1, leaseMs, now) end
  saveConversation(id, row, now)
  return false
end

local function clearLines(id, row)
  for seq = row.firstLine, row.lastLine do redis.call('HDEL', key.line, id .. ' ' .. text(seq)) end
  row.firstLine, row.lines = row.lastLine + 1, 0
end

-- The next message of its child begins a new conversation.
local function release(id, row)
  if row.address and redis.call('HGET', key.live, row.address) == id then
    redis.call('HDEL', key.live, row.address)
  end
end

-- Removes all of it but its outbox and what it took in, which stays known until its own time.
local function wipe(id, row)
  release(id, row)
  clearLines(id, row)
  for seq = row.doneSeq + 1, row.lastSeq do redis.call('HDEL', key.input, id .. ' ' .. text(seq)) end
  redis.call('HDEL', key.state, id)
  redis.call('HDEL', key.conversation, id)
  redis.call('ZREM', key.ready, id)
  redis.call('ZREM', key.waiting, id)
  redis.call('HDEL', key.held, id)
end
