/* Put before libc (LD_PRELOAD): writes down, in the file SHIM_LOG, what is done to files below SHIM_BELOW and said
   on standard output, and fails the call of number SHIM_FAILS with an input/output error. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static ssize_t (*real_write)(int, const void *, size_t);
static int count;

static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    path[size < 0 ? 0 : size] = 0;
    const char *below = getenv("SHIM_BELOW");
    return below && strncmp(path, below, strlen(below)) == 0;
}

static void note(const char *what, const char *path, const char *to) {
    static int log = -1;
    char line[3 * PATH_MAX];
    if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
    if (log < 0) log = open(getenv("SHIM_LOG"), O_WRONLY | O_CREAT | O_APPEND, 0644);
    int size = snprintf(line, sizeof line, "%s\t%s\t%s\n", what, path, to);
    real_write(log, line, size);
}

static int fails(void) {
    const char *number = getenv("SHIM_FAILS");
    return ++count == (number ? atoi(number) : 0);
}

#define ON(fd, what)                                  \
    char path[PATH_MAX];                              \
    if (path_of(fd, path)) {                          \
        if (fails()) { errno = EIO; return -1; }      \
        note(what, path, "");                         \
    }

ssize_t write(int fd, const void *bytes, size_t size) {
    if (!real_write) real_write = dlsym(RTLD_NEXT, "write");
    if (fd == 1) note("said", "", memmem(bytes, size, "added:", 6) ? "added" : "");
    else { ON(fd, "write") }
    return real_write(fd, bytes, size);
}
ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
    ON(fd, "write")
    return ((ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"))(fd, bytes, size, at);
}
ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    ON(fd, "write")
    return ((ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite"))(fd, bytes, size, at);
}
int fsync(int fd) {
    ON(fd, "sync")
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd);
}
int fdatasync(int fd) {
    ON(fd, "sync")
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd);
}
int rename(const char *from, const char *to) {
    const char *below = getenv("SHIM_BELOW");
    if (below && strncmp(to, below, strlen(below)) == 0) {
        if (fails()) { errno = EIO; return -1; }
        note("rename", from, to);
    }
    return ((int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename"))(from, to);
}
