'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { Client, Pool } = require('pg');
const { test, executable, execute, folder, service } = require('../app.js');

const initdb = executable('initdb', 'postgresql');
const data = folder('pg');

/** PostgreSQL refuses to run as root. */
function user() {
  if (process.getuid() !== 0) return {};
  const [, uid, gid] = /^(?:postgres|nobody):x:(\d+):(\d+):/m
    .exec(fs.readFileSync('/etc/passwd', 'utf8')) ?? [];
  fs.chownSync(data, Number(uid), Number(gid));
  return { uid: Number(uid), gid: Number(gid) };
}

const as = { ...user(), cwd: data };
const settings = { host: data, user: 'tester', database: 'postgres', password: 'secret' };

test('starts a server of its own', async () => {
  fs.writeFileSync(`${data}/password`, 'secret\n');
  const made = await execute(initdb, ['-D', `${data}/data`, '-U', 'tester', '--no-sync',
    '-A', 'scram-sha-256', '--pwfile', `${data}/password`, '-E', 'UTF8', '--locale=C'], as);
  assert.strictEqual(made.status, 0, made.stderr);
  await service(executable('postgres', 'postgresql'), ['-D', `${data}/data`, '-k', data,
    '-c', 'listen_addresses=', '-c', 'fsync=off'], /ready to accept connections/, as);
});
test('asks with parameters and reads types', async () => {
  const client = new Client(settings);
  await client.connect();
  const { rows: [row] } = await client.query(
    'select $1::text as t, $2::int as i, $3::jsonb as j, now() as d, $4::bytea as b, null as n',
    ['h\u00e4', 7, { a: [1] }, Buffer.from([1, 2])]);
  assert.deepStrictEqual([row.t, row.i, row.j, [...row.b], row.n],
                         ['h\u00e4', 7, { a: [1] }, [1, 2], null]);
  assert.ok(row.d instanceof Date);
  await client.end();
});
test('pools, and rolls back', async () => {
  const pool = new Pool({ ...settings, max: 4 });
  await pool.query('create table items (id serial primary key, name text)');
  await Promise.all(Array.from({ length: 50 }, (_, i) =>
    pool.query('insert into items (name) values ($1)', [`n${i}`])));
  const client = await pool.connect();
  await client.query('begin');
  await client.query('delete from items');
  await client.query('rollback');
  client.release();
  assert.strictEqual((await pool.query('select count(*)::int as n from items')).rows[0].n, 50);
  await pool.end();
});
test('rejects with the code of the server', async () => {
  const pool = new Pool(settings);
  await assert.rejects(pool.query('select * from none'), { code: '42P01' });
  await pool.end();
  await assert.rejects(new Client({ ...settings, password: 'wrong' }).connect(),
                       { code: '28P01' });
});
test('hears notifications', async () => {
  const [a, b] = [new Client(settings), new Client(settings)];
  await Promise.all([a.connect(), b.connect()]);
  await a.query('listen news');
  const heard = new Promise((resolve) => a.on('notification', resolve));
  await b.query("notify news, 'hi'");
  assert.strictEqual((await heard).payload, 'hi');
  await Promise.all([a.end(), b.end()]);
});
