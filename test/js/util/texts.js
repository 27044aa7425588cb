'use strict';
const assert = require('assert');
const {
  diff, MIMEType, parseArgs, parseEnv, stripVTControlCharacters, styleText,
  toUSVString,
} = require('util');
const { test } = require('../harness');

test('parseArgs: long, short, grouped, inline and repeated options', () => {
  const { values, positionals } = parseArgs({
    args: ['-vf', 'x', '--name=a', '--name', 'b', '--no-color', 'rest', '--', '-y'],
    options: {
      verbose: { type: 'boolean', short: 'v' },
      file: { type: 'string', short: 'f' },
      name: { type: 'string', multiple: true },
      color: { type: 'boolean' },
      level: { type: 'string', default: '1' },
    },
    allowPositionals: true,
    allowNegative: true,
  });
  assert.deepStrictEqual({ ...values }, {
    verbose: true, file: 'x', name: ['a', 'b'], color: false, level: '1',
  });
  assert.deepStrictEqual(positionals, ['rest', '-y']);
});

test('parseArgs: what is unknown is an error', () => {
  assert.throws(() => parseArgs({ args: ['--x'] }),
                { code: 'ERR_PARSE_ARGS_UNKNOWN_OPTION' });
  assert.throws(() => parseArgs({ args: ['x'] }),
                { code: 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL' });
});

test('parseEnv: quotes, comments, export, several lines', () => {
  assert.deepStrictEqual(
    parseEnv('# c\nA=1 # c\nexport B="x\\ny"\nC=\'a\nb\'\nD=\nE = e\n'),
    { A: '1', B: 'x\ny', C: 'a\nb', D: '', E: 'e' });
});

test('styleText nests', () => {
  const options = { validateStream: false };
  const inner = styleText('blue', 'b', options);
  assert.strictEqual(styleText('red', `a${inner}c`, options),
                     '\u001b[31ma\u001b[34mb\u001b[31mc\u001b[39m');
  assert.throws(() => styleText('nocolor', 'x'),
                { code: 'ERR_INVALID_ARG_VALUE' });
});

test('stripVTControlCharacters', () => {
  assert.strictEqual(
    stripVTControlCharacters('\u001b[1mbold\u001b[22m \u001b]8;;http://x\u0007l'),
    'bold l');
});

test('MIMEType', () => {
  const mime = new MIMEType('Text/HTML; Charset="utf-8"; x=a b');
  assert.strictEqual(mime.essence, 'text/html');
  assert.strictEqual(mime.params.get('charset'), 'utf-8');
  assert.strictEqual(`${mime}`, 'text/html;charset=utf-8;x="a b"');
  assert.throws(() => new MIMEType('nothing'),
                { code: 'ERR_INVALID_MIME_SYNTAX' });
  assert.strictEqual(MIMEType.parse('nothing'), null);
});

test('diff', () => {
  assert.deepStrictEqual(diff(['1', '2'], ['1', '3']),
                         [[0, '1'], [1, '2'], [-1, '3']]);
  assert.deepStrictEqual(diff('a', 'a'), []);
});

test('toUSVString', () => {
  assert.strictEqual(toUSVString('a\ud800'), 'a\ufffd');
});
