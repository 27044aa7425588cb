'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { DatabaseSync } = require('node:sqlite');
const { Kysely } = require('kysely');
const { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } = require('kysely');
const { test, folder } = require('../app.js');

/** Kysely's way to talk to node:sqlite. */
class Driver {
  constructor(file) { this.database = new DatabaseSync(file); }
  async init() {}
  async acquireConnection() { return this; }
  async releaseConnection() {}
  async beginTransaction() { this.database.exec('begin'); }
  async commitTransaction() { this.database.exec('commit'); }
  async rollbackTransaction() { this.database.exec('rollback'); }
  async destroy() { this.database.close(); }
  async executeQuery({ sql, parameters }) {
    const statement = this.database.prepare(sql);
    if (/^(select|pragma|with)/i.test(sql) || / returning /i.test(sql)) {
      return { rows: statement.all(...parameters) };
    }
    const { changes, lastInsertRowid } = statement.run(...parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }
}

const file = path.join(folder('sqlite'), 'db');
const db = new Kysely({ dialect: {
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new Driver(file),
  createIntrospector: (k) => new SqliteIntrospector(k),
  createQueryCompiler: () => new SqliteQueryCompiler(),
} });

test('creates tables and inserts', async () => {
  await db.schema.createTable('person').addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('name', 'text').addColumn('photo', 'blob').execute();
  await db.insertInto('person').values([{ name: 'Ada', photo: Buffer.from([1]) },
                                        { name: 'Grace', photo: null }]).execute();
});
test('selects', async () => {
  const rows = await db.selectFrom('person').select(['name', 'photo'])
    .where('name', 'like', 'A%').execute();
  assert.strictEqual(rows[0].name, 'Ada');
  assert.deepStrictEqual([...rows[0].photo], [1]);
});
test('rolls back', async () => {
  await assert.rejects(db.transaction().execute(async (t) => {
    await t.deleteFrom('person').execute();
    throw new Error('no');
  }), /no/);
  const { n } = await db.selectFrom('person').select((e) => e.fn.countAll().as('n'))
    .executeTakeFirst();
  assert.strictEqual(Number(n), 2);
});
test('rejects with what SQLite says', async () => {
  await assert.rejects(db.selectFrom('none').selectAll().execute(), /no such table: none/);
  await db.destroy();
});
