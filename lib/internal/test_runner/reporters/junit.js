'use strict';
// The XML that continuous integration servers read.

const { inspectWithNoCustomRetry } = require('internal/errors');
const { asGenerator } = require('internal/test_runner/reporters/shared');
const { hostname } = require('os');

function escapeAttribute(text) {
  return escapeContent(`${text}`).replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}

function escapeContent(text) {
  return text.replace(/(&)(?!#\d{1,7};)/g, '&amp;').replace(/</g, '&lt;');
}

function escapeComment(text) {
  return text.replace(/--/g, '&#45;&#45;');
}

function attributesText(attributes) {
  let text = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${name}="${escapeAttribute(value)}"`;
  }
  return text;
}

/** One element, or text, or a comment, with what is in it. */
function write(node, depth) {
  const space = '\t'.repeat(depth);
  if (typeof node === 'string') return `${escapeContent(node)}\n`;
  if (node.comment !== undefined) {
    return `${space}<!-- ${escapeComment(node.comment)} -->\n`;
  }
  const head = `${space}<${node.tag}${attributesText(node.attributes)}`;
  if (node.children.length === 0) return `${head}/>\n`;
  const inner = node.children.map((child) => write(child, depth + 1)).join('');
  return `${head}>\n${inner}${space}</${node.tag}>\n`;
}

const isCase = (node) => node.tag === 'testcase' || node.tag === 'testsuite';

function countOf(node, test) {
  return node.children.filter((child) => isCase(child) && test(child)).length;
}

class Reporter {
  #hasBegun = false;
  #open = []; // elements of the tests around

  #begin() {
    if (this.#hasBegun) return '';
    this.#hasBegun = true;
    return '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';
  }

  /** The text of an event. */
  format({ type, data }) {
    const begin = this.#begin();
    switch (type) {
      case 'test:start':
        this.#start(data);
        return begin;
      case 'test:pass':
      case 'test:fail':
        return begin + this.#result(type, data);
      case 'test:diagnostic':
      case 'test:log':
        return begin + this.#comment(data);
      default:
        return begin;
    }
  }

  #start({ name, nesting }) {
    this.#open.length = Math.min(this.#open.length, nesting);
    this.#open.push({ tag: '', name, attributes: {}, children: [] });
  }

  #comment({ nesting, message }) {
    const node = { comment: message };
    return this.#add(node, nesting);
  }

  /** Puts a node into the test around, or writes it. */
  #add(node, nesting) {
    const parent = this.#open[nesting - 1];
    if (parent === undefined) return write(node, 1);
    parent.children.push(node);
    return '';
  }

  #result(type, data) {
    let node = this.#open[data.nesting];
    if (node === undefined) {
      this.#start(data);
      node = this.#open[data.nesting];
    }
    this.#open.length = data.nesting;
    const time = (data.details.duration_ms / 1000).toFixed(6);
    const { children } = node;
    if (children.some(isCase)) fillSuite(node, data.name, time);
    else this.#fillCase(node, type, data, time);
    return this.#add(node, data.nesting);
  }

  #fillCase(node, type, data, time) {
    const around = this.#open.map(({ name }) => name).join('.');
    node.tag = 'testcase';
    node.attributes = {
      name: data.name, time, classname: around || 'test', file: data.file,
    };
    if (data.skip !== undefined) node.children.push(skipped('skipped', data.skip));
    if (data.todo !== undefined) node.children.push(skipped('todo', data.todo));
    if (type === 'test:fail') addFailure(node, data.details.error);
  }

  finish() {
    return `${this.#begin()}</testsuites>\n`;
  }
}

function skipped(type, message) {
  return { tag: 'skipped', attributes: { type, message }, children: [] };
}

function fillSuite(node, name, time) {
  node.tag = 'testsuite';
  node.attributes = {
    name,
    time,
    disabled: 0,
    errors: 0,
    tests: countOf(node, () => true),
    failures: countOf(node, (child) =>
      child.children.some(({ tag }) => tag === 'failure') ||
      child.attributes.failures > 0),
    skipped: countOf(node, (child) =>
      child.children.some(({ tag }) => tag === 'skipped')),
    timestamp: new Date().toISOString().replace('Z', ''),
    hostname: hostname(),
  };
}

function addFailure(node, error) {
  const message = error?.message ?? `${error}`;
  node.attributes.failure = message;
  node.children.push({
    tag: 'failure',
    attributes: { type: error?.failureType, message },
    children: [inspectWithNoCustomRetry(
      error, { breakLength: Infinity, colors: false })],
  });
}

module.exports = { Reporter, junit: asGenerator(Reporter, 'junitReporter') };
