#!lua flags=allow-oom
-- Ends a batch of which nothing is left, so that the next one may begin.
-- KEYS batch (a hash: name, number)
-- ARGV number
-- Returns 'ended' or 'over'.
key.batch = KEYS[1]
if redis.call('HGET', key.batch, 'number') ~= take() then return 'over' end
redis.call('HDEL', key.batch, 'name')
return 'ended'
