#!lua flags=allow-oom
-- Drops the records of a batch in a partition.
-- KEYS batched, batch number (of this partition)
-- ARGV number
-- Returns 'dropped' or 'over'.
key.batched, key.number = KEYS[1], KEYS[2]
if tonumber(redis.call('GET', key.number) or 0) > takeNumber() then return 'over' end
redis.call('DEL', key.batched)
return 'dropped'
