#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/js.h"

typedef enum { FLAG, NEGATED_FLAG, NUMBER, TEXT, LIST, NOTHING } option_kind;

/* A row: the name, a one-letter form, what value it takes, where the value
 * goes, whether NODE_OPTIONS may hold it, and its line of --help. */
typedef struct option_row {
  const char *name;
  char letter;
  option_kind kind;
  size_t offset;
  bool in_environment;
  const char *help;
} option_row;

#define AT(field) offsetof(env_options, field)

/* Options that change nothing here, because what they ask for is always so or
 * is decided elsewhere, but that programs' start scripts give. */
#define ACCEPTED(name) {name, 0, NOTHING, 0, true, NULL}

static const option_row option_rows[] = {
    {"--abort-on-uncaught-exception", 0, FLAG, AT(abort_on_uncaught_exception),
     true, "abort (and dump core) on an uncaught exception"},
    {"--check", 'c', FLAG, AT(check), false,
     "check the syntax of a script without running it"},
    {"--conditions", 'C', LIST, AT(conditions), true,
     "add a condition for conditional exports and imports"},
    {"--diagnostic-dir", 0, TEXT, AT(diagnostic_dir), true,
     "folder for all diagnostic output"},
    {"--disable-proto", 0, TEXT, AT(disable_proto), true,
     "delete Object.prototype.__proto__, or make it throw"},
    {"--disable-warning", 0, LIST, AT(disable_warnings), true,
     "silence warnings by code or type"},
    {"--dns-result-order", 0, TEXT, AT(dns_result_order), true,
     "order of dns.lookup() results: ipv4first, ipv6first, verbatim"},
    {"--enable-source-maps", 0, FLAG, AT(enable_source_maps), true,
     "use source maps in stack traces"},
    {"--entry-url", 0, FLAG, AT(entry_url), true,
     "the program is named by a URL"},
    {"--env-file", 0, LIST, AT(env_files), false,
     "set environment variables from a file"},
    {"--env-file-if-exists", 0, LIST, AT(optional_env_files), false,
     "as --env-file, if there is such a file"},
    {"--eval", 'e', NOTHING, 0, false, "evaluate a script"},
    {"--experimental-eventsource", 0, FLAG, AT(eventsource), true,
     "the global EventSource"},
    {"--experimental-loader", 0, LIST, AT(loaders), true,
     "module with hooks of the module loader"},
    {"--experimental-package-map", 0, TEXT, AT(package_map), true,
     "file that says where packages are"},
    {"--experimental-stream-iter", 0, FLAG, AT(stream_iter), true,
     "the modules node:stream/iter and node:zlib/iter"},
    {"--experimental-test-coverage", 0, FLAG, AT(test_coverage), false,
     "collect coverage (not there yet)"},
    {"--experimental-test-module-mocks", 0, FLAG, AT(test_module_mocks), true,
     "mock.module()"},
    {"--experimental-test-tag-filter", 0, LIST, AT(test_tags), true,
     "run the tests that have a tag"},
    {"--experimental-vm-modules", 0, FLAG, AT(experimental_vm_modules), true,
     "ES modules in vm"},
    {"--frozen-intrinsics", 0, FLAG, AT(frozen_intrinsics), true,
     "freeze the language's built-in objects"},
    {"--help", 'h', FLAG, AT(show_help), false, "print this text"},
    {"--icu-data-dir", 0, TEXT, AT(icu_data_dir), true, "folder of ICU data"},
    {"--import", 0, LIST, AT(import), true, "ES module to preload"},
    {"--input-type", 0, TEXT, AT(input_type), true,
     "module system of -e and standard input: commonjs or module"},
    {"--insecure-http-parser", 0, FLAG, AT(insecure_http_parser), true,
     "accept invalid HTTP: unsafe"},
    {"--interactive", 'i', FLAG, AT(interactive), false,
     "read and evaluate lines, even where standard input is no terminal"},
    {"--loader", 0, LIST, AT(loaders), true, "--experimental-loader"},
    {"--max-http-header-size", 0, NUMBER, AT(max_http_header_size), true,
     "longest HTTP header block, in bytes [16384]"},
    {"--network-family-autoselection", 0, NEGATED_FLAG,
     AT(no_network_family_autoselection), true,
     "try IPv6 and IPv4 in turn when connecting"},
    {"--network-family-autoselection-attempt-timeout", 0, NUMBER,
     AT(network_family_autoselection_attempt_timeout), true,
     "milliseconds for each address tried [250]"},
    {"--no-addons", 0, FLAG, AT(no_addons), true, "refuse native addons"},
    {"--no-async-context-frame", 0, FLAG, AT(no_async_context_frame), true,
     "accepted; AsyncLocalStorage always uses context frames"},
    {"--no-deprecation", 0, FLAG, AT(no_deprecation), true,
     "silence deprecation warnings"},
    {"--no-global-search-paths", 0, FLAG, AT(no_global_search_paths), true,
     "do not look for modules in NODE_PATH and the home folder"},
    {"--no-warnings", 0, FLAG, AT(no_warnings), true, "silence all warnings"},
    {"--pending-deprecation", 0, FLAG, AT(pending_deprecation), true,
     "show deprecations that are not shown yet"},
    {"--preserve-symlinks", 0, FLAG, AT(preserve_symlinks), true,
     "do not resolve symbolic links of modules"},
    {"--preserve-symlinks-main", 0, FLAG, AT(preserve_symlinks_main), true,
     "do not resolve a symbolic link of the main module"},
    {"--print", 'p', FLAG, AT(print), false,
     "evaluate a script and print the result"},
    {"--redirect-warnings", 0, TEXT, AT(redirect_warnings), true,
     "write warnings to a file instead of standard error"},
    {"--require", 'r', LIST, AT(require), true, "CommonJS module to preload"},
    {"--test", 0, FLAG, AT(test), false, "run tests"},
    {"--test-concurrency", 0, NUMBER, AT(test_concurrency), false,
     "test files to run at once"},
    {"--test-coverage-exclude", 0, LIST, AT(test_coverage_exclude), true,
     "files to leave out of the coverage"},
    {"--test-coverage-include", 0, LIST, AT(test_coverage_include), true,
     "files to take into the coverage"},
    {"--test-force-exit", 0, FLAG, AT(test_force_exit), false,
     "exit when all known tests are done"},
    {"--test-global-setup", 0, TEXT, AT(test_global_setup), true,
     "module that runs before all tests"},
    {"--test-isolation", 0, TEXT, AT(test_isolation), true,
     "how test files are kept apart: process or none"},
    {"--test-name-pattern", 0, LIST, AT(test_names), true,
     "run the tests whose name matches"},
    {"--test-only", 0, FLAG, AT(test_only), true,
     "run the tests with the option 'only'"},
    {"--test-random-seed", 0, NUMBER, AT(test_random_seed), true,
     "run tests in the random order of a seed"},
    {"--test-randomize", 0, FLAG, AT(test_randomize), true,
     "run tests in a random order"},
    {"--test-reporter", 0, LIST, AT(test_reporters), true,
     "how results are shown: spec, tap, dot, junit, lcov or a module"},
    {"--test-reporter-destination", 0, LIST, AT(test_destinations), true,
     "where the reporter writes: stdout, stderr or a file"},
    {"--test-rerun-failures", 0, TEXT, AT(test_rerun_failures), true,
     "file of what has passed before and is not run again"},
    {"--test-shard", 0, TEXT, AT(test_shard), true,
     "part of the test files to run, as index/total"},
    {"--test-skip-pattern", 0, LIST, AT(test_skips), true,
     "leave out the tests whose name matches"},
    {"--test-timeout", 0, NUMBER, AT(test_timeout), false,
     "milliseconds after which a test has failed"},
    {"--test-update-snapshots", 0, FLAG, AT(test_update_snapshots), false,
     "write the snapshot files"},
    {"--run", 0, TEXT, AT(run), false, "run a script of package.json"},
    {"--throw-deprecation", 0, FLAG, AT(throw_deprecation), true,
     "throw on deprecations"},
    {"--title", 0, TEXT, AT(title), true, "the process's title"},
    {"--tls-cipher-list", 0, TEXT, AT(tls_cipher_list), true,
     "the ciphers that TLS may use"},
    {"--tls-keylog", 0, TEXT, AT(tls_keylog), false,
     "append the keys of all TLS connections to a file"},
    {"--tls-max-v1.2", 0, FLAG, AT(tls_max_v12), true, "TLS 1.2 at most"},
    {"--tls-max-v1.3", 0, FLAG, AT(tls_max_v13), true, "TLS 1.3 at most"},
    {"--tls-min-v1.0", 0, FLAG, AT(tls_min_v10), true, "TLS 1.0 at least"},
    {"--tls-min-v1.1", 0, FLAG, AT(tls_min_v11), true, "TLS 1.1 at least"},
    {"--tls-min-v1.2", 0, FLAG, AT(tls_min_v12), true, "TLS 1.2 at least"},
    {"--tls-min-v1.3", 0, FLAG, AT(tls_min_v13), true, "TLS 1.3 at least"},
    {"--trace-deprecation", 0, FLAG, AT(trace_deprecation), true,
     "show stacks with deprecation warnings"},
    {"--trace-exit", 0, FLAG, AT(trace_exit), true,
     "show where process.exit is called"},
    {"--trace-sigint", 0, FLAG, AT(trace_sigint), true,
     "print a stack on SIGINT"},
    {"--trace-uncaught", 0, FLAG, AT(trace_uncaught), true,
     "show where uncaught values were thrown"},
    {"--trace-warnings", 0, FLAG, AT(trace_warnings), true,
     "show stacks with warnings"},
    {"--unhandled-rejections", 0, TEXT, AT(unhandled_rejections), true,
     "throw, strict, warn, none, warn-with-error-code"},
    {"--use-bundled-ca", 0, FLAG, AT(use_bundled_ca), true,
     "trust the root certificates of this installation"},
    {"--use-openssl-ca", 0, FLAG, AT(use_openssl_ca), true,
     "trust those that OpenSSL is set up for"},
    {"--use-system-ca", 0, FLAG, AT(use_system_ca), true,
     "trust those of the system"},
    {"--use-env-proxy", 0, FLAG, AT(use_env_proxy), true,
     "send requests through the proxies that HTTP_PROXY etc. name"},
    {"--v8-options", 0, FLAG, AT(show_v8_options), false, "print V8's options"},
    {"--v8-pool-size", 0, NUMBER, AT(v8_pool_size), true,
     "threads for V8's background work"},
    {"--version", 'v', FLAG, AT(show_version), false, "print the version"},
    {"--watch", 0, FLAG, AT(watch), false,
     "run again when a file of the program changes"},
    {"--watch-kill-signal", 0, TEXT, AT(watch_kill_signal), false,
     "signal that ends the program before it runs again [SIGTERM]"},
    {"--watch-path", 0, LIST, AT(watch_paths), false,
     "watch this instead of the program's files"},
    {"--watch-preserve-output", 0, FLAG, AT(watch_preserve_output), false,
     "do not clear the terminal before the program runs again"},
    {"--zero-fill-buffers", 0, FLAG, AT(zero_fill_buffers), true,
     "zero every new Buffer"},
    {"--addons", 0, NEGATED_FLAG, AT(no_addons), true, NULL},
    {"--deprecation", 0, NEGATED_FLAG, AT(no_deprecation), true, NULL},
    {"--experimental-test-isolation", 0, TEXT, AT(test_isolation), true, NULL},
    {"--global-search-paths", 0, NEGATED_FLAG, AT(no_global_search_paths), true,
     NULL},
    {"--warnings", 0, NEGATED_FLAG, AT(no_warnings), true, NULL},
    {"--detect-module", 0, NEGATED_FLAG, AT(no_detect_module), true, NULL},
    {"--require-module", 0, NEGATED_FLAG, AT(no_require_module), true, NULL},
    {"--experimental-detect-module", 0, NEGATED_FLAG, AT(no_detect_module),
     true, NULL},
    {"--experimental-global-navigator", 0, NEGATED_FLAG, AT(no_navigator), true,
     NULL},
    {"--experimental-websocket", 0, NEGATED_FLAG, AT(no_websocket), true, NULL},
    {"--experimental-import-meta-resolve", 0, FLAG, AT(import_meta_resolve),
     true, NULL},
    {"--experimental-import-text", 0, FLAG, AT(import_text), true,
     "import of any file as text, with {type: 'text'}"},
    {"--experimental-print-required-tla", 0, FLAG, AT(print_required_tla), true,
     "show where a required ES module awaits"},
    {"--experimental-require-module", 0, NEGATED_FLAG, AT(no_require_module),
     true, NULL},
    {"--trace-require-module", 0, TEXT, AT(trace_require_module), true,
     "warn where ES modules are required: all or no-node-modules"},
    ACCEPTED("--experimental-abortcontroller"),
    ACCEPTED("--experimental-async-context-frame"),
    ACCEPTED("--experimental-fetch"),
    ACCEPTED("--experimental-global-customevent"),
    ACCEPTED("--experimental-global-webcrypto"),
    ACCEPTED("--experimental-json-modules"),
    ACCEPTED("--experimental-report"),
    {"--strip-types", 0, NEGATED_FLAG, AT(no_strip_types), true, NULL},
    {"--experimental-strip-types", 0, NEGATED_FLAG, AT(no_strip_types), true,
     NULL},
    {"--experimental-transform-types", 0, FLAG, AT(transform_types), true,
     "turn TypeScript's own features (enum, namespace) into JavaScript"},
    ACCEPTED("--experimental-top-level-await"),
    ACCEPTED("--experimental-wasi-unstable-preview1"),
    ACCEPTED("--experimental-wasm-modules"),
    ACCEPTED("--experimental-worker"),
    ACCEPTED("--force-async-hooks-checks"),
    ACCEPTED("--no-experimental-fetch"),
    ACCEPTED("--no-experimental-repl-await"),
    ACCEPTED("--no-force-async-hooks-checks"),
    ACCEPTED("--no-verify-base-objects"),
    ACCEPTED("--node-snapshot"),
    ACCEPTED("--verify-base-objects"),
};
enum { OPTION_COUNT = sizeof option_rows / sizeof option_rows[0] };

