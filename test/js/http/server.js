'use strict';

const assert = require('assert');
const http = require('http');
const net = require('net');
const { test } = require('../harness.js');
const { exchange, fetchBody, withServer } = require('./exchange.js');

const GET = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

test('the request has method, url, version and headers', () =>
  withServer((req, res) => {
    assert.strictEqual(req.method, 'PATCH');
    assert.strictEqual(req.url, '/a?b=c');
    assert.strictEqual(req.httpVersion, '1.1');
    assert.strictEqual(req.headers['x-one'], '1, 2');
    assert.deepStrictEqual(req.headers['set-cookie'], ['a', 'b']);
    assert.strictEqual(req.headers.host, 'h');
    assert.deepStrictEqual(req.headersDistinct['x-one'], ['1', '2']);
    assert.deepStrictEqual(req.rawHeaders.slice(0, 4), ['Host', 'h', 'X-One', '1']);
    res.end();
  }, async (port) => {
    const answer = await exchange(
      port, 'PATCH /a?b=c HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-one: 2  \r\n' +
      'Set-Cookie: a\r\nSet-Cookie: b\r\nConnection: close\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
  }));

test('headers can be read long after the next request has come', () => {
  const requests = [];
  return withServer((req, res) => {
    requests.push(req);
    res.end();
  }, async (port) => {
    await exchange(port, 'GET /1 HTTP/1.1\r\nHost: a\r\nN: 1\r\n\r\n' +
      'GET /2 HTTP/1.1\r\nHost: a\r\nN: 2\r\nConnection: close\r\n\r\n');
    assert.deepStrictEqual(requests.map((r) => r.headers.n), ['1', '2']);
  });
});

test('a string, Latin-1 and a Buffer arrive as they were sent', () =>
  withServer((req, res) => {
    const bodies = {
      '/utf8': ['häß€𝄞'],
      '/latin1-string': ['häß'],
      '/latin1': ['häß', 'latin1'],
      '/hex': ['616263', 'hex'],
      '/buffer': [Buffer.from([0, 255, 128])],
      '/large': ['ä'.repeat(100_000)],
      '/large-buffer': [Buffer.alloc(300_000, 'x')],
    };
    if (req.headers.chunked) res.writeHead(200);
    res.end(...bodies[req.url]);
  }, async (port) => {
    const expected = {
      '/utf8': Buffer.from('häß€𝄞'),
      '/latin1-string': Buffer.from('häß'),
      '/latin1': Buffer.from('häß', 'latin1'),
      '/hex': Buffer.from('abc'),
      '/buffer': Buffer.from([0, 255, 128]),
      '/large': Buffer.from('ä'.repeat(100_000)),
      '/large-buffer': Buffer.alloc(300_000, 'x'),
    };
    for (const path of Object.keys(expected)) {
      for (const headers of [{}, { chunked: '1' }]) {
        const chunks = [];
        await new Promise((resolve) => {
          http.get({ host: '127.0.0.1', port, path, headers }, (res) => {
            res.on('data', (chunk) => chunks.push(chunk));
            res.on('end', resolve);
          });
        });
        assert.ok(Buffer.concat(chunks).equals(expected[path]), path);
      }
    }
  }));

test('writes of one tick come as chunks, in order', () =>
  withServer((req, res) => {
    res.write('one');
    res.write(Buffer.from('two'));
    res.write('');
    res.end('three');
  }, async (port) => {
    const answer = await exchange(port, GET);
    assert.ok(answer.endsWith(
      '\r\n\r\n3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n'), answer);
  }));

test('what the program writes to the socket itself keeps its place', () =>
  withServer((req, res) => {
    res.writeHead(200, { 'Content-Length': 6, 'Connection': 'close' });
    res.write('ab');
    res.socket.write('cd');
    res.end('ef');
  }, async (port) => {
    assert.ok((await exchange(port, GET)).endsWith('\r\n\r\nabcdef'));
  }));

test('pipelined requests are answered in their order', () => {
  const responses = [];
  return withServer((req, res) => {
    responses.push(res);
    if (responses.length < 3) return;
    // Backwards, and one of them in parts.
    responses[2].end('third');
    responses[1].write('sec');
    responses[1].end('ond');
    responses[0].end('first');
  }, async (port) => {
    const answer = await exchange(
      port, 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n' +
      'GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    const order = ['first', 'sec', 'ond', 'third'].map((w) => answer.indexOf(w));
    assert.ok(order.every((at, i) => at > (order[i - 1] ?? 0)), answer);
  });
});

test('finish, end callbacks and close come in this order', () => {
  const events = [];
  return withServer((req, res) => {
    for (const name of ['prefinish', 'finish', 'close']) {
      res.on(name, () => events.push(name));
    }
    res.end('x', () => events.push('callback'));
    events.push('ended');
  }, async (port) => {
    await exchange(port, GET);
    assert.deepStrictEqual(
      events, ['prefinish', 'ended', 'callback', 'finish', 'close']);
  });
});

test('a slow reader makes write() return false, and then drains', () =>
  withServer((req, res) => {
    const chunk = Buffer.alloc(1 << 20);
    let writes = 0;
    const writeMore = () => {
      while (writes++ < 20) {
        if (!res.write(chunk)) {
          res.once('drain', writeMore);
          return;
        }
      }
      res.end();
    };
    writeMore();
  }, (port) => new Promise((resolve) => {
    http.get({ host: '127.0.0.1', port }, (res) => {
      let length = 0;
      res.on('data', (chunk) => { length += chunk.length; });
      res.on('end', () => {
        assert.strictEqual(length, 20 << 20);
        resolve();
      });
    });
  })));

test('a body and its trailers are received', () =>
  withServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (chunk) => { body += chunk; });
    req.on('end', () => {
      assert.strictEqual(body, 'hello world');
      assert.strictEqual(req.complete, true);
      assert.deepStrictEqual(req.rawTrailers, ['X-T', 'v']);
      assert.deepStrictEqual(req.trailers, { 'x-t': 'v' });
      res.end('ok');
    });
  }, async (port) => {
    const message = 'POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n' +
      'X-T: v\r\n\r\n';
    assert.match(await exchange(port, message), /ok/);
    // Byte for byte, too.
    assert.match(await exchange(port, ...message), /ok/);
  }));

