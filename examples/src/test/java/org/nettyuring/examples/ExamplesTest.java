// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.examples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.handler.ssl.SslContext;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nettyuring.channel.IoUring;

/** Each example does what it says on each transport. */
class ExamplesTest {
    private static final int MANY_BYTES = 8 << 20;
    private static final String GET = "GET / HTTP/1.1\r\nHost: here\r\n\r\n";
    private static final String LAST_GET = "GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;

    private EventLoopGroup group;

    @AfterEach
    void stop() throws InterruptedException {
        if (group != null) {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"best", "nio", "epoll", "netty-uring", "uring"})
    void shouldAnswerEachPipelinedRequestAndCloseAfterTheLast(String name) throws Exception {
        final Channel server = HttpHello.start(transport(name), group, 0);
        try (Socket client = connect(server)) {
            client.getOutputStream().write((GET.repeat(100) + LAST_GET).getBytes(US_ASCII));
            final String responses = new String(client.getInputStream().readAllBytes(), US_ASCII);
            assertThat(responses.split("HTTP/1.1 200 OK\r\n", -1)).hasSize(102);
            assertThat(responses.split("\r\n\r\nHello, World!", -1)).hasSize(102);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "netty-uring", "uring"})
    void shouldRefuseWhatIsNoHttp(String name) throws Exception {
        final Channel server = HttpHello.start(transport(name), group, 0);
        try (Socket client = connect(server)) {
            client.getOutputStream().write("GET / HTTP/1.1\r\n no header\r\n\r\n\r\n".getBytes(US_ASCII));
            final String response = new String(client.getInputStream().readAllBytes(), US_ASCII);
            assertThat(response).startsWith("HTTP/1.").contains(" 400 Bad Request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nio,false", "nio,true", "epoll,false", "epoll,true", "netty-uring,false", "netty-uring,true",
        "uring,false", "uring,true"
    })
    void shouldEchoToAClientThatReadsLate(String name, boolean tls) throws Exception {
        final SslContext context = tls ? Tls.selfSigned() : null;
        final Channel server = EchoServer.start(transport(name), group, 0, context);
        final byte[] bytes = randomBytes();
        final Socket client = tls
                ? trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port(server))
                : connect(server);
        try (client) {
            final OutputStream out = client.getOutputStream();
            final CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> write(out, bytes));
            final InputStream in = client.getInputStream();
            assertThat(in.readNBytes(bytes.length)).isEqualTo(bytes);
            sent.join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nio,false", "nio,true", "epoll,false", "epoll,true", "netty-uring,false", "netty-uring,true",
        "uring,false", "uring,true"
    })
    void shouldServeWholeFilesOneAfterTheOther(String name, boolean tls) throws Exception {
        final byte[] bytes = randomBytes();
        Files.write(folder.resolve("file"), bytes);
        Files.createFile(folder.resolve("empty"));
        final Channel server = FileServer.start(
                transport(name), group, 0, tls ? Tls.selfSigned() : null, folder.toRealPath());
        final String base = (tls ? "https" : "http") + "://127.0.0.1:" + port(server);
        final HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build();
        for (int i = 0; i < 3; i++) {
            assertThat(get(client, base + "/file").body()).isEqualTo(bytes);
            assertThat(get(client, base + "/empty").body()).isEmpty();
            assertThat(get(client, base + "/missing").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldServeFilesOfAnySizeAndRangesThroughTheRing() throws Exception {
        assumeTrue(IoUring.isAvailable(), "no io_uring");
        final byte[] small = new byte[1024];
        new Random(3).nextBytes(small);
        Files.write(folder.resolve("small"), small);
        final String base = "http://127.0.0.1:" + port(ringFileServer()) + "/";
        final HttpClient client = HttpClient.newHttpClient();
        assertThat(get(client, base + "small").body()).isEqualTo(small);
        final HttpResponse<byte[]> middle = getRange(client, base + "small", "bytes=100-199");
        assertThat(middle.statusCode()).isEqualTo(206);
        assertThat(middle.headers().firstValue("content-range")).contains("bytes 100-199/1024");
        assertThat(middle.body()).isEqualTo(Arrays.copyOfRange(small, 100, 200));
        assertThat(getRange(client, base + "small", "bytes=1000-").body())
                .isEqualTo(Arrays.copyOfRange(small, 1000, 1024));
        assertThat(getRange(client, base + "small", "bytes=1024-").statusCode()).isEqualTo(416);
        assertThat(get(client, base + "missing").statusCode()).isEqualTo(404);
        assertThat(get(client, base + "..%2f..").statusCode()).isEqualTo(404);
        assertThat(get(client, base).statusCode()).as("a directory").isEqualTo(404);
    }

    /** Nearly all of it a hole, so that the disk need not have it. */
    @Test
    void shouldServeAGibibyteThroughTheRing() throws Exception {
        assumeTrue(IoUring.isAvailable(), "no io_uring");
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            file.setLength(1 << 30);
            for (long position = 12_345; position < file.length(); position += 100_000_000) {
                file.seek(position);
                file.writeLong(position);
            }
        }
        long total = 0;
        try (Socket client = connect(ringFileServer())) {
            client.getOutputStream().write("GET /large HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII));
            final DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 17));
            for (int line = 0, next = 0; line < 2; line = next == '\n' ? line + 1 : next == '\r' ? line : 0) {
                next = in.read(); // to the empty line
            }
            for (long position = 12_345; position < 1 << 30; position += 100_000_000) {
                in.skipNBytes(position - total);
                assertThat(in.readLong()).isEqualTo(position);
                total = position + Long.BYTES;
            }
            in.skipNBytes((1 << 30) - total);
            assertThat(in.read()).as("the end").isEqualTo(-1);
        }
    }

    private Channel ringFileServer() throws Exception {
        final Transport transport = transport("uring");
        return new ServerBootstrap().group(group).channel(transport.server())
                .childHandler(RingFileServer.initializer(folder.toRealPath())).bind(0).sync().channel();
    }

    private static HttpResponse<byte[]> getRange(HttpClient client, String uri, String range) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).header("Range", range).build(),
                BodyHandlers.ofByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/%2e%2e/secret", "//../secret", "/inside/../../secret"})
    void shouldNotLeaveItsFolder(String uri) throws Exception {
        final Path root = Files.createDirectories(folder.resolve("root/inside")).getParent().toRealPath();
        Files.writeString(folder.resolve("secret"), "secret");
        final Channel server = FileServer.start(transport("nio"), group, 0, null, root);
        try (Socket client = connect(server)) {
            final String request = "GET " + uri + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(US_ASCII));
            final String response = new String(client.getInputStream().readAllBytes(), US_ASCII);
            assertThat(response).startsWith("HTTP/1.1 404").doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "netty-uring", "uring"})
    void shouldPassBothDirectionsThroughTheProxy(String name) throws Exception {
        final byte[] bytes = randomBytes();
        Files.write(folder.resolve("file"), bytes);
        final Transport transport = transport(name);
        final Channel files = FileServer.start(transport, group, 0, null, folder.toRealPath());
        final Channel hello = HttpHello.start(transport, group, 0);
        final Channel toFiles = HttpProxy.start(transport, group, 0, "127.0.0.1", port(files));
        final Channel toHello = HttpProxy.start(transport, group, 0, "127.0.0.1", port(hello));
        final HttpClient client = HttpClient.newHttpClient();
        final HttpResponse<byte[]> down = get(client, "http://127.0.0.1:" + port(toFiles) + "/file");
        assertThat(down.body()).isEqualTo(bytes);
        assertThat(down.headers().firstValue("via")).contains("1.1 nettyuring");
        final HttpRequest upload = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(toHello) + "/"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build();
        assertThat(client.send(upload, BodyHandlers.ofString()).body()).isEqualTo("Hello, World!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "epoll", "netty-uring", "uring"})
    void shouldCloseTheClientWhenTheBackendIsNotThere(String name) throws Exception {
        final Transport transport = transport(name);
        final Channel gone = HttpHello.start(transport, group, 0);
        final int nobody = port(gone);
        gone.close().sync();
        final Channel proxy = HttpProxy.start(transport, group, 0, "127.0.0.1", nobody);
        try (Socket client = connect(proxy)) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldStayUnderAHundredLines(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).hasSizeLessThan(100);
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/java/org/nettyuring/examples"))) {
            return files.toList();
        }
    }

    private Transport transport(String name) {
        assumeTrue(!name.equals("epoll") || Epoll.isAvailable(), () -> "epoll: " + Epoll.unavailabilityCause());
        assumeTrue(!name.equals("netty-uring") || io.netty.channel.uring.IoUring.isAvailable(),
                () -> "netty-uring: " + io.netty.channel.uring.IoUring.unavailabilityCause());
        assumeTrue(!name.equals("uring") || IoUring.isAvailable(), () -> "uring: " + IoUring.unavailabilityCause());
        final Transport transport = Transport.of(name);
        group = transport.group().apply(2);
        return transport;
    }

    private static int port(Channel server) {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private static Socket connect(Channel server) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port(server));
    }

    private static HttpResponse<byte[]> get(HttpClient client, String uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofByteArray());
    }

    private static byte[] randomBytes() {
        final byte[] bytes = new byte[MANY_BYTES];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trusts anybody: the certificate is made anew at each start. */
    private static SSLContext trusting() throws Exception {
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAnyone()}, null);
        return context;
    }

    private static final class TrustAnyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
