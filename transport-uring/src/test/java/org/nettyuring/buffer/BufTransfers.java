// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.buffer;

import static org.nettyuring.buffer.BufOperations.UNTRACKED;
import static org.nettyuring.buffer.BufOperations.bytes;
import static org.nettyuring.buffer.BufOperations.describe;
import static org.nettyuring.buffer.BufOperations.index;
import static org.nettyuring.buffer.BufOperations.length;
import static org.nettyuring.buffer.BufOperations.zeroWhatGrew;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.nettyuring.buffer.BufOperations.Operation;

/** What moves bytes between a buffer and arrays, other buffers, streams and files. */
final class BufTransfers {
    private final Path directory;

    BufTransfers(Path directory) {
        this.directory = directory;
    }

    void addTo(List<Operation> operations) {
        addBulk(operations);
        addStreams(operations);
    }

    private static void addBulk(List<Operation> operations) {
        operations.add((b, r) -> {
            byte[] to = new byte[60];
            b.getBytes(index(b, r), to, r.nextInt(10), length(b, r));
            return ByteBufUtil.hexDump(to);
        });
        operations.add((b, r) -> {
            ByteBuffer to = r.nextBoolean() ? ByteBuffer.allocate(40) : ByteBuffer.allocateDirect(40);
            to.position(r.nextInt(40)).limit(40);
            b.getBytes(index(b, r), to);
            return to.remaining() + ByteBufUtil.hexDump(Unpooled.wrappedBuffer(to.clear()));
        });
        operations.add((b, r) -> withOther(r, other -> {
            b.getBytes(index(b, r), other, r.nextInt(10), length(b, r));
            return other;
        }));
        operations.add((b, r) -> withOther(r, other -> b.getBytes(index(b, r), other)));
        operations.add((b, r) -> withOther(r, other -> b.readBytes(other, length(b, r))));
        operations.add((b, r) -> withOther(r, other -> b.setBytes(index(b, r), other, r.nextInt(10), length(b, r))));
        operations.add((b, r) -> withOther(r, other -> b.writeBytes(other, length(b, r))));
        operations.add((b, r) -> withOther(r, other -> other.writeBytes(b, length(b, r))));
        operations.add((b, r) -> withOther(r, other -> other.setBytes(0, b, index(b, r), length(b, r))));
        operations.add((b, r) -> withOther(r, other -> ByteBufUtil.equals(b, other) + " " + b.compareTo(other)));
        operations.add((b, r) -> b.setBytes(index(b, r), bytes(r, length(b, r))));
        operations.add((b, r) -> b.setBytes(index(b, r), bytes(r, 40), r.nextInt(40), length(b, r)));
        operations.add((b, r) -> b.setBytes(index(b, r), ByteBuffer.wrap(bytes(r, 20)).position(r.nextInt(20))));
        operations.add((b, r) -> b.setBytes(index(b, r), direct(bytes(r, 20))));
        operations.add((b, r) -> b.setBytes(index(b, r), b, index(b, r), length(b, r)));
        operations.add((b, r) -> b.discardReadBytes());
        operations.add((b, r) -> b.discardSomeReadBytes());
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length + 2).put(bytes).flip();
    }

    private static Object withOther(SplittableRandom random, Function<ByteBuf, Object> use) {
        byte[] bytes = bytes(random, 40);
        ByteBuf other = switch (random.nextInt(4)) {
            case 0 -> Unpooled.wrappedBuffer(bytes);
            case 1 -> UNTRACKED.directBuffer(40).writeBytes(bytes);
            case 2 -> composite(bytes);
            default -> UNTRACKED.directBuffer(60).writeZero(10).writeBytes(bytes).slice(10, 40);
        };
        try {
            other.writerIndex(random.nextInt(20)).readerIndex(0);
            Object value = use.apply(other);
            zeroWhatGrew(other, 40);
            return (value instanceof ByteBuf ? "" : describe(value)) + " with " + describe(other);
        } finally {
            other.release();
        }
    }

    private static CompositeByteBuf composite(byte[] bytes) {
        return UNTRACKED.compositeBuffer()
                .addComponent(true, UNTRACKED.directBuffer(15).writeBytes(bytes, 0, 15))
                .addComponent(true, Unpooled.wrappedBuffer(bytes, 15, 25));
    }

    private void addStreams(List<Operation> operations) {
        operations.add((b, r) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            b.getBytes(index(b, r), out, length(b, r));
            return ByteBufUtil.hexDump(out.toByteArray());
        });
        operations.add((b, r) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            b.readBytes(out, length(b, r));
            return ByteBufUtil.hexDump(out.toByteArray());
        });
        operations.add((b, r) -> b.setBytes(index(b, r), new ByteArrayInputStream(bytes(r, 20)), length(b, r)));
        operations.add((b, r) -> b.writeBytes(new ByteArrayInputStream(bytes(r, 20)), length(b, r)));
        operations.add((b, r) -> throughFile(b, r, true));
        operations.add((b, r) -> throughFile(b, r, false));
        operations.add((b, r) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int written = b.getBytes(index(b, r), (GatheringByteChannel) new Gathering(out), 1 + length(b, r));
            return written + ByteBufUtil.hexDump(out.toByteArray());
        });
        operations.add((b, r) -> {
            ScatteringByteChannel in = new Scattering(bytes(r, 20));
            return b.setBytes(index(b, r), in, 1 + length(b, r));
        });
    }

    private Object throughFile(ByteBuf buf, SplittableRandom random, boolean atPosition) throws IOException {
        Path path = directory.resolve("bytes");
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int index = index(buf, random);
            int length = 1 + length(buf, random); // of nothing, some of Netty's buffers do not check the index
            int written = atPosition ? buf.getBytes(index, file, 3, length) : buf.getBytes(index, file, length);
            int read = atPosition ? buf.setBytes(0, file, 2, length) : buf.setBytes(1, file.position(0), length);
            return written + " " + read + " " + file.size();
        }
    }

    private record Gathering(ByteArrayOutputStream out) implements GatheringByteChannel {
        @Override
        public long write(ByteBuffer[] srcs, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] srcs) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer src) throws IOException {
            return Channels.newChannel(out).write(src);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    private static final class Scattering implements ScatteringByteChannel {
        private final byte[] bytes;

        Scattering(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long read(ByteBuffer[] dsts, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] dsts) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer dst) {
            int length = Math.min(dst.remaining(), bytes.length);
            dst.put(bytes, 0, length);
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }
}
