#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes its port from --port or from the environment; prints any other argument. */
int main(int count, char **arguments) {
    const char *port = getenv("PORT");
    if (count == 3 && strcmp(arguments[1], "--port") == 0) {
        port = arguments[2];
    } else if (count == 2) {
        printf("server is up with %s\n", arguments[1]);
        return 0;
    }
    if (port == NULL || atoi(port) == 0) {
        fprintf(stderr, "not a port: %s\n", port ? port : "none");
        return 2;
    }
    printf("server is up on %d\n", atoi(port));
    return 0;
}
