#include "crypto.h"

#include <openssl/bn.h>
#include <openssl/conf.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"

/* --- Starting ------------------------------------------------------------- */

/* The configuration file is read, but only the section that is Node's own: the
 * system's policy is not a program's. Nothing is torn down at exit, where
 * threads of the pool may still be at work. */
static void openssl_start(void) {
  OPENSSL_INIT_SETTINGS *settings = OPENSSL_INIT_new();
  if (settings) {
    OPENSSL_INIT_set_config_appname(settings, "nodejs_conf");
    OPENSSL_INIT_set_config_file_flags(settings,
                                       CONF_MFLAGS_IGNORE_MISSING_FILE);
  }
  OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_LOAD_CONFIG,
                      settings);
  OPENSSL_INIT_free(settings);
  ERR_clear_error();
}

void crypto_start(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, openssl_start);
}

/* --- Errors --------------------------------------------------------------- */

void crypto_error_take(crypto_error *error) {
  error->count = 0;
  for (unsigned long code; (code = ERR_get_error()) != 0;) {
    if (error->count < CRYPTO_ERRORS_MAX)
      error->codes[error->count++] = code;
  }
}

/* The part of a code that names OpenSSL's old libraries; the new ones
 * (providers, decoders) have none. */
static const char *library_prefix(unsigned long code) {
  switch (ERR_GET_LIB(code)) {
    case ERR_LIB_ASN1:
      return "OSSL_ASN1_";
    case ERR_LIB_BIO:
      return "OSSL_BIO_";
    case ERR_LIB_BN:
      return "OSSL_BN_";
    case ERR_LIB_CONF:
      return "OSSL_CONF_";
    case ERR_LIB_CRYPTO:
      return "OSSL_CRYPTO_";
    case ERR_LIB_DH:
      return "OSSL_DH_";
    case ERR_LIB_DSA:
      return "OSSL_DSA_";
    case ERR_LIB_EC:
      return "OSSL_EC_";
    case ERR_LIB_EVP:
      return "OSSL_EVP_";
    case ERR_LIB_OBJ:
      return "OSSL_OBJ_";
    case ERR_LIB_PEM:
      return "OSSL_PEM_";
    case ERR_LIB_PKCS7:
      return "OSSL_PKCS7_";
    case ERR_LIB_PKCS12:
      return "OSSL_PKCS12_";
    case ERR_LIB_RAND:
      return "OSSL_RAND_";
    case ERR_LIB_RSA:
      return "OSSL_RSA_";
    case ERR_LIB_SSL:
      return "SSL_";
    case ERR_LIB_X509:
      return "OSSL_X509_";
    case ERR_LIB_X509V3:
      return "OSSL_X509V3_";
    default:
      return "OSSL_";
  }
}

/* Set, not defined: a program's setters on Object.prototype are called, as in
 * Node. False: exception pending. */
static bool set_text(js_isolate *iso, js_value object, const char *name,
                     const char *text) {
  return text == NULL ||
         js_set_named(iso, object, name,
                      js_string_utf8(iso, text, JS_AUTO_LENGTH));
}

/* ERR_OSSL_EVP_BAD_DECRYPT of "bad decrypt". */
static bool set_code(js_isolate *iso, js_value object, unsigned long code,
                     const char *reason) {
  char text[192];
  if (reason == NULL)
    return true;
  int length =
      snprintf(text, sizeof text, "ERR_%s%s", library_prefix(code), reason);
  for (int i = 0; i < length && text[i] != '\0'; i++) {
    if (text[i] == ' ')
      text[i] = '_';
    if (text[i] >= 'a' && text[i] <= 'z')
      text[i] = (char)(text[i] - 'a' + 'A');
  }
  return set_text(iso, object, "code", text);
}

static js_value code_text(js_isolate *iso, unsigned long code) {
  char text[256];
  ERR_error_string_n(code, text, sizeof text);
  return js_string_utf8(iso, text, JS_AUTO_LENGTH);
}

/* All but the oldest, the newest first. */
static bool set_stack(js_isolate *iso, js_value object,
                      const crypto_error *error) {
  js_value lines[CRYPTO_ERRORS_MAX];
  size_t count = 0;
  for (size_t i = error->count; i > 1; i--)
    lines[count++] = code_text(iso, error->codes[i - 1]);
  return count == 0 || js_set_named(iso, object, "opensslErrorStack",
                                    js_array_from(iso, lines, count));
}

