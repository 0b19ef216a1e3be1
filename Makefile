# Archipel.  make run: set up, build, demonstration, server.  make check: all tests.
CC ?= gcc
V ?= build
PKGS = libmicrohttpd sqlite3 libpq jansson libsodium libcmark-gfm zlib libutf8proc

WARN = -Wall -Wextra -Wformat -Wformat=2 -Wconversion -Wsign-conversion -Wimplicit-fallthrough \
	-Wshadow -Wvla -Wstrict-prototypes -Wnull-dereference -Werror=format-security \
	-Werror=implicit -Werror=incompatible-pointer-types -Werror=int-conversion
HARD = -fstack-clash-protection -fstack-protector-strong -fPIE -fexceptions \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing \
	-ftrivial-auto-var-init=zero
ifeq ($(shell uname -m),x86_64)
HARD += -fcf-protection=full
endif
ifeq ($(SANITIZE),)
OPT = -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
else
OPT = -O1 -g -U_FORTIFY_SOURCE -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
endif
CFLAGS += -std=c17 $(OPT) $(WARN) $(HARD) -D_GNU_SOURCE -Isrc -pthread $(shell pkg-config --cflags $(PKGS))
LDFLAGS += -pie -pthread -Wl,-z,nodlopen -Wl,-z,noexecstack -Wl,-z,relro -Wl,-z,now \
	-Wl,--as-needed -Wl,--no-copy-dt-needed-entries
LIBS = $(shell pkg-config --libs $(PKGS)) -lcmark-gfm-extensions -lstemmer -lroaring -lm

SRC := $(filter-out %_test.c,$(wildcard src/*.c src/*/*.c src/*/*/*.c))
LIB := $(filter-out src/main.c,$(SRC))
TESTS := $(wildcard src/*/*_test.c src/*/*/*_test.c)
OBJ = $(SRC:%.c=$(V)/%.o) $(V)/embedded.o
LIBOBJ = $(LIB:%.c=$(V)/%.o) $(V)/embedded.o
TESTBIN = $(TESTS:src/%_test.c=$(V)/test/%_test)

all: $(V)/archipel
tests: $(TESTBIN)

$(V)/archipel: $(OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(V)/test/%_test: $(V)/src/%_test.o $(LIBOBJ)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(V)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

$(V)/embedded.o: $(V)/embedded.c
	$(CC) $(CFLAGS) -c -o $@ $<

DATA = build/data/territories.tsv.gz build/data/outlines.tsv
$(DATA) &: tools/territories node_modules/.package-lock.json
	tools/territories
node_modules/.package-lock.json: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

EMBED := $(shell find assets types demo lang src -type f \( -path 'src/*.sql' -o -name '*_fold.c' -o -path 'assets/*' -o -path 'types/*' -o -path 'demo/*' -o -path 'lang/*' \) 2>/dev/null)
$(V)/embedded.c: $(EMBED) $(DATA) tools/embed.mjs tools/po.mjs
	@mkdir -p $(@D)
	node tools/embed.mjs $@

clean:
	rm -rf build

-include $(SRC:%.c=$(V)/%.d) $(TESTS:%.c=$(V)/%.d)
.PHONY: all tests clean