static void list_add(option_list *list, const char *item) {
  const char **items = realloc(list->items, (list->count + 1) * sizeof *items);
  if (items == NULL) {
    fputs("node: out of memory\n", stderr);
    exit(1);
  }
  list->items = items;
  list->items[list->count++] = item;
}

static const option_row *row_by_letter(char letter) {
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (option_rows[i].letter == letter)
      return &option_rows[i];
  }
  return NULL;
}

/* Compares as the command line does: '_' within the name means '-'. */
static bool name_equals(const char *name, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    char c = text[i] == '_' && i > 1 ? '-' : text[i];
    if (name[i] != c)
      return false;
  }
  return name[length] == '\0';
}

static const option_row *row_by_name(const char *text, size_t length) {
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (name_equals(option_rows[i].name, text, length))
      return &option_rows[i];
  }
  return NULL;
}

/* Finds the row of an argument; *value points behind '=' or is NULL, *negated
 * tells of a leading --no-, also before an option that it makes no sense for.
 */
static const option_row *row_find(const char *argument, const char **value,
                                  bool *negated) {
  const char *equals = strchr(argument, '=');
  size_t length = equals ? (size_t)(equals - argument) : strlen(argument);
  *value = equals ? equals + 1 : NULL;
  *negated = false;
  if (argument[1] != '-') {
    if (length == 3 &&
        (!strncmp(argument, "-pe", 3) || !strncmp(argument, "-ep", 3))) {
      return row_by_letter('p');
    }
    return length == 2 ? row_by_letter(argument[1]) : NULL;
  }
  const option_row *row = row_by_name(argument, length);
  if (row || strncmp(argument, "--no-", 5))
    return row;
  char positive[80];
  if (length >= sizeof positive)
    return NULL;
  snprintf(positive, sizeof positive, "--%.*s", (int)length - 5, argument + 5);
  row = row_by_name(positive, strlen(positive));
  *negated = row != NULL;
  return row;
}

