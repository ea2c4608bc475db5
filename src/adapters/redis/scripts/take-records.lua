#!lua flags=allow-oom
-- Puts the pending records of a partition into a batch, once, and reads them.
-- KEYS record, batched, batch number (of this partition)
-- ARGV number
-- Returns {'over'} when a later batch has begun, or {'taken', records}.
key.record, key.batched, key.number = KEYS[1], KEYS[2], KEYS[3]
local number, last = takeNumber(), tonumber(redis.call('GET', key.number) or 0)
if last > number then return { 'over' } end
if last < number then
  redis.call('SET', key.number, text(number))
  redis.call('ZUNIONSTORE', key.batched, 2, key.batched, key.record)
  redis.call('DEL', key.record)
end
return { 'taken', redis.call('ZRANGE', key.batched, 0, -1) }
