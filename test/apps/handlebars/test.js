'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const Handlebars = require('handlebars');
const { test, command, execute } = require('../app.js');

test('renders blocks, helpers, partials and escapes', () => {
  Handlebars.registerHelper('loud', (text) => text.toUpperCase());
  Handlebars.registerPartial('item', '<li>{{loud this}}</li>');
  const template = Handlebars.compile(
    '{{#if title}}<h1>{{title}}</h1>{{/if}}<ul>{{#each items}}{{> item}}{{else}}none{{/each}}</ul>');
  assert.strictEqual(template({ title: 'A & B', items: ['x', 'y'] }),
                     '<h1>A &amp; B</h1><ul><li>X</li><li>Y</li></ul>');
  assert.strictEqual(template({}), '<ul>none</ul>');
});
test('can be told to require templates', () => {
  fs.writeFileSync('page.hbs', 'hello {{name}}');
  assert.strictEqual(require('./page.hbs')({ name: 'you' }), 'hello you');
});
test('compiles ahead by its command', async () => {
  const { status, stdout, stderr } = await command('handlebars', ['page.hbs', '-e', 'hbs', '-c', 'handlebars']);
  assert.strictEqual(status, 0, stderr);
  fs.writeFileSync('ahead.js', `${stdout}\nconsole.log(require('handlebars').templates.page({name: 'you'}))`);
  assert.strictEqual((await execute(process.execPath, ['ahead.js'])).stdout, 'hello you\n');
});
test('names what is wrong', () => {
  assert.throws(() => Handlebars.compile('{{#if}}')({}), /Parse error on line 1/);
});