static int option_error(const char *argv0, const char *format,
                        const char *argument) {
  fprintf(stderr, "%s: ", argv0);
  fprintf(stderr, format, argument);
  fputc('\n', stderr);
  return 9;
}

/* What is being read, and from where. What no row knows is V8's, which is asked
 * afterwards, with all of them at once. */
typedef struct parser {
  env_options *options;
  char **words;
  int count;
  int index;
  bool from_environment;
  option_list for_v8;
  option_list *rejected; /* of a worker: texts, owned; NULL: the process's */
} parser;

/* Says what is wrong with an argument, or keeps it for who started a worker. */
static int reject(parser *p, const char *format, const char *argument) {
  if (p->rejected == NULL)
    return option_error(p->options->argv0, format, argument);
  char text[256];
  snprintf(text, sizeof text, format, argument);
  char *kept = strdup(text);
  if (kept)
    list_add(p->rejected, kept);
  return 9;
}

static bool row_takes_value(const option_row *row) {
  return row->kind == NUMBER || row->kind == TEXT || row->kind == LIST;
}

static int row_apply(parser *p, const option_row *row, const char *argument,
                     const char *value, bool negated) {
  void *field = (char *)p->options + row->offset;
  switch (row->kind) {
    case FLAG:
    case NEGATED_FLAG:
      *(bool *)field = (row->kind == FLAG) != negated;
      return 0;
    case TEXT:
      *(const char **)field = value;
      return 0;
    case LIST:
      list_add(field, value);
      return 0;
    case NUMBER: {
      char *end;
      errno = 0;
      long long number = strtoll(value, &end, 10);
      if (errno || end == value || *end) {
        return reject(p, "%s must be a number", argument);
      }
      *(int64_t *)field = number;
      return 0;
    }
    case NOTHING:
      return 0;
  }
  return 0;
}

