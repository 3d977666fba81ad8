// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
//
// The floor: what the kernel itself takes for an echo, a fixed HTTP response or a bulk transfer, with nothing around
// it. One ring, one thread, multishot accept, multishot receive into provided buffers, one send at a time per
// connection, one io_uring_enter per turn, DEFER_TASKRUN, registered ring descriptor. An upload is received into one
// large buffer, shot by shot; a datagram is sent back from where it was received. Speaks the line protocol of
// BenchServer: `uring_server SERVICE MESSAGE-BYTES DIRECTORY` prints READY, answers `mark`, and ends with its standard
// input. Raw system calls, so that it needs a C compiler and the kernel's headers, nothing else.
#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifndef IORING_SETUP_SINGLE_ISSUER
#define IORING_SETUP_SINGLE_ISSUER (1U << 12)
#endif
#ifndef IORING_SETUP_DEFER_TASKRUN
#define IORING_SETUP_DEFER_TASKRUN (1U << 13)
#endif

enum { SQ_ENTRIES = 4096, CQ_ENTRIES = 16384, BUFFERS = 4096, BUFFER_BYTES = 4096, MAX_CONNECTIONS = 65536 };
// ANSWER_BYTES: the largest message of a row of echo, and some; not touched where messages are small.
enum { TURN_CQES = 1024, BULK_BYTES = 1 << 20, ANSWER_BYTES = 64 << 10 };
enum kind { ACCEPT, RECV, SEND, DATAGRAM, DATAGRAM_SENT };
enum service { ECHO, HTTP, UNIX_ECHO, UDP_ECHO, UPLOAD, DOWNLOAD, SERVICES };

static const char *const SERVICE_NAMES[SERVICES] = {"echo", "http", "unix-echo", "udp-echo", "upload", "download"};

static const char RESPONSE[] =
    "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 13\r\n\r\nHello, World!";

struct connection {
  char *out;             // bytes to send; of an upload, where they are received
  size_t from, to, room; // what of it is unsent, and how much fits
  uint64_t header;       // of a transfer: what the peer said
  unsigned header_bytes; // of which so many came
  uint64_t moved;        // bytes of an upload that came, of a download that were sent
  uint64_t answer;       // to an upload, in network order
  int bad;               // bytes of an upload were not what they should be
  size_t sending;        // bytes that the kernel has
  unsigned matched;      // how much of the blank line was seen, across receives
  int receiving, open;
};

struct datagram { // a receive buffer that is being sent back
  struct msghdr message;
  struct iovec payload;
};

static int ring_fd, enter_fd, listen_fd;
static enum service service;
static size_t message_bytes;
static char *chunk; // what a download sends, again and again
static struct datagram datagrams[BUFFERS];
static struct msghdr datagram_shape = {.msg_namelen = sizeof(struct sockaddr_in6)};
static unsigned enter_flags;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static unsigned *sq_head, *sq_tail, *sq_array, sq_mask, *cq_head, *cq_tail, cq_mask;
static unsigned to_submit;
static struct io_uring_buf_ring *buffer_ring;
static char *buffers;
static unsigned short buffer_tail;
static struct connection connections[MAX_CONNECTIONS];
// Written by the ring's thread, read by the one that answers; a torn or late value would be one window's rounding.
static _Atomic uint64_t enters, submitted, completed, accepted;
static clockid_t loop_clock;

static void die(const char *what) {
  printf("UNAVAILABLE %s: %s\n", what, strerror(errno));
  fflush(stdout);
  exit(0);
}

static uint64_t now_ns(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (uint64_t) time.tv_sec * 1000000000u + (uint64_t) time.tv_nsec;
}

static void enter(unsigned wait) {
  for (;;) {
    long n = syscall(__NR_io_uring_enter, enter_fd, to_submit, wait, IORING_ENTER_GETEVENTS | enter_flags, NULL, 0);
    atomic_fetch_add_explicit(&enters, 1, memory_order_relaxed);
    if (n >= 0) {
      to_submit -= (unsigned) n;
      atomic_fetch_add_explicit(&submitted, (uint64_t) n, memory_order_relaxed);
      return;
    }
    if (errno != EINTR && errno != EAGAIN && errno != EBUSY) {
      die("io_uring_enter");
    }
  }
}

