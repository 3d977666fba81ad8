// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.ring;

import static org.nettyuring.abi.Errno.EAGAIN;
import static org.nettyuring.abi.Errno.EBADF;
import static org.nettyuring.abi.Errno.EINTR;
import static org.nettyuring.abi.Errno.ENOENT;
import static org.nettyuring.abi.Errno.ENOMEM;
import static org.nettyuring.abi.IoUringConstants.IORING_ACCEPT_MULTISHOT;
import static org.nettyuring.abi.IoUringConstants.IORING_CQE_F_MORE;
import static org.nettyuring.abi.IoUringConstants.IORING_FEAT_EXT_ARG;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_BUFFERS2;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_FILES2;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_RING_FDS;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_SEND_MSG_RING;
import static org.nettyuring.abi.IoUringConstants.IORING_REGISTER_SYNC_CANCEL;
import static org.nettyuring.abi.IoUringConstants.IORING_RSRC_REGISTER_SPARSE;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_BUFFERS;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_FILES;
import static org.nettyuring.abi.IoUringConstants.IORING_UNREGISTER_RING_FDS;
import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import java.nio.ByteBuffer;
import java.util.Map;
import org.nettyuring.abi.Errno;
import org.nettyuring.abi.RegisterLayouts.SyncCancelReg;
import org.nettyuring.abi.RsrcLayouts.RsrcRegister;
import org.nettyuring.abi.RsrcLayouts.RsrcUpdate;
import org.nettyuring.abi.SocketLayouts.SockaddrIn;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.Syscalls;

/**
 * Tries on scratch rings what no probe and no feature bit announces. A flag of an operation is tried on descriptor -1:
 * a kernel that knows the flag answers {@code EBADF}, one that does not answers {@code EINVAL} before it looks.
 */
final class CapabilityTrials {
    private static final int PEER_ENTRIES = 4;
    private static final int SCRATCH_BYTES = 4096;
    /** Where in the scratch memory arguments, an SQE, and a receive buffer lie. */
    private static final int ARGUMENT = 0;
    private static final int IOVEC = 256;
    private static final int SQE = 512;
    private static final int BUFFER = 1024;
    private static final int BUFFER_BYTES = 64;

    private static final int BGID = 0;
    private static final int MARK = 0x5EED;
    /** A power of two: it is the size of the buffer ring, too. */
    private static final int RECEIVE_ATTEMPTS = 4;
    private static final int MAX_ENTERS = 16;
    private static final long ENTER_TIMEOUT_NS = 50_000_000L;

    private final Ring ring;
    private final Syscalls syscalls;
    private final Map<Feature, String> whyNot;
    private final CqeBatch batch = new CqeBatch(1);

    /**
     * Plans the trials.
     *
     * @param ring disabled; afterwards enabled by this thread
     * @param whyNot receives the features that are not there
     */
    CapabilityTrials(Ring ring, Map<Feature, String> whyNot) {
        this.ring = ring;
        this.syscalls = ring.syscalls();
        this.whyNot = whyNot;
    }

    void run() throws ErrnoException {
        ring.enable();
        try (NativeRegion memory = syscalls.allocate(SCRATCH_BYTES, "capability trials")) {
            tryRegistrations(memory);
            tryOperations(memory);
            tryBufferRings(memory);
            tryMessages(memory);
        }
    }

