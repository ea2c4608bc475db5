-- Begins every script. Arguments are taken in the order in which the script names them; '' stands for null.
-- Numbers go out as text, because a reply cannot carry a fraction.

-- The declared keys of the script, by name. No script touches a key that is not in KEYS.
local key = {}
local taken = 0

local function take()
  taken = taken + 1
  return ARGV[taken]
end

local function takeText()
  local value = take()
  if value == '' then return false end
  return value
end

local function takeNumber()
  return tonumber(take()) or false
end

local function takeFlag()
  return take() == '1'
end

-- An array that is preceded by its length.
local function takeMany(one)
  local many = {}
  for at = 1, tonumber(take()) do many[at] = one() end
  return many
end

-- Exact for every double; false stays false, which the client reads as null.
local function text(number)
  return number and string.format('%.17g', number)
end

-- Milliseconds since the epoch, by this server's clock; a test may give its own.
local function takeClock()
  local given = takeNumber()
  if given then return given end
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A row is packed by position, so that an idle conversation stays small. Add columns at the end only.
local function unpackRow(columns, packed)
  local row, values = {}, cmsgpack.unpack(packed)
  for at, column in ipairs(columns) do
    row[column] = values[at]
    if row[column] == nil then row[column] = false end
  end
  return row
end

local function packRow(columns, row)
  local values = {}
  for at, column in ipairs(columns) do values[at] = row[column] end
  return cmsgpack.pack(values)
end

-- Tells every process what changed; `what` is one or more of turn, owner, outbox, joined by commas.
local function publish(id, version, what)
  redis.call('PUBLISH', 'tvear:changes', id .. ' ' .. text(version) .. ' ' .. what)
end