static bool is_inspect(const char *argument) {
  return !strncmp(argument, "--inspect", 9) || !strncmp(argument, "--debug", 7);
}

static int parse_value(parser *p, const option_row *row, const char *argument,
                       const char **value) {
  if (!row_takes_value(row))
    return 0;
  bool is_missing = *value ? **value == '\0' : p->index + 1 >= p->count;
  if (is_missing) {
    return reject(p, "%s requires an argument", argument);
  }
  if (*value)
    return 0;
  *value = p->words[++p->index];
  if (!p->from_environment)
    list_add(&p->options->exec_arguments, *value);
  return 0;
}

/* -e and -p: the source follows, unless the next word is an option. */
static int parse_eval(parser *p, const option_row *row, const char *argument,
                      const char *value) {
  env_options *options = p->options;
  bool is_print = row->letter == 'p';
  if (is_print)
    options->print = true;
  const char *next = p->index + 1 < p->count ? p->words[p->index + 1] : NULL;
  if (!value && next && (next[0] != '-' || next[1] == '\0')) {
    value = next;
    p->index++;
    list_add(&options->exec_arguments, value);
  }
  if (!value && !is_print) {
    return reject(p, "%s requires an argument", argument);
  }
  /* "\\-1": a source that would look like an option. */
  if (value && value[0] == '\\' && value[1] == '-')
    value++;
  options->has_eval = options->has_eval || value != NULL;
  if (value)
    options->eval = value;
  return 0;
}

