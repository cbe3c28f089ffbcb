/* Readers of streams, as many as the limit of open files allows, in one process.
 *
 * Orders are lines on the standard input; each but `expect` is answered by a line of JSON.
 *
 *   open NAME PORT PATH COUNT AFTER id|data plain|gzip   open so many streams after that number
 *   expect NAME NUMBER MOMENT       that change is being published since then, in nanoseconds
 *   wait NAME NUMBER SECONDS        until everybody has it: how it came
 *   report NAME                     what has come so far, and what went wrong
 *   close NAME                      read what is left, report, hang up
 *   cut NAME                        hang up on the server, all in one moment
 *   return NAME PORT PATH SECONDS   come back, all in one moment, after the numbers that were seen
 *
 * The number of a change is its `id:`, or the `"sequence":` in its data, for servers that give ids
 * of their own. All readers of a change must have been told the same bytes. Moments are those of
 * CLOCK_MONOTONIC, which all processes of a machine share.
 */
#define _GNU_SOURCE
#include "readers.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/resource.h>

enum { CROWDS = 32, AT_ONCE = 200 /* readers that knock together */ };
enum { PER_ADDRESS = 10000 /* a source address has about 28,000 ports */ };
static const double PATIENCE = 60; /* seconds for a reader to be greeted */
static const double SILENCE = 0.1; /* seconds after which nothing more is expected */

static struct crowd *crowds[CROWDS];

static void refuse(const char *why)
{
    printf("{\"error\": \"%s\"}\n", why);
    fflush(stdout);
}

static struct crowd *named(const char *name)
{
    for (int i = 0; i < CROWDS; i++)
        if (crowds[i] && !strcmp(crowds[i]->name, name))
            return crowds[i];
    return NULL;
}

/* A connection from an address of the loopback that has ports left; SOCK_NONBLOCK only begins it. */
static int connected(int number, int port, int how)
{
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    struct sockaddr_in here = {.sin_family = AF_INET};
    struct timeval patience = {.tv_sec = (time_t)PATIENCE};
    int yes = 1, fd = socket(AF_INET, SOCK_STREAM | how, 0);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1 + (uint32_t)(number / PER_ADDRESS));
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    if (!bind(fd, (struct sockaddr *)&here, sizeof here) &&
        (!connect(fd, (struct sockaddr *)&there, sizeof there) || errno == EINPROGRESS))
        return fd;
    close(fd);
    return -1;
}

#include "returning.h"

static bool knock(struct crowd *crowd, int port, const char *request)
{
    struct reader *reader = &crowd->readers[crowd->count];
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = reader};
    size_t size = strlen(request);
    int fd = connected(crowd->count, port, 0);
    if (fd < 0)
        return false;
    *reader = (struct reader){.crowd = crowd, .fd = fd, .newest = crowd->after};
    crowd->count++;
    crowd->open++;
    crowd->ungreeted++;
    return send(fd, request, size, MSG_NOSIGNAL) == (ssize_t)size &&
           !fcntl(fd, F_SETFL, O_NONBLOCK) && !epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &wanted);
}

static const char *fill(struct crowd *crowd, int port, const char *request)
{
    while (crowd->count < crowd->room) {
        int came, target = crowd->count + AT_ONCE;
        for (; crowd->count < crowd->room && crowd->count < target;)
            if (!knock(crowd, port, request))
                return strerror(errno);
        int64_t end = moment() + (int64_t)(PATIENCE * (double)SECOND);
        while (crowd->ungreeted > 0) {
            read_for(100, &came);
            if (moment() > end)
                return "some readers were not greeted";
        }
        if (crowd->hung_up)
            return "the server hung up on a reader instead of greeting it";
    }
    return NULL;
}

static void open_crowd(const char *words)
{
    char name[WORD], path[WORD], numbers[WORD], form[WORD], request[4 * WORD];
    int port, count, free_place = 0;
    long after;
    if (sscanf(words, "%199s %d %199s %d %ld %199s %199s", name, &port, path, &count, &after,
               numbers, form) != 7)
        return refuse("open what?");
    while (free_place < CROWDS && crowds[free_place])
        free_place++;
    struct crowd *crowd = free_place < CROWDS ? calloc(1, sizeof *crowd) : NULL;
    if (!crowd || !(crowd->readers = calloc((size_t)count, sizeof *crowd->readers)))
        return refuse("there is no room for this crowd");
    crowds[free_place] = crowd;
    strcpy(crowd->name, name);
    crowd->room = count;
    crowd->after = crowd->newest = after;
    crowd->by_data = !strcmp(numbers, "data");
    snprintf(request, sizeof request,
             "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n%s\r\n", path,
             port, strcmp(form, "gzip") ? "" : "Accept-Encoding: gzip\r\n");
    const char *wrong = fill(crowd, port, request);
    if (wrong)
        return refuse(wrong);
    int packed = 0;
    for (int i = 0; i < count; i++)
        packed += crowd->readers[i].answer.packed != NULL;
    printf("{\"readers\": %d, \"packed\": %d}\n", crowd->open, packed);
}

