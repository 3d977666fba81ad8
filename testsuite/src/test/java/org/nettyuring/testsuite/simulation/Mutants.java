// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.simulation;

import java.util.function.Function;
import java.util.stream.Stream;

/** The bugs that {@link MutationTest} plants. */
final class Mutants {
    private Mutants() {}

    static Stream<Mutant> all() {
        return Stream.of(ofTheRing(), others(), ofLargeMessages(), ofStreams(), ofFiles()).flatMap(Function.identity());
    }

    private static Stream<Mutant> ofTheRing() {
        return Stream.of(
                Mutant.inNative("signed compare on an index", "ring/CompletionQueue.java",
                        "int ready = Memory.getIntAcquire(ring, kTailOffset) - head;",
                        "int tail = Memory.getIntAcquire(ring, kTailOffset);"
                                + " int ready = tail > head ? tail - head : 0;"),
                Mutant.inNative("no full check", "ring/SubmissionQueue.java",
                        "if (sqeTail - kHeadShadow == entries && !refreshHead()) {", "if (entries == 0) {"),
                Mutant.inNative("partial submit ignored", "ring/SubmissionQueue.java",
                        "void afterEnter() {\n        refreshHead();",
                        "void afterEnter() {\n        kHeadShadow = sqeTail;"),
                Mutant.inTransport("generation not bumped", "op/OpTable.java", "generations[slot]++;", ""),
                Mutant.inTransport("slot not released", "loop/CompletionDispatcher.java", "table.release(op);", ""),
                Mutant.inNative("CQ head not published", "ring/CompletionQueue.java",
                        "Memory.putIntRelease(ring, kHeadOffset, at);", ""),
                Mutant.inTransport("EBUSY treated as fatal", "loop/RingEnter.java",
                        "case Errno.EBUSY, Errno.EAGAIN, Errno.ENOMEM ->", "case Errno.EAGAIN, Errno.ENOMEM ->"),
                Mutant.inNative("region not unmapped", "ring/RingMemory.java", "regions.pop().close();",
                        "regions.pop();"),
                Mutant.inTransport("slot masked to 8 bits", "op/UserData.java", "slot & 0xFFFF_FFFFL", "slot & 0xFFL"));
    }

