/* Symmetric ciphers: the algorithms, and Cipheriv's and Decipheriv's half. */
#include "crypto_cipher.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"

/* --- CipherAlgorithm: an algorithm, looked up once ---------------------------
 */

static void algorithm_finalize(js_isolate *iso, void *native) {
  EVP_CIPHER_free(native);
}

static const js_class algorithm_class;

/* The providers know fewer names than the old table ("aes128",
 * "id-aes128-CCM"), which in turn knows algorithms that no provider has. */
EVP_CIPHER *crypto_cipher_fetch(const char *name) {
  crypto_start();
  EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, name, NULL);
  if (cipher == NULL) {
    const EVP_CIPHER *alias = EVP_get_cipherbyname(name);
    if (alias)
      cipher = EVP_CIPHER_fetch(NULL, EVP_CIPHER_get0_name(alias), NULL);
  }
  ERR_clear_error();
  return cipher;
}

/* new CipherAlgorithm(name) */
static void algorithm_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_name name;
  EVP_CIPHER *cipher = crypto_cipher_fetch(crypto_name_of(call, 0, &name));
  if (cipher == NULL) {
    crypto_throw_code(iso, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
    return;
  }
  js_wrap_new(iso, js_call_this(call), &algorithm_class, cipher, false);
}

const EVP_CIPHER *crypto_cipher_of(js_value value) {
  return js_unwrap(value, &algorithm_class);
}

static bool is_chacha(const EVP_CIPHER *cipher) {
  return EVP_CIPHER_is_a(cipher, "ChaCha20-Poly1305");
}

/* Of the modes that know lengths of keys and IVs only when asked. */
static bool is_siv(int mode) {
  return mode == EVP_CIPH_SIV_MODE;
}

bool crypto_cipher_is_authenticated(const EVP_CIPHER *cipher) {
  int mode = EVP_CIPHER_get_mode(cipher);
  return mode == EVP_CIPH_GCM_MODE || mode == EVP_CIPH_CCM_MODE ||
         mode == EVP_CIPH_OCB_MODE || is_siv(mode) || is_chacha(cipher);
}

static const char *mode_name(const EVP_CIPHER *cipher) {
  switch (EVP_CIPHER_get_mode(cipher)) {
    case EVP_CIPH_CBC_MODE:
      return "cbc";
    case EVP_CIPH_CCM_MODE:
      return "ccm";
    case EVP_CIPH_CFB_MODE:
      return "cfb";
    case EVP_CIPH_CTR_MODE:
      return "ctr";
    case EVP_CIPH_ECB_MODE:
      return "ecb";
    case EVP_CIPH_GCM_MODE:
      return "gcm";
    case EVP_CIPH_OCB_MODE:
      return "ocb";
    case EVP_CIPH_OFB_MODE:
      return "ofb";
    case EVP_CIPH_SIV_MODE:
      return "siv";
    case EVP_CIPH_WRAP_MODE:
      return "wrap";
    case EVP_CIPH_XTS_MODE:
      return "xts";
    default:
      return "stream";
  }
}

/* Whether the cipher takes these lengths; -1: not asked. */
static bool takes_lengths(const EVP_CIPHER *cipher, int *key_length,
                          int *iv_length) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  bool is_fit =
      context && EVP_CipherInit_ex(context, cipher, NULL, NULL, NULL, 1);
  if (is_fit && *key_length >= 0)
    is_fit = EVP_CIPHER_CTX_set_key_length(context, *key_length) == 1;
  if (is_fit && *iv_length >= 0) {
    int mode = EVP_CIPHER_get_mode(cipher);
    if (is_chacha(cipher)) {
      is_fit = *iv_length <= 12;
    } else if (mode == EVP_CIPH_CCM_MODE) {
      is_fit = *iv_length >= 7 && *iv_length <= 13;
    } else if (mode == EVP_CIPH_OCB_MODE) {
      is_fit = *iv_length <= 15;
    } else if (mode != EVP_CIPH_GCM_MODE) {
      is_fit = *iv_length == EVP_CIPHER_get_iv_length(cipher);
    }
  }
  if (is_fit && *key_length < 0)
    *key_length = EVP_CIPHER_CTX_get_key_length(context);
  if (is_fit && *iv_length < 0)
    *iv_length = EVP_CIPHER_CTX_get_iv_length(context);
  EVP_CIPHER_CTX_free(context);
  ERR_clear_error();
  return is_fit;
}

