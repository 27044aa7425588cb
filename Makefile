# make start   everything, from nothing to a server that answers (README.md)
# make test    everything that must pass
# make         builds ./node;  make help  lists the rest

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all help setup setup-apps setup-bench start test check test-unit test-js test-node test-apps \
        test-fuzz test-tools bench bench-node lint format install clean \
        distclean deps

all: node

help:
	@echo "make            build ./node (configures with the defaults if need be)"
	@echo "make start      install what is missing, build, run examples/hello.js"
	@echo "make test       install what is missing, build, run all tests"
	@echo "make setup      install the packages that building needs (apt)"
	@echo "make test-unit  the C tests;  make test-js  the JavaScript tests"
	@echo "make test-node  the part of Node's own suite that must pass"
	@echo "make test-apps  packages from npm doing their real job (ONLY=express, REPORT=1)"
	@echo "make test-tools the tests of the tools"
	@echo "make bench      measure side by side with the peers (ONLY=http, RUNS=3)"
	@echo "make fuzz       fuzz the HTTP server (FUZZ_SECONDS=60)"
	@echo "make bench-node Node's own benchmarks on both binaries (ONLY=url, FILTER=parse)"
	@echo "make lint       check formatting and the rules of the tree"
	@echo "make format     format the C code"
	@echo "make install    install below --prefix (DESTDIR is honoured)"
	@echo "make clean      remove this configuration's output; distclean: all of it"

# What works on a bare machine comes first: it does not need the configuration,
# which asks for compilers that `setup` installs.
setup:
	@tools/setup.sh

# Databases and brokers, which only the apps need.
setup-apps:
	@tools/setup.sh apps

# The peers come from npm, the servers' load from wrk.
setup-bench:
	@tools/setup.sh bench

test-tools:
	@python3 -m unittest discover -s test/tools -p '*_test.py'

# ONLY=startup,http/hello, RUNS=3: tools/bench.py.
bench: setup-bench node
	@CC='$(CC)' LLHTTP_PREFIX='$(LLHTTP_PREFIX)' python3 tools/bench.py --node ./node \
	  $(if $(ONLY),--only '$(ONLY)') $(if $(RUNS),--runs $(RUNS))

# ONLY=url,events, FILTER=parse, RUNS=3, SET=n=1000: tools/bench_node.py.
bench-node: setup-bench node
	@python3 tools/bench_node.py --suite $(NODE_SUITE_PREFIX) --node ./node \
	  $(if $(ONLY),--only '$(ONLY)') $(if $(FILTER),--filter '$(FILTER)') \
	  $(if $(RUNS),--runs $(RUNS)) $(if $(SET),--set '$(SET)')

start: setup
	@$(MAKE) --no-print-directory all
	@./node examples/hello.js

test: setup
	@$(MAKE) --no-print-directory check

distclean:
	rm -rf out node config.mk

# --- Configuration and dependencies ----------------------------------------------

ifeq ($(filter help setup setup-apps setup-bench start test distclean,$(MAKECMDGOALS)),)
include config.mk
include out/deps.mk
endif

# When the script has changed, it runs again as it was run before.
config.mk: configure
	@$(if $(BUILD_TYPE),CC='$(CC)' CXX='$(CXX)' AR='$(AR)') ./configure $(CONFIGURE_ARGUMENTS)

