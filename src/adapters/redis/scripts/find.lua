#!lua flags=no-writes
-- Reads the live conversation of an address.
-- KEYS alias, live, conversation, state, outbox
-- ARGV address, the alias of it that the caller knows of
-- Returns {'elsewhere'} (the address leads to another one) or {'here', stored}.
key.alias, key.live, key.conversation, key.state, key.outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local address, alias = take(), takeText()
if redis.call('HGET', key.alias, address) ~= alias then return { 'elsewhere' } end
local id = redis.call('HGET', key.live, address)
return { 'here', id and storedOf(id, loadConversation(id)) }
