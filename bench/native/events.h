/* The bytes of one answer, read as they come: its head, chunks, gzip, and the events in them.
 *
 * HTTP/1.1 is RFC 9112, an event is https://html.spec.whatwg.org/multipage/server-sent-events.html.
 */
#include "packed.h"

enum part { HEAD, SIZE, DATA, END, WHOLE, OVER };

struct answer {
    enum part part;
    bool is_chunked;
    bool has_spoken; /* something has come after the head */
    size_t left;     /* of this chunk */
    struct unpacking *packed;
    char *rest; /* of the head, or of an event, that is not whole yet */
    size_t kept;
};

typedef void told(void *whom, const char *event, size_t size);

static void keep(struct answer *answer, const char *bytes, size_t size)
{
    if (!size)
        return;
    answer->rest = realloc(answer->rest, answer->kept + size);
    if (!answer->rest)
        abort();
    memcpy(answer->rest + answer->kept, bytes, size);
    answer->kept += size;
}

static void forget(struct answer *answer)
{
    free(answer->rest);
    answer->rest = NULL;
    answer->kept = 0;
}

/* The size of the event that begins there, or 0. All readers are told the same: look there first. */
static size_t event_size(const char *text, size_t size)
{
    static char last[1 << 14];
    static size_t known;
    if (known && known <= size && !memcmp(text, last, known))
        return known;
    const char *end = memmem(text, size, "\n\n", 2);
    size_t found = end ? (size_t)(end - text) + 2 : 0;
    if (found && found <= sizeof last) {
        memcpy(last, text, found);
        known = found;
    }
    return found;
}

/* Tell the events that are whole; returns how many bytes they were. */
static size_t tell_whole(const char *text, size_t size, told *tell, void *whom)
{
    size_t begin = 0, found;
    while ((found = event_size(text + begin, size - begin))) {
        tell(whom, text + begin, found);
        begin += found;
    }
    return begin;
}

static void read_text(struct answer *answer, const char *text, size_t size, told *tell, void *whom)
{
    answer->has_spoken = true;
    if (!answer->kept) { /* nearly always */
        size_t done = tell_whole(text, size, tell, whom);
        keep(answer, text + done, size - done);
        return;
    }
    keep(answer, text, size);
    size_t done = tell_whole(answer->rest, answer->kept, tell, whom);
    answer->kept -= done;
    memmove(answer->rest, answer->rest + done, answer->kept);
    if (!answer->kept)
        forget(answer);
}

/* What is wrong, or NULL. */
static const char *read_content(struct answer *answer, const char *bytes, size_t size, told *tell,
                                void *whom)
{
    static char text[UNPACKED];
    struct unpacking *packed = answer->packed;
    if (!packed) {
        read_text(answer, bytes, size, tell, whom);
        return NULL;
    }
    int piece = packed->own.data_type == BETWEEN_BLOCKS ? standing_alone(bytes, size) : -1;
    if (piece >= 0) {
        spare(packed, piece);
        read_text(answer, pieces[piece].text, pieces[piece].length, tell, whom);
        return NULL;
    }
    bool is_right = catch_up(packed);
    give(&packed->own, bytes, size);
    do {
        size_t length;
        is_right &= inflate_some(&packed->own, text, &length);
        if (length)
            read_text(answer, text, length, tell, whom);
    } while (is_right && !packed->own.avail_out);
    return is_right ? NULL : "what came is no gzip";
}

/* What is wrong with the head that ends there, or NULL. */
static const char *read_head(struct answer *answer)
{
    static char head[1 << 13];
    size_t size = answer->kept < sizeof head ? answer->kept : sizeof head - 1;
    for (size_t i = 0; i < size; i++) {
        char c = answer->rest[i];
        head[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    head[size] = 0;
    if (strncmp(head, "http/1.1 200", 12))
        return "no stream to be had";
    answer->is_chunked = strstr(head, "\r\ntransfer-encoding: chunked") != NULL;
    if (strstr(head, "\r\ncontent-encoding: gzip"))
        answer->packed = begin_unpacking();
    return NULL;
}

/* Read up to the end of the head; `*size` is then what is left of the bytes. */
static const char *pass_head(struct answer *answer, size_t *size)
{
    const char *end = memmem(answer->rest, answer->kept, "\r\n\r\n", 4);
    if (!end) {
        *size = 0;
        return answer->kept > 1 << 12 ? "a head without an end" : NULL;
    }
    *size = answer->kept - (size_t)(end + 4 - answer->rest);
    answer->kept -= *size;
    const char *wrong = read_head(answer);
    forget(answer);
    answer->part = answer->is_chunked ? SIZE : WHOLE;
    return wrong;
}

/* One character of the line before a chunk, which gives its size in hexadecimal. */
static const char *read_size(struct answer *answer, char c)
{
    if (c == '\n')
        answer->part = answer->left ? DATA : OVER;
    else if (c >= '0' && c <= '9')
        answer->left = answer->left * 16 + (size_t)(c - '0');
    else if ((c | 32) >= 'a' && (c | 32) <= 'f')
        answer->left = answer->left * 16 + (size_t)((c | 32) - 'a' + 10);
    else if (c != '\r')
        return "that is no chunk";
    return NULL;
}

/* Read what has come, and tell every event that is whole. What is wrong, or NULL. */
static const char *read_answer(struct answer *answer, const char *bytes, size_t size, told *tell,
                               void *whom)
{
    const char *wrong = NULL;
    while (size && !wrong) {
        size_t taken = 1;
        if (answer->part == HEAD) {
            size_t left = size;
            keep(answer, bytes, size);
            wrong = pass_head(answer, &left);
            taken = size - left;
        } else if (answer->part == SIZE) {
            wrong = read_size(answer, *bytes);
        } else if (answer->part == END) {
            if (*bytes == '\n')
                answer->part = SIZE;
        } else if (answer->part == DATA) {
            taken = size < answer->left ? size : answer->left;
            answer->left -= taken;
            if (!answer->left)
                answer->part = END;
            wrong = read_content(answer, bytes, taken, tell, whom);
        } else if (answer->part == WHOLE) {
            taken = size;
            wrong = read_content(answer, bytes, taken, tell, whom);
        } else {
            taken = size; /* after the last chunk */
        }
        bytes += taken;
        size -= taken;
    }
    return wrong;
}

static void end_answer(struct answer *answer)
{
    forget(answer);
    if (answer->packed)
        end_unpacking(answer->packed);
    answer->packed = NULL;
}
