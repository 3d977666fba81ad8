#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The nettyuring authors
#
# Lets clients that know nothing of us loose on the examples: curl, wrk, h2load, ab and sockets of Python.
# usage: microbench/src/real-clients.sh [nio|epoll|netty-uring|uring]     (default uring)
# Prints a PASS or FAIL line each; the exit code is the number of FAILs. JAVA_HOME chooses the JDK.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

transport=${1:-uring}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
folder=$(mktemp -d)
fails=0
servers=()

trap 'kill "${servers[@]}" 2>/dev/null; rm -rf "$folder"' EXIT

pass() { echo "PASS $*"; }
fail() { echo "FAIL $*"; fails=$((fails + 1)); }
# check <what> <command...>: PASS if the command succeeds.
check() {
  local what=$1
  shift
  if "$@" >"$folder/check.out" 2>&1; then pass "$what"; else fail "$what: $(tail -n 3 "$folder/check.out" | tr '\n' ' ')"; fi
}

need() {
  command -v "$1" >/dev/null && return
  echo "installing $2 for $1"
  apt-get install -y "$2" >/dev/null 2>&1 || { echo "FAIL there is no $1, and $2 cannot be installed"; exit 1; }
}
need curl curl; need wrk wrk; need ab apache2-utils; need h2load nghttp2-client; need python3 python3

ulimit -n "$(ulimit -Hn)"
[ -s microbench/target/classpath.txt ] || mvn -q -B -DskipTests -pl microbench -am package || exit 1
class_path=examples/target/classes:$(cat microbench/target/classpath.txt)
flags=(-ea)
"$java" --version | grep -q ' 17\.' || flags+=(--enable-native-access=ALL-UNNAMED)

# start <name> <example> args...: starts a server and sets <name>_pid and <name>_port.
start() {
  local name=$1 example=$2 line=""
  shift 2
  "$java" "${flags[@]}" -cp "$class_path" "org.nettyuring.examples.$example" "$transport" "$@" \
    >"$folder/$name.out" 2>"$folder/$name.err" &
  printf -v "${name}_pid" %s $!
  servers+=($!)
  for _ in $(seq 100); do
    line=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' "$folder/$name.out")
    [ -n "$line" ] && break
    sleep 0.1
  done
  [ -n "$line" ] || { cat "$folder/$name.err"; fail "$example does not start on $transport"; exit "$fails"; }
  printf -v "${name}_port" %s "$line"
}

fds() { ls "/proc/$1/fd" | wc -l; }

# fds_back <pid> <baseline>: waits up to 10 s for the number of fds to be the baseline again.
fds_back() {
  for _ in $(seq 100); do
    [ "$(fds "$1")" -le "$2" ] && return
    sleep 0.1
  done
  echo "$(fds "$1") fds, $2 before"
  return 1
}

sha() { sha256sum | cut -d' ' -f1; }

head -c 104857600 /dev/urandom >"$folder/body"
body_sha=$(sha <"$folder/body")
start hello HttpHello 0
flags+=(-Dio.netty.leakDetection.level=paranoid) # not for the server whose speed matters
start echo EchoServer 0
start tlsecho EchoServer 0 tls
start files FileServer "$folder" 0
start tlsfiles FileServer "$folder" 0 tls

# --- one by one ------------------------------------------------------------------------------------------------------