static struct io_uring_sqe *next_sqe(enum kind kind, int fd) {
  unsigned tail = *sq_tail;
  if (tail - __atomic_load_n(sq_head, __ATOMIC_ACQUIRE) > sq_mask) {
    enter(0);
  }
  struct io_uring_sqe *sqe = &sqes[tail & sq_mask];
  memset(sqe, 0, sizeof *sqe);
  sqe->fd = fd;
  sqe->user_data = (uint64_t) kind << 32 | (unsigned) fd;
  sq_array[tail & sq_mask] = tail & sq_mask;
  __atomic_store_n(sq_tail, tail + 1, __ATOMIC_RELEASE);
  to_submit++;
  return sqe;
}

static void arm_accept(void) {
  struct io_uring_sqe *sqe = next_sqe(ACCEPT, listen_fd);
  sqe->opcode = IORING_OP_ACCEPT;
  sqe->ioprio = IORING_ACCEPT_MULTISHOT;
}

static void arm_recv(int fd) {
  struct io_uring_sqe *sqe = next_sqe(RECV, fd);
  sqe->opcode = IORING_OP_RECV;
  if (service == UPLOAD) {
    sqe->addr = (uint64_t) (uintptr_t) connections[fd].out;
    sqe->len = BULK_BYTES;
  } else {
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
  }
  connections[fd].receiving = 1;
}

static void arm_datagrams(void) {
  struct io_uring_sqe *sqe = next_sqe(DATAGRAM, listen_fd);
  sqe->opcode = IORING_OP_RECVMSG;
  sqe->ioprio = IORING_RECV_MULTISHOT;
  sqe->flags = IOSQE_BUFFER_SELECT;
  sqe->addr = (uint64_t) (uintptr_t) &datagram_shape;
}

static void send_bytes(int fd, const char *bytes, size_t length) {
  struct connection *c = &connections[fd];
  if (c->sending || length == 0 || !c->open) {
    return;
  }
  struct io_uring_sqe *sqe = next_sqe(SEND, fd);
  sqe->opcode = IORING_OP_SEND;
  sqe->addr = (uint64_t) (uintptr_t) bytes;
  sqe->len = (unsigned) (c->sending = length);
  sqe->msg_flags = MSG_NOSIGNAL;
}

static void send_more(int fd) {
  struct connection *c = &connections[fd];
  if (service != DOWNLOAD) {
    send_bytes(fd, c->out + c->from, c->to - c->from);
  } else if (c->header_bytes == sizeof c->header) {
    size_t at = c->moved % message_bytes, left = message_bytes - at;
    send_bytes(fd, chunk + at, c->header - c->moved < left ? c->header - c->moved : left);
  }
}

// A send that is in flight must not move: bytes are added behind it only where they fit.
static int append(struct connection *c, const char *bytes, size_t length) {
  if (c->from == c->to) {
    c->from = c->to = 0;
  }
  if (c->room - c->to < length) {
    if (c->sending) {
      return 0;
    }
    memmove(c->out, c->out + c->from, c->to - c->from);
    c->to -= c->from;
    c->from = 0;
    while (c->room - c->to < length) {
      c->out = realloc(c->out, c->room *= 2);
    }
  }
  memcpy(c->out + c->to, bytes, length);
  c->to += length;
  return 1;
}

static void close_if_idle(int fd) {
  struct connection *c = &connections[fd];
  if (!c->open && !c->receiving && !c->sending) {
    free(c->out);
    memset(c, 0, sizeof *c);
    close(fd);
  }
}

// BytePattern
static char byte_at(uint64_t position) {
  return (char) (position ^ position >> 8);
}

// The number of bytes that a transfer begins with. How many of these bytes were its.
static size_t take_header(struct connection *c, const char *bytes, size_t length) {
  size_t taken = 0;
  while (c->header_bytes < sizeof c->header && taken < length) {
    c->header = c->header << 8 | (unsigned char) bytes[taken++];
    c->header_bytes++;
  }
  return taken;
}

