const http = require('http');
const server = http.createServer((req, res) => {
  res.writeHead(200, {'Content-Type': 'text/plain'});
  res.end('Hello, Node.js!');
});
server.listen(process.env.PORT || 3000, () => console.log(`Server running at http://localhost:${server.address().port}/`));
