'use strict';
const assert = require('node:assert');
const net = require('node:net');
const { once } = require('node:events');
const nodemailer = require('nodemailer');
const { test, finally: atEnd } = require('../app.js');

const received = [];

/** A server that knows as much SMTP as is needed to take a message. */
const server = net.createServer((socket) => {
  let message = null;
  let rest = '';
  socket.setEncoding('utf8').write('220 tiny ESMTP\r\n');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop();
    for (const line of lines) message = take(socket, line, message);
  });
  socket.on('error', () => {});
});

function take(socket, line, message) {
  if (message !== null) {
    if (line !== '.') return [...message, line.replace(/^\.\./, '.')];
    received.push(message.join('\n'));
    socket.write('250 taken\r\n');
    return null;
  }
  if (/^RCPT TO:<refused@/.test(line)) socket.write('550 not here\r\n');
  else if (line === 'DATA') { socket.write('354 go on\r\n'); return []; }
  else if (line === 'QUIT') socket.end('221 bye\r\n');
  else if (line.startsWith('EHLO')) socket.write('250-tiny\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n');
  else if (line.startsWith('AUTH PLAIN')) socket.write(auth(line));
  else socket.write('250 ok\r\n');
  return null;
}

function auth(line) {
  const [, user, password] = Buffer.from(line.split(' ')[2], 'base64').toString().split('\0');
  return user === 'me' && password === 'secret' ? '235 welcome\r\n' : '535 no\r\n';
}

let settings;
const send = (mail, more) => nodemailer.createTransport({ ...settings, ...more })
  .sendMail({ from: 'me@example.org', to: 'you@example.org', ...mail });

test('sends text, HTML and attachments', async () => {
  server.listen(0, '127.0.0.1');
  atEnd(() => server.close());
  await once(server, 'listening');
  settings = { host: '127.0.0.1', port: server.address().port, ignoreTLS: true,
               auth: { user: 'me', pass: 'secret' } };
  const info = await send({ subject: 'H\u00e4llo', text: '.dot\ntext', html: '<b>html</b>',
    attachments: [{ filename: 'a.txt', content: 'attached' }] });
  assert.deepStrictEqual(info.accepted, ['you@example.org']);
  const [mail] = received;
  assert.match(mail, /Subject: =\?UTF-8\?Q\?H=C3=A4llo\?=/);
  assert.match(mail, /multipart\/alternative/);
  assert.match(mail, /\n\.dot\ntext/);
  assert.ok(mail.includes(Buffer.from('attached').toString('base64')));
});
test('rejects a refused recipient and a wrong password', async () => {
  await assert.rejects(send({ to: 'refused@example.org', text: 'x' }), { responseCode: 550 });
  await assert.rejects(send({ text: 'x' }, { auth: { user: 'me', pass: 'wrong' } }),
                       { code: 'EAUTH' });
});
test('sends many over few connections', async () => {
  const pool = nodemailer.createTransport({ ...settings, pool: true, maxConnections: 2 });
  await Promise.all(Array.from({ length: 20 }, (_, i) => pool.sendMail({
    from: 'a@example.org', to: 'b@example.org', subject: `n${i}`, text: 'x' })));
  pool.close();
  assert.strictEqual(received.filter((m) => /Subject: n\d+/.test(m)).length, 20);
});
