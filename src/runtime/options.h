/* The command line and NODE_OPTIONS, read from one table. */
#ifndef RUNTIME_OPTIONS_H_
#define RUNTIME_OPTIONS_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../engine/js.h"

/* Strings in order of appearance. The pointers are argv's or NODE_OPTIONS'
 * copy: they live as long as the process. */
typedef struct option_list {
  const char **items;
  size_t count;
} option_list;

/* What the command line said. Strings are NULL where not given. */
typedef struct env_options {
  /* What to run. */
  const char *eval;       /* -e, -p: the source */
  bool has_eval;          /* -e or -p was given (its source may be missing) */
  bool print;             /* -p */
  bool check;             /* -c: compile only */
  bool interactive;       /* -i */
  bool force_stdin;       /* a lone "-" */
  option_list require;    /* -r */
  option_list import;     /* --import */
  option_list loaders;    /* --experimental-loader */
  option_list conditions; /* -C */
  option_list env_files;  /* --env-file */
  option_list optional_env_files; /* --env-file-if-exists */
  option_list watch_paths;
  const char *watch_kill_signal;
  const char *run; /* --run: the name of a package's script */
  bool watch_preserve_output;
  option_list disable_warnings;
  const char *input_type;
  const char *title;
  const char *redirect_warnings;
  const char *unhandled_rejections; /* throw, strict, warn, none, ... */
  const char *dns_result_order;
  const char *diagnostic_dir;
  const char *icu_data_dir;

  /* How errors and warnings are shown. */
  bool no_warnings;
  bool trace_warnings;
  bool no_deprecation;
  bool trace_deprecation;
  bool throw_deprecation;
  bool pending_deprecation;
  bool trace_uncaught;
  bool trace_exit;
  bool trace_sigint;
  bool abort_on_uncaught_exception;
  bool enable_source_maps;

  /* Modules. */
  bool preserve_symlinks;
  bool preserve_symlinks_main;
  bool no_addons;
  bool no_global_search_paths;
  bool experimental_vm_modules;
  bool no_detect_module;
  bool no_require_module;
  bool no_strip_types; /* TypeScript is not known */
  bool eventsource;    /* the global EventSource */
  bool no_navigator;   /* the global navigator */
  bool no_websocket;   /* the globals WebSocket and CloseEvent */
  bool transform_types;
  bool import_meta_resolve;
  bool import_text;
  bool stream_iter;
  bool entry_url; /* the script is a URL, relative to the working folder */
  bool print_required_tla;
  const char *trace_require_module;
  const char *package_map; /* a file */

  /* HTTP, DNS, TCP. */
  int64_t max_http_header_size;
  bool insecure_http_parser;
  bool use_env_proxy;
  bool no_network_family_autoselection;

  /* TLS. */
  bool tls_min_v10;
  bool tls_min_v11;
  bool tls_min_v12;
  bool tls_min_v13;
  bool tls_max_v12;
  bool tls_max_v13;
  const char *tls_cipher_list;
  const char *tls_keylog; /* a file */
  bool use_bundled_ca;
  bool use_openssl_ca;
  bool use_system_ca;
  int64_t network_family_autoselection_attempt_timeout;

  /* The test runner: `node --test` and node:test. */
  bool test;
  bool test_only;
  bool test_force_exit;
  bool test_update_snapshots;
  bool test_randomize;
  bool test_coverage;
  bool test_module_mocks;
  bool watch;
  int64_t test_concurrency; /* 0: as many as there are processors */
  int64_t test_timeout;     /* milliseconds; 0: none */
  int64_t test_random_seed; /* -1: not given */
  option_list test_names;   /* patterns */
  option_list test_skips;   /* patterns */
  option_list test_tags;
  option_list test_reporters;
  option_list test_destinations; /* of the reporters, in their order */
  option_list test_coverage_include;
  option_list test_coverage_exclude;
  const char *test_isolation;      /* process, none */
  const char *test_shard;          /* "index/total" */
  const char *test_global_setup;   /* a module */
  const char *test_rerun_failures; /* a file of what has passed before */

  /* The process. */
  int64_t v8_pool_size;
  bool zero_fill_buffers;
  bool frozen_intrinsics;
  const char *disable_proto;
  bool no_async_context_frame;
  bool show_version;
  bool show_help;
  bool show_v8_options;
  bool has_inspect; /* --inspect and its relatives */

  /* The rest of the command line: the script and its arguments. */
  char **arguments;
  int argument_count;

  /* The options themselves, as process.execArgv shows them. */
  option_list exec_arguments;
  const char *argv0; /* as the process was called */

  /* The heap to start with, instead of the executable's own (mksnapshot.c). */
  js_text snapshot;

  char *environment_text; /* owned: the words of NODE_OPTIONS, or NULL */
} env_options;

/* Reads NODE_OPTIONS and argv, and hands V8's options to V8. Returns 0, or the
 * exit status (9) after a message on stderr. argv must live as long as the
 * options; NULL-terminated copies are made of NODE_OPTIONS only. */
int options_parse(env_options *options, int argc, char **argv);

/* As options_parse for a worker: `environment` is its NODE_OPTIONS or NULL,
 * `words` are its own options; both must outlive `options`. What a worker
 * cannot be given is added to `rejected` (texts from malloc), and left out. */
void options_parse_worker(env_options *options, const char *argv0,
                          const char *environment, char **words, int count,
                          option_list *rejected);

/* Frees what options_parse allocated. */
void options_free(env_options *options);

void options_print_help(void);

/* What JavaScript asks for: calls `visit` with each option of the table, by its
 * name ("--check"). Exactly one of the value pointers is not NULL. */
typedef void (*option_visitor)(void *data, const char *name, const bool *flag,
                               const int64_t *number, const char *const *text,
                               const option_list *list);
void options_visit(const env_options *options, option_visitor visit,
                   void *data);

/* Whether an option may stand in NODE_OPTIONS (process.allowed...). */
typedef void (*option_name_visitor)(void *data, const char *name);
void options_visit_allowed(option_name_visitor visit, void *data);

#endif
