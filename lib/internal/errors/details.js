'use strict';
// Properties that some codes' errors have besides `message` and `code`:
// code -> (error, ...arguments of the constructor).

/** Own, whatever a program has put into the prototypes. */
function defineUrl(error, value) {
  Object.defineProperty(error, 'url', {
    __proto__: null, configurable: true, enumerable: true, writable: true, value,
  });
}

module.exports = {
  __proto__: null,
  ERR_ACCESS_DENIED(error, message, permission = '', resource = '') {
    error.permission = permission;
    error.resource = resource;
  },
  ERR_FALSY_VALUE_REJECTION(error, reason) {
    error.reason = reason;
  },
  ERR_HTTP2_INVALID_SETTING_VALUE(error, name, actual, min, max) {
    error.actual = actual;
    if (min === undefined) return;
    error.min = min;
    error.max = max;
  },
  ERR_HTTP2_STREAM_CANCEL(error, cause) {
    if (cause) error.cause = cause;
  },
  ERR_INVALID_FILE_URL_PATH(error, reason, input) {
    if (input !== undefined) error.input = input;
  },
  ERR_INVALID_URL(error, input, base) {
    error.input = input;
    if (base != null) error.base = base;
  },
  ERR_MODULE_NOT_FOUND(error, path, base, exactUrl) {
    if (exactUrl) defineUrl(error, `${exactUrl}`);
  },
  ERR_TEST_FAILURE(error, cause, failureType) {
    error.failureType = failureType;
    error.cause = cause;
  },
  ERR_TLS_CERT_ALTNAME_INVALID(error, reason, host, cert) {
    error.reason = reason;
    error.host = host;
    error.cert = cert;
  },
  ERR_UNSUPPORTED_DIR_IMPORT(error, path, base, exactUrl) {
    if (exactUrl) defineUrl(error, exactUrl);
  },
  ERR_VM_MODULE_LINK_FAILURE(error, message, cause) {
    error.cause = cause;
  },
};