/* Options that a worker cannot have otherwise than the process. */
static bool is_process_wide(const char *name) {
  static const char *const names[] = {
      "--disable-proto",  "--help",
      "--icu-data-dir",   "--run",
      "--title",          "--tls-cipher-list",
      "--use-bundled-ca", "--use-openssl-ca",
      "--v8-options",     "--v8-pool-size",
      "--version",        "--zero-fill-buffers",
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (!strcmp(names[i], name))
      return true;
  }
  return false;
}

static int parse_one(parser *p) {
  const char *argument = p->words[p->index];
  const char *value;
  bool negated;
  const option_row *row = row_find(argument, &value, &negated);
  if (!p->from_environment)
    list_add(&p->options->exec_arguments, argument);
  if (is_inspect(argument)) {
    p->options->has_inspect = true;
    return 0;
  }
  if (row == NULL) {
    list_add(&p->for_v8, argument);
    return 0;
  }
  if (negated && row_takes_value(row)) {
    return reject(p,
                  "%s is an invalid negation because it is not a boolean "
                  "option",
                  argument);
  }
  if (p->from_environment && !row->in_environment) {
    return reject(p, "%s is not allowed in NODE_OPTIONS", argument);
  }
  if (p->rejected && !p->from_environment && is_process_wide(row->name))
    return reject(p, "%s", argument);
  if (row->letter == 'e' || row->letter == 'p') {
    return parse_eval(p, row, argument, value);
  }
  int status = parse_value(p, row, argument, &value);
  if (status)
    return status;
  return row_apply(p, row, argument, value, negated);
}