static void begin_transfer(struct connection *c) {
  c->header = c->moved = 0;
  c->header_bytes = 0;
  c->bad = 0;
}

static void uploaded(int fd, const char *bytes, size_t length) {
  struct connection *c = &connections[fd];
  size_t skip = take_header(c, bytes, length);
  bytes += skip;
  length -= skip;
  if (length > 0) {
    c->bad |= length > c->header - c->moved || bytes[0] != byte_at(c->moved)
        || bytes[length - 1] != byte_at(c->moved + length - 1);
    c->moved += length;
  }
  if (c->header_bytes == sizeof c->header && c->moved >= c->header) {
    c->answer = c->bad ? ~UINT64_C(0) : htobe64(c->header);
    begin_transfer(c);
    send_bytes(fd, (char *) &c->answer, sizeof c->answer);
  }
}

static void received(int fd, const char *bytes, size_t length) {
  struct connection *c = &connections[fd];
  int fits = 1;
  if (service == UPLOAD) {
    uploaded(fd, bytes, length);
  } else if (service == DOWNLOAD) {
    fits = take_header(c, bytes, length) == length;
  } else if (service != HTTP) {
    fits = append(c, bytes, length);
  } else {
    for (size_t i = 0; i < length && fits; i++) {
      c->matched = bytes[i] == "\r\n\r\n"[c->matched] ? c->matched + 1 : bytes[i] == '\r';
      if (c->matched == 4) {
        c->matched = 0;
        fits = append(c, RESPONSE, sizeof RESPONSE - 1);
      }
    }
  }
  if (!fits) {
    shutdown(fd, SHUT_RDWR); // a client that sends without reading: not what is measured here
  }
}

static void recycle(unsigned short bid) {
  struct io_uring_buf *buf = &buffer_ring->bufs[buffer_tail++ & (BUFFERS - 1)];
  buf->addr = (uint64_t) (uintptr_t) (buffers + (size_t) bid * BUFFER_BYTES);
  buf->len = BUFFER_BYTES;
  buf->bid = bid;
}

static void on_accept(int res, unsigned flags) {
  if (res >= 0) {
    if (res >= MAX_CONNECTIONS) {
      close(res);
    } else {
      size_t room = service == UPLOAD ? BULK_BYTES : ANSWER_BYTES;
      setsockopt(res, IPPROTO_TCP, TCP_NODELAY, &(int) {1}, sizeof(int));
      connections[res] = (struct connection) {.out = malloc(room), .room = room, .open = 1};
      atomic_fetch_add_explicit(&accepted, 1, memory_order_relaxed);
      arm_recv(res);
    }
  }
  if (!(flags & IORING_CQE_F_MORE)) {
    arm_accept();
  }
}

static void on_recv(int fd, int res, unsigned flags) {
  struct connection *c = &connections[fd];
  if (flags & IORING_CQE_F_BUFFER) {
    unsigned short bid = (unsigned short) (flags >> IORING_CQE_BUFFER_SHIFT);
    if (res > 0 && c->open) {
      received(fd, buffers + (size_t) bid * BUFFER_BYTES, (size_t) res);
    }
    recycle(bid);
  } else if (res > 0 && c->open) {
    received(fd, c->out, (size_t) res);
  }
  if (!(flags & IORING_CQE_F_MORE)) {
    c->receiving = 0;
    if (res <= 0 && res != -ENOBUFS) {
      c->open = 0;
    } else if (c->open) {
      arm_recv(fd);
    }
  }
  send_more(fd);
  close_if_idle(fd);
}

static void on_send(int fd, int res) {
  struct connection *c = &connections[fd];
  c->sending = 0;
  if (res > 0 && service == DOWNLOAD) {
    c->moved += (size_t) res;
    if (c->moved == c->header) {
      begin_transfer(c);
    }
  } else if (res > 0) {
    c->from += service == UPLOAD ? 0 : (size_t) res; // the answer to an upload is elsewhere
  } else if (res != -EAGAIN && res != -EINTR && c->open) {
    c->open = 0;
    shutdown(fd, SHUT_RDWR); // ends the receive
  }
  send_more(fd);
  close_if_idle(fd);
}

