'use strict';
const path = require('node:path');

module.exports = {
  mode: 'production', target: 'node', entry: './src/index.js',
  output: { path: path.resolve('built'), filename: 'main.[contenthash].js', clean: true },
};