    private void tryRegistrations(NativeRegion memory) {
        long argument = memory.address() + ARGUMENT;
        clear(memory.buffer(), RsrcUpdate.SIZE);
        memory.buffer().putInt(ARGUMENT + RsrcUpdate.OFFSET_OFFSET, -1);
        memory.buffer().putLong(ARGUMENT + RsrcUpdate.DATA_OFFSET, ring.fd());
        int result = ring.register(IORING_REGISTER_RING_FDS, argument, 1);
        judge(Feature.REGISTERED_RING, result < 0 ? result : 0, "io_uring_register");
        if (result > 0) {
            memory.buffer().putLong(ARGUMENT + RsrcUpdate.DATA_OFFSET, 0);
            ring.register(IORING_UNREGISTER_RING_FDS, argument, 1);
        }
        trySparse(Feature.REGISTER_FILES_SPARSE, IORING_REGISTER_FILES2, IORING_UNREGISTER_FILES, memory);
        trySparse(Feature.REGISTER_BUFFERS_SPARSE, IORING_REGISTER_BUFFERS2, IORING_UNREGISTER_BUFFERS, memory);

        clear(memory.buffer(), SyncCancelReg.SIZE);
        memory.buffer().putLong(ARGUMENT + SyncCancelReg.ADDR_OFFSET, MARK);
        result = ring.register(IORING_REGISTER_SYNC_CANCEL, argument, 1);
        judge(Feature.SYNC_CANCEL, result == -ENOENT ? 0 : result, "io_uring_register");
    }

    private void trySparse(Feature feature, int registerOpcode, int unregisterOpcode, NativeRegion memory) {
        clear(memory.buffer(), RsrcRegister.SIZE);
        memory.buffer().putInt(ARGUMENT + RsrcRegister.NR_OFFSET, 1);
        memory.buffer().putInt(ARGUMENT + RsrcRegister.FLAGS_OFFSET, IORING_RSRC_REGISTER_SPARSE);
        int result = ring.register(registerOpcode, memory.address() + ARGUMENT, RsrcRegister.SIZE);
        judge(feature, result, "io_uring_register");
        if (result >= 0) {
            ring.register(unregisterOpcode, 0, 0);
        }
    }

    private void tryOperations(NativeRegion memory) {
        long argument = memory.address() + ARGUMENT;
        clear(memory.buffer(), BUFFER);
        memory.buffer().putLong(IOVEC, memory.address() + BUFFER);
        memory.buffer().putLong(IOVEC + Long.BYTES, BUFFER_BYTES);

        sqe().prepAccept(-1, 0, 0, 0).ioprio(IORING_ACCEPT_MULTISHOT);
        judgeOperation(Feature.ACCEPT_MULTISHOT, -EBADF);
        sqe().prepRecvMultishot(-1, 0, 0, 0).bufferSelect(BGID);
        judgeOperation(Feature.RECV_MULTISHOT, -EBADF);
        memory.buffer().putShort(ARGUMENT, (short) AF_INET);
        sqe().prepSendto(-1, memory.address() + BUFFER, 1, 0, argument, SockaddrIn.SIZE);
        judgeOperation(Feature.SENDTO, -EBADF);
        sqe().prepSendVectorized(-1, memory.address() + IOVEC, 1, 0);
        judgeOperation(Feature.SEND_VECTORIZED, -EBADF);
        clear(memory.buffer(), SockaddrIn.SIZE);
        sqe().prepTimeoutUpdate(argument, MARK, 0);
        judgeOperation(Feature.TIMEOUT_UPDATE, -ENOENT);
    }

    private void judgeOperation(Feature feature, int expected) {
        int res = complete(ring) ? batch.res(0) : 0;
        if (res != expected) {
            whyNot.putIfAbsent(feature, res < 0 ? Errno.name(-res) + " when tried" : "no answer when tried");
        }
    }

    private void tryBufferRings(NativeRegion memory) {
        try (BufferRing buffers = BufferRing.register(ring, BGID, 1, true)) {
            assert buffers.incremental();
        } catch (ErrnoException e) {
            whyNot.put(Feature.PBUF_RING_INC, Errno.name(e.errno()) + " from io_uring_register");
        }
        try (BufferRing buffers = BufferRing.register(ring, BGID, RECEIVE_ATTEMPTS, false)) {
            if (!whyNot.containsKey(Feature.RECV_MULTISHOT) && !receives(buffers, memory)) {
                whyNot.put(Feature.RECV_MULTISHOT, "did not receive when tried");
            }
        } catch (ErrnoException e) {
            whyNot.put(Feature.PBUF_RING, Errno.name(e.errno()) + " from io_uring_register");
        }
    }

