/* Digests: what a name stands for, one-shot hashes, and running ones. */
#include "crypto.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"

/* --- Digest: an algorithm, looked up once ----------------------------------
 */

/* Looking up an algorithm and making a context cost more than hashing a short
 * text: lib/ keeps one Digest a name, which keeps a context to be used again.
 */
typedef struct digest {
  EVP_MD *md;
  EVP_MD_CTX *spare; /* or NULL while a Hash has it */
} digest;

static void digest_free(digest *digest) {
  EVP_MD_CTX_free(digest->spare);
  EVP_MD_free(digest->md);
  free(digest);
}

static void digest_finalize(js_isolate *iso, void *native) {
  digest_free(native);
}

static const js_class digest_class;

/* The providers know fewer names than the old table ("RSA-SHA256"), which in
 * turn knows algorithms that no provider has. NULL: there is none. */
static EVP_MD *md_fetch(const char *name) {
  EVP_MD *md = EVP_MD_fetch(NULL, name, NULL);
  if (md == NULL) {
    if (OPENSSL_strcasecmp(name, "dss1") == 0)
      name = "SHA1";
    const EVP_MD *alias = EVP_get_digestbyname(name);
    /* Of one that is known but not there OpenSSL's error tells: it is what
     * programs look for ("unsupported"). */
    ERR_clear_error();
    if (alias)
      md = EVP_MD_fetch(NULL, EVP_MD_get0_name(alias), NULL);
  }
  if (md)
    ERR_clear_error();
  return md;
}

/* new Digest(name) */
static void digest_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_name name;
  crypto_start();
  EVP_MD *md = md_fetch(crypto_name_of(call, 0, &name));
  if (md == NULL) {
    crypto_throw(iso, "Digest method not supported");
    return;
  }
  digest *made = calloc(1, sizeof *made);
  if (made == NULL) {
    EVP_MD_free(md);
    js_throw_out_of_memory(iso);
    return;
  }
  made->md = md;
  js_wrap_new(iso, js_call_this(call), &digest_class, made, false);
}

static bool md_is_xof(const EVP_MD *md) {
  return (EVP_MD_get_flags(md) & EVP_MD_FLAG_XOF) != 0;
}

/* In bytes. OpenSSL 3.4 gives SHAKE no default any more. */
static int md_length(const EVP_MD *md) {
  int length = EVP_MD_get_size(md);
  if (length > 0 || !md_is_xof(md))
    return length > 0 ? length : 0;
  return EVP_MD_is_a(md, "SHAKE-128") ? 16 : 32;
}

static void digest_size(js_call *call) {
  digest *self = js_call_unwrap(call, &digest_class);
  if (self)
    js_return_int32(call, md_length(self->md));
}

static void digest_block_size(js_call *call) {
  digest *self = js_call_unwrap(call, &digest_class);
  if (self)
    js_return_int32(call, EVP_MD_get_block_size(self->md));
}

static void digest_is_xof(js_call *call) {
  digest *self = js_call_unwrap(call, &digest_class);
  if (self)
    js_return_bool(call, md_is_xof(self->md));
}

const EVP_MD *crypto_digest_of(js_value value) {
  digest *found = js_unwrap(value, &digest_class);
  return found ? found->md : NULL;
}

/* A context that has begun, or NULL. */
static EVP_MD_CTX *digest_begin(digest *digest) {
  EVP_MD_CTX *context = digest->spare;
  digest->spare = NULL;
  if (context == NULL)
    context = EVP_MD_CTX_new();
  if (context && EVP_DigestInit_ex2(context, digest->md, NULL))
    return context;
  EVP_MD_CTX_free(context);
  return NULL;
}

static void digest_give_back(digest *digest, EVP_MD_CTX *context) {
  if (digest->spare == NULL) {
    digest->spare = context;
  } else {
    EVP_MD_CTX_free(context);
  }
}

/* Ends a hash in `length` bytes, which only an XOF may choose. */
static bool context_end(EVP_MD_CTX *context, uint8_t *out, size_t length) {
  const EVP_MD *md = EVP_MD_CTX_get0_md(context);
  if (length == 0)
    return true;
  if (!md_is_xof(md))
    return EVP_DigestFinal_ex(context, out, NULL);
  return EVP_DigestFinalXOF(context, out, length);
}