# Cheap when all is built: it compares names, and rewrites only what changed.
DEPS_FILES := $(wildcard deps/*.py deps/*/recipe.py deps/v8/*)
out/deps.mk: config.mk $(DEPS_FILES)
	@python3 deps/build.py $(DEPS_FLAGS) --write $@ && touch $@

ifneq ($(BUILD_TYPE),)

OUT := out/$(BUILD_TYPE)
GEN := $(OUT)/gen

# --- Flags -------------------------------------------------------------------------

INCLUDES := -Isrc -I$(LLHTTP_PREFIX)/include -I$(ADA_PREFIX)/include \
            -I$(MERVE_PREFIX)/include -I$(SIMDUTF_PREFIX)/include $(if $(ICU_PREFIX),-I$(ICU_PREFIX)/include) \
            -I$(UVWASI_PREFIX)/include
DEFINES := -D_GNU_SOURCE $(if $(filter 1,$(INTL)),-DNODE_HAVE_INTL -DU_STATIC_IMPLEMENTATION)
# The folder's name is ada-VERSION-HASH.
DEFINES += -DADA_VERSION_TEXT='"$(word 2,$(subst -, ,$(notdir $(ADA_PREFIX))))"'
DEFINES += $(if $(UNDICI_PREFIX),-DUNDICI_VERSION_TEXT='"$(word 2,$(subst -, ,$(notdir $(UNDICI_PREFIX))))"')
WARNINGS := -Wall -Wextra -Wno-unused-parameter -Werror=implicit-function-declaration \
            -Werror=incompatible-pointer-types -Werror=return-type
HARDENING := -fPIE -fstack-protector-strong
COMMON := $(HARDENING) $(WARNINGS) $(INCLUDES) $(DEFINES) -g1 \
          -fno-omit-frame-pointer -ffunction-sections -fdata-sections \
          -fvisibility=hidden -ffile-prefix-map=$(CURDIR)=.
LDFLAGS := -fuse-ld=lld-19 -pie -Wl,-z,relro,-z,now -Wl,--gc-sections \
           -static-libstdc++ -static-libgcc -pthread

ifeq ($(BUILD_TYPE),Release)
  COMMON += -O2 -flto=thin -D_FORTIFY_SOURCE=2
  LDFLAGS += -flto=thin -Wl,-O2 -Wl,--icf=safe -Wl,-z,pack-relative-relocs \
             -Wl,--thinlto-cache-dir=$(OUT)/lto-cache
else ifeq ($(BUILD_TYPE),Debug)
  COMMON += -O0 -g
else
  COMMON += -O1 -g -fsanitize=address,undefined -fno-sanitize=function \
            -fno-sanitize-recover=undefined -DNODE_ASAN
  LDFLAGS += -fsanitize=address,undefined
endif

CFLAGS := -std=c17 $(COMMON)
V8_DEFINES := $(shell cat $(V8_PREFIX)/defines 2>/dev/null)
CXXFLAGS := -std=c++20 -fno-exceptions -fno-rtti $(COMMON) -I$(V8_PREFIX)/include $(V8_DEFINES)

DEP_LIBS := $(V8_PREFIX)/lib/libv8.a $(SIMDUTF_PREFIX)/lib/libsimdutf.a \
            $(LLHTTP_PREFIX)/lib/libllhttp.a $(ADA_PREFIX)/lib/libada.a $(MERVE_PREFIX)/lib/libmerve.a \
            $(UVWASI_PREFIX)/lib/libuvwasi.a $(if $(ICU_PREFIX),$(ICU_PREFIX)/lib/libicu.a)
LIBS := $(DEP_LIBS) $(SYSTEM_LIBS) -ldl -lm

# --- Objects -------------------------------------------------------------------------

C_SOURCES := $(sort $(wildcard src/runtime/*.c src/bindings/*.c src/inspector/*.c src/napi/*.c))
CXX_SOURCES := $(sort $(wildcard src/engine/*.cc))
# What differs between the executables; everything else is shared.
MAINS := src/runtime/main.c src/runtime/mksnapshot.c src/runtime/dev.c
SHARED_OBJECTS := $(patsubst %,$(OUT)/obj/%.o,$(filter-out $(MAINS),$(C_SOURCES)) $(CXX_SOURCES)) \
                  $(OUT)/obj/gen/bindings.o $(OUT)/obj/gen/lib.o $(OUT)/obj/gen/typescript.o

# Everything that objects depend on besides their sources: changes with the flags
# and with the dependencies' versions (which their folders' names hold).
$(OUT)/flags: .FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(CC) $(CFLAGS) $(CXX) $(CXXFLAGS))' | cmp -s - $@ || \
	  echo '$(subst ','\'',$(CC) $(CFLAGS) $(CXX) $(CXXFLAGS))' > $@
.PHONY: .FORCE

$(OUT)/obj/%.c.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	@echo "CC $<"
	@$(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/obj/%.cc.o: %.cc $(OUT)/flags
	@mkdir -p $(@D)
	@echo "CXX $<"
	@$(CXX) $(CXXFLAGS) -MMD -MP -c $< -o $@

# The table of bindings: every `const binding NAME_binding` of src/.
BINDING_NAMES := $(sort $(shell sed -n 's/^const binding \([a-z0-9_]*\)_binding.*/\1/p' src/bindings/*.c src/runtime/*.c))
$(GEN)/bindings.c: tools/bindings_table.sh $(wildcard src/bindings/*.c) Makefile
	@mkdir -p $(@D)
	@sh tools/bindings_table.sh $(BINDING_NAMES) > $@.new
	@mv $@.new $@

$(OUT)/obj/gen/bindings.o: $(GEN)/bindings.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c $< -o $@

# lib/, embedded.
LIB_SOURCES := $(sort $(shell find lib -name '*.js'))
# A module of lib/ that is a dependency's; none without it.
UNDICI_SCRIPT := $(if $(UNDICI_PREFIX),$(UNDICI_PREFIX)/undici.js)
LIB_MODULES := $(LIB_SOURCES) $(UNDICI_SCRIPT:%=internal/deps/undici/undici=%)
# A file that changes when the list does, so that a removed source counts too.
$(GEN)/lib.list: .FORCE
	@mkdir -p $(@D)
	@echo $(LIB_MODULES) | cmp -s - $@ || echo $(LIB_MODULES) > $@

$(GEN)/lib.S: tools/js2c.py $(LIB_SOURCES) $(UNDICI_SCRIPT) $(GEN)/lib.list
	@mkdir -p $(@D)
	@python3 tools/js2c.py $@ lib $(LIB_MODULES)

$(OUT)/obj/gen/lib.o: $(GEN)/lib.S
	@mkdir -p $(@D)
	@$(CC) -fPIE -c $< -o $@

# Empty without amaro.
AMARO_SCRIPT := $(if $(AMARO_PREFIX),$(AMARO_PREFIX)/amaro.js,/dev/null)
AMARO_WASM := $(if $(AMARO_PREFIX),$(AMARO_PREFIX)/amaro.wasm.gz,/dev/null)
$(OUT)/obj/gen/typescript.o: src/bindings/typescript.S out/deps.mk
	@mkdir -p $(@D)
	@$(CC) -fPIE -DAMARO_SCRIPT='"$(AMARO_SCRIPT)"' -DAMARO_WASM='"$(AMARO_WASM)"' -c $< -o $@

# --- Snapshot and executables --------------------------------------------------------

# The executable appears whole or not at all: it may be in use, or make be stopped.
link = $(CXX) $(LDFLAGS) -o $@.new $(filter %.o,$^) -Wl,--start-group $(LIBS) $(1) -Wl,--end-group && \
       mv $@.new $@

$(OUT)/node_mksnapshot: $(SHARED_OBJECTS) $(OUT)/obj/src/runtime/mksnapshot.c.o $(OUT)/obj/gen/no_snapshot.o $(DEP_LIBS)
	@echo "LINK $@"
	@$(call link)

$(GEN)/snapshot.bin: $(OUT)/node_mksnapshot
	@echo "SNAPSHOT $@"
	@$(OUT)/node_mksnapshot $@.new
	@$(OUT)/node_mksnapshot $@.new $(GEN)/code_cache.bin
	@mv $@.new $@

$(OUT)/obj/gen/snapshot.o: $(GEN)/snapshot.bin src/runtime/snapshot.S
	@mkdir -p $(@D)
	@$(CC) -fPIE -DSNAPSHOT_FILE='$(GEN)/snapshot.bin' -DCODE_CACHE_FILE='$(GEN)/code_cache.bin' -c src/runtime/snapshot.S -o $@

$(OUT)/obj/gen/no_snapshot.o: src/runtime/snapshot.S
	@mkdir -p $(@D)
	@$(CC) -fPIE -DSNAPSHOT_FILE='/dev/null' -DCODE_CACHE_FILE='/dev/null' -c src/runtime/snapshot.S -o $@

$(OUT)/node: $(SHARED_OBJECTS) $(OUT)/obj/src/runtime/main.c.o $(OUT)/obj/gen/snapshot.o $(DEP_LIBS)
	@echo "LINK $@"
	@$(call link)

# For work on lib/: the same objects, but lib/ is read from the disk at start.
$(OUT)/node_dev: $(SHARED_OBJECTS) $(OUT)/obj/src/runtime/dev.c.o $(OUT)/obj/gen/no_snapshot.o $(DEP_LIBS)
	@echo "LINK $@"
	@$(call link)
.PHONY: dev
dev: $(OUT)/node_dev

node: $(OUT)/node
	@ln -sf $(OUT)/node node
	@touch -h node

# --- Tests ------------------------------------------------------------------------------

UNIT_SOURCES := $(sort $(wildcard test/unit/*/*_test.cc))
UNIT_OBJECTS := $(patsubst %,$(OUT)/obj/%.o,$(UNIT_SOURCES))
$(OUT)/unit_tests: $(UNIT_OBJECTS) $(SHARED_OBJECTS) $(OUT)/obj/gen/no_snapshot.o $(DEP_LIBS)
	@echo "LINK $@"
	@$(call link,-lgtest -lgtest_main)

