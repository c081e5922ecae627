#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Runs until it is stopped; with -healthcheck it says that all is well. */
int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "-healthcheck") == 0) {
        return 0;
    }
    puts("server is up");
    for (;;) {
        pause();
    }
}