static void on_datagram(int res, unsigned flags) {
  if (flags & IORING_CQE_F_BUFFER) {
    unsigned short bid = (unsigned short) (flags >> IORING_CQE_BUFFER_SHIFT);
    struct io_uring_recvmsg_out *out = (struct io_uring_recvmsg_out *) (buffers + (size_t) bid * BUFFER_BYTES);
    if (res >= 0 && !(out->flags & MSG_TRUNC)) {
      struct datagram *d = &datagrams[bid];
      char *name = (char *) (out + 1);
      d->payload = (struct iovec) {.iov_base = name + datagram_shape.msg_namelen, .iov_len = out->payloadlen};
      d->message = (struct msghdr) {.msg_name = name, .msg_namelen = out->namelen, .msg_iov = &d->payload,
          .msg_iovlen = 1};
      struct io_uring_sqe *sqe = next_sqe(DATAGRAM_SENT, listen_fd);
      sqe->opcode = IORING_OP_SENDMSG;
      sqe->user_data = (uint64_t) DATAGRAM_SENT << 32 | bid;
      sqe->addr = (uint64_t) (uintptr_t) &d->message;
      sqe->msg_flags = MSG_DONTWAIT;
    } else {
      recycle(bid);
    }
  }
  if (!(flags & IORING_CQE_F_MORE)) {
    arm_datagrams();
  }
}

// Copies completions out, releases them, then handles them.
static void turn(void) {
  static struct io_uring_cqe batch[TURN_CQES];
  enter(1);
  for (;;) {
    unsigned head = *cq_head, count = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE) - head;
    count = count < TURN_CQES ? count : TURN_CQES;
    if (count == 0) {
      return;
    }
    for (unsigned i = 0; i < count; i++) {
      batch[i] = cqes[(head + i) & cq_mask];
    }
    __atomic_store_n(cq_head, head + count, __ATOMIC_RELEASE);
    for (unsigned i = 0; i < count; i++) {
      int fd = (int) (unsigned) batch[i].user_data;
      switch ((enum kind) (batch[i].user_data >> 32)) {
        case ACCEPT: on_accept(batch[i].res, batch[i].flags); break;
        case RECV: on_recv(fd, batch[i].res, batch[i].flags); break;
        case SEND: on_send(fd, batch[i].res); break;
        case DATAGRAM: on_datagram(batch[i].res, batch[i].flags); break;
        case DATAGRAM_SENT: recycle((unsigned short) fd); break;
      }
    }
    __atomic_store_n(&buffer_ring->tail, buffer_tail, __ATOMIC_RELEASE);
    atomic_fetch_add_explicit(&completed, count, memory_order_relaxed);
  }
}

static int reg(unsigned opcode, void *arg, unsigned n) {
  return (int) syscall(__NR_io_uring_register, ring_fd, opcode, arg, n);
}

