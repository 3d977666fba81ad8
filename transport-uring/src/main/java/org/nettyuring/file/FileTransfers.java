// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.nettyuring.file.TransferOp.Kind;

/** From the caller's buffers to operations of one file: what cannot be fails here, and what is empty is done. */
final class FileTransfers {
    private final FileHandle handle;
    private final DirectAlignment alignment;

    FileTransfers(FileHandle handle, DirectAlignment alignment) {
        this.handle = handle;
        this.alignment = alignment;
    }

    /** Reads into buffers; {@code as} makes the result of the number of bytes. */
    <V> Future<V> read(Kind kind, long position, LongFunction<V> as, ByteBuf... dsts) {
        return start(kind, () -> TransferMemory.toRead(handle, dsts), position, as);
    }

    /** Writes buffers, and releases them; {@code as} makes the result of the number of bytes. */
    <V> Future<V> write(Kind kind, long position, LongFunction<V> as, ByteBuf... ownedSrcs) {
        return start(kind, () -> TransferMemory.toWrite(handle, ownedSrcs), position, as);
    }

    /** Transfers the content of a registered buffer. */
    Future<Integer> transfer(Kind kind, RegisteredBuffer buffer, long position) {
        return start(kind, () -> memory(buffer, kind.reads()), position, Math::toIntExact);
    }

    private TransferMemory memory(RegisteredBuffer buffer, boolean reads) {
        if (buffer.loop() != handle.loop()) {
            throw new IllegalArgumentException(buffer + ": of another loop than " + handle);
        }
        return TransferMemory.of(buffer, reads);
    }

    private <V> Future<V> start(Kind kind, Supplier<TransferMemory> buffers, long position, LongFunction<V> as) {
        TransferMemory memory;
        try {
            memory = buffers.get();
        } catch (RuntimeException e) {
            return handle.loop().newFailedFuture(e);
        }
        try {
            alignment.check(memory.segments(), position);
        } catch (IllegalArgumentException e) {
            memory.release(0);
            return handle.loop().newFailedFuture(e);
        }
        if (memory.segments().remaining() == 0) {
            memory.release(0);
            return handle.loop().newSucceededFuture(as.apply(0));
        }
        return handle.start(new TransferOp<>(handle, kind, memory, position, as));
    }

    /** Reads into a buffer that the kernel chooses. */
    Future<ByteBuf> readProvided(long position, int maxLength) {
        try {
            if (maxLength < 1) {
                throw new IllegalArgumentException("maxLength: " + maxLength + " (expected: >= 1)");
            }
            Segments probe = new Segments();
            probe.add(0, maxLength);
            alignment.check(probe, position);
            return handle.start(new ProvidedReadOp(handle, alignment, position, maxLength));
        } catch (IllegalArgumentException e) {
            return handle.loop().newFailedFuture(e);
        }
    }
}