js_value crypto_error_value(js_isolate *iso, const crypto_error *error,
                            const char *fallback) {
  if (error->count == 0)
    return js_error(iso, JS_ERROR,
                    js_string_utf8(iso, fallback, JS_AUTO_LENGTH));
  unsigned long code = error->codes[0];
  js_value object = js_error(iso, JS_ERROR, code_text(iso, code));
  const char *reason = ERR_reason_error_string(code);
  js_catch catch_;
  js_catch_open(iso, &catch_);
  if (!set_stack(iso, object, error) ||
      !set_text(iso, object, "library", ERR_lib_error_string(code)) ||
      !set_text(iso, object, "reason", reason) ||
      !set_code(iso, object, code, reason)) {
    js_value thrown = js_catch_exception(&catch_);
    object = thrown ? thrown : object;
  }
  js_catch_close(&catch_);
  return object;
}

void crypto_throw(js_isolate *iso, const char *fallback) {
  crypto_error error;
  crypto_error_take(&error);
  js_throw(iso, crypto_error_value(iso, &error, fallback));
}

void crypto_throw_code(js_isolate *iso, const char *code, const char *message) {
  ERR_clear_error();
  js_throw_error(iso, code, message);
}

void crypto_throw_type(js_isolate *iso, const char *code, const char *message) {
  ERR_clear_error();
  js_throw_type_error(iso, code, message);
}

void crypto_throw_range(js_isolate *iso, const char *code,
                        const char *message) {
  ERR_clear_error();
  js_throw_range_error(iso, code, message);
}

/* --- Memory and arguments ------------------------------------------------- */

/* malloc(0) may be NULL, which would say that there is no memory. */
bool crypto_bytes_room(crypto_bytes *bytes, size_t length) {
  bytes->data = malloc(length ? length : 1);
  bytes->length = bytes->data ? length : 0;
  return bytes->data != NULL;
}

bool crypto_bytes_alloc(js_isolate *iso, crypto_bytes *bytes, size_t length) {
  if (crypto_bytes_room(bytes, length))
    return true;
  js_throw_out_of_memory(iso);
  return false;
}

bool crypto_bytes_copy(js_isolate *iso, js_value view, crypto_bytes *bytes) {
  js_bytes from;
  *bytes = (crypto_bytes){NULL, 0};
  if (!js_bytes_of(view, &from))
    return true;
  if (!crypto_bytes_alloc(iso, bytes, from.length))
    return false;
  if (from.length > 0)
    memcpy(bytes->data, from.data, from.length);
  return true;
}

void crypto_bytes_free(crypto_bytes *bytes) {
  if (bytes->data)
    OPENSSL_cleanse(bytes->data, bytes->length);
  free(bytes->data);
  *bytes = (crypto_bytes){NULL, 0};
}

js_value crypto_bytes_to_buffer(js_isolate *iso, crypto_bytes *bytes) {
  js_value buffer = js_buffer_adopt(iso, bytes->data, bytes->length);
  *bytes = (crypto_bytes){NULL, 0};
  return buffer;
}

static encoding encoding_of(js_value number, encoding otherwise) {
  return js_is_int32(number) ? (encoding)js_int32_value(number) : otherwise;
}

static bool input_open_string(js_isolate *iso, js_value string,
                              encoding encoding, crypto_input *input) {
  if (encoding == ENCODING_BUFFER)
    encoding = ENCODING_UTF8;
  /* No encoding makes more than three bytes of a unit. */
  if (js_string_length(string) <= sizeof input->room / 3) {
    input->data = input->room;
    input->length =
        encoding_write(iso, encoding, string, input->room, sizeof input->room);
    return true;
  }
  input->allocated = encoding_bytes(iso, encoding, string, &input->length);
  input->data = input->allocated;
  if (input->allocated == NULL)
    js_throw_out_of_memory(iso);
  return input->allocated != NULL;
}