# Fuzzing: make fuzz FUZZ_SECONDS=60. What it finds first is compiled to be
# watched; new inputs stay in out/, the tree's corpus is where it starts.
FUZZ_SECONDS ?= 60
FUZZED := $(patsubst %,src/bindings/%.c,http http_parser http_consumer http_list http_output \
            stream stream_write stream_natives pipe)
FUZZ_OBJECTS := $(patsubst %,$(OUT)/obj/fuzz/%.o,$(FUZZED) test/fuzz/http.c)
$(OUT)/obj/fuzz/%.c.o: %.c out/deps.mk Makefile
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c $< -o $@

$(OUT)/fuzz_http: $(FUZZ_OBJECTS) $(filter-out $(FUZZED:%=$(OUT)/obj/%.o),$(SHARED_OBJECTS)) \
                  $(OUT)/obj/gen/no_snapshot.o $(DEP_LIBS)
	@echo "LINK $@"
	@$(call link,-fsanitize=fuzzer)

fuzz: $(OUT)/fuzz_http
	@mkdir -p $(OUT)/corpus/http
	@$< -max_total_time=$(FUZZ_SECONDS) -max_len=8192 -timeout=20 -print_final_stats=1 \
	    -artifact_prefix=$(OUT)/ $(OUT)/corpus/http test/fuzz/corpus/http
