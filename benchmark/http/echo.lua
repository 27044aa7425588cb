-- POSTs JSON.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"name":"item","price":12.5,"tags":["a","b","c"],' ..
  '"nested":{"deep":true,"text":"the quick brown fox"}}'