/* Ends a hash and returns it to JavaScript in an encoding. */
static void context_return(js_call *call, EVP_MD_CTX *context, size_t length,
                           js_value encoding) {
  js_isolate *iso = js_call_isolate(call);
  uint8_t room[256];
  crypto_bytes large = {NULL, 0};
  if (length > sizeof room && !crypto_bytes_alloc(iso, &large, length))
    return;
  uint8_t *out = large.data ? large.data : room;
  if (context_end(context, out, length)) {
    crypto_return_bytes(call, out, length, encoding);
  } else {
    crypto_throw(iso, "Digest method not supported");
  }
  crypto_bytes_free(&large);
}

/* hash(data, output encoding, length or undefined) */
static void digest_hash(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  digest *self = js_call_unwrap(call, &digest_class);
  crypto_input input;
  if (self == NULL ||
      !crypto_input_open(iso, js_call_arg(call, 0), js_undefined(iso), &input))
    return;
  EVP_MD_CTX *context = digest_begin(self);
  if (context && EVP_DigestUpdate(context, input.data, input.length)) {
    int length = crypto_arg_int(call, 2, md_length(self->md));
    context_return(call, context, (size_t)length, js_call_arg(call, 1));
    digest_give_back(self, context);
  } else {
    EVP_MD_CTX_free(context);
    crypto_throw(iso, "Digest method not supported");
  }
  crypto_input_close(&input);
}

