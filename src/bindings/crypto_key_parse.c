/* Reading keys: PEM and DER. */
#include "crypto_keys.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <string.h>

#include "../runtime/binding.h"

/* What there is to read. */
typedef struct key_input {
  const uint8_t *data;
  size_t length;
  crypto_key_format format;
  crypto_key_encoding encoding;
  bool has_passphrase;
  bool was_asked; /* for a passphrase that there is not */
  js_bytes passphrase;
} key_input;

static bool key_input_read(js_call *call, key_input *input) {
  js_bytes bytes;
  *input = (key_input){0};
  if (!crypto_arg_bytes(call, 0, &bytes))
    return false;
  input->data = bytes.data ? bytes.data : (const uint8_t *)"";
  input->length = bytes.length;
  input->format = (crypto_key_format)crypto_arg_int(call, 1, CRYPTO_FORMAT_PEM);
  input->encoding =
      (crypto_key_encoding)crypto_arg_int(call, 2, CRYPTO_ENCODING_UNKNOWN);
  input->has_passphrase = js_bytes_of(js_call_arg(call, 3), &input->passphrase);
  return true;
}

/* Called by OpenSSL when a key is encrypted. -1: there is no passphrase. */
static int passphrase_give(char *room, int size, int is_writing, void *data) {
  key_input *input = data;
  if (!input->has_passphrase) {
    input->was_asked = true;
    return -1;
  }
  if (input->passphrase.length > (size_t)size)
    return -1;
  if (input->passphrase.length > 0)
    memcpy(room, input->passphrase.data, input->passphrase.length);
  return (int)input->passphrase.length;
}

static BIO *input_bio(const key_input *input) {
  return BIO_new_mem_buf(input->data, (int)input->length);
}

/* --- Private keys -----------------------------------------------------------
 */

static bool is_asn1_sequence(const key_input *input, const uint8_t **content) {
  long length;
  int tag, class;
  const uint8_t *at = input->data;
  int result = ASN1_get_object(&at, &length, &tag, &class, (long)input->length);
  *content = at;
  ERR_clear_error();
  return (result & 0x80) == 0 && tag == V_ASN1_SEQUENCE;
}

/* PKCS#8 begins with a version (an INTEGER), its encrypted form with an
 * algorithm (a SEQUENCE). */
static bool is_encrypted_pkcs8(const key_input *input) {
  const uint8_t *content;
  return is_asn1_sequence(input, &content) &&
         content < input->data + input->length && *content == 0x30;
}

static EVP_PKEY *pkcs8_parse(key_input *input) {
  BIO *bio = input_bio(input);
  if (bio == NULL)
    return NULL;
  EVP_PKEY *pkey = NULL;
  if (is_encrypted_pkcs8(input)) {
    pkey = d2i_PKCS8PrivateKey_bio(bio, NULL, passphrase_give, input);
  } else {
    PKCS8_PRIV_KEY_INFO *info = d2i_PKCS8_PRIV_KEY_INFO_bio(bio, NULL);
    if (info)
      pkey = EVP_PKCS82PKEY(info);
    PKCS8_PRIV_KEY_INFO_free(info);
  }
  BIO_free(bio);
  return pkey;
}

static EVP_PKEY *private_pem_parse(key_input *input) {
  BIO *bio = input_bio(input);
  if (bio == NULL)
    return NULL;
  EVP_PKEY *pkey = PEM_read_bio_PrivateKey(bio, NULL, passphrase_give, input);
  BIO_free(bio);
  return pkey;
}

static EVP_PKEY *private_parse(key_input *input) {
  const uint8_t *at = input->data;
  if (input->format == CRYPTO_FORMAT_PEM)
    return private_pem_parse(input);
  switch (input->encoding) {
    case CRYPTO_ENCODING_PKCS1:
      return d2i_PrivateKey(EVP_PKEY_RSA, NULL, &at, (long)input->length);
    case CRYPTO_ENCODING_SEC1:
      return d2i_PrivateKey(EVP_PKEY_EC, NULL, &at, (long)input->length);
    default:
      return pkcs8_parse(input);
  }
}

/* --- Public keys ------------------------------------------------------------
 */

static EVP_PKEY *spki_decode(const uint8_t *der, long length) {
  return d2i_PUBKEY(NULL, &der, length);
}

static EVP_PKEY *pkcs1_decode(const uint8_t *der, long length) {
  return d2i_PublicKey(EVP_PKEY_RSA, NULL, &der, length);
}