test('a request cut anywhere is the same request', () => {
  const seen = [];
  return withServer((req, res) => {
    seen.push(`${req.url} ${req.rawHeaders.join()}`);
    req.resume().on('end', () => res.end());
  }, async (port) => {
    const message = 'PUT /some/where HTTP/1.1\r\nHost: example\r\nEmpty:\r\n' +
      'Content-Length: 3\r\nConnection: close\r\n\r\nabc';
    for (let at = 1; at < message.length; at += 7) {
      await exchange(port, message.slice(0, at), message.slice(at));
    }
    assert.strictEqual(new Set(seen).size, 1);
  });
});

test('addTrailers are sent after the last chunk', () =>
  withServer((req, res) => {
    res.writeHead(200, { Trailer: 'X-Sum' });
    res.write('a');
    res.addTrailers({ 'X-Sum': '1' });
    res.end();
  }, async (port) => {
    assert.ok((await exchange(port, GET)).endsWith('0\r\nX-Sum: 1\r\n\r\n'));
  }));

test('HEAD, 204 and 304 have no body', () =>
  withServer((req, res) => {
    if (req.url !== '/') res.statusCode = Number(req.url.slice(1));
    res.end('body');
  }, async (port) => {
    for (const line of ['HEAD /', 'GET /204', 'GET /304']) {
      const answer = await exchange(
        port, `${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      assert.ok(answer.endsWith('\r\n\r\n'), answer);
      assert.ok(!answer.includes('body'));
    }
  }));

test('HTTP/1.0 is answered without chunks, and closed', () =>
  withServer((req, res) => {
    res.write('a');
    res.end('b');
  }, async (port) => {
    const answer = await exchange(port, 'GET / HTTP/1.0\r\n\r\n');
    assert.match(answer, /Connection: close\r\n\r\nab$/);
  }));

test('an upgrade gets the socket and what was sent already', () =>
  withServer((req, res) => res.end(), (port, server) => {
    server.on('upgrade', (req, socket, head) => {
      assert.strictEqual(head.toString(), 'early');
      socket.write('HTTP/1.1 101 Switching\r\n\r\n');
      socket.on('data', (data) => socket.end(`echo ${data}`));
    });
    return new Promise((resolve) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write(
        'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nearly'));
      let received = '';
      socket.on('data', (data) => {
        received += data;
        if (received.endsWith('\r\n\r\n')) socket.write('late');
      });
      socket.on('end', () => {
        assert.ok(received.endsWith('echo late'), received);
        resolve();
      });
    });
  }));

test('an idle connection is closed after keepAliveTimeout', () =>
  withServer({ keepAliveTimeout: 50, keepAliveTimeoutBuffer: 0 },
             (req, res) => res.end('x'), async (port) => {
               const answer = await exchange(
                 port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
               assert.match(answer, /Connection: keep-alive/);
             }));

test('a request that does not come to its end gets 408', () =>
  withServer({ headersTimeout: 50, connectionsCheckingInterval: 20 },
             () => assert.fail(), async (port) => {
               assert.match(await exchange(port, 'GET / HTTP/1.1\r\n'),
                            /^HTTP\/1\.1 408 Request Timeout\r\n/);
             }));

test('closeIdleConnections leaves those that are being answered', () =>
  withServer((req, res) => {
    setTimeout(() => res.end('late'), 50);
  }, async (port, server) => {
    const answer = fetchBody({ port });
    await new Promise((resolve) => server.once('request', resolve));
    server.closeIdleConnections();
    assert.strictEqual((await answer).body, 'late');
  }));
