/* Encryption of data at hand, on the pool: what webcrypto does with AES and
 * ChaCha20. */
#include "crypto_cipher.h"

#include <limits.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <string.h>

#include "../runtime/binding.h"

enum { COUNTER_SIZE = 16, BLOCK_SIZE = 16, WRAP_GROWTH = 8 };

typedef struct cipher_job {
  crypto_job base;
  bool is_encrypting;
  const EVP_CIPHER *cipher;
  crypto_bytes key;
  crypto_bytes iv;
  crypto_bytes aad;
  crypto_bytes input;
  crypto_bytes output;
  int tag_length;   /* in bytes; 0: the cipher makes none */
  int counter_bits; /* of CTR: how much of the IV counts; 0: other modes */
} cipher_job;

static void cipher_release(crypto_job *base) {
  cipher_job *job = (cipher_job *)base;
  crypto_bytes_free(&job->key);
  crypto_bytes_free(&job->iv);
  crypto_bytes_free(&job->aad);
  crypto_bytes_free(&job->input);
  crypto_bytes_free(&job->output);
}

/* A context that waits for data. NULL: it cannot be made. */
static EVP_CIPHER_CTX *context_begin(cipher_job *job, const uint8_t *iv) {
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
  if (context == NULL)
    return NULL;
  EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  bool is_ready = EVP_CipherInit_ex(context, job->cipher, NULL, NULL, NULL,
                                    job->is_encrypting);
  if (is_ready && job->tag_length > 0)
    is_ready = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN,
                                   (int)job->iv.length, NULL);
  /* OCB makes its tag as long as it is told before the key. */
  if (is_ready && EVP_CIPHER_get_mode(job->cipher) == EVP_CIPH_OCB_MODE)
    is_ready = EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG,
                                   job->tag_length, NULL);
  if (is_ready && EVP_CipherInit_ex(context, NULL, NULL, job->key.data, iv,
                                    job->is_encrypting))
    return context;
  EVP_CIPHER_CTX_free(context);
  return NULL;
}

/* How much of the input is text, before the tag. */
static size_t text_length(const cipher_job *job) {
  return job->is_encrypting ? job->input.length
                            : job->input.length - (size_t)job->tag_length;
}

static bool tag_set(EVP_CIPHER_CTX *context, cipher_job *job) {
  return job->tag_length == 0 || job->is_encrypting ||
         EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, job->tag_length,
                             job->input.data + text_length(job));
}

static bool tag_get(EVP_CIPHER_CTX *context, cipher_job *job, int written) {
  if (job->tag_length == 0 || !job->is_encrypting)
    return true;
  job->output.length += (size_t)job->tag_length;
  return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, job->tag_length,
                             job->output.data + written);
}

static bool context_run(EVP_CIPHER_CTX *context, cipher_job *job) {
  int written = 0, rest = 0;
  if (!tag_set(context, job))
    return false;
  if (job->aad.length > 0 &&
      !EVP_CipherUpdate(context, NULL, &rest, job->aad.data,
                        (int)job->aad.length))
    return false;
  rest = 0;
  if (!EVP_CipherUpdate(context, job->output.data, &written, job->input.data,
                        (int)text_length(job)) ||
      !EVP_CipherFinal_ex(context, job->output.data + written, &rest))
    return false;
  job->output.length = (size_t)(written + rest);
  return tag_get(context, job, written + rest);
}

/* --- Counters of fewer bits than the block
 * ----------------------------------------- */

static bool part_run(cipher_job *job, const uint8_t *iv, size_t from,
                     size_t length) {
  int written = 0;
  EVP_CIPHER_CTX *context = context_begin(job, iv);
  bool is_done =
      context && EVP_CipherUpdate(context, job->output.data + from, &written,
                                  job->input.data + from, (int)length);
  EVP_CIPHER_CTX_free(context);
  return is_done;
}

/* The IV with its last `bits` bits 0: where a counter that overflows goes on.
 */
