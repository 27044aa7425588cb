-- Requests at a pace that leaves the server time: each connection waits so many
-- milliseconds on average. With 64 of them and 2 ms that is about half of what
-- Node.js can serve, and shows how long a request takes when there is no queue.
local mean = 2

function init(arguments)
  mean = tonumber(arguments[1]) or mean
end

function delay()
  return math.random(0, 2 * mean)
end