static EVP_PKEY *certificate_decode(const uint8_t *der, long length) {
  X509 *certificate = d2i_X509(NULL, &der, length);
  EVP_PKEY *pkey = certificate ? X509_get_pubkey(certificate) : NULL;
  X509_free(certificate);
  return pkey;
}

typedef struct public_form {
  const char *name; /* between "-----BEGIN " and "-----" */
  EVP_PKEY *(*decode)(const uint8_t *der, long length);
} public_form;

static const public_form public_forms[] = {
    {"PUBLIC KEY", spki_decode},
    {"RSA PUBLIC KEY", pkcs1_decode},
    {"CERTIFICATE", certificate_decode},
};

/* A key in one of the forms; *is_there: the text has such a form. */
static EVP_PKEY *public_form_parse(key_input *input, const public_form *form,
                                   bool *is_there) {
  BIO *bio = input_bio(input);
  uint8_t *der = NULL;
  long length = 0;
  EVP_PKEY *pkey = NULL;
  if (bio == NULL)
    return NULL;
  ERR_set_mark();
  *is_there = PEM_bytes_read_bio(&der, &length, NULL, form->name, bio,
                                 passphrase_give, input) == 1;
  ERR_pop_to_mark();
  if (*is_there)
    pkey = form->decode(der, length);
  OPENSSL_free(der);
  BIO_free(bio);
  return pkey;
}

static EVP_PKEY *public_pem_parse(key_input *input, bool *is_there) {
  *is_there = false;
  for (size_t i = 0; i < sizeof public_forms / sizeof *public_forms; i++) {
    EVP_PKEY *pkey = public_form_parse(input, &public_forms[i], is_there);
    if (*is_there)
      return pkey;
  }
  return NULL;
}

/* RSAPrivateKey begins with a version, 0 or 1, RSAPublicKey with a large
 * number. */
static bool is_rsa_private(const key_input *input) {
  const uint8_t *at;
  return is_asn1_sequence(input, &at) &&
         input->data + input->length - at >= 3 && at[0] == 2 && at[1] == 1 &&
         at[2] <= 1;
}

static EVP_PKEY *public_der_parse(key_input *input) {
  const long length = (long)input->length;
  if (input->encoding == CRYPTO_ENCODING_SPKI)
    return spki_decode(input->data, length);
  if (input->encoding == CRYPTO_ENCODING_PKCS1 && !is_rsa_private(input))
    return pkcs1_decode(input->data, length);
  return private_parse(input);
}

/* Of a public key, a certificate, or the private key. */
static EVP_PKEY *public_parse(key_input *input) {
  if (input->format != CRYPTO_FORMAT_PEM)
    return public_der_parse(input);
  bool is_there;
  EVP_PKEY *pkey = public_pem_parse(input, &is_there);
  return is_there ? pkey : private_parse(input);
}

/* --- The natives ------------------------------------------------------------
 */

static void parse(js_call *call, EVP_PKEY *(*read)(key_input *input),
                  crypto_key_type type, const char *fallback) {
  js_isolate *iso = js_call_isolate(call);
  key_input input;
  if (!key_input_read(call, &input))
    return;
  crypto_start();
  ERR_clear_error();
  EVP_PKEY *pkey = read(&input);
  if (pkey == NULL && input.was_asked && input.format == CRYPTO_FORMAT_DER) {
    crypto_throw_type(iso, "ERR_MISSING_PASSPHRASE",
                      "Passphrase required for encrypted key");
  } else if (pkey == NULL) {
    crypto_throw(iso, fallback);
  } else {
    ERR_clear_error();
    js_value handle = crypto_key_value(iso, type, pkey);
    if (handle)
      js_return(call, handle);
  }
}

/* parsePrivate(bytes, format, encoding, passphrase bytes): a KeyHandle */
static void parse_private(js_call *call) {
  parse(call, private_parse, CRYPTO_KEY_PRIVATE, "Failed to read private key");
}

/* parsePublic(the same) */
static void parse_public(js_call *call) {
  parse(call, public_parse, CRYPTO_KEY_PUBLIC, "Failed to read asymmetric key");
}

static const js_native_entry natives[] = {
    {"parsePrivate", parse_private, 4, NULL},
    {"parsePublic", parse_public, 4, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_key_parse_binding = {.name = "crypto_key_parse",
                                          .natives = natives};