    private static Stream<Mutant> others() {
        return Stream.of(
                Mutant.inTransport("slot released at the first completion of several", "loop/CompletionDispatcher.java",
                        "if ((flags & IoUringConstants.IORING_CQE_F_MORE) == 0) {", "if (flags == flags) {"),
                Mutant.inTransport("arena taken back under entries that were not consumed", "loop/RingEnter.java",
                        "if (ring.sqReady() == 0) {\n            arena.reset();",
                        "if (ring.sqReady() >= 0) {\n            arena.reset();"),
                Mutant.inNative("overflown completions not asked for", "ring/Ring.java",
                        "(IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW)", "IORING_SQ_TASKRUN"),
                Mutant.inTransport("zero-copy memory released at the result", "op/SendZcOp.java",
                        "if (terminal) {\n                listener.onReleased(this);",
                        "if (!notif) {\n                listener.onReleased(this);"),
                Mutant.inTransport("datagrams in the kernel are sent again", "channel/DatagramWriter.java",
                        "known = window.count();", "known = 0;"),
                Mutant.inTransport("a refused datagram taken for a failed one", "channel/DatagramSend.java",
                        "res == -Errno.EAGAIN || res == -Errno.EINTR", "res == -Errno.EINTR"),
                Mutant.inTransport("a datagram receive that ended is not armed again", "channel/DatagramReader.java",
                        "reportError(completed);\n        }\n        arm();", "reportError(completed);\n        }"),
                Mutant.inTransport("who found no buffer is forgotten", "buffer/StarvedReceives.java",
                        "waiters.add(waiter);", ""),
                Mutant.inTransport("short send taken for a whole one", "channel/StreamWriter.java",
                        "account(outbound, res);", "account(outbound, (int) asked);"),
                Mutant.inTransport("short direct send taken for a whole one", "channel/StreamWriter.java",
                        "removeBytes(outbound, res);", "removeBytes(outbound, (int) asked);"),
                Mutant.inTransport("priorities share receive buffers", "loop/BufferPools.java",
                        "if (priority == 0) {", "if (priority >= 0) {"),
                Mutant.inTransport("early data sent twice", "channel/FastOpen.java",
                        "outbound.removeBytes(early);", ""),
                Mutant.inTransport("what a full socket left in a pipe is forgotten", "buffer/FilePipe.java",
                        "bytes -= Math.max(0, moved);", "bytes = 0;"),
                Mutant.inTransport("what a departing channel leaves in a pipe is lost", "channel/RegionSender.java",
                        "chunk.takeOver(pipe, channel.alloc(), channel.socket.syscalls());", ""),
                Mutant.inTransport("a pipe's bytes are sent twice after a move", "channel/FileRegionChunk.java",
                        "bytes.writerIndex(bytes.writerIndex() + read);",
                        "bytes.writerIndex(bytes.writerIndex() + read).writeByte(0);"),
                Mutant.inTransport("an interrupted splice taken for a failed one", "channel/RegionSender.java",
                        "} else if (moved != -Errno.EINTR) {", "} else {"),
                Mutant.inTransport("the end of a file said to be its middle", "channel/RegionSender.java",
                        "channel.socket.fd(), !isRead(region)", "channel.socket.fd(), true"),
                Mutant.inTransport("pipes not given back", "channel/RegionSender.java",
                        "loop.pipes().giveBack(pipe);\n            pipe = null;", "pipe = null;"),
                Mutant.inTransport("read mode switched without a cancel", "channel/StreamReceives.java",
                        "multishot.cancel(loop);\n            cancel(single);", ""),
                Mutant.inTransport("nobody watches for an end that a receive missed", "channel/StreamReader.java",
                        "end().watchMissed(unanswered);", ""),
                Mutant.inTransport("descriptors received while closing left open", "channel/StreamReader.java",
                        "ReceivedFileDescriptor.release(message);", ""),
                Mutant.inTransport("descriptors that nobody took left open", "channel/ReadLoop.java",
                        "ReceivedFileDescriptor.release(message);", ""),
                Mutant.inTransport("a poll that was paused tells", "loop/PollState.java",
                        "boolean asked = !cancelling;", "boolean asked = true;"),
                Mutant.inTransport("a poll says that it is over while the kernel has it", "loop/PollState.java",
                        "closing = true;\n        update();", "closing = true;\n        poll.ended(failure);"
                                + "\n        update();"));
    }

    private static Stream<Mutant> ofLargeMessages() {
        return Stream.of(
                Mutant.inTransport("the memory of a direct receive in vain is kept", "channel/StreamReceives.java",
                        "if (res <= 0) {\n            target.release();", "if (res <= 0) {"));
    }

