// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import static org.nettyuring.abi.LinuxConstants.RWF_APPEND;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.LongFunction;
import org.nettyuring.abi.SocketLayouts.Iovec;
import org.nettyuring.op.SubmitArena;
import org.nettyuring.ring.Sqe;

/**
 * A read or a write of the caller's memory: in one piece, vectored, or registered. One that was asked for all goes on
 * where it stopped.
 */
final class TransferOp<V> extends FileOp<V> {
    private static final long END_OF_FILE = -1;

    /** What is transferred, and how far. */
    enum Kind {
        READ(true, false), READ_FULLY(true, true), WRITE(false, false), WRITE_FULLY(false, true), APPEND(false, true);

        private final boolean reads;
        private final boolean all;

        Kind(boolean reads, boolean all) {
            this.reads = reads;
            this.all = all;
        }

        boolean reads() {
            return reads;
        }
    }

    private final Kind kind;
    private final TransferMemory memory;
    private final long position;
    private final LongFunction<V> result;
    private long done;

    TransferOp(FileHandle handle, Kind kind, TransferMemory ownedMemory, long position, LongFunction<V> result) {
        super(handle, callOf(kind, ownedMemory));
        this.kind = kind;
        memory = ownedMemory;
        this.position = position;
        this.result = result;
    }

    private static FileCall callOf(Kind kind, TransferMemory memory) {
        if (memory.isRegistered()) {
            return kind.reads ? FileCall.READ_FIXED : FileCall.WRITE_FIXED;
        }
        if (memory.segments().pieces() > 1 || kind == Kind.APPEND) { // only the vectored one has flags
            return kind.reads ? FileCall.READV : FileCall.WRITEV;
        }
        return kind.reads ? FileCall.READ : FileCall.WRITE;
    }

    @Override
    boolean isAppend() {
        return kind == Kind.APPEND;
    }

    @Override
    protected boolean prepare(Sqe sqe, SubmitArena arena) {
        Segments segments = memory.segments();
        int fd = handle.fd();
        long offset = position + done;
        switch (call) {
            case READ -> sqe.prepRead(fd, segments.address(), segments.length(), offset);
            case WRITE -> sqe.prepWrite(fd, segments.address(), segments.length(), offset);
            case READ_FIXED ->
                    sqe.prepReadFixed(fd, segments.address(), segments.length(), offset, memory.bufIndex());
            case WRITE_FIXED ->
                    sqe.prepWriteFixed(fd, segments.address(), segments.length(), offset, memory.bufIndex());
            default -> {
                int iovecs = arena.take(segments.pieces() * Iovec.SIZE);
                if (iovecs < 0) {
                    return false;
                }
                segments.writeIovecs(arena.buffer(), iovecs);
                prepareVectored(sqe, arena.address(iovecs));
            }
        }
        return true;
    }

    private void prepareVectored(Sqe sqe, long iovecs) {
        int pieces = memory.segments().pieces();
        if (kind.reads) {
            sqe.prepReadv(handle.fd(), iovecs, pieces, position + done, 0);
        } else if (kind == Kind.APPEND) {
            sqe.prepWritev(handle.fd(), iovecs, pieces, 0, RWF_APPEND);
        } else {
            sqe.prepWritev(handle.fd(), iovecs, pieces, position + done, 0);
        }
    }

    @Override
    void onResult(int res, int flags) {
        memory.segments().advance(res);
        done += res;
        long remaining = memory.segments().remaining();
        if (res == 0) {
            onNothing(remaining);
        } else if (remaining > 0 && kind.all) {
            goOn();
        } else {
            succeed(result.apply(done));
        }
    }

    private void onNothing(long remaining) {
        if (!kind.reads) {
            fail(new IOException(call.manName() + "(" + handle.path() + "): took none of " + remaining + " bytes"));
        } else if (kind.all) {
            fail(new EOFException(call.manName() + "(" + handle.path() + "): the file ends " + remaining
                    + " bytes before the end of what was asked for"));
        } else {
            succeed(result.apply(END_OF_FILE));
        }
    }

    @Override
    void release() {
        memory.release(done);
    }

    @Override
    public String name() {
        return call.name() + " of " + (done + memory.segments().remaining()) + " bytes";
    }
}
