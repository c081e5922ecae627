/* An add-on that is bound to one version of Node.js, as those are which do not use Node-API. The
   structure is that of node.h, which no package brings without a network. */
#define _GNU_SOURCE
#include <stdlib.h>

struct module {
    int version;
    unsigned flags;
    void *handle;
    const char *file;
    void (*start)(void *exports, void *module, void *data);
    void *start_in_context;
    const char *name;
    void *data;
    struct module *next;
};

extern void node_module_register(void *module);

static void start(void *exports, void *module, void *data) {
    /* A function of the C library, by a name that glibc 2.38 and later give it. */
    if (strtol(getenv("HEAPDUMP_LEVEL") ? getenv("HEAPDUMP_LEVEL") : "1", NULL, 10) > 9) {
        abort();
    }
}

static struct module addon = {ABI, 0, NULL, __FILE__, start, NULL, "heapdump", NULL, NULL};

__attribute__((constructor)) static void attach(void) {
    node_module_register(&addon);
}
