#!lua flags=allow-oom
-- Names the batch of records that is being taken, or answers the one that a dead job left.
-- KEYS batch (a hash: name, number)
-- ARGV name
-- Returns { name, number }. The number rises with each batch: a slow process cannot take from a later one.
key.batch = KEYS[1]
local name = take()
local named = redis.call('HGET', key.batch, 'name')
if named then return { named, redis.call('HGET', key.batch, 'number') } end
redis.call('HSET', key.batch, 'name', name)
return { name, text(redis.call('HINCRBY', key.batch, 'number', 1)) }