    private static Stream<Mutant> ofStreams() {
        return Stream.of(
                Mutant.inTransport("a read that was given up takes its bytes along", "stream/StreamReads.java",
                        "waiting.remove();\n            if (!over && read",
                        """
                        waiting.remove();
                                    if (over && receivedBytes > 0) {
                                        ByteBuf lost = received.remove();
                                        receivedBytes -= lost.readableBytes();
                                        lost.release();
                                    }
                                    if (!over && read"""),
                Mutant.inTransport("a read that waits is not asked for again", "stream/StreamReads.java",
                        "public void channelReadComplete(ChannelHandlerContext ctx) {\n        askFor(ctx.channel());",
                        "public void channelReadComplete(ChannelHandlerContext ctx) {"),
                Mutant.inTransport("bytes that nobody read are kept by a closed stream", "stream/StreamReads.java",
                        "while (!received.isEmpty()) {\n            received.remove().release();",
                        "while (!received.isEmpty()) {\n            received.remove();"),
                Mutant.inTransport("a stream's end is told before its last bytes", "stream/StreamReads.java",
                        "if (read.bytes == ANY && receivedBytes > 0) {",
                        "if (read.bytes == ANY && receivedBytes > 0 && !ended) {"),
                Mutant.inTransport("the end of a stream wakes nobody", "stream/StreamReads.java",
                        "ended = true;\n            serve();", "ended = true;"),
                Mutant.inTransport("a close leaves reads waiting", "stream/StreamReads.java",
                        "receivedBytes = 0;\n        serve();", "receivedBytes = 0;"),
                Mutant.inTransport("a call ends before its time", "stream/Timeouts.java", "timeout.toNanos(),",
                        "timeout.toNanos() / 2,"),
                Mutant.inTransport("a call that is done leaves its timer", "stream/Timeouts.java",
                        "promise.addListener(done -> timer.cancel(false));", ""),
                Mutant.inTransport("the output is shut down before it is written", "stream/TcpStream.java",
                        "channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written",
                        "channel.newSucceededFuture().addListener(written"),
                Mutant.inTransport("an attempt to connect goes on after its cancel", "stream/TcpStream.java",
                        "if (promise.isCancelled()) {\n                connecting.channel().close();",
                        "if (promise.isCancelled()) {"),
                Mutant.inTransport("an accept that was given up gets a connection", "stream/StreamAccepts.java",
                        "!waiting.isEmpty() && waiting.element().isDone()", "waiting.isEmpty() && waiting.size() > 0"),
                Mutant.inTransport("who was accepted and not asked for stays", "stream/StreamAccepts.java",
                        "ready.remove().close();", "ready.remove();"));
    }

    private static Stream<Mutant> ofFiles() {
        return Stream.of(
                Mutant.inTransport("a short read of a file is not resumed", "file/TransferOp.java",
                        "remaining > 0 && kind.all", "remaining > 0 && kind.all && !kind.reads"),
                Mutant.inTransport("the rest of a short write goes where its first part went", "file/TransferOp.java",
                        "long offset = position + done;", "long offset = position;"),
                Mutant.inTransport("what failed is said to have written nothing", "file/TransferOp.java",
                        "memory.release(done);", "memory.release(0);"),
                Mutant.inTransport("a file is closed under its operations", "file/FileHandle.java",
                        "state != State.CLOSING || !turns.isIdle()", "state != State.CLOSING"),
                Mutant.inTransport("a cancel says that it is over while the kernel has the memory",
                        "file/FilePromise.java", "op.requestCancel();",
                        "op.requestCancel();\n            cancelled();"),
                Mutant.inTransport("memory is given back at the cancel", "file/FileHandle.java",
                        "registration.cancel(op);", "registration.cancel(op);\n            op.release();"),
                Mutant.inTransport("appends overtake one another", "file/FileTurns.java",
                        "if (op.isAppend() && append != null) {", "if (op.isAppend() && append == op) {"),
                Mutant.inTransport("a thread that was taken is not given back", "file/FileTurns.java",
                        "share.giveBack();", ""),
                Mutant.inTransport("a thread is given back twice when its operation is cancelled",
                        "file/FileTurns.java", "share.giveBack();",
                        "share.giveBack();\n            if (op.isCancelRequested()) {\n"
                                + "                share.giveBack();\n            }"),
                Mutant.inTransport("files that hang take the threads that are spare", "loop/WorkerShares.java",
                        "held < GREED * (free - spare)", "held < GREED * free"),
                Mutant.inTransport("the buffer that came with an error is lost", "file/FileOp.java",
                        "discard(res, flags);", ""),
                Mutant.inTransport("direct I/O is not checked", "file/FileTransfers.java",
                        "alignment.check(memory.segments(), position);", ""),
                Mutant.inTransport("a file that was opened in spite of a cancel stays open", "file/OpenOp.java",
                        "handle.syscalls().close(fd);", ""));
    }
}