bool crypto_input_open(js_isolate *iso, js_value value, js_value encoding,
                       crypto_input *input) {
  input->allocated = NULL;
  if (js_is_string(value))
    return input_open_string(iso, value, encoding_of(encoding, ENCODING_UTF8),
                             input);
  js_bytes bytes;
  if (!js_bytes_of(value, &bytes)) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE",
                        "argument must be a string or a buffer");
    return false;
  }
  input->data = bytes.data ? bytes.data : input->room;
  input->length = bytes.length;
  return true;
}

void crypto_input_close(crypto_input *input) {
  free(input->allocated);
}

void crypto_return_bytes(js_call *call, const uint8_t *bytes, size_t length,
                         js_value output) {
  js_isolate *iso = js_call_isolate(call);
  encoding encoding = encoding_of(output, ENCODING_BUFFER);
  js_value value;
  if (encoding != ENCODING_BUFFER) {
    value = encoding_decode(iso, encoding, bytes, length);
  } else {
    value = js_buffer_copy(iso, bytes, length);
    if (value == JS_EMPTY)
      js_throw_out_of_memory(iso);
  }
  if (value != JS_EMPTY)
    js_return(call, value);
}

const char *crypto_name_of(js_call *call, int index, crypto_name *name) {
  js_value value = js_call_arg(call, index);
  size_t length = 0;
  if (js_is_string(value))
    length = js_string_write_utf8(js_call_isolate(call), value, name->text,
                                  sizeof name->text - 1, NULL);
  name->text[length] = '\0';
  return name->text;
}

bool crypto_arg_bytes(js_call *call, int index, js_bytes *bytes) {
  if (js_bytes_of(js_call_arg(call, index), bytes))
    return true;
  js_throw_type_error(js_call_isolate(call), "ERR_INVALID_ARG_TYPE",
                      "argument must be a buffer");
  return false;
}

int crypto_arg_int(js_call *call, int index, int otherwise) {
  js_value value = js_call_arg(call, index);
  return js_is_int32(value) ? js_int32_value(value) : otherwise;
}

js_value crypto_bignum_buffer(js_isolate *iso, const BIGNUM *number,
                              int width) {
  int length = BN_num_bytes(number);
  crypto_bytes bytes;
  if (!crypto_bytes_alloc(iso, &bytes,
                          (size_t)(length > width ? length : width)))
    return JS_EMPTY;
  if (BN_bn2binpad(number, bytes.data, (int)bytes.length) < 0) {
    crypto_bytes_free(&bytes);
    crypto_throw(iso, "The number cannot be written");
    return JS_EMPTY;
  }
  return crypto_bytes_to_buffer(iso, &bytes);
}

/* --- The module's own natives --------------------------------------------- */

/* timingSafeEqual(a, b), of the same length. */
static void timing_safe_equal(js_call *call) {
  js_bytes a, b;
  if (!crypto_arg_bytes(call, 0, &a) || !crypto_arg_bytes(call, 1, &b))
    return;
  if (a.length != b.length) {
    js_throw_range_error(js_call_isolate(call),
                         "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH",
                         "Input buffers must have the same byte length");
    return;
  }
  js_return_bool(call,
                 a.length == 0 || CRYPTO_memcmp(a.data, b.data, a.length) == 0);
}

/* secureHeapUsed(): [total, used] in bytes; total 0: there is none. */
static void secure_heap_used(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  bool is_on = CRYPTO_secure_malloc_initialized();
  double used = is_on ? (double)CRYPTO_secure_used() : 0;
  js_value values[] = {js_bool(iso, is_on), js_double(iso, used)};
  js_return(call, js_array_from(iso, values, 2));
}

static void get_fips(js_call *call) {
  crypto_start();
  js_return_int32(call, EVP_default_properties_is_fips_enabled(NULL) ? 1 : 0);
}

static void set_fips(js_call *call) {
  crypto_start();
  bool enable = js_is_true(js_call_arg(call, 0));
  if (enable == (bool)EVP_default_properties_is_fips_enabled(NULL))
    return;
  if (!EVP_default_properties_enable_fips(NULL, enable))
    crypto_throw(js_call_isolate(call), "FIPS mode cannot be changed");
}

static const js_native_entry natives[] = {
    {"timingSafeEqual", timing_safe_equal, 2, NULL},
    {"secureHeapUsed", secure_heap_used, 0, NULL},
    {"getFips", get_fips, 0, NULL},
    {"setFips", set_fips, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_binding = {.name = "crypto", .natives = natives};