/* Gives V8 what no row knew; what V8 leaves is a bad option. */
static int parse_v8(parser *p) {
  if (p->for_v8.count == 0)
    return 0;
  int count = (int)p->for_v8.count + 1;
  char **words = calloc((size_t)count + 1, sizeof *words);
  if (words == NULL)
    return 1;
  words[0] = (char *)p->options->argv0;
  memcpy(words + 1, p->for_v8.items, p->for_v8.count * sizeof *words);
  count = js_flags_from_argv(count, words);
  int status = 0;
  if (count > 1) {
    const char *format = p->from_environment
                             ? "%s is not allowed in NODE_OPTIONS"
                             : "bad option: %s";
    status = option_error(p->options->argv0, format, words[1]);
  }
  free(words);
  free(p->for_v8.items);
  return status;
}

/* Splits NODE_OPTIONS at spaces; double quotes group, a backslash inside them
 * takes the next character as it is. The words share one allocation that lives
 * as long as the process. Returns -1 for an open quote. */
static int environment_split(const char *text, option_list *words,
                             char **owned) {
  char *out = *owned = malloc(strlen(text) + 1);
  if (out == NULL)
    return -1;
  char *word = out;
  bool quoted = false, started = false;
  for (; *text; text++) {
    if (*text == '"') {
      quoted = !quoted;
      started = true;
    } else if (*text == ' ' && !quoted) {
      if (started) {
        *out++ = '\0';
        list_add(words, word);
        word = out;
      }
      started = false;
    } else {
      if (*text == '\\' && quoted && text[1])
        text++;
      *out++ = *text;
      started = true;
    }
  }
  *out = '\0';
  if (started)
    list_add(words, word);
  return quoted ? -1 : 0;
}

/* Reads the words of NODE_OPTIONS into p->options. */
static int parse_environment_text(parser *p, const char *text) {
  option_list words = {0};
  if (environment_split(text, &words, &p->options->environment_text) != 0) {
    free(words.items);
    return reject(p, "%s",
                  "invalid value for NODE_OPTIONS (unterminated string)");
  }
  p->words = (char **)words.items;
  p->count = (int)words.count;
  p->from_environment = true;
  int status = 0;
  for (p->index = 0; p->index < p->count && status == 0; p->index++) {
    const char *word = p->words[p->index];
    status = word[0] == '-'
                 ? parse_one(p)
                 : reject(p, "%s is not allowed in NODE_OPTIONS", word);
  }
  free(words.items);
  return status;
}

