-- Requests with so many headers.
function init(args)
  for i = 1, tonumber(args[1]) do
    wrk.headers["X-Header-" .. i] = "the value of " .. i
  end
end
