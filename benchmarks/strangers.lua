-- Strangers for wrk: they ask for one public page after the other and read every answer.
-- The environment has the places (PLACES, separated by spaces) and what no stranger may see (PRIVATE, the same).
local places, private = {}, {}
for place in os.getenv("PLACES"):gmatch("%S+") do places[#places + 1] = place end
for text in os.getenv("PRIVATE"):gmatch("%S+") do private[#private + 1] = text end

local threads = {}
local asked = 0
answers, kept, leaks, wrong, leak = 0, 0, 0, 0, ""

function setup(thread)
  threads[#threads + 1] = thread
end

function request()
  asked = asked + 1
  return wrk.format("GET", places[asked % #places + 1])
end

function response(status, headers, body)
  answers = answers + 1
  if status ~= 200 then wrong = wrong + 1 end
  local how = headers["X-Kept"]
  if how == "HIT" or how == "REVALIDATED" then kept = kept + 1 end
  if headers["Set-Cookie"] then leaks, leak = leaks + 1, "Set-Cookie" end
  for _, text in ipairs(private) do
    if body:find(text, 1, true) then leaks, leak = leaks + 1, text end
  end
end

function done()
  local sum = {answers = 0, kept = 0, leaks = 0, wrong = 0}
  local what = ""
  for _, thread in ipairs(threads) do
    for name in pairs(sum) do sum[name] = sum[name] + thread:get(name) end
    if thread:get("leak") ~= "" then what = thread:get("leak") end
  end
  print(string.format("TOLD %d %d %d %d %s", sum.answers, sum.kept, sum.leaks, sum.wrong, what))
end