static void open_ring(void) {
  struct io_uring_params p = {.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER
                                  | IORING_SETUP_DEFER_TASKRUN,
      .cq_entries = CQ_ENTRIES};
  ring_fd = (int) syscall(__NR_io_uring_setup, SQ_ENTRIES, &p);
  if (ring_fd < 0) {
    die("io_uring_setup (needs Linux 6.1 for DEFER_TASKRUN)");
  }
  size_t rings = p.cq_off.cqes + p.cq_entries * sizeof(struct io_uring_cqe);
  size_t array = p.sq_off.array + p.sq_entries * sizeof(unsigned);
  char *memory = mmap(NULL, rings > array ? rings : array, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring_fd,
      IORING_OFF_SQ_RING);
  sqes = mmap(NULL, p.sq_entries * sizeof *sqes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, ring_fd,
      IORING_OFF_SQES);
  if (memory == MAP_FAILED || sqes == MAP_FAILED) {
    die("mmap of the ring");
  }
  sq_head = (unsigned *) (memory + p.sq_off.head);
  sq_tail = (unsigned *) (memory + p.sq_off.tail);
  sq_array = (unsigned *) (memory + p.sq_off.array);
  sq_mask = p.sq_entries - 1;
  cq_head = (unsigned *) (memory + p.cq_off.head);
  cq_tail = (unsigned *) (memory + p.cq_off.tail);
  cqes = (struct io_uring_cqe *) (memory + p.cq_off.cqes);
  cq_mask = p.cq_entries - 1;
  enter_fd = ring_fd;
  struct io_uring_rsrc_update update = {.offset = -1U, .data = (unsigned) ring_fd};
  if (reg(IORING_REGISTER_RING_FDS, &update, 1) == 1) {
    enter_fd = (int) update.offset;
    enter_flags = IORING_ENTER_REGISTERED_RING;
  }
  buffer_ring = mmap(NULL, BUFFERS * sizeof(struct io_uring_buf), PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  buffers = mmap(NULL, (size_t) BUFFERS * BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct io_uring_buf_reg ring = {.ring_addr = (uint64_t) (uintptr_t) buffer_ring, .ring_entries = BUFFERS};
  if (buffer_ring == MAP_FAILED || buffers == MAP_FAILED || reg(IORING_REGISTER_PBUF_RING, &ring, 1) < 0) {
    die("registering provided buffers");
  }
  for (unsigned bid = 0; bid < BUFFERS; bid++) {
    recycle((unsigned short) bid);
  }
  __atomic_store_n(&buffer_ring->tail, buffer_tail, __ATOMIC_RELEASE);
}

static unsigned listen_anywhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
  socklen_t length = sizeof address;
  listen_fd = socket(AF_INET, (service == UDP_ECHO ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
  setsockopt(listen_fd, SOL_SOCKET, SO_REUSEADDR, &(int) {1}, sizeof(int));
  if (bind(listen_fd, (struct sockaddr *) &address, length) < 0
      || (service != UDP_ECHO && listen(listen_fd, 4096) < 0)
      || getsockname(listen_fd, (struct sockaddr *) &address, &length) < 0) {
    die("listen");
  }
  return ntohs(address.sin_port);
}

static void listen_on_path(const char *directory) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s/file", directory);
  listen_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(listen_fd, (struct sockaddr *) &address, sizeof address) < 0 || listen(listen_fd, 4096) < 0) {
    die("listen");
  }
}

static void *answer(void *unused) {
  char line[256];
  while (fgets(line, sizeof line, stdin)) {
    if (strcmp(line, "mark\n") != 0) {
      printf("UNKNOWN %s", line);
    } else {
      printf("MARK enters=%lu sqes=%lu cqes=%lu accepted=%lu time_ns=%lu loop_cpu_ns=%lu worker_cpu_ns=0"
             " process_cpu_ns=%lu\n",
          atomic_load(&enters), atomic_load(&submitted), atomic_load(&completed), atomic_load(&accepted),
          now_ns(CLOCK_MONOTONIC), now_ns(loop_clock), now_ns(CLOCK_PROCESS_CPUTIME_ID));
    }
    fflush(stdout);
  }
  exit(0);
  return unused;
}

int main(int argc, char **argv) {
  while (argc == 4 && service < SERVICES && strcmp(argv[1], SERVICE_NAMES[service]) != 0) {
    service++;
  }
  if (argc != 4 || service == SERVICES) {
    printf("UNAVAILABLE the C server does echo, http and bulk transfers only\n");
    return 0;
  }
  message_bytes = strtoul(argv[2], NULL, 10);
  signal(SIGPIPE, SIG_IGN);
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  unsigned port = 0;
  if (service == UNIX_ECHO) {
    listen_on_path(argv[3]);
  } else {
    port = listen_anywhere();
  }
  if (service == DOWNLOAD) {
    chunk = malloc(message_bytes);
    for (size_t i = 0; i < message_bytes; i++) {
      chunk[i] = byte_at(i);
    }
  }
  open_ring();
  pthread_getcpuclockid(pthread_self(), &loop_clock);
  pthread_t answering;
  if (pthread_create(&answering, NULL, answer, NULL) != 0) {
    die("pthread_create");
  }
  printf("READY port=%u tid=%ld\n", port, syscall(__NR_gettid));
  fflush(stdout);
  if (service == UDP_ECHO) {
    arm_datagrams();
  } else {
    arm_accept();
  }
  for (;;) {
    turn();
  }
}
