/* Random bytes and primes. */
#include "crypto.h"

#include <limits.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/rand.h>

#include "../runtime/binding.h"

/* --- Bytes ------------------------------------------------------------------
 */

/* RAND_bytes counts with an int. */
static bool random_fill(uint8_t *data, size_t length) {
  for (size_t done = 0; done < length;) {
    size_t part = length - done < INT_MAX ? length - done : INT_MAX;
    if (RAND_bytes(data + done, (int)part) != 1)
      return false;
    done += part;
  }
  return true;
}

typedef struct random_job {
  crypto_job base;
  js_store *store;
  size_t offset; /* in the store */
  size_t length;
} random_job;

static bool random_job_run(crypto_job *base) {
  random_job *job = (random_job *)base;
  uint8_t *data = js_store_data(job->store);
  /* A resizable buffer may have become smaller since. */
  if (js_store_length(job->store) < job->offset + job->length)
    return true;
  return random_fill(data + job->offset, job->length);
}

static js_value random_job_value(js_isolate *iso, crypto_job *base) {
  return js_undefined(iso);
}

static void random_job_release(crypto_job *base) {
  random_job *job = (random_job *)base;
  if (job->store)
    js_store_free(job->store);
}

static void fill_now(js_call *call, js_bytes bytes) {
  crypto_start();
  ERR_clear_error();
  if (!random_fill(bytes.data, bytes.length))
    crypto_throw(js_call_isolate(call), "There are no random bytes");
}

static size_t view_offset(js_value value) {
  return js_is_kind(value, JS_KIND_ARRAY_BUFFER_VIEW) ? js_view_offset(value)
                                                      : 0;
}

/* fill(view or buffer, offset, length, how): the range lies within. */
static void fill(js_call *call) {
  js_value target = js_call_arg(call, 0);
  js_bytes bytes;
  int64_t offset = js_int64_value(js_call_arg(call, 1));
  int64_t length = js_int64_value(js_call_arg(call, 2));
  if (!crypto_arg_bytes(call, 0, &bytes) || offset < 0 || length < 0 ||
      (uint64_t)offset + (uint64_t)length > bytes.length)
    return;
  if (js_is_undefined(js_call_arg(call, 3))) {
    fill_now(call, (js_bytes){bytes.data + offset, (size_t)length});
    return;
  }
  random_job *job = crypto_job_new(call, sizeof *job, random_job_run,
                                   random_job_value, random_job_release);
  if (job == NULL)
    return;
  job->store = js_store_of(target);
  if (job->store == NULL) {
    crypto_job_free(job);
    js_throw_out_of_memory(js_call_isolate(call));
    return;
  }
  job->offset = view_offset(target) + (size_t)offset;
  job->length = (size_t)length;
  crypto_job_start(call, job, js_call_arg(call, 3));
}

/* uuid(bytes, offset): the text of 16 bytes, which version and variant bits
 * are put into (RFC 9562, section 5.4). */
static void uuid(js_call *call) {
  static const char digits[] = "0123456789abcdef";
  js_bytes pool;
  uint32_t offset = js_uint32_value(js_call_arg(call, 1));
  if (!crypto_arg_bytes(call, 0, &pool) || offset + 16 > pool.length)
    return;
  uint8_t *bytes = pool.data + offset;
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  uint8_t text[36], *out = text;
  for (int i = 0; i < 16; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      *out++ = '-';
    *out++ = (uint8_t)digits[bytes[i] >> 4];
    *out++ = (uint8_t)digits[bytes[i] & 15];
    bytes[i] = 0;
  }
  js_return(call, js_string_latin1(js_call_isolate(call), text, sizeof text));
}

/* --- Primes -----------------------------------------------------------------
 */

typedef struct prime_job {
  crypto_job base;
  BIGNUM *prime; /* the result, or what is checked */
  BIGNUM *add;   /* or NULL */
  BIGNUM *rem;   /* or NULL */
  int bits;
  bool is_safe;
  int checks;
  bool is_prime;
} prime_job;

static void prime_job_release(crypto_job *base) {
  prime_job *job = (prime_job *)base;
  BN_clear_free(job->prime);
  BN_free(job->add);
  BN_free(job->rem);
}

static bool generate_run(crypto_job *base) {
  prime_job *job = (prime_job *)base;
  return BN_generate_prime_ex(job->prime, job->bits, job->is_safe, job->add,
                              job->rem, NULL);
}

static js_value generate_value(js_isolate *iso, crypto_job *base) {
  prime_job *job = (prime_job *)base;
  return crypto_bignum_buffer(iso, job->prime, (job->bits + 7) / 8);
}

static bool check_run(crypto_job *base) {
  prime_job *job = (prime_job *)base;
  BN_CTX *context = BN_CTX_new();
  if (context == NULL)
    return false;
  int answer = BN_is_prime_ex(job->prime, job->checks, context, NULL);
  BN_CTX_free(context);
  job->is_prime = answer == 1;
  return answer >= 0;
}

static js_value check_value(js_isolate *iso, crypto_job *base) {
  return js_bool(iso, ((prime_job *)base)->is_prime);
}

/* A number of big-endian bytes; undefined gives NULL. False: no memory. */
static bool bignum_read(js_value value, BIGNUM **number) {
  js_bytes bytes;
  *number = NULL;
  if (!js_bytes_of(value, &bytes))
    return true;
  *number = BN_bin2bn(bytes.data, (int)bytes.length, NULL);
  return *number != NULL;
}

/* What the arguments say, checked: NULL, or a code and a message. */
static const char *prime_problem(const prime_job *job) {
  if (job->add == NULL)
    return NULL;
  if (BN_num_bits(job->add) > job->bits)
    return "invalid options.add";
  if (job->rem && BN_cmp(job->add, job->rem) != 1)
    return "invalid options.rem";
  return NULL;
}

/* generatePrime(bits, safe, add, rem, how): a Buffer */
static void generate_prime(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  prime_job *job = crypto_job_new(call, sizeof *job, generate_run,
                                  generate_value, prime_job_release);
  if (job == NULL)
    return;
  job->bits = crypto_arg_int(call, 0, 0);
  job->is_safe = js_is_true(js_call_arg(call, 1));
  job->prime = BN_secure_new();
  bool is_read = job->prime && bignum_read(js_call_arg(call, 2), &job->add) &&
                 bignum_read(js_call_arg(call, 3), &job->rem);
  const char *problem = is_read ? prime_problem(job) : NULL;
  if (is_read && problem == NULL) {
    crypto_job_start(call, job, js_call_arg(call, 4));
    return;
  }
  crypto_job_free(job);
  if (problem) {
    crypto_throw_range(iso, "ERR_OUT_OF_RANGE", problem);
  } else {
    crypto_throw(iso, "The number cannot be read");
  }
}

/* checkPrime(bytes, checks, how): whether it is one */
static void check_prime(js_call *call) {
  prime_job *job = crypto_job_new(call, sizeof *job, check_run, check_value,
                                  prime_job_release);
  if (job == NULL)
    return;
  job->checks = crypto_arg_int(call, 1, 0);
  if (bignum_read(js_call_arg(call, 0), &job->prime) && job->prime) {
    crypto_job_start(call, job, js_call_arg(call, 2));
  } else {
    crypto_job_free(job);
    crypto_throw(js_call_isolate(call), "The number cannot be read");
  }
}

static const js_native_entry natives[] = {
    {"fill", fill, 4, NULL},
    {"uuid", uuid, 2, NULL},
    {"generatePrime", generate_prime, 5, NULL},
    {"checkPrime", check_prime, 3, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_random_binding = {.name = "crypto_random",
                                       .natives = natives};