static int parse_environment(env_options *options) {
  const char *text = getenv("NODE_OPTIONS");
  if (text == NULL || *text == '\0')
    return 0;
  parser p = {.options = options};
  int status = parse_environment_text(&p, text);
  if (status == 0)
    return parse_v8(&p);
  free(p.for_v8.items);
  return status;
}

static int parse_arguments(env_options *options, int argc, char **argv) {
  parser p = {.options = options, .words = argv, .count = argc, .index = 1};
  for (; p.index < argc; p.index++) {
    const char *argument = argv[p.index];
    if (!strcmp(argument, "--")) {
      p.index++;
      break;
    }
    if (!strcmp(argument, "-")) {
      options->force_stdin = true;
      break; /* the program finds it in process.argv */
    }
    if (argument[0] != '-')
      break;
    int status = parse_one(&p);
    if (status) {
      free(p.for_v8.items);
      return status;
    }
  }
  options->arguments = argv + p.index;
  options->argument_count = argc - p.index;
  return parse_v8(&p);
}

static bool trace_require_module_is_known(const char *mode) {
  return mode == NULL || !strcmp(mode, "all") ||
         !strcmp(mode, "no-node-modules");
}

static int options_check(env_options *options) {
  static const char *const modes[] = {"throw", "strict", "warn", "none",
                                      "warn-with-error-code"};
  const char *mode = options->unhandled_rejections;
  bool known = mode == NULL;
  for (size_t i = 0; i < sizeof modes / sizeof modes[0] && !known; i++) {
    known = !strcmp(mode, modes[i]);
  }
  if (!known) {
    return option_error(options->argv0, "%s",
                        "invalid value for "
                        "--unhandled-rejections");
  }
  if (!trace_require_module_is_known(options->trace_require_module)) {
    return option_error(options->argv0, "%s",
                        "invalid value for --trace-require-module");
  }
  if (options->test && (options->check || options->has_eval || options->print ||
                        options->interactive)) {
    return option_error(options->argv0,
                        "either --test or %s can be used, not both",
                        options->check         ? "--check"
                        : options->interactive ? "--interactive"
                                               : "--eval");
  }
  if (options->check && options->has_eval) {
    return option_error(options->argv0, "%s",
                        "either --check or --eval can be used, not both");
  }
  if (options->tls_min_v13 && options->tls_max_v12 && !options->tls_max_v13) {
    return option_error(options->argv0, "%s",
                        "either --tls-min-v1.3 or --tls-max-v1.2 can be used, "
                        "not both");
  }
  return 0;
}

/* Whether a variable stands for an option that was given. */
static bool is_set(const char *name) {
  const char *value = getenv(name);
  return value != NULL && !strcmp(value, "1");
}

static void options_set_defaults(env_options *options, const char *argv0) {
  *options = (env_options){.max_http_header_size = 16 * 1024,
                           .network_family_autoselection_attempt_timeout = 250,
                           .v8_pool_size = 4,
                           .test_random_seed = -1,
                           .argv0 = argv0};
  options->pending_deprecation = is_set("NODE_PENDING_DEPRECATION");
  options->preserve_symlinks = is_set("NODE_PRESERVE_SYMLINKS");
  options->preserve_symlinks_main = is_set("NODE_PRESERVE_SYMLINKS_MAIN");
  options->use_env_proxy = is_set("NODE_USE_ENV_PROXY");
  options->redirect_warnings = getenv("NODE_REDIRECT_WARNINGS");
}

int options_parse(env_options *options, int argc, char **argv) {
  options_set_defaults(options, argc > 0 ? argv[0] : "node");
  int status = parse_environment(options);
  if (status == 0)
    status = parse_arguments(options, argc, argv);
  if (status == 0)
    status = options_check(options);
  return status;
}

/* V8's options that NODE_OPTIONS may hold: a worker has those of the process.
 */
