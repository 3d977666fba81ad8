// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nettyuring.abi.IoUringConstants;
import org.nettyuring.abi.SocketConstants;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.metrics.LoopCounters;
import org.nettyuring.ring.BufferRing;
import org.nettyuring.ring.CqeBatch;
import org.nettyuring.ring.Feature;
import org.nettyuring.ring.Ring;
import org.nettyuring.ring.RingCapabilities;
import org.nettyuring.ring.RingConfig;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/**
 * Several streams received into one pool by the real kernel. Each byte tells its stream and its position, so that the
 * test sees whether the pool and the kernel agree on where every message is.
 */
class ProvidedBufferPoolKernelTest {
    private static final int STREAMS = 4;
    private static final int STREAM_BYTES = 1 << 19;
    private static final int ENOBUFS = 105;

    private final UnpooledByteBufAllocator alloc = new UnpooledByteBufAllocator(true, true);
    private final LoopCounters counters = new LoopCounters();
    private final List<Stream> streams = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final ExecutorService others = Executors.newFixedThreadPool(STREAMS + 2);
    private Set<NativeRegion> liveBefore;
    private Syscalls syscalls;
    private Ring ring;
    private BufferRing bufferRing;
    private ProvidedBufferPool pool;

    private record Held(ByteBuf buf, int stream, int position) {
        void checkAndRelease() {
            byte[] bytes = new byte[buf.readableBytes()]; // in one access: a leak-aware copy records each
            buf.getBytes(0, bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] != expected(stream, position + i)) {
                    throw new AssertionError("stream " + stream + " at " + (position + i) + ": " + bytes[i]
                            + ", not " + expected(stream, position + i));
                }
            }
            buf.release();
        }
    }

    private final class Stream extends ProvidedBufferPool.Waiter {
        final int index = streams.size();
        final int reader;
        final int writer;
        int position;
        int starved;
        boolean ended;

        Stream(int reader, int writer) {
            this.reader = reader;
            this.writer = writer;
        }

        void arm() {
            ring.nextSqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(pool.bgid()).userData(index);
        }

        @Override
        public void replenished() {
            arm();
        }

        void onCompletion(int res, int flags) {
            if (res > 0) {
                held.add(new Held(pool.lend(alloc, res, flags), index, position));
                position += res;
            } else {
                pool.discard(res, flags);
                ended |= res == 0;
            }
            if (res == -ENOBUFS) {
                starved++;
                pool.whenReplenished(this);
            } else if ((flags & IoUringConstants.IORING_CQE_F_MORE) == 0 && !ended) {
                arm();
            }
        }

        void send() {
            SplittableRandom random = new SplittableRandom(index);
            try (NativeRegion chunk = syscalls.allocate(20_000, "chunk")) {
                for (int sent = 0; sent < STREAM_BYTES; ) {
                    int bytes = Math.min(STREAM_BYTES - sent, 1 + random.nextInt(random.nextBoolean() ? 200 : 20_000));
                    for (int i = 0; i < bytes; i++) {
                        chunk.buffer().put(i, expected(index, sent + i));
                    }
                    long written = syscalls.write(writer, chunk.address(), bytes);
                    assertThat(written).isPositive();
                    sent += (int) written;
                }
            } catch (ErrnoException e) {
                throw new AssertionError(e);
            } finally {
                syscalls.close(writer);
            }
        }
    }

    private static byte expected(int stream, int position) {
        return (byte) (position * 31 + (position >> 9) + stream * 17);
    }

    @BeforeEach
    void remember() {
        liveBefore = NativeRegion.live();
    }

    @AfterEach
    void stopOthers() {
        others.shutdownNow();
    }

    @ParameterizedTest(name = "incremental {0}, without {1}")
    @CsvSource({"true, NO_IOWAIT", "true, DEFER_TASKRUN", "false, NO_IOWAIT", "false, DEFER_TASKRUN"})
    void shouldAgreeWithTheKernelWhereEveryMessageIs(boolean incremental, Feature without) throws Exception {
        open(incremental, EnumSet.of(without));
        for (int i = 0; i < STREAMS; i++) {
            streams.add(connect());
        }
        streams.forEach(Stream::arm);
        streams.forEach(stream -> others.execute(stream::send));
        receiveUntilTheEnd();
        others.shutdown(); // copies may still be with them
        assertThat(others.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        for (Stream stream : streams) {
            assertThat(stream.position).as("bytes of stream %d", stream.index).isEqualTo(STREAM_BYTES);
            assertThat(syscalls.close(stream.reader)).isZero();
        }
        assertThat(streams).as("the kernel ran out at times").anyMatch(stream -> stream.starved > 0);
        assertThat(pool.lentBytes()).isZero();
        assertThat(bufferRing.available()).as("buffers at the kernel").isEqualTo(pool.geometry().count());
        pool.close();
        ring.close();
        assertThat(NativeRegion.live()).isEqualTo(liveBefore);
        assertThat(alloc.metric().usedDirectMemory() + alloc.metric().usedHeapMemory()).as("copies left").isZero();
    }

    private void open(boolean incremental, Set<Feature> without) throws ErrnoException {
        assumeUsable(incremental);
        ring = Ring.create(new RingConfig(syscalls, 64, 256, without));
        ring.enable();
        BufferGeometry geometry = new BufferGeometry(8, 8192, incremental);
        bufferRing = BufferRing.register(ring, 3, geometry.count(), incremental);
        NativeRegion slab = syscalls.allocate(geometry.slabBytes(), "slab");
        pool = new ProvidedBufferPool(bufferRing, slab, geometry, counters, () -> { });
        pool.attach();
    }

    private void assumeUsable(boolean incremental) {
        RingCapabilities capabilities;
        try {
            syscalls = NativeSyscalls.get();
            capabilities = RingCapabilities.of(syscalls);
        } catch (ErrnoException | UnsupportedOperationException e) {
            Assumptions.abort("no io_uring here: " + e.getMessage());
            return;
        }
        for (Feature feature : incremental
                ? EnumSet.of(Feature.PBUF_RING, Feature.RECV_MULTISHOT, Feature.EXT_ARG, Feature.PBUF_RING_INC)
                : EnumSet.of(Feature.PBUF_RING, Feature.RECV_MULTISHOT, Feature.EXT_ARG)) {
            assumeTrue(capabilities.has(feature), () -> feature.key() + ": " + capabilities.whyNot(feature));
        }
    }

    private Stream connect() throws ErrnoException {
        try (NativeRegion fds = syscalls.allocate(2 * Integer.BYTES, "socketpair")) {
            int type = SocketConstants.SOCK_STREAM | SocketConstants.SOCK_CLOEXEC;
            assertThat(syscalls.socketpair(SocketConstants.AF_UNIX, type, 0, fds.address())).isZero();
            return new Stream(fds.buffer().getInt(0), fds.buffer().getInt(Integer.BYTES));
        }
    }

    private void receiveUntilTheEnd() {
        CqeBatch batch = new CqeBatch(32);
        SplittableRandom random = new SplittableRandom(7);
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!streams.stream().allMatch(stream -> stream.ended) || pool.lentBytes() > 0) {
            assertThat(System.nanoTime() - deadlineNs).as("received in time").isNegative();
            pool.recycle();
            ring.submitAndWait(1, TimeUnit.MILLISECONDS.toNanos(10));
            for (int drained = ring.drainTo(batch); drained > 0; drained = ring.drainTo(batch)) {
                for (int i = 0; i < drained; i++) {
                    streams.get((int) batch.userData(i)).onCompletion(batch.res(i), batch.flags(i));
                }
            }
            int keep = streams.stream().allMatch(stream -> stream.ended) ? 0 : random.nextInt(12);
            while (held.size() > keep) {
                Held message = held.remove(random.nextInt(held.size()));
                if (random.nextInt(4) == 0) {
                    others.execute(message::checkAndRelease);
                } else {
                    message.checkAndRelease();
                }
            }
        }
    }
}
