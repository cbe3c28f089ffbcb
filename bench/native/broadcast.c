/* The limit: what it costs to hand the same bytes to many sockets, and nothing else.
 *
 * `GET /name` opens a stream, `POST /name` sends its body to every stream of that name, one send()
 * after the other, and is answered when the last one has it. No log, no database, no drawing; a
 * reader that cannot take it is hung up on. Just enough HTTP to be asked by the same clients.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROOM = 1 << 16, NAMES = 16, NAME = 80, READY = 256 };

static const char OPENED[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                             "Cache-Control: no-store\r\nConnection: close\r\n\r\n: hello\n\n";
static const char DONE[] = "HTTP/1.1 204 No Content\r\n\r\n";

struct client {
    int fd;
    int crowd; /* which it reads, or -1 */
    char *asked;
    size_t size;
};

struct crowd {
    char name[NAME];
    struct client **readers;
    int count, room;
};

static struct crowd crowds[NAMES];
static int named;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static int crowd_of(const char *name, size_t size)
{
    for (int i = 0; i < named; i++)
        if (strlen(crowds[i].name) == size && !memcmp(crowds[i].name, name, size))
            return i;
    if (named == NAMES || size >= NAME)
        return -1;
    memcpy(crowds[named].name, name, size);
    return named++;
}

static void hang_up(struct client *client)
{
    struct crowd *crowd = client->crowd < 0 ? NULL : &crowds[client->crowd];
    for (int i = 0; crowd && i < crowd->count; i++)
        if (crowd->readers[i] == client) {
            crowd->readers[i] = crowd->readers[--crowd->count];
            break;
        }
    close(client->fd);
    free(client->asked);
    free(client);
}

static void join(struct client *client, int number)
{
    struct crowd *crowd = &crowds[number];
    if (crowd->count == crowd->room) {
        crowd->room = crowd->room ? crowd->room * 2 : 64;
        crowd->readers = realloc(crowd->readers, (size_t)crowd->room * sizeof *crowd->readers);
        if (!crowd->readers)
            abort();
    }
    crowd->readers[crowd->count++] = client;
    client->crowd = number;
    free(client->asked);
    client->asked = NULL;
}

static void broadcast(struct crowd *crowd, const char *bytes, size_t size)
{
    for (int i = 0; i < crowd->count; i++) {
        struct client *reader = crowd->readers[i];
        if (send(reader->fd, bytes, size, MSG_NOSIGNAL) != (ssize_t)size)
            shutdown(reader->fd, SHUT_RDWR); /* epoll then says that it is gone */
    }
}

/* Do what is asked, once all of it is there. False when it is nothing we know. */
static bool obey(struct client *client)
{
    const char *end = memmem(client->asked, client->size, "\r\n\r\n", 4);
    if (!end)
        return client->size < ROOM;
    const char *name = memchr(client->asked, ' ', client->size);
    const char *past = name ? memchr(name + 1, ' ', (size_t)(end - name - 1)) : NULL;
    int number = past ? crowd_of(name + 1, (size_t)(past - name - 1)) : -1;
    if (number < 0)
        return false;
    if (!memcmp(client->asked, "GET ", 4)) {
        join(client, number);
        return send(client->fd, OPENED, sizeof OPENED - 1, MSG_NOSIGNAL) > 0;
    }
    const char *length = strcasestr(client->asked, "\r\ncontent-length: ");
    size_t size = length ? strtoul(length + 18, NULL, 10) : 0;
    size_t head = (size_t)(end + 4 - client->asked);
    if (client->size < head + size)
        return head + size < ROOM;
    broadcast(&crowds[number], end + 4, size);
    client->size = 0;
    return send(client->fd, DONE, sizeof DONE - 1, MSG_NOSIGNAL) > 0;
}

static bool hear(struct client *client)
{
    char gone[64];
    if (client->crowd >= 0)
        return recv(client->fd, gone, sizeof gone, 0) > 0;
    if (!client->asked && !(client->asked = malloc(ROOM + 1)))
        abort();
    ssize_t size = recv(client->fd, client->asked + client->size, ROOM - client->size, 0);
    if (size <= 0)
        return size < 0 && errno == EAGAIN;
    client->size += (size_t)size;
    client->asked[client->size] = 0;
    return obey(client);
}

static void greet(int listening, int poll)
{
    int fd, yes = 1;
    while ((fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct client *client = calloc(1, sizeof *client);
        if (!client)
            abort();
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes); /* as the others do */
        *client = (struct client){.fd = fd, .crowd = -1};
        struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = client};
        if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &wanted))
            fail("epoll_ctl");
    }
}

static int listen_somewhere(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof here;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&here, size) || listen(fd, 2048) ||
        getsockname(fd, (struct sockaddr *)&here, &size))
        fail("listen");
    printf("listens on http://127.0.0.1:%d\n", ntohs(here.sin_port));
    fflush(stdout);
    return fd;
}

int main(void)
{
    struct epoll_event ready[READY], wanted = {.events = EPOLLIN, .data.ptr = NULL};
    struct rlimit files;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    int poll = epoll_create1(0), listening = listen_somewhere();
    if (poll < 0 || epoll_ctl(poll, EPOLL_CTL_ADD, listening, &wanted))
        fail("epoll");
    for (;;) {
        int count = epoll_wait(poll, ready, READY, -1);
        for (int i = 0; i < count; i++)
            if (!ready[i].data.ptr)
                greet(listening, poll);
            else if (!hear(ready[i].data.ptr))
                hang_up(ready[i].data.ptr);
    }
}
