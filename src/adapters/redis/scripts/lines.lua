#!lua flags=no-writes
-- Reads a transcript, oldest line first.
-- KEYS conversation, line
-- ARGV id
-- Returns { seq, ref, body } for each line.
key.conversation, key.line = KEYS[1], KEYS[2]
local id, found = take(), {}
local row = loadConversation(id)
if not row then return found end
for seq = row.firstLine, row.lastLine do
  local packed = redis.call('HGET', key.line, id .. ' ' .. text(seq))
  local line = packed and cmsgpack.unpack(packed)
  if line then found[#found + 1] = { text(seq), line[1], line[2] } end
end
return found