static bool is_known_of_v8(const char *argument) {
  static const char *const names[] = {
      "--abort-on-uncaught-exception",
      "--disallow-code-generation-from-strings",
      "--enable-etw-stack-walking",
      "--expose-gc",
      "--interpreted-frames-native-stack",
      "--jitless",
      "--max-old-space-size",
      "--max-semi-space-size",
      "--perf-",
      "--stack-trace-limit",
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    size_t length = strlen(names[i]);
    if (!strncmp(argument, names[i], 2) && strlen(argument) >= length &&
        name_equals(names[i], argument, length))
      return true;
  }
  return false;
}

/* What would be V8's is not a worker's to set. */
static void reject_for_v8(parser *p) {
  for (size_t i = 0; i < p->for_v8.count; i++) {
    const char *argument = p->for_v8.items[i];
    if (!p->from_environment || !is_known_of_v8(argument))
      reject(p, "%s", argument);
  }
  free(p->for_v8.items);
}

void options_parse_worker(env_options *options, const char *argv0,
                          const char *environment, char **words, int count,
                          option_list *rejected) {
  options_set_defaults(options, argv0);
  if (environment) {
    parser p = {.options = options, .rejected = rejected};
    parse_environment_text(&p, environment);
    reject_for_v8(&p);
  }
  parser p = {
      .options = options, .words = words, .count = count, .rejected = rejected};
  for (; p.index < count; p.index++) {
    if (words[p.index][0] == '-')
      parse_one(&p);
    else
      reject(&p, "%s", words[p.index]);
  }
  reject_for_v8(&p);
}

void options_print_help(void) {
  puts(
      "Usage: node [options] [ script.js ] [arguments]\n"
      "       node [options] -e \"code\" [arguments]\n\n"
      "Options:\n"
      "  -                          read the script from standard input\n"
      "  --                         end of the options");
  for (int i = 0; i < OPTION_COUNT; i++) {
    const option_row *row = &option_rows[i];
    if (row->help == NULL)
      continue;
    char left[64];
    const char *value = row_takes_value(row) ? "=..." : "";
    if (row->letter) {
      snprintf(left, sizeof left, "-%c, %s%s", row->letter, row->name, value);
    } else {
      snprintf(left, sizeof left, "%s%s", row->name, value);
    }
    printf("  %-26s %s\n", left, row->help);
  }
  puts(
      "\nEnvironment variables:\n"
      "  NODE_OPTIONS               options, as on the command line\n"
      "  NODE_PATH                  folders to look for modules in\n"
      "  NODE_NO_WARNINGS=1         as --no-warnings\n"
      "  NO_COLOR, FORCE_COLOR      without, with colours\n"
      "  UV_THREADPOOL_SIZE         threads for file system and DNS work");
}

void options_visit(const env_options *options, option_visitor visit,
                   void *data) {
  for (int i = 0; i < OPTION_COUNT; i++) {
    const option_row *row = &option_rows[i];
    const void *field = (const char *)options + row->offset;
    bool positive = row->kind == NEGATED_FLAG && !*(const bool *)field;
    const bool *flag = row->kind == FLAG ? field : &positive;
    bool is_flag = row->kind == FLAG || row->kind == NEGATED_FLAG;
    if (row->kind == NOTHING)
      continue;
    visit(data, row->name, is_flag ? flag : NULL,
          row->kind == NUMBER ? field : NULL, row->kind == TEXT ? field : NULL,
          row->kind == LIST ? field : NULL);
  }
}

void options_free(env_options *options) {
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (option_rows[i].kind != LIST)
      continue;
    /* Several options may name one list. */
    option_list *list =
        (option_list *)((char *)options + option_rows[i].offset);
    free(list->items);
    *list = (option_list){0};
  }
  free(options->exec_arguments.items);
  free(options->environment_text);
}

void options_visit_allowed(option_name_visitor visit, void *data) {
  for (int i = 0; i < OPTION_COUNT; i++) {
    if (option_rows[i].in_environment)
      visit(data, option_rows[i].name);
  }
}
