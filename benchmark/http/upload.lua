-- POSTs a body of so many KiB.
function init(args)
  wrk.method = "POST"
  wrk.body = string.rep("a", 1024 * tonumber(args[1]))
end