/* In small letters, as OpenSSL's old table has it. */
static js_value algorithm_name(js_isolate *iso, const EVP_CIPHER *cipher) {
  const char *name = OBJ_nid2ln(EVP_CIPHER_get_nid(cipher));
  if (EVP_CIPHER_get_nid(cipher) == NID_undef || name == NULL)
    name = EVP_CIPHER_get0_name(cipher);
  char text[CRYPTO_NAME_MAX];
  size_t length = 0;
  for (; name[length] && length < sizeof text; length++) {
    char letter = name[length];
    text[length] =
        letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
  }
  return js_string_utf8(iso, text, length);
}

/* info(key length, IV length): [mode, name, nid, block size, key length, IV
 * length], or undefined if it does not take these lengths */
static void algorithm_info(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const EVP_CIPHER *cipher = js_call_unwrap(call, &algorithm_class);
  if (cipher == NULL)
    return;
  int key_length = crypto_arg_int(call, 0, -1);
  int iv_length = crypto_arg_int(call, 1, -1);
  if (!takes_lengths(cipher, &key_length, &iv_length))
    return;
  js_value values[] = {
      js_string_utf8(iso, mode_name(cipher), JS_AUTO_LENGTH),
      algorithm_name(iso, cipher),
      js_int32(iso, EVP_CIPHER_get_nid(cipher)),
      js_int32(iso, EVP_CIPHER_get_block_size(cipher)),
      js_int32(iso, key_length),
      js_int32(iso, iv_length),
  };
  js_return(call, js_array_from(iso, values, 6));
}

