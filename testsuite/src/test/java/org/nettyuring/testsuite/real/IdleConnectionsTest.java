// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.ChannelFuture;
import io.netty.util.internal.PlatformDependent;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.testsuite.Await;
import org.nettyuring.testsuite.NoLeaks;
import org.nettyuring.testsuite.OpenFiles;
import org.nettyuring.testsuite.TransportUnderTest;

/** 10,000 connections that say nothing cost little, and the 64 that talk do not notice them. */
@ExtendWith(NoLeaks.class)
@Timeout(180)
class IdleConnectionsTest {
    private static final int IDLE = 10_000;
    private static final int ACTIVE = 64;
    private static final int ROUND_TRIPS = 200;
    /** Of the heap; what is measured is stated in docs/LIMITS.md, this also allows for a leak detector's records. */
    private static final long MOST_HEAP_BYTES_EACH = 32 * 1024;

    @Test
    void shouldServeSixtyFourBesideTenThousandIdleOnes() throws Exception {
        UnixOperatingSystemMXBean system =
                (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        assumeTrue(system.getMaxFileDescriptorCount() > IDLE + 2 * ACTIVE + 1_000, "RLIMIT_NOFILE is too low: "
                + system.getMaxFileDescriptorCount());
        TransportUnderTest transport = TransportUnderTest.selected();
        try (Loopback loopback = Loopback.serve(transport, transport.newGroup(2), b -> { },
                ch -> ch.pipeline().addLast(new Echo()))) {
            talk(loopback);
            loopback.awaitNoneOpen();
            int descriptors = OpenFiles.count();
            long heap = usedHeap();
            long outside = outsideTheHeap();
            Process clients = connectIdle(loopback);
            Await.until(() -> loopback.accepted().size() + " accepted", Duration.ofSeconds(60),
                    () -> loopback.accepted().size() == IDLE);
            long heapEach = (usedHeap() - heap) / IDLE;
            System.out.println("idle connection: " + heapEach + " bytes of heap, "
                    + (outsideTheHeap() - outside) / IDLE + " outside");
            assertThat(heapEach).as("bytes of heap for an idle connection").isLessThan(MOST_HEAP_BYTES_EACH);
            assertThat(outsideTheHeap()).as("buffers for connections that say nothing").isEqualTo(outside);

            talk(loopback);

            clients.getOutputStream().close();
            assertThat(clients.waitFor(60, TimeUnit.SECONDS)).isTrue();
            loopback.awaitNoneOpen();
            OpenFiles.awaitAtMost(descriptors);
        }
    }

    private static Process connectIdle(Loopback loopback) throws Exception {
        Process clients = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                IdleClients.class.getName(), loopback.address().getAddress().getHostAddress(),
                String.valueOf(loopback.address().getPort()), String.valueOf(IDLE))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(clients.getInputStream(), StandardCharsets.US_ASCII));
        assertThat(lines.readLine()).isEqualTo(IdleClients.CONNECTED);
        return clients;
    }

    /** Every one of them gets every byte back. */
    private static void talk(Loopback loopback) throws Exception {
        List<PingPong> talkers = new ArrayList<>();
        List<ChannelFuture> connects = new ArrayList<>();
        for (int i = 0; i < ACTIVE; i++) {
            PingPong talker = new PingPong(ROUND_TRIPS);
            talkers.add(talker);
            connects.add(loopback.client(ch -> ch.pipeline().addLast(talker)).connect());
        }
        Await.until("all have talked", () -> talkers.stream().allMatch(PingPong::isDone));
        for (ChannelFuture connect : connects) {
            connect.channel().close().sync();
        }
        assertThat(connects).allMatch(ChannelFuture::isSuccess);
    }

    private static long usedHeap() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    /** Netty's direct buffers, and the loops' own memory. */
    private static long outsideTheHeap() {
        long bytes = Math.max(0, PlatformDependent.usedDirectMemory());
        for (NativeRegion region : NativeRegion.live()) {
            bytes += region.length();
        }
        return bytes;
    }
}