static void counter_reset(uint8_t *iv, int bits) {
  for (int i = COUNTER_SIZE - 1; i >= 0 && bits > 0; i--, bits -= 8)
    iv[i] = bits >= 8 ? 0 : (uint8_t)(iv[i] >> bits << bits);
}

/* Blocks until the counter overflows, SIZE_MAX if that is far away. */
static size_t blocks_before_overflow(const cipher_job *job) {
  uint64_t value = 0;
  int bits = job->counter_bits;
  if (bits > 32)
    return SIZE_MAX;
  for (int i = COUNTER_SIZE - 5; i < COUNTER_SIZE; i++)
    value = value << 8 | job->iv.data[i];
  uint64_t room = (uint64_t)1 << bits;
  return room - (value & (room - 1));
}

/* OpenSSL counts with all 128 bits; webcrypto with those it is told. */
static bool counter_run(cipher_job *job) {
  size_t length = job->input.length;
  size_t blocks = (length + BLOCK_SIZE - 1) / BLOCK_SIZE;
  if (job->counter_bits <= 32 &&
      blocks > (size_t)((uint64_t)1 << job->counter_bits))
    return false; /* a counter would be used twice */
  size_t before = blocks_before_overflow(job);
  job->output.length = length;
  if (blocks <= before)
    return part_run(job, job->iv.data, 0, length);
  uint8_t iv[COUNTER_SIZE];
  memcpy(iv, job->iv.data, sizeof iv);
  counter_reset(iv, job->counter_bits);
  return part_run(job, job->iv.data, 0, before * BLOCK_SIZE) &&
         part_run(job, iv, before * BLOCK_SIZE, length - before * BLOCK_SIZE);
}

static bool cipher_run(crypto_job *base) {
  cipher_job *job = (cipher_job *)base;
  if (!job->is_encrypting && job->input.length < (size_t)job->tag_length)
    return false;
  if (job->input.length > INT_MAX - 64 ||
      !crypto_bytes_room(&job->output,
                         job->input.length + 2 * BLOCK_SIZE + WRAP_GROWTH))
    return false;
  if (job->counter_bits > 0)
    return counter_run(job);
  EVP_CIPHER_CTX *context =
      context_begin(job, job->iv.length > 0 ? job->iv.data : NULL);
  bool is_done = context && context_run(context, job);
  EVP_CIPHER_CTX_free(context);
  return is_done;
}

static js_value cipher_value(js_isolate *iso, crypto_job *base) {
  cipher_job *job = (cipher_job *)base;
  js_value buffer = js_buffer_copy(iso, job->output.data, job->output.length);
  if (buffer == JS_EMPTY)
    js_throw_out_of_memory(iso);
  return buffer;
}

/* cipher(encrypt, CipherAlgorithm, key, iv, data, additional data, tag length,
 * counter bits, how): a Buffer */
static void cipher(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cipher_job *job = crypto_job_new(call, sizeof *job, cipher_run, cipher_value,
                                   cipher_release);
  if (job == NULL)
    return;
  job->is_encrypting = js_is_true(js_call_arg(call, 0));
  job->cipher = crypto_cipher_of(js_call_arg(call, 1));
  job->tag_length = crypto_arg_int(call, 6, 0);
  job->counter_bits = crypto_arg_int(call, 7, 0);
  if (job->cipher && crypto_secret_copy(iso, js_call_arg(call, 2), &job->key) &&
      crypto_bytes_copy(iso, js_call_arg(call, 3), &job->iv) &&
      crypto_bytes_copy(iso, js_call_arg(call, 4), &job->input) &&
      crypto_bytes_copy(iso, js_call_arg(call, 5), &job->aad)) {
    crypto_job_start(call, job, js_call_arg(call, 8));
  } else {
    crypto_job_free(job);
  }
}

static const js_native_entry natives[] = {
    {"cipher", cipher, 9, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_cipher_job_binding = {.name = "crypto_cipher_job",
                                           .natives = natives};
