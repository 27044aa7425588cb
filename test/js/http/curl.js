'use strict';
// curl as the client, in the ways it is used. Without curl the tests are skipped,
// and say so.

const assert = require('assert');
const { execFile, spawnSync } = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');
const os = require('os');
const path = require('path');
const { test } = require('../harness.js');
const { withServer } = require('./exchange.js');

const isMissing = spawnSync('curl', ['--version']).error !== undefined;

/** Runs curl; gives its standard output. `input` is its standard input. */
function curl(args, input) {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'latin1', maxBuffer: 64 << 20 };
    const child = execFile('curl', ['-sS', '--max-time', '30', ...args], options,
                           (error, stdout) => (error ? reject(error) : resolve(stdout)));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

const at = (port, rest = '/') => `http://127.0.0.1:${port}${rest}`;

function echo(req, res) {
  req.pipe(res);
}

function tests() {
  test('several urls go over one connection', () => {
    const ports = new Set();
    return withServer((req, res) => {
      ports.add(req.socket.remotePort);
      res.end(req.url);
    }, async (port) => {
      assert.strictEqual(await curl([at(port, '/[1-9]')]), '/1/2/3/4/5/6/7/8/9');
      assert.strictEqual(ports.size, 1);
    });
  });

  test('many urls at once', () =>
    withServer((req, res) => setImmediate(() => res.end('x')), async (port) => {
      const answer = await curl(['-Z', '--no-progress-meter', at(port, '/[1-200]')]);
      assert.strictEqual(answer, 'x'.repeat(200));
    }));

  test('HEAD', () =>
    withServer((req, res) => {
      res.setHeader('Content-Length', 4);
      res.end('body');
    }, async (port) => {
      const head = await curl(['-I', at(port)]);
      assert.match(head, /^HTTP\/1.1 200 OK\r\n/);
      assert.match(head, /\r\nContent-Length: 4\r\n/);
    }));

  test('HTTP/1.0', () =>
    withServer((req, res) => {
      res.write('no ');
      res.end(`length, ${req.httpVersion}`);
    }, async (port) => {
      const answer = await curl(['-0', '-i', at(port)]);
      assert.match(answer, /\r\n\r\nno length, 1\.0$/);
      assert.doesNotMatch(answer, /chunked/i);
    }));

  test('a body after 100 Continue', () => {
    let asked = 0;
    return withServer(echo, async (port, server) => {
      server.on('checkContinue', (req, res) => {
        asked++;
        res.writeContinue();
        server.emit('request', req, res);
      });
      const body = 'x'.repeat(2_000_000);
      const answer = await curl(
        ['-H', 'Expect: 100-continue', '--data-binary', '@-', at(port)], body);
      assert.strictEqual(answer, body);
      assert.strictEqual(asked, 1);
    });
  });

  test('a body that the server refuses unseen', () =>
    withServer(echo, async (port, server) => {
      server.on('checkContinue', (req, res) => {
        res.writeHead(413, { Connection: 'close' });
        res.end('no');
      });
      const answer = await curl(
        ['-H', 'Expect: 100-continue', '--data-binary', '@-', at(port)],
        'x'.repeat(2_000_000));
      assert.strictEqual(answer, 'no');
    }));

  test('a chunked upload', () =>
    withServer((req, res) => {
      assert.strictEqual(req.headers['transfer-encoding'], 'chunked');
      req.pipe(res);
    }, async (port) => {
      const body = 'line\n'.repeat(100_000);
      assert.strictEqual(await curl(['-T', '-', at(port)], body), body);
    }));

  test('a form with a file', () =>
    withServer(echo, async (port) => {
      const answer = await curl(['-F', 'name=value', '-F', `file=@${__filename}`,
                                 at(port)]);
      assert.match(answer, /filename="curl\.js"/);
      assert.match(answer, /curl as the client/);
    }));

  test('interim responses are passed over', () =>
    withServer((req, res) => {
      res.writeEarlyHints({ link: '</style.css>; rel=preload' });
      res.writeProcessing();
      res.end('final');
    }, async (port) => {
      const answer = await curl(['-i', at(port)]);
      assert.match(answer, /^HTTP\/1\.1 103 Early Hints\r\n/);
      assert.match(answer, /\r\n\r\nfinal$/);
    }));

  test('trailers', () =>
    withServer((req, res) => {
      res.writeHead(200, { Trailer: 'X-Sum' });
      res.write('body');
      res.addTrailers({ 'X-Sum': '42' });
      res.end();
    }, async (port) => {
      assert.match(await curl(['--raw', at(port)]), /\r\n0\r\nX-Sum: 42\r\n\r\n$/);
      assert.strictEqual(await curl([at(port)]), 'body');
    }));

  test('a Unix domain socket', async () => {
    const file = path.join(os.tmpdir(), `curl-${process.pid}.sock`);
    const server = http.createServer((req, res) => res.end(req.headers.host));
    await new Promise((resolve) => server.listen(file, resolve));
    const answer = await curl(['--unix-socket', file, 'http://there/']);
    assert.strictEqual(answer, 'there');
    await new Promise((resolve) => server.close(resolve));
    assert.ok(!fs.existsSync(file));
  });

  test('a proxy of ours', () =>
    withServer((req, res) => res.end(`for ${req.url}`), async (port) => {
      const answer = await curl(['-x', at(port, ''), 'http://example.test/path']);
      assert.strictEqual(answer, 'for http://example.test/path');
    }));

  test('a tunnel of ours', () =>
    withServer((req, res) => res.end('through'), (port, server) => {
      server.on('connect', (req, socket, head) => {
        const there = net.connect(port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          there.write(head);
          there.pipe(socket).pipe(there);
        });
        there.on('error', () => socket.destroy());
        socket.on('error', () => there.destroy());
      });
      return curl(['-p', '-x', at(port, ''), 'http://example.test/'])
        .then((answer) => assert.strictEqual(answer, 'through'));
    }));

  test('a download that is given up', () => {
    const { promise, resolve } = Promise.withResolvers();
    return withServer((req, res) => {
      const write = () => { while (!res.destroyed && res.write(Buffer.alloc(65_536))); };
      res.on('drain', write).on('close', resolve);
      write();
    }, async (port) => {
      await assert.rejects(curl(['-o', '/dev/null', '--max-filesize', '1000',
                                 '--max-time', '0.3', at(port)]));
      await promise;
    });
  });
}

if (isMissing) console.log('SKIPPED: no curl: nothing was tested');
else tests();
