// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.op;

import java.nio.ByteBuffer;
import org.nettyuring.abi.SocketLayouts.Cmsghdr;

/**
 * Control messages, {@code cmsg(3)}: what goes beside the bytes of a {@code sendmsg(2)} or came beside those of a
 * {@code recvmsg(2)}. Reading trusts no length.
 */
public final class ControlMessages {
    private static final int ALIGNMENT = Long.BYTES;

    private ControlMessages() {}

    /** Learns of one message. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * A message.
         *
         * @param level {@code SOL_*} or {@code IPPROTO_*}
         * @param type {@code SCM_*} or an option's name
         * @param offset where its data begins in the memory walked
         * @param lengthBytes how many bytes of data there are
         */
        void visit(int level, int type, int offset, int lengthBytes);
    }

    /**
     * {@return {@code CMSG_SPACE}: the room of one message}
     *
     * @param dataBytes bytes of data
     */
    public static int space(int dataBytes) {
        return Cmsghdr.SIZE + aligned(dataBytes);
    }

    private static int aligned(int bytes) {
        return bytes + ALIGNMENT - 1 & -ALIGNMENT;
    }

    /**
     * Writes a message's header; the data goes behind it.
     *
     * @param memory in native byte order
     * @param offset where the message begins
     * @param level {@code SOL_*} or {@code IPPROTO_*}
     * @param type {@code SCM_*} or an option's name
     * @param dataBytes bytes of data
     * @return where the data begins
     */
    public static int putHeader(ByteBuffer memory, int offset, int level, int type, int dataBytes) {
        memory.putLong(offset + Cmsghdr.CMSG_LEN_OFFSET, Cmsghdr.SIZE + dataBytes);
        memory.putInt(offset + Cmsghdr.CMSG_LEVEL_OFFSET, level);
        memory.putInt(offset + Cmsghdr.CMSG_TYPE_OFFSET, type);
        return offset + Cmsghdr.SIZE;
    }

    /**
     * Visits every message; a message whose length leaves the memory is the last, cut to what is there.
     *
     * @param memory in native byte order
     * @param offset where the first begins
     * @param lengthBytes {@code msg_controllen}, as the kernel left it
     * @param visitor is told
     */
    public static void forEach(ByteBuffer memory, int offset, long lengthBytes, Visitor visitor) {
        int end = offset + (int) Math.max(0, Math.min(lengthBytes, memory.capacity() - offset));
        int at = offset;
        while (end - at >= Cmsghdr.SIZE) {
            long length = memory.getLong(at + Cmsghdr.CMSG_LEN_OFFSET);
            if (length < Cmsghdr.SIZE) {
                return;
            }
            int whole = (int) Math.min(length, end - at);
            visitor.visit(
                    memory.getInt(at + Cmsghdr.CMSG_LEVEL_OFFSET),
                    memory.getInt(at + Cmsghdr.CMSG_TYPE_OFFSET),
                    at + Cmsghdr.SIZE,
                    whole - Cmsghdr.SIZE);
            at += Math.min(aligned(whole), end - at);
        }
    }
}
