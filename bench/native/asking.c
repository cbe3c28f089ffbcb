/* asking PORT PATH CONNECTIONS REQUESTS SECONDS [HEADER…]
 *
 * Asks one server of 127.0.0.1 for one path, over so many connections that are kept: each asks
 * again as soon as it has the whole answer, until there were that many requests, or the time is
 * up. Then says, as one line of JSON: requests; seconds in all; p50, p99 and longest from the
 * request to the last byte, in seconds; bytes of all bodies; how often each status came; how many
 * connections had to be made anew.
 *
 * Bodies are read by Content-Length or in chunks; 204 and 304 have none.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 8192, READ = 1 << 16, PATIENCE = 60000 /* ms */ };
enum place { IN_HEAD, IN_BODY, IN_SIZE, IN_CHUNK, AFTER_CHUNK, IN_TRAILER, DONE };

struct connection {
    int socket;
    enum place place;
    char head[HEAD]; /* or a line of the chunked coding */
    size_t length;
    size_t left; /* bytes of the body, or of this chunk */
    int status;
    bool closes;
    double begun;
};

static struct sockaddr_in address;
static char *request;
static size_t request_length;
static int poll_;
static double *seconds, deadline;
static long asked, answered, wanted, anew, statuses[600];
static unsigned long long bytes;

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "not as expected");
    exit(1);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void ask(struct connection *c) {
    c->begun = now();
    if (asked >= wanted || c->begun > deadline)
        return;
    asked++;
    c->place = IN_HEAD;
    c->length = 0;
    if (send(c->socket, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length)
        fail("send");
}

static void join(struct connection *c) {
    int yes = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    c->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (c->socket < 0 || connect(c->socket, (struct sockaddr *)&address, sizeof address))
        fail("connect");
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (epoll_ctl(poll_, EPOLL_CTL_ADD, c->socket, &event))
        fail("epoll_ctl");
    c->place = DONE;
}

/* The value of that header, or NULL. The head ends in an empty line and a zero. */
static char *header(char *head, const char *name) {
    size_t length = strlen(name);
    for (char *line = head; (line = strstr(line, "\r\n")); ) {
        line += 2;
        if (!strncasecmp(line, name, length) && line[length] == ':')
            return line + length + 1 + strspn(line + length + 1, " ");
    }
    return NULL;
}

static void read_head(struct connection *c) {
    char *value;
    c->head[c->length] = 0;
    if (sscanf(c->head, "HTTP/1.%*d %d", &c->status) != 1 || c->status < 200 || c->status > 599)
        fail("an answer's first line");
    c->closes = (value = header(c->head, "connection")) && !strncasecmp(value, "close", 5);
    c->length = 0;
    if (c->status == 204 || c->status == 304) {
        c->place = DONE;
    } else if ((value = header(c->head, "content-length"))) {
        c->left = strtoul(value, NULL, 10);
        c->place = c->left ? IN_BODY : DONE;
    } else if ((value = header(c->head, "transfer-encoding")) && !strncasecmp(value, "chunked", 7)) {
        c->place = IN_SIZE;
    } else {
        fail("an answer without a length");
    }
}

/* One byte of what is read line by line. True at the end of a line, which ends in a zero then. */
static bool takes(struct connection *c, char byte) {
    if (c->length == HEAD - 1)
        fail("a head or a line that is too long");
    c->head[c->length++] = byte;
    c->head[c->length] = 0;
    return byte == '\n';
}

static bool is_blank_line(struct connection *c) {
    return c->length >= 4 && !memcmp(c->head + c->length - 4, "\r\n\r\n", 4);
}

/* Takes one byte outside of bodies. */
static void step(struct connection *c, char byte) {
    if (!takes(c, byte))
        return;
    switch (c->place) {
    case IN_HEAD:
        if (is_blank_line(c))
            read_head(c);
        return;
    case IN_SIZE:
        c->left = strtoul(c->head, NULL, 16);
        c->place = c->left ? IN_CHUNK : IN_TRAILER;
        break;
    case AFTER_CHUNK:
        c->place = IN_SIZE;
        break;
    case IN_TRAILER:
        c->place = c->length == 2 ? DONE : IN_TRAILER;
        break;
    default:
        fail("bytes after an answer");
    }
    c->length = 0;
}

static void take(struct connection *c, const char *data, size_t size) {
    while (size) {
        if (c->place == DONE)
            fail("bytes after an answer");
        if (c->place == IN_BODY || c->place == IN_CHUNK) {
            size_t part = size < c->left ? size : c->left;
            bytes += part;
            c->left -= part;
            data += part;
            size -= part;
            if (!c->left)
                c->place = c->place == IN_BODY ? DONE : AFTER_CHUNK;
        } else {
            step(c, *data++);
            size--;
        }
    }
}

static void count(struct connection *c) {
    seconds[answered++] = now() - c->begun;
    statuses[c->status]++;
    if (c->closes) {
        close(c->socket);
        anew++;
        join(c);
    }
    ask(c);
}

static void hear(struct connection *c) {
    static char data[READ];
    ssize_t size = recv(c->socket, data, sizeof data, 0);
    if (size < 0 && errno == EINTR)
        return;
    if (size < 0)
        fail("recv");
    errno = 0;
    if (size == 0 && c->place != DONE)
        fail("the server hung up in an answer");
    if (size == 0) {
        close(c->socket);
        return;
    }
    take(c, data, size);
    if (c->place == DONE)
        count(c);
}

static int by_length(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void say(double took) {
    const char *comma = "";
    qsort(seconds, answered, sizeof *seconds, by_length);
    printf("{\"requests\": %ld, \"seconds\": %.9f, \"p50\": %.9f, \"p99\": %.9f, \"longest\": %.9f, ",
           answered, took, seconds[answered / 2], seconds[answered * 99 / 100],
           seconds[answered - 1]);
    printf("\"bytes\": %llu, \"anew\": %ld, \"statuses\": {", bytes, anew);
    for (int status = 0; status < 600; status++)
        if (statuses[status]) {
            printf("%s\"%d\": %ld", comma, status, statuses[status]);
            comma = ", ";
        }
    printf("}}\n");
}

static void write_request(const char *path, const char *port, char **headers, int count_) {
    FILE *stream = open_memstream(&request, &request_length);
    fprintf(stream, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n", path, port);
    for (int i = 0; i < count_; i++)
        fprintf(stream, "%s\r\n", headers[i]);
    fprintf(stream, "\r\n");
    fclose(stream);
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fprintf(stderr, "asking PORT PATH CONNECTIONS REQUESTS SECONDS [HEADER…]\n");
        return 2;
    }
    int connections = atoi(argv[3]);
    wanted = atol(argv[4]);
    if (connections < 1 || wanted < 1)
        fail("counts");
    address.sin_family = AF_INET;
    address.sin_port = htons(atoi(argv[1]));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    write_request(argv[2], argv[1], argv + 6, argc - 6);
    struct connection *all = calloc(connections, sizeof *all);
    seconds = calloc(wanted, sizeof *seconds);
    poll_ = epoll_create1(0);
    if (!all || !seconds || poll_ < 0)
        fail("beginning");
    for (int i = 0; i < connections; i++)
        join(&all[i]);
    double begun = now();
    deadline = begun + atof(argv[5]);
    for (int i = 0; i < connections; i++)
        ask(&all[i]);
    while (answered < asked) {
        struct epoll_event events[256];
        int ready = epoll_wait(poll_, events, 256, PATIENCE);
        if (ready == 0 || (ready < 0 && errno != EINTR)) {
            errno = ready ? errno : ETIMEDOUT;
            fail("waiting for answers");
        }
        for (int i = 0; i < ready; i++)
            hear(events[i].data.ptr);
    }
    say(now() - begun);
    return 0;
}
