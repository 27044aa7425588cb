/* SPKAC: signed public keys and challenges, as <keygen> made them. */
#include "crypto.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "../runtime/binding.h"

/* What a program gave, or NULL with nothing pending: it is none. */
static NETSCAPE_SPKI *spkac_read(js_call *call) {
  js_bytes bytes;
  if (!crypto_arg_bytes(call, 0, &bytes) || bytes.length == 0)
    return NULL;
  crypto_start();
  NETSCAPE_SPKI *spki =
      NETSCAPE_SPKI_b64_decode((const char *)bytes.data, (int)bytes.length);
  ERR_clear_error();
  return spki;
}

/* verify(bytes): whether the signature is right */
static void verify(js_call *call) {
  NETSCAPE_SPKI *spki = spkac_read(call);
  if (spki == NULL)
    return;
  EVP_PKEY *pkey = X509_PUBKEY_get(spki->spkac->pubkey);
  js_return_bool(call, pkey && NETSCAPE_SPKI_verify(spki, pkey) > 0);
  EVP_PKEY_free(pkey);
  NETSCAPE_SPKI_free(spki);
  ERR_clear_error();
}

/* exportPublicKey(bytes): a Buffer of PEM, or undefined */
static void export_public_key(js_call *call) {
  NETSCAPE_SPKI *spki = spkac_read(call);
  if (spki == NULL)
    return;
  EVP_PKEY *pkey = NETSCAPE_SPKI_get_pubkey(spki);
  BIO *bio = BIO_new(BIO_s_mem());
  if (pkey && bio && PEM_write_bio_PUBKEY(bio, pkey) > 0) {
    char *text;
    long length = BIO_get_mem_data(bio, &text);
    crypto_return_bytes(call, (uint8_t *)text, (size_t)length,
                        js_undefined(js_call_isolate(call)));
  }
  BIO_free(bio);
  EVP_PKEY_free(pkey);
  NETSCAPE_SPKI_free(spki);
  ERR_clear_error();
}

/* exportChallenge(bytes): a Buffer, or undefined */
static void export_challenge(js_call *call) {
  NETSCAPE_SPKI *spki = spkac_read(call);
  if (spki == NULL)
    return;
  uint8_t *text = NULL;
  int length = ASN1_STRING_to_UTF8(&text, spki->spkac->challenge);
  if (length >= 0)
    crypto_return_bytes(call, text, (size_t)length,
                        js_undefined(js_call_isolate(call)));
  OPENSSL_free(text);
  NETSCAPE_SPKI_free(spki);
  ERR_clear_error();
}

static const js_native_entry natives[] = {
    {"verify", verify, 1, NULL},
    {"exportPublicKey", export_public_key, 1, NULL},
    {"exportChallenge", export_challenge, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_spkac_binding = {.name = "crypto_spkac",
                                      .natives = natives};