curl_hello() { [ "$(curl -sS "http://127.0.0.1:$hello_port/")" = "Hello, World!" ]; }
curl_keep_alive() {
  curl -sS "http://127.0.0.1:$hello_port/[1-1000]" -o - --write-out '\n%{num_connects}\n' >"$folder/many"
  [ "$(grep -c 'Hello, World!' "$folder/many")" = 1000 ] && [ "$(grep -c '^1$' "$folder/many")" = 1 ]
}
check "curl: one request" curl_hello
check "curl: 1,000 requests on one connection" curl_keep_alive

# --- loads -----------------------------------------------------------------------------------------------------------

wrk_clean() {
  # Longer than the time-out: a connection that was forgotten must show.
  wrk -t1 -c"$1" -d8s --timeout 5s "http://127.0.0.1:$hello_port/" >"$folder/wrk" || return 1
  cat "$folder/wrk"
  ! grep -qE 'Socket errors|Non-2xx' "$folder/wrk" && grep -qE 'Requests/sec: +[1-9]' "$folder/wrk"
}
rate() { sed -n 's/Requests\/sec: *//p' "$folder/wrk"; }
h2load_clean() {
  h2load --h1 -n 200000 -c 64 "http://127.0.0.1:$hello_port/" | tee "$folder/h2load" | grep '^requests:'
  grep -q '200000 succeeded, 0 failed, 0 errored, 0 timeout' "$folder/h2load"
}
ab_clean() {
  ab -q -k -n 100000 -c 64 "http://127.0.0.1:$hello_port/" >"$folder/ab" || return 1
  grep -qE '^Failed requests: +0$' "$folder/ab" && ! grep -q 'Non-2xx' "$folder/ab"
}
ab_churn() {
  ab -q -n 20000 -c 64 "http://127.0.0.1:$hello_port/" >"$folder/ab" || return 1
  grep -qE '^Failed requests: +0$' "$folder/ab" && ! grep -q 'Non-2xx' "$folder/ab"
}
baseline=$(fds "$hello_pid")
check "wrk: 64 connections, no errors" wrk_clean 64; echo "     $(rate) requests/s"
check "wrk: 1,000 connections, no errors" wrk_clean 1000; echo "     $(rate) requests/s"
check "h2load --h1: 200,000 requests, 64 connections, none failed" h2load_clean
check "ab -k: 100,000 requests, 64 connections, none failed" ab_clean
check "ab: 20,000 connections of one request each, none failed" ab_churn
check "fds of HttpHello back to $baseline" fds_back "$hello_pid" "$baseline"

# --- 100 MB each way -------------------------------------------------------------------------------------------------

same() { [ "$1" = "$body_sha" ] || { echo "sha256 $1"; return 1; }; }
download() { same "$(curl -sSk "$1" | sha)"; }
# Sends and receives at once, so the echo's back-pressure is at work; sink <port>: a server that answers with a sha256.
cat >"$folder/client.py" <<'PY'
import hashlib, socket, ssl, sys, threading
what, port = sys.argv[1], int(sys.argv[2])
def connect():
    plain = socket.create_connection(("127.0.0.1", port))
    if what != "tls": return plain
    context = ssl._create_unverified_context()
    return context.wrap_socket(plain, server_hostname="localhost")
def echo(path):
    data = open(path, "rb").read()
    server = connect()
    threading.Thread(target=lambda: server.sendall(data), daemon=True).start()
    got, digest = 0, hashlib.sha256()
    while got < len(data):
        part = server.recv(1 << 20)
        if not part: sys.exit("closed after %d bytes" % got)
        digest.update(part); got += len(part)
    print(digest.hexdigest())
def sink():
    from http.server import BaseHTTPRequestHandler, HTTPServer
    class Sink(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_POST(self):
            digest, left = hashlib.sha256(), int(self.headers["content-length"])
            while left:
                part = self.rfile.read(min(left, 1 << 20)); left -= len(part); digest.update(part)
            answer = digest.hexdigest().encode()
            self.send_response(200); self.send_header("content-length", str(len(answer))); self.end_headers()
            self.wfile.write(answer)
        def log_message(self, *words): pass
    HTTPServer(("127.0.0.1", port), Sink).serve_forever()
def many(count):
    sockets = [connect() for _ in range(count)]
    for one in sockets: one.sendall(b"x")
    for one in sockets:
        if one.recv(1) != b"x": sys.exit("no echo")
    print("open", flush=True); sys.stdin.readline()
    for one in sockets: one.close()
def reset(times):
    import struct
    for _ in range(times):
        server = connect()
        server.sendall(b"GET /body HTTP/1.1\r\nHost: here\r\n\r\n")
        server.recv(65536)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        server.close()
if what == "sink": sink()
elif what == "many": many(int(sys.argv[3]))
elif what == "reset": reset(int(sys.argv[3]))
else: echo(sys.argv[3])
PY
sink_port=$((20000 + RANDOM % 10000))
python3 "$folder/client.py" sink "$sink_port" &
servers+=($!)
start upproxy HttpProxy 0 127.0.0.1 "$sink_port"
start downproxy HttpProxy 0 127.0.0.1 "$files_port"
upload() {
  same "$(curl -sS --retry 5 --retry-connrefused -T "$folder/body" -X POST "http://127.0.0.1:$1/")"
}
echo_all() { same "$(python3 "$folder/client.py" "$1" "$2" "$folder/body")"; }
check "100 MB down from FileServer, equal sha256" download "http://127.0.0.1:$files_port/body"
check "100 MB down from FileServer over TLS, equal sha256" download "https://127.0.0.1:$tlsfiles_port/body"
check "100 MB down through HttpProxy, equal sha256" download "http://127.0.0.1:$downproxy_port/body"
check "100 MB up through HttpProxy, equal sha256" upload "$upproxy_port"
check "100 MB both ways through EchoServer, equal sha256" echo_all plain "$echo_port"
check "100 MB both ways through EchoServer over TLS, equal sha256" echo_all tls "$tlsecho_port"

# --- many, rude and sleepy clients -----------------------------------------------------------------------------------

five_thousand() {
  local before during
  before=$(fds "$echo_pid")
  mkfifo "$folder/go"
  python3 "$folder/client.py" many "$echo_port" 5000 <"$folder/go" >"$folder/many.out" &
  local client=$!
  exec 5>"$folder/go"
  for _ in $(seq 300); do grep -q open "$folder/many.out" && break; sleep 0.1; done
  during=$(fds "$echo_pid")
  echo >&5
  exec 5>&-
  wait "$client" || return 1
  echo "$before fds before, $during during"
  [ "$during" -ge 5000 ] && fds_back "$echo_pid" "$before"
}
resets() {
  local before
  before=$(fds "$files_pid")
  python3 "$folder/client.py" reset "$files_port" 100 && fds_back "$files_pid" "$before" &&
    download "http://127.0.0.1:$files_port/body"
}
# A client that sleeps in the middle of a response must hurt nobody, and get the rest when it wakes.
sleeper() {
  curl -sS --limit-rate 40M "http://127.0.0.1:$1/body" -o "$folder/slept" &
  local client=$!
  sleep 0.7
  kill -STOP "$client"
  download "http://127.0.0.1:$1/body" || { kill -CONT "$client"; return 1; }
  sleep 2
  kill -CONT "$client"
  wait "$client" && same "$(sha <"$folder/slept")"
}
sleeping_load() {
  wrk -t1 -c64 -d6s --timeout 20s "http://127.0.0.1:$hello_port/" >"$folder/wrk" &
  local client=$!
  sleep 2
  kill -STOP "$client"
  sleep 1
  curl_hello || { kill -CONT "$client"; return 1; }
  kill -CONT "$client"
  wait "$client"
  ! grep -qE 'Socket errors|Non-2xx' "$folder/wrk" && grep -qE 'Requests/sec: +[1-9]' "$folder/wrk"
}
check "5,000 connections opened, used, closed; fds back" five_thousand
check "100 clients that reset mid-response; fds back, and the next is served" resets
check "a client stopped and continued mid-response" sleeper "$files_port"
check "a client stopped and continued mid-response through HttpProxy" sleeper "$downproxy_port"
check "wrk stopped and continued; no errors" sleeping_load

# --- afterwards ------------------------------------------------------------------------------------------------------

quiet() { cat "$folder"/*.err; ! grep -qE 'LEAK|Exception|Error|WARN|SEVERE' "$folder"/*.err; }
check "nothing on any server's standard error, no leak reported" quiet
for pid in "$hello_pid" "$echo_pid" "$files_pid" "$tlsecho_pid" "$tlsfiles_pid" "$upproxy_pid" "$downproxy_pid"; do
  kill -0 "$pid" 2>/dev/null || fail "a server died: $pid"
done
echo "$fails failed"
exit "$fails"
