/* Writing keys: PEM and DER. */
#include "crypto_keys.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "../runtime/binding.h"
#include "crypto_cipher.h"

static js_value element(js_isolate *iso, js_value array, uint32_t index) {
  js_value value = js_get_index(iso, array, index);
  return value ? value : js_undefined(iso);
}

static bool cipher_read(js_isolate *iso, js_value name,
                        crypto_key_output *output) {
  if (!js_is_string(name))
    return true;
  char text[CRYPTO_NAME_MAX];
  size_t length = js_string_write_utf8(iso, name, text, sizeof text - 1, NULL);
  text[length] = '\0';
  output->fetched = crypto_cipher_fetch(text);
  output->cipher = output->fetched;
  if (output->cipher == NULL)
    crypto_throw_code(iso, "ERR_CRYPTO_UNKNOWN_CIPHER", "Unknown cipher");
  return output->cipher != NULL;
}

bool crypto_key_output_read(js_isolate *iso, js_value array,
                            crypto_key_output *output) {
  *output = (crypto_key_output){0};
  if (!js_is_array(array))
    return true;
  output->is_wanted = true;
  output->format = (crypto_key_format)js_int32_value(element(iso, array, 0));
  output->encoding =
      (crypto_key_encoding)js_int32_value(element(iso, array, 1));
  return cipher_read(iso, element(iso, array, 2), output) &&
         crypto_bytes_copy(iso, element(iso, array, 3), &output->passphrase);
}

void crypto_key_output_release(crypto_key_output *output) {
  EVP_CIPHER_free(output->fetched);
  crypto_bytes_free(&output->passphrase);
}

/* --- Public ------------------------------------------------------------------
 */

static bool pkcs1_public_write(BIO *bio, EVP_PKEY *pkey,
                               crypto_key_format format) {
  uint8_t *der = NULL;
  int length = i2d_PublicKey(pkey, &der);
  if (length < 0)
    return false;
  bool is_done = format == CRYPTO_FORMAT_PEM
                     ? PEM_write_bio(bio, "RSA PUBLIC KEY", "", der, length) > 0
                     : BIO_write(bio, der, length) == length;
  OPENSSL_free(der);
  return is_done;
}

static bool public_write(BIO *bio, EVP_PKEY *pkey,
                         const crypto_key_output *output) {
  if (output->encoding == CRYPTO_ENCODING_PKCS1)
    return pkcs1_public_write(bio, pkey, output->format);
  return output->format == CRYPTO_FORMAT_PEM
             ? PEM_write_bio_PUBKEY(bio, pkey) == 1
             : i2d_PUBKEY_bio(bio, pkey) == 1;
}

/* --- Private -----------------------------------------------------------------
 */

/* OpenSSL asks on the terminal where it gets no passphrase: it gets one of no
 * bytes. */
static char *passphrase_of(const crypto_key_output *output) {
  return output->passphrase.data ? (char *)output->passphrase.data : "";
}

static bool pkcs8_write(BIO *bio, EVP_PKEY *pkey,
                        const crypto_key_output *output) {
  char *passphrase = passphrase_of(output);
  int length = (int)output->passphrase.length;
  return output->format == CRYPTO_FORMAT_PEM
             ? PEM_write_bio_PKCS8PrivateKey(bio, pkey, output->cipher,
                                             passphrase, length, NULL,
                                             NULL) == 1
             : i2d_PKCS8PrivateKey_bio(bio, pkey, output->cipher, passphrase,
                                       length, NULL, NULL) == 1;
}

static bool traditional_write(BIO *bio, EVP_PKEY *pkey,
                              const crypto_key_output *output) {
  if (output->format != CRYPTO_FORMAT_PEM)
    return i2d_PrivateKey_bio(bio, pkey) == 1;
  return PEM_write_bio_PrivateKey_traditional(
             bio, pkey, output->cipher, (unsigned char *)passphrase_of(output),
             (int)output->passphrase.length, NULL, NULL) == 1;
}

static bool private_write(BIO *bio, EVP_PKEY *pkey,
                          const crypto_key_output *output) {
  return output->encoding == CRYPTO_ENCODING_PKCS8
             ? pkcs8_write(bio, pkey, output)
             : traditional_write(bio, pkey, output);
}

/* --- Both --------------------------------------------------------------------
 */

static js_value bio_value(js_isolate *iso, BIO *bio, crypto_key_format format) {
  char *text;
  long length = BIO_get_mem_data(bio, &text);
  js_value value =
      format == CRYPTO_FORMAT_PEM
          ? js_string_latin1(iso, (const uint8_t *)text, (size_t)length)
          : js_buffer_copy(iso, text, (size_t)length);
  if (value == JS_EMPTY)
    js_throw_out_of_memory(iso);
  return value;
}

js_value crypto_key_write(js_isolate *iso, crypto_key_type type, EVP_PKEY *pkey,
                          const crypto_key_output *output) {
  if (!output->is_wanted) {
    EVP_PKEY_up_ref(pkey);
    return crypto_key_value(iso, type, pkey);
  }
  BIO *bio = BIO_new(BIO_s_secmem());
  js_value value = JS_EMPTY;
  ERR_clear_error();
  if (bio && (type == CRYPTO_KEY_PUBLIC ? public_write : private_write)(
                 bio, pkey, output)) {
    value = bio_value(iso, bio, output->format);
  } else {
    crypto_throw(iso, type == CRYPTO_KEY_PUBLIC
                          ? "Failed to encode public key"
                          : "Failed to encode private key");
  }
  BIO_free(bio);
  return value;
}

/* write(KeyHandle, [format, encoding, cipher, passphrase]) */
static void write_key(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key = crypto_key_of(js_call_arg(call, 0));
  if (key == NULL || key->pkey == NULL)
    return;
  crypto_key_output output;
  if (crypto_key_output_read(iso, js_call_arg(call, 1), &output)) {
    js_value value = crypto_key_write(iso, key->type, key->pkey, &output);
    if (value)
      js_return(call, value);
  }
  crypto_key_output_release(&output);
}

static const js_native_entry natives[] = {
    {"write", write_key, 2, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_key_write_binding = {.name = "crypto_key_write",
                                          .natives = natives};