static const js_native_entry algorithm_methods[] = {
    {"info", algorithm_info, 2, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class algorithm_class = {
    .name = "CipherAlgorithm",
    .construct = algorithm_construct,
    .methods = algorithm_methods,
    .finalize = algorithm_finalize,
};

/* --- Cipher: one that runs
 * ---------------------------------------------------- */

enum { TAG_MAX = 16, TAG_LENGTH_UNKNOWN = -1 };

typedef struct cipher {
  EVP_CIPHER_CTX *context; /* NULL when it has ended */
  const EVP_CIPHER *algorithm;
  bool is_encrypting;
  bool has_tag;         /* decrypting: it was set; encrypting: it was made */
  bool is_tag_given;    /* decrypting: OpenSSL has it */
  bool has_auth_failed; /* CCM says so at once; final() tells */
  int tag_length;       /* or TAG_LENGTH_UNKNOWN */
  int message_max;      /* CCM: the longest text, in bytes */
  uint8_t tag[TAG_MAX];
} cipher;

static const js_class cipher_class;

static void cipher_free(cipher *self) {
  EVP_CIPHER_CTX_free(self->context);
  OPENSSL_cleanse(self, sizeof *self);
  free(self);
}

static void cipher_finalize(js_isolate *iso, void *native) {
  cipher_free(native);
}

static bool is_gcm_tag_length(int length) {
  return length == 4 || length == 8 || (length >= 12 && length <= 16);
}

static bool throw_tag_length(js_isolate *iso, int length) {
  char message[80];
  snprintf(message, sizeof message, "Invalid authentication tag length: %u",
           (unsigned)length);
  crypto_throw_type(iso, "ERR_CRYPTO_INVALID_AUTH_TAG", message);
  return false;
}

static bool throw_tag_missing(js_isolate *iso, const char *name) {
  char message[200];
  snprintf(message, sizeof message, "authTagLength required for %s", name);
  crypto_throw_type(iso, "ERR_CRYPTO_INVALID_AUTH_TAG", message);
  return false;
}

static int ccm_message_max(size_t iv_length) {
  if (iv_length == 12)
    return 16777215;
  return iv_length == 13 ? 65535 : INT_MAX;
}

/* Sets the lengths of IV and tag before the key is set. False: exception. */
static bool cipher_start_authenticated(js_isolate *iso, cipher *self,
                                       const char *name, size_t iv_length) {
  int mode = EVP_CIPHER_get_mode(self->algorithm);
  if (iv_length == 0 || iv_length > INT_MAX ||
      (!is_siv(mode) &&
       !EVP_CIPHER_CTX_ctrl(self->context, EVP_CTRL_AEAD_SET_IVLEN,
                            (int)iv_length, NULL))) {
    crypto_throw_type(iso, "ERR_CRYPTO_INVALID_IV",
                      "Invalid initialization vector");
    return false;
  }
  if (mode == EVP_CIPH_GCM_MODE)
    return self->tag_length == TAG_LENGTH_UNKNOWN ||
           is_gcm_tag_length(self->tag_length) ||
           throw_tag_length(iso, self->tag_length);
  if (self->tag_length == TAG_LENGTH_UNKNOWN) {
    if (!is_chacha(self->algorithm))
      return throw_tag_missing(iso, name);
    self->tag_length = TAG_MAX;
  }
  if (mode == EVP_CIPH_CCM_MODE)
    self->message_max = ccm_message_max(iv_length);
  return self->tag_length <= TAG_MAX &&
                 EVP_CIPHER_CTX_ctrl(self->context, EVP_CTRL_AEAD_SET_TAG,
                                     self->tag_length, NULL)
             ? true
             : throw_tag_length(iso, self->tag_length);
}

/* Whether the IV is one the algorithm takes, as far as that is fixed. */
static bool is_iv_fit(const EVP_CIPHER *algorithm, bool has_iv, size_t length) {
  int expected = EVP_CIPHER_get_iv_length(algorithm);
  if (!has_iv)
    return expected == 0;
  if (is_chacha(algorithm))
    return length <= 12;
  return crypto_cipher_is_authenticated(algorithm) ||
         length == (size_t)expected;
}

static bool cipher_start(js_isolate *iso, cipher *self, const char *name,
                         js_bytes key, bool has_iv, js_bytes iv) {
  EVP_CIPHER_CTX *context = self->context;
  if (!is_iv_fit(self->algorithm, has_iv, iv.length)) {
    crypto_throw_type(iso, "ERR_CRYPTO_INVALID_IV",
                      "Invalid initialization vector");
    return false;
  }
  if (EVP_CIPHER_get_mode(self->algorithm) == EVP_CIPH_WRAP_MODE)
    EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (!EVP_CipherInit_ex(context, self->algorithm, NULL, NULL, NULL,
                         self->is_encrypting)) {
    crypto_throw(iso, "Failed to initialize cipher");
    return false;
  }
  if (crypto_cipher_is_authenticated(self->algorithm) &&
      !cipher_start_authenticated(iso, self, name, iv.length))
    return false;
  if (key.length > INT_MAX ||
      !EVP_CIPHER_CTX_set_key_length(context, (int)key.length)) {
    crypto_throw_range(iso, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
    return false;
  }
  if (EVP_CipherInit_ex(context, NULL, NULL, key.data, has_iv ? iv.data : NULL,
                        self->is_encrypting))
    return true;
  crypto_throw(iso, "Failed to initialize cipher");
  return false;
}

/* new Cipher(encrypt, algorithm, name, key, iv or null, tag length or
 * undefined) */
static void cipher_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_bytes key, iv = {NULL, 0};
  crypto_name name;
  crypto_name_of(call, 2, &name);
  const EVP_CIPHER *algorithm = crypto_cipher_of(js_call_arg(call, 1));
  if (algorithm == NULL || !crypto_secret_of(iso, js_call_arg(call, 3), &key))
    return;
  bool has_iv = js_bytes_of(js_call_arg(call, 4), &iv);
  ERR_clear_error();
  cipher *self = calloc(1, sizeof *self);
  if (self)
    self->context = EVP_CIPHER_CTX_new();
  if (self == NULL || self->context == NULL) {
    free(self);
    js_throw_out_of_memory(iso);
    return;
  }
  self->algorithm = algorithm;
  self->is_encrypting = js_is_true(js_call_arg(call, 0));
  self->tag_length =
      js_is_number(js_call_arg(call, 5))
          ? (int)(js_uint32_value(js_call_arg(call, 5)) & INT_MAX)
          : TAG_LENGTH_UNKNOWN;
  self->message_max = INT_MAX;
  if (cipher_start(iso, self, name.text, key, has_iv, iv)) {
    js_wrap_new(iso, js_call_this(call), &cipher_class, self, false);
  } else {
    cipher_free(self);
  }
}

/* --- Tags and additional data
 * -------------------------------------------------- */

static bool cipher_is_authenticated(const cipher *self) {
  return self->context && crypto_cipher_is_authenticated(self->algorithm);
}

/* setAuthTag(bytes): false in a state where it cannot be set */
static void cipher_set_tag(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cipher *self = js_call_unwrap(call, &cipher_class);
  js_bytes tag;
  if (self == NULL || !crypto_arg_bytes(call, 0, &tag))
    return;
  if (!cipher_is_authenticated(self) || self->is_encrypting || self->has_tag) {
    js_return_bool(call, false);
    return;
  }
  int length = tag.length <= INT_MAX ? (int)tag.length : INT_MAX;
  bool is_fit = length == self->tag_length;
  if (EVP_CIPHER_get_mode(self->algorithm) == EVP_CIPH_GCM_MODE)
    is_fit = (is_fit || self->tag_length == TAG_LENGTH_UNKNOWN) &&
             is_gcm_tag_length(length);
  if (!is_fit) {
    throw_tag_length(iso, length);
    return;
  }
  self->tag_length = length;
  self->has_tag = true;
  if (length > 0)
    memcpy(self->tag, tag.data, (size_t)length);
  js_return_bool(call, true);
}

/* Decrypting, OpenSSL wants the tag before the first byte. */
static bool cipher_give_tag(cipher *self) {
  if (self->is_encrypting || !self->has_tag || self->is_tag_given)
    return true;
  self->is_tag_given = EVP_CIPHER_CTX_ctrl(self->context, EVP_CTRL_AEAD_SET_TAG,
                                           self->tag_length, self->tag);
  return self->is_tag_given;
}

/* getAuthTag(): a Buffer, or undefined where there is none */
static void cipher_get_tag(js_call *call) {
  cipher *self = js_call_unwrap(call, &cipher_class);
  if (self == NULL || self->context || !self->is_encrypting || !self->has_tag)
    return;
  crypto_return_bytes(call, self->tag, (size_t)self->tag_length,
                      js_undefined(js_call_isolate(call)));
}

/* CCM is told the length of all that follows, first. */
static bool ccm_begin(js_isolate *iso, cipher *self, int text_length) {
  if (text_length < 0) {
    crypto_throw_type(iso, "ERR_MISSING_ARGS",
                      "options.plaintextLength required for CCM mode with AAD");
    return false;
  }
  if (text_length > self->message_max) {
    crypto_throw_range(iso, "ERR_CRYPTO_INVALID_MESSAGELEN",
                       "Invalid message length");
    return false;
  }
  return true;
}

static bool is_ccm(const cipher *self) {
  return EVP_CIPHER_get_mode(self->algorithm) == EVP_CIPH_CCM_MODE;
}

/* setAAD(bytes, text length or -1): false in a state where it cannot be set */
static void cipher_set_aad(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cipher *self = js_call_unwrap(call, &cipher_class);
  js_bytes data;
  if (self == NULL || !crypto_arg_bytes(call, 0, &data))
    return;
  /* To OpenSSL, data at no address are no data but a length. */
  if (data.data == NULL)
    data.data = (uint8_t *)"";
  if (!cipher_is_authenticated(self) || data.length > INT_MAX) {
    js_return_bool(call, false);
    return;
  }
  int text_length = crypto_arg_int(call, 1, -1);
  if (is_ccm(self) && !ccm_begin(iso, self, text_length))
    return;
  int written;
  bool is_done = cipher_give_tag(self);
  if (is_done && is_ccm(self))
    is_done =
        EVP_CipherUpdate(self->context, NULL, &written, NULL, text_length);
  is_done = is_done && EVP_CipherUpdate(self->context, NULL, &written,
                                        data.data, (int)data.length);
  ERR_clear_error();
  js_return_bool(call, is_done);
}

/* setAutoPadding(on): false when it has ended */
static void cipher_set_padding(js_call *call) {
  cipher *self = js_call_unwrap(call, &cipher_class);
  if (self == NULL)
    return;
  bool is_on = !js_is_false(js_call_arg(call, 0));
  js_return_bool(
      call, self->context && EVP_CIPHER_CTX_set_padding(self->context, is_on));
}

/* --- Data
 * ---------------------------------------------------------------------- */

/* The room that a text may need. */
static bool output_length(cipher *self, const crypto_input *input,
                          int *length) {
  int block = EVP_CIPHER_CTX_get_block_size(self->context);
  if (input->length > (size_t)(INT_MAX - 2 * block - 16))
    return false;
  *length = (int)input->length + 2 * block;
  /* Key wrapping says how much longer it gets. */
  return EVP_CIPHER_get_mode(self->algorithm) != EVP_CIPH_WRAP_MODE ||
         EVP_CipherUpdate(self->context, NULL, length, input->data,
                          (int)input->length) == 1;
}

static bool update_run(js_isolate *iso, cipher *self, const crypto_input *input,
                       crypto_bytes *out) {
  int length;
  if (!cipher_give_tag(self) || !output_length(self, input, &length)) {
    crypto_throw(iso, "Trying to add data in unsupported state");
    return false;
  }
  if (!crypto_bytes_alloc(iso, out, (size_t)length))
    return false;
  bool is_done = EVP_CipherUpdate(self->context, out->data, &length,
                                  input->data, (int)input->length);
  if (!is_done && !self->is_encrypting && is_ccm(self)) {
    ERR_clear_error();
    self->has_auth_failed = true;
    length = 0;
    is_done = true;
  }
  if (!is_done)
    crypto_throw(iso, "Trying to add data in unsupported state");
  out->length = is_done ? (size_t)length : out->length;
  return is_done;
}

/* A Buffer of the bytes, in no more memory than they need. */
static js_value trimmed_buffer(js_isolate *iso, crypto_bytes *bytes) {
  uint8_t *smaller = realloc(bytes->data, bytes->length ? bytes->length : 1);
  if (smaller)
    bytes->data = smaller;
  return crypto_bytes_to_buffer(iso, bytes);
}

/* update(data, encoding): a Buffer */
static void cipher_update(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cipher *self = js_call_unwrap(call, &cipher_class);
  crypto_input input;
  if (self == NULL)
    return;
  if (self->context == NULL) {
    crypto_throw(iso, "Trying to add data in unsupported state");
    return;
  }
  if (!crypto_input_open(iso, js_call_arg(call, 0), js_call_arg(call, 1),
                         &input))
    return;
  crypto_bytes out = {NULL, 0};
  if (is_ccm(self) && input.length > (size_t)self->message_max) {
    crypto_throw_range(iso, "ERR_CRYPTO_INVALID_MESSAGELEN",
                       "Invalid message length");
  } else if (update_run(iso, self, &input, &out)) {
    js_return(call, trimmed_buffer(iso, &out));
  }
  crypto_bytes_free(&out);
  crypto_input_close(&input);
}

/* After the last byte of what was encrypted. */
static bool cipher_make_tag(cipher *self) {
  if (!self->is_encrypting || !crypto_cipher_is_authenticated(self->algorithm))
    return true;
  if (self->tag_length == TAG_LENGTH_UNKNOWN)
    self->tag_length = TAG_MAX;
  self->has_tag = EVP_CIPHER_CTX_ctrl(self->context, EVP_CTRL_AEAD_GET_TAG,
                                      self->tag_length, self->tag);
  return self->has_tag;
}

static bool final_run(cipher *self, uint8_t *out, int *length) {
  *length = 0;
  bool is_authenticated = crypto_cipher_is_authenticated(self->algorithm);
  if (is_authenticated && !self->is_encrypting) {
    if (!self->has_tag || !cipher_give_tag(self))
      return false;
    if (is_ccm(self))
      return !self->has_auth_failed;
  }
  return EVP_CipherFinal_ex(self->context, out, length) == 1 &&
         cipher_make_tag(self);
}

/* final(): a Buffer; undefined if it has ended already */
static void cipher_final(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cipher *self = js_call_unwrap(call, &cipher_class);
  if (self == NULL || self->context == NULL)
    return;
  uint8_t out[EVP_MAX_BLOCK_LENGTH];
  int length;
  if (final_run(self, out, &length)) {
    crypto_return_bytes(call, out, (size_t)length, js_undefined(iso));
  } else if (crypto_cipher_is_authenticated(self->algorithm)) {
    crypto_throw(iso, "Unsupported state or unable to authenticate data");
  } else {
    crypto_throw(iso, "Unsupported state");
  }
  OPENSSL_cleanse(out, sizeof out);
  EVP_CIPHER_CTX_free(self->context);
  self->context = NULL;
}

static const js_native_entry cipher_methods[] = {
    {"setAuthTag", cipher_set_tag, 1, NULL},
    {"getAuthTag", cipher_get_tag, 0, NULL},
    {"setAAD", cipher_set_aad, 2, NULL},
    {"setAutoPadding", cipher_set_padding, 1, NULL},
    {"update", cipher_update, 2, NULL},
    {"final", cipher_final, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class cipher_class = {
    .name = "Cipher",
    .construct = cipher_construct,
    .methods = cipher_methods,
    .finalize = cipher_finalize,
};

/* --- Names
 * ----------------------------------------------------------------------- */

typedef struct names {
  js_isolate *iso;
  js_value array;
  uint32_t count;
} names;

static void names_add(const EVP_CIPHER *cipher, const char *from,
                      const char *to, void *data) {
  names *names = data;
  EVP_CIPHER *usable = crypto_cipher_fetch(from);
  if (usable == NULL)
    return;
  EVP_CIPHER_free(usable);
  js_value name = js_string_utf8(names->iso, from, JS_AUTO_LENGTH);
  js_set_index(names->iso, names->array, names->count++, name);
}

/* getCiphers(): names, with doubles that differ in case. */
static void get_ciphers(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_start();
  OPENSSL_init_crypto(OPENSSL_INIT_ADD_ALL_CIPHERS, NULL);
  names names = {iso, js_array(iso, 0), 0};
  EVP_CIPHER_do_all_sorted(names_add, &names);
  js_return(call, names.array);
}

/* nameOfNid(number): a cipher's name, or undefined */
static void name_of_nid(js_call *call) {
  const char *name = OBJ_nid2sn(crypto_arg_int(call, 0, 0));
  if (name)
    js_return(call,
              js_string_utf8(js_call_isolate(call), name, JS_AUTO_LENGTH));
  ERR_clear_error();
}

static const js_native_entry natives[] = {
    {"getCiphers", get_ciphers, 0, NULL},
    {"nameOfNid", name_of_nid, 1, NULL},
    {NULL, NULL, 0, NULL},
};
static const js_class *const classes[] = {&algorithm_class, &cipher_class,
                                          NULL};

const binding crypto_cipher_binding = {
    .name = "crypto_cipher", .natives = natives, .classes = classes};