static int earlier(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

/* Seconds after the order to publish until that share of the readers had it: the nearest rank. */
static double until(const struct change *change, double share)
{
    int rank = (int)(share * change->seen + 0.9999999);
    rank = rank < 1 ? 1 : rank;
    return (double)(change->at[rank - 1] - change->published) / (double)SECOND;
}

static void tell(struct crowd *crowd, struct change *change, long number)
{
    printf("{\"number\": %ld, \"readers\": %d, \"open\": %d", number, change->seen, crowd->open);
    if (change->seen) {
        qsort(change->at, (size_t)change->seen, sizeof *change->at, earlier);
        printf(", \"first\": %.9f, \"p50\": %.9f, \"p99\": %.9f, \"last\": %.9f, \"checksum\": %u",
               until(change, 0), until(change, 0.5), until(change, 0.99), until(change, 1),
               change->checksum);
    }
    printf("}\n");
    free(change->at);
    change->at = NULL;
    change->is_told = true;
}

static void wait_for(struct crowd *crowd, long number, double seconds)
{
    struct change *change = &crowd->changes[number - crowd->after - 1];
    int64_t end = moment() + (int64_t)(seconds * (double)SECOND);
    int came;
    while (change->seen < crowd->open && moment() < end)
        read_for(50, &came);
    tell(crowd, change, number);
}

static void report(const struct crowd *crowd)
{
    long lost = 0, told = crowd->newest - crowd->after;
    for (int i = 0; i < crowd->count; i++)
        for (long place = 0; place < told; place++)
            lost += !(crowd->readers[i].seen[place / 8] & 1 << place % 8);
    printf("{\"readers\": %d, \"bytes\": %" PRIu64 ", \"content\": %" PRIu64
           ", \"lost\": %ld, \"doubled\": %ld, \"reordered\": %ld, \"garbled\": %ld, "
           "\"hung_up\": %ld}\n",
           crowd->open, crowd->bytes, crowd->content, lost, crowd->doubled, crowd->reordered,
           crowd->garbled, crowd->hung_up);
}

static void close_crowd(struct crowd *crowd)
{
    int came = 1;
    int64_t end = moment() + (int64_t)(PATIENCE * (double)SECOND);
    while (came && moment() < end)
        read_for((int)(SILENCE * 1000), &came);
    report(crowd);
    for (int i = 0; i < crowd->count; i++)
        hang_up(&crowd->readers[i]);
    for (int i = 0; i < CROWDS; i++)
        if (crowds[i] == crowd)
            crowds[i] = NULL;
    for (int i = 0; i < LONGEST; i++)
        free(crowd->changes[i].at);
    free(crowd->readers);
    free(crowd);
}

static void cut(struct crowd *crowd)
{
    cut_off(crowd);
    printf("{\"readers\": %d}\n", crowd->open);
}

static void bring_back(struct crowd *crowd, const char *words)
{
    char path[WORD];
    struct returning wave = {.crowd = crowd, .path = path};
    double seconds;
    if (sscanf(words, "%*s %d %199s %lf", &wave.port, path, &seconds) != 3)
        return refuse("return where?");
    if ((wave.knocking_fd = epoll_create1(0)) < 0 ||
        !(wave.due = calloc((size_t)crowd->count, sizeof *wave.due)))
        return refuse("there is no room for a wave");
    int missing = come_back(&wave, seconds);
    printf("{\"missing\": %d, \"turned_away\": %d}\n", missing, wave.turned_away);
    close(wave.knocking_fd);
    free(wave.due);
}

static void obey(const char *order)
{
    char verb[WORD] = "", name[WORD] = "";
    long number = 0, published = 0;
    double seconds = 0;
    sscanf(order, "%199s %199s %ld %ld", verb, name, &number, &published);
    sscanf(order, "%*s %*s %*d %lf", &seconds);
    if (!strcmp(verb, "open"))
        return open_crowd(order + 5);
    struct crowd *crowd = named(name);
    if (!crowd)
        return refuse("there is no such crowd");
    bool is_numbered = !strcmp(verb, "expect") || !strcmp(verb, "wait");
    if (is_numbered && (number <= crowd->after || number > crowd->after + LONGEST))
        return refuse("no such number can come");
    if (!strcmp(verb, "expect")) {
        crowd->newest = number > crowd->newest ? number : crowd->newest;
        crowd->changes[number - crowd->after - 1].published = published;
    } else if (!strcmp(verb, "wait"))
        wait_for(crowd, number, seconds);
    else if (!strcmp(verb, "report"))
        report(crowd);
    else if (!strcmp(verb, "close"))
        close_crowd(crowd);
    else if (!strcmp(verb, "cut"))
        cut(crowd);
    else if (!strcmp(verb, "return"))
        bring_back(crowd, order + 7);
    else
        refuse("that is no order");
}

/* False when nobody gives orders any more. */
static bool take_orders(void)
{
    static char said[1 << 14];
    static size_t kept;
    ssize_t size = read(0, said + kept, sizeof said - 1 - kept);
    if (size <= 0)
        return false;
    kept += (size_t)size;
    said[kept] = 0;
    char *begin = said, *end;
    while ((end = strchr(begin, '\n'))) {
        *end = 0;
        obey(begin);
        begin = end + 1;
    }
    kept -= (size_t)(begin - said);
    memmove(said, begin, kept);
    fflush(stdout);
    return true;
}

int main(void)
{
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = NULL};
    struct rlimit files;
    int came;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    poll_fd = epoll_create1(0);
    if (poll_fd < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, 0, &wanted)) {
        perror("epoll");
        return 1;
    }
    while (!read_for(-1, &came) || take_orders())
        ;
    return 0;
}