static const js_native_entry digest_methods[] = {
    {"size", digest_size, 0, NULL},
    {"blockSize", digest_block_size, 0, NULL},
    {"isXof", digest_is_xof, 0, NULL},
    {"hash", digest_hash, 3, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class digest_class = {
    .name = "Digest",
    .construct = digest_construct,
    .methods = digest_methods,
    .finalize = digest_finalize,
};

/* --- Hash: one that runs ----------------------------------------------------
 */

typedef struct hash {
  EVP_MD_CTX *context; /* NULL when it has ended */
  size_t length;       /* of the result */
} hash;

static void hash_finalize(js_isolate *iso, void *native) {
  hash *self = native;
  EVP_MD_CTX_free(self->context);
  free(self);
}

static const js_class hash_class;

static void hash_wrap(js_call *call, EVP_MD_CTX *context, size_t length) {
  js_isolate *iso = js_call_isolate(call);
  hash *self = malloc(sizeof *self);
  if (self == NULL) {
    EVP_MD_CTX_free(context);
    js_throw_out_of_memory(iso);
    return;
  }
  *self = (hash){context, length};
  js_wrap_new(iso, js_call_this(call), &hash_class, self, false);
}

/* What a Hash begins with: its algorithm, or another Hash's state. */
static EVP_MD_CTX *hash_begin(js_value from, size_t *length) {
  digest *digest = js_unwrap(from, &digest_class);
  if (digest) {
    *length = (size_t)md_length(digest->md);
    return digest_begin(digest);
  }
  hash *original = js_unwrap(from, &hash_class);
  if (original == NULL || original->context == NULL)
    return NULL;
  *length = (size_t)md_length(EVP_MD_CTX_get0_md(original->context));
  EVP_MD_CTX *copy = EVP_MD_CTX_new();
  if (copy && EVP_MD_CTX_copy_ex(copy, original->context))
    return copy;
  EVP_MD_CTX_free(copy);
  return NULL;
}

/* new Hash(Digest or Hash, length or undefined) */
static void hash_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  size_t own_length = 0;
  EVP_MD_CTX *context = hash_begin(js_call_arg(call, 0), &own_length);
  if (context == NULL) {
    crypto_throw(iso, "Digest method not supported");
    return;
  }
  size_t length = own_length;
  if (js_is_uint32(js_call_arg(call, 1)))
    length = js_uint32_value(js_call_arg(call, 1));
  if (length != own_length && !md_is_xof(EVP_MD_CTX_get0_md(context))) {
    EVP_MD_CTX_free(context);
    ERR_raise(ERR_LIB_EVP, EVP_R_NOT_XOF_OR_INVALID_LENGTH);
    crypto_throw(iso, "Unsupported state or unable to set the length");
    return;
  }
  hash_wrap(call, context, length);
}

/* update(data, encoding): whether it could */
static void hash_update(js_call *call) {
  hash *self = js_call_unwrap(call, &hash_class);
  crypto_input input;
  if (self == NULL ||
      !crypto_input_open(js_call_isolate(call), js_call_arg(call, 0),
                         js_call_arg(call, 1), &input))
    return;
  bool is_done = self->context &&
                 EVP_DigestUpdate(self->context, input.data, input.length);
  crypto_input_close(&input);
  ERR_clear_error();
  js_return_bool(call, is_done);
}

/* digest(output encoding, Digest to give the context back to): ends the hash */
static void hash_digest(js_call *call) {
  hash *self = js_call_unwrap(call, &hash_class);
  if (self == NULL || self->context == NULL)
    return;
  context_return(call, self->context, self->length, js_call_arg(call, 0));
  digest *digest = js_unwrap(js_call_arg(call, 1), &digest_class);
  if (digest && digest->md == EVP_MD_CTX_get0_md(self->context)) {
    digest_give_back(digest, self->context);
  } else {
    EVP_MD_CTX_free(self->context);
  }
  self->context = NULL;
}

static const js_native_entry hash_methods[] = {
    {"update", hash_update, 2, NULL},
    {"digest", hash_digest, 2, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class hash_class = {
    .name = "Hash",
    .construct = hash_construct,
    .methods = hash_methods,
    .finalize = hash_finalize,
};

/* --- One-shot on the thread pool --------------------------------------------
 */

typedef struct hash_job {
  crypto_job base;
  const EVP_MD *md;
  crypto_bytes input;
  crypto_bytes output;
} hash_job;

static bool hash_job_run(crypto_job *base) {
  hash_job *job = (hash_job *)base;
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  bool is_done =
      context && EVP_DigestInit_ex2(context, job->md, NULL) &&
      EVP_DigestUpdate(context, job->input.data, job->input.length) &&
      context_end(context, job->output.data, job->output.length);
  EVP_MD_CTX_free(context);
  return is_done;
}

static js_value hash_job_value(js_isolate *iso, crypto_job *base) {
  return crypto_bytes_to_buffer(iso, &((hash_job *)base)->output);
}

static void hash_job_release(crypto_job *base) {
  hash_job *job = (hash_job *)base;
  crypto_bytes_free(&job->input);
  crypto_bytes_free(&job->output);
}

/* hashJob(Digest, bytes, length or undefined, how): a Buffer */
static void hash_job_start(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  hash_job *job = crypto_job_new(call, sizeof *job, hash_job_run,
                                 hash_job_value, hash_job_release);
  if (job == NULL)
    return;
  job->md = crypto_digest_of(js_call_arg(call, 0));
  int length = crypto_arg_int(call, 2, job->md ? md_length(job->md) : 0);
  if (crypto_bytes_copy(iso, js_call_arg(call, 1), &job->input) &&
      crypto_bytes_alloc(iso, &job->output, (size_t)length)) {
    crypto_job_start(call, job, js_call_arg(call, 3));
  } else {
    crypto_job_free(job);
  }
}

/* --- Names ------------------------------------------------------------------
 */

typedef struct names {
  js_isolate *iso;
  js_value array;
  uint32_t count;
} names;

static void names_add(const EVP_MD *md, const char *from, const char *to,
                      void *data) {
  names *names = data;
  EVP_MD *usable = md_fetch(from);
  if (usable == NULL) {
    ERR_clear_error();
    return;
  }
  EVP_MD_free(usable);
  js_value name = js_string_utf8(names->iso, from, JS_AUTO_LENGTH);
  js_set_index(names->iso, names->array, names->count++, name);
}

/* getHashes(): names, with doubles that differ in case. */
static void get_hashes(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_start();
  OPENSSL_init_crypto(OPENSSL_INIT_ADD_ALL_DIGESTS, NULL);
  names names = {iso, js_array(iso, 0), 0};
  EVP_MD_do_all_sorted(names_add, &names);
  js_return(call, names.array);
}

static const js_native_entry natives[] = {
    {"getHashes", get_hashes, 0, NULL},
    {"hashJob", hash_job_start, 4, NULL},
    {NULL, NULL, 0, NULL},
};
static const js_class *const classes[] = {&digest_class, &hash_class, NULL};

const binding crypto_hash_binding = {
    .name = "crypto_hash", .natives = natives, .classes = classes};
