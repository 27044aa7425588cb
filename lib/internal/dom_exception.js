'use strict';
// DOMException: an Error (it has [[ErrorData]]) whose name, message and code
// are read-only and live in private fields.

const { codes } = require('internal/errors');
const { kEnumerableProperty } = require('internal/util');
const { slotSet, slots } = require('internal/builtins');

// https://webidl.spec.whatwg.org/#idl-DOMException-error-names
const kLegacyCodes = [
  ['IndexSizeError', 'INDEX_SIZE_ERR', 1],
  [undefined, 'DOMSTRING_SIZE_ERR', 2],
  ['HierarchyRequestError', 'HIERARCHY_REQUEST_ERR', 3],
  ['WrongDocumentError', 'WRONG_DOCUMENT_ERR', 4],
  ['InvalidCharacterError', 'INVALID_CHARACTER_ERR', 5],
  [undefined, 'NO_DATA_ALLOWED_ERR', 6],
  ['NoModificationAllowedError', 'NO_MODIFICATION_ALLOWED_ERR', 7],
  ['NotFoundError', 'NOT_FOUND_ERR', 8],
  ['NotSupportedError', 'NOT_SUPPORTED_ERR', 9],
  ['InUseAttributeError', 'INUSE_ATTRIBUTE_ERR', 10],
  ['InvalidStateError', 'INVALID_STATE_ERR', 11],
  ['SyntaxError', 'SYNTAX_ERR', 12],
  ['InvalidModificationError', 'INVALID_MODIFICATION_ERR', 13],
  ['NamespaceError', 'NAMESPACE_ERR', 14],
  ['InvalidAccessError', 'INVALID_ACCESS_ERR', 15],
  [undefined, 'VALIDATION_ERR', 16],
  ['TypeMismatchError', 'TYPE_MISMATCH_ERR', 17],
  ['SecurityError', 'SECURITY_ERR', 18],
  ['NetworkError', 'NETWORK_ERR', 19],
  ['AbortError', 'ABORT_ERR', 20],
  ['URLMismatchError', 'URL_MISMATCH_ERR', 21],
  ['QuotaExceededError', 'QUOTA_EXCEEDED_ERR', 22],
  ['TimeoutError', 'TIMEOUT_ERR', 23],
  ['InvalidNodeTypeError', 'INVALID_NODE_TYPE_ERR', 24],
  ['DataCloneError', 'DATA_CLONE_ERR', 25],
];
const codeOfName = new Map(kLegacyCodes.map(([name, , code]) => [name, code]));
codeOfName.delete(undefined);

class Returned {
  constructor(object) {
    return object;
  }
}

/** Puts our private fields on an object that somebody else made. */
class Slots extends Returned {
  #name;
  #message;

  constructor(object, name, message) {
    super(object);
    this.#name = name;
    this.#message = message;
  }

  static has(value) {
    return typeof value === 'object' && value !== null && #name in value;
  }

  static nameOf(value) {
    if (!Slots.has(value)) throw new codes.ERR_INVALID_THIS('DOMException');
    return value.#name;
  }

  static messageOf(value) {
    if (!Slots.has(value)) throw new codes.ERR_INVALID_THIS('DOMException');
    return value.#message;
  }
}

class DOMException {
  /**
   * @param {string} [message]
   * @param {string|{name?: string, cause?: any}} [options] The name.
   */
  constructor(message = '', options = 'Error') {
    const error = new Error();
    Object.setPrototypeOf(error, new.target.prototype);
    const hasOptions = typeof options === 'object' && options !== null;
    const name = !hasOptions ? options :
      'name' in options ? options.name : 'Error';
    new Slots(error, `${name}`, `${message}`);
    if (hasOptions && 'cause' in options) {
      Object.defineProperty(error, 'cause', {
        value: options.cause,
        configurable: true,
        writable: true,
        enumerable: false,
      });
    }
    // The stack's first line is written when it is captured, so only now.
    Error.captureStackTrace(error, new.target);
    return error;
  }

  get name() {
    return Slots.nameOf(this);
  }

  get message() {
    return Slots.messageOf(this);
  }

  get code() {
    return codeOfName.get(Slots.nameOf(this)) ?? 0;
  }
}

Object.setPrototypeOf(DOMException.prototype, Error.prototype);
Object.defineProperties(DOMException.prototype, {
  [Symbol.toStringTag]: { configurable: true, value: 'DOMException' },
  name: kEnumerableProperty,
  message: kEnumerableProperty,
  code: kEnumerableProperty,
});
for (const [, name, value] of kLegacyCodes) {
  const constant = {
    value, writable: false, enumerable: true, configurable: false,
  };
  Object.defineProperty(DOMException, name, constant);
  Object.defineProperty(DOMException.prototype, name, constant);
}

// C makes them too.
slotSet(slots.SLOT_DOM_EXCEPTION,
        (message, name) => new DOMException(message, name));

module.exports = { DOMException, isDOMException: Slots.has };
