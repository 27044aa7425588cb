'use strict';

// Deprecated as a public module, but in use: what HTTP's modules once shared.

const {
  VALIDATE_RELAXED,
  VALIDATE_STRICT,
  isInvalidValue,
  isToken,
} = require('internal/http/headers');
const {
  freeParser,
  isLenient,
  methods,
  parsers,
} = require('internal/http/parser');

module.exports = {
  CRLF: '\r\n',
  _checkInvalidHeaderChar: (value, isLenient) =>
    isInvalidValue(value, isLenient ? VALIDATE_RELAXED : VALIDATE_STRICT),
  _checkIsHttpToken: (value) => isToken(value),
  chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
  continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
  freeParser,
  isLenient,
  methods,
  parsers,
  get HTTPParser() {
    return require('internal/http/legacy_parser').HTTPParser;
  },
};