    /** {@return whether one of a few attempts received} A multishot may end at any time, and be right to. */
    private boolean receives(BufferRing buffers, NativeRegion memory) {
        for (int i = 0; i < RECEIVE_ATTEMPTS; i++) {
            buffers.add(memory.address() + BUFFER, BUFFER_BYTES, i);
            buffers.publish();
            if (receivesOneByte(memory)) {
                return true;
            }
        }
        return false;
    }

    /** Through a socket pair. Where there are no socket pairs the trial on descriptor -1 has to do. */
    private boolean receivesOneByte(NativeRegion memory) {
        int result = syscalls.socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, memory.address() + ARGUMENT);
        if (result < 0) {
            return true;
        }
        int reader = memory.buffer().getInt(ARGUMENT);
        int writer = memory.buffer().getInt(ARGUMENT + Integer.BYTES);
        sqe().prepRecvMultishot(reader, 0, 0, 0).bufferSelect(BGID);
        ring.submitAndGetEvents();
        syscalls.write(writer, memory.address() + IOVEC, 1);
        boolean completed = complete(ring);
        boolean received = completed && batch.res(0) == 1;
        syscalls.close(writer); // the end of the stream ends the receive
        while (completed && (batch.flags(0) & IORING_CQE_F_MORE) != 0) {
            completed = complete(ring);
        }
        syscalls.close(reader);
        return received;
    }

    /** From ring to ring, and from nowhere. */
    private void tryMessages(NativeRegion memory) throws ErrnoException {
        RingConfig config = new RingConfig(syscalls, PEER_ENTRIES, PEER_ENTRIES);
        try (Ring peer = new Ring(config, ring.capabilities())) {
            peer.enable();
            if (!whyNot.containsKey(Feature.MSG_RING)) {
                sqe().prepMsgRing(peer.fd(), MARK, 0, 0);
                boolean sent = complete(ring) && batch.res(0) == 0;
                if (!sent || !complete(peer) || batch.res(0) != MARK) {
                    whyNot.put(Feature.MSG_RING, "did not arrive when tried");
                }
            }
            new Sqe(memory.buffer()).at(SQE).prepMsgRing(peer.fd(), MARK, 0, 0);
            int result = -ENOMEM; // what a kernel short of memory says, and not one that lacks the feature
            for (int i = 0; i < MAX_ENTERS && (result == -ENOMEM || result == -EINTR || result == -EAGAIN); i++) {
                result = syscalls.ioUringRegister(-1, IORING_REGISTER_SEND_MSG_RING, memory.address() + SQE, 1);
            }
            judge(Feature.REGISTER_SEND_MSG_RING, result, "io_uring_register");
            if (result >= 0 && (!complete(peer) || batch.res(0) != MARK)) {
                whyNot.put(Feature.REGISTER_SEND_MSG_RING, "did not arrive when tried");
            }
        }
    }

    /** {@return an entry of the scratch ring, which is empty between trials} */
    private Sqe sqe() {
        Sqe sqe = ring.nextSqe();
        if (sqe == null) {
            throw new IllegalStateException("scratch ring is full: the kernel takes no entries");
        }
        return sqe;
    }

    /** {@return whether a completion came, now in the batch} */
    private boolean complete(Ring from) {
        boolean timed = (from.features() & IORING_FEAT_EXT_ARG) != 0;
        for (int i = 0; i < MAX_ENTERS && from.drainTo(batch) == 0; i++) {
            if (timed) {
                from.submitAndWait(1, ENTER_TIMEOUT_NS);
            } else {
                from.submitAndGetEvents();
            }
        }
        return batch.size() == 1;
    }

    private void judge(Feature feature, int result, String call) {
        if (result < 0) {
            whyNot.put(feature, Errno.name(-result) + " from " + call);
        }
    }

    private static void clear(ByteBuffer memory, int bytes) {
        for (int offset = 0; offset < bytes; offset += Long.BYTES) {
            memory.putLong(ARGUMENT + offset, 0);
        }
    }
}
