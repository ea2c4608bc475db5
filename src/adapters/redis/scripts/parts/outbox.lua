-- What is undelivered of a conversation, with the key that opens it (first column: the readers of a conversation look
-- there); it outlives a purge until it is empty. Items first to last are undelivered; `tries` counts those of the head;
-- since `doubtAt` nobody knows whether the platform took the head; it took `begunParts` messages of the head, whose texts
-- are `begunOf`.
-- Keys: outbox, item, sendable, fetchable, dead; noteOutbox: conversation besides.
local OUTBOX = {
  'key', 'push', 'purged', 'deadAt', 'epoch', 'leaseUntil', 'leaseMs', 'retryAt', 'first', 'last', 'tries',
  'taken', 'doubtAt', 'begunOf', 'begunParts',
}

local function loadOutbox(id)
  local packed = redis.call('HGET', key.outbox, id)
  return packed and unpackRow(OUTBOX, packed)
end

local function newOutbox()
  return {
    epoch = 0, leaseUntil = false, leaseMs = 0, retryAt = false, first = 1, last = 0, tries = 0, taken = false,
    doubtAt = false, begunOf = false, begunParts = false,
  }
end

local function hasItem(row)
  return row.first <= row.last
end

local function removeOutbox(id)
  redis.call('HDEL', key.outbox, id)
  redis.call('ZREM', key.sendable, id)
  redis.call('SREM', key.fetchable, id)
  redis.call('ZREM', key.dead, id)
end

-- Keeps the row, or removes it when nothing is left that needs it.
local function saveOutbox(id, row, now)
  if row.purged and not hasItem(row) then return removeOutbox(id) end
  redis.call('HSET', key.outbox, id, packRow(OUTBOX, row))
  redis.call('ZADD', key.dead, row.deadAt, id)
  if row.push and hasItem(row) then
    redis.call('ZADD', key.sendable, row.leaseUntil or row.retryAt or now, id)
  else
    redis.call('ZREM', key.sendable, id)
  end
  if hasItem(row) and not row.push then
    redis.call('SADD', key.fetchable, id)
  else
    redis.call('SREM', key.fetchable, id)
  end
end

-- { name, body, at } of the oldest undelivered item; nil when there is none.
local function headItem(id, row)
  local packed = hasItem(row) and redis.call('HGET', key.item, id .. ' ' .. text(row.first))
  return packed and cmsgpack.unpack(packed) or nil
end

local function removeHead(id, row)
  redis.call('HDEL', key.item, id .. ' ' .. text(row.first))
  row.first, row.tries, row.doubtAt, row.begunOf, row.begunParts = row.first + 1, 0, false, false, false
end

local function sameTexts(row, of)
  return not row.begunOf or row.begunOf == of
end

-- Whether it tells of more messages of the same texts than is known.
local function goesOn(row, of, parts)
  return sameTexts(row, of) and parts > (row.begunParts or 0)
end

local function begin(row, of, parts)
  row.begunOf, row.begunParts, row.doubtAt = of, parts, false
end

local function clearItems(id, row)
  while hasItem(row) do removeHead(id, row) end
end

-- Gives the holder its head under a renewed lease and saves the row; frees it when it is empty.
-- What the platform told us it took is skipped.
local function handOut(id, row, now)
  local item = headItem(id, row)
  if item and item[1] == row.taken then
    removeHead(id, row)
    item = headItem(id, row)
  end
  local tries = row.tries
  row.retryAt, row.leaseUntil = false, item and now + row.leaseMs or false
  if item then row.tries = tries + 1 end
  saveOutbox(id, row, now)
  if not item then return false end
  return {
    id, text(row.epoch), item[1], item[2], text(item[3]), text(tries), row.key, text(row.doubtAt), row.begunOf,
    text(row.begunParts),
  }
end

-- Leases the head to a sender and saves the row; false when it is empty, taken, not due yet, or fetched by its channel.
local function leaseOutbox(id, row, leaseMs, now)
  local free = not row.leaseUntil or row.leaseUntil <= now
  if not row.push or not free or (row.retryAt or now) > now or not hasItem(row) then
    saveOutbox(id, row, now)
    return false
  end
  -- Whoever held it never said what became of it.
  if row.leaseUntil then row.doubtAt = now end
  row.epoch, row.leaseMs = row.epoch + 1, leaseMs
  return handOut(id, row, now)
end

-- 0 is the version of what is purged.
local function noteOutbox(id)
  local packed = redis.call('HGET', key.conversation, id)
  publish(id, packed and cmsgpack.unpack(packed)[1] or 0, 'outbox')
end