.PHONY: fuzz

check: all
	@$(MAKE) --no-print-directory lint test-tools test-unit test-fuzz test-js test-node

# The corpus alone: what has been found once.
test-fuzz: $(OUT)/fuzz_http
	@$< -runs=0 -verbosity=0 -timeout=20 test/fuzz/corpus/http

# Memory that is not to be had is NULL under the sanitizer too.
test-unit: $(OUT)/unit_tests
	@ASAN_OPTIONS=allocator_may_return_null=1:$$ASAN_OPTIONS $(OUT)/unit_tests --gtest_brief=1

test-js: node
	@python3 tools/test.py --node ./node test/js

# ONLY=http, TEST=parallel/test-http-agent, UPDATE=1, REPORT=1 (PEERS=1 or
# PEERS=bun,node-24 beside it), RULES=1: tools/test_node.py.
test-node: node
	@python3 tools/test_node.py --suite $(NODE_SUITE_PREFIX) --node ./node \
	  $(if $(ONLY),--only $(ONLY)) $(if $(TEST),--test $(TEST)) \
	  $(if $(UPDATE),--update) $(if $(REPORT),--report) $(if $(RULES),--rules) \
	  $(if $(PEERS),--peers $(filter-out 1,$(PEERS)))

# ONLY=express,koa, REPORT=1, UPDATE=1, NODE=PATH: tools/test_apps.py.
test-apps: setup-apps node
	@python3 tools/test_apps.py --node $(or $(NODE),./node) $(if $(ONLY),--only $(ONLY)) \
	  $(if $(REPORT),--report) $(if $(UPDATE),--update)

lint:
	@sh tools/lint.sh

format:
	@clang-format-19 -i $$(git ls-files 'src/*.[ch]' 'src/*.cc' 'test/unit/*.cc' 'test/unit/*.h')

install: all
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(OUT)/node $(DESTDIR)$(PREFIX)/bin/node

clean:
	rm -rf $(OUT) node

-include $(shell find $(OUT)/obj -name '*.d' 2>/dev/null)
endif
