'use strict';
// What the fuzzer's connections are given to: a server that looks at all of each
// request, and answers in as many ways as a url has. Evaluated by http.c with
// `process` alone; its value is called with the descriptor of a connection.

(() => {
  const http = process.getBuiltinModule('http');
  const net = process.getBuiltinModule('net');

  const ANSWERS = [
    (req, res) => res.end('hello'),
    (req, res) => req.pipe(res),
    (req, res) => {
      res.write('first');
      res.end(Buffer.alloc(20_000));
    },
    (req, res) => setImmediate(() => res.end()),
    (req, res) => {
      res.writeHead(204);
      res.end();
    },
    (req, res) => req.socket.destroy(),
    (req, res) => req.on('data', () => {}).on('end', () => res.end('end')),
    (req, res) => {
      req.socket.on('data', () => {});
      res.end();
    },
  ];

  const server = http.createServer((req, res) => {
    req.on('error', () => {});
    res.on('error', () => {});
    void req.headers;
    void req.headersDistinct;
    req.on('end', () => req.trailers);
    ANSWERS[req.url.charCodeAt(1) % ANSWERS.length || 0](req, res);
  });
  server.on('upgrade', (req, socket) => socket.resume().end(req.url));
  server.on('connect', (req, socket) => socket.destroy());

  let open = 0;
  return (fd) => {
    // Asked without a descriptor: how many connections are left.
    if (fd === undefined) return open;
    open++;
    const socket = new net.Socket({ fd, readable: true, writable: true,
                                    allowHalfOpen: true });
    socket.on('error', () => {});
    socket.on('close', () => open--);
    server.emit('connection', socket);
    return open;
  };
})();
