// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.real;

import static org.nettyuring.abi.SocketConstants.IPPROTO_IP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_IPV6;
import static org.nettyuring.abi.SocketConstants.IPPROTO_TCP;
import static org.nettyuring.abi.SocketConstants.IPPROTO_UDP;
import static org.nettyuring.abi.SocketConstants.SOL_SOCKET;
import static org.nettyuring.abi.SocketConstants.SO_INCOMING_CPU;
import static org.nettyuring.abi.SocketConstants.TCP_INFO;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nettyuring.memory.NativeRegion;
import org.nettyuring.sys.ErrnoException;
import org.nettyuring.sys.NativeSyscalls;
import org.nettyuring.sys.Syscalls;

/** What {@code getsockopt(2)} tells of a socket: the value of every option there is, by {@code level/number}. */
final class KernelOptions {
    private static final int VALUE_BYTES = 64;
    private static final int LAST_NUMBER = 127;
    private static final int[] LEVELS = {SOL_SOCKET, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, IPPROTO_UDP};
    private static final int SO_MEMINFO = 55;
    private static final int SO_COOKIE = 57;
    private static final int SO_PEERPIDFD = 77;
    private static final int TCP_TIMESTAMP = 24;
    private static final int TCP_ZEROCOPY_RECEIVE = 35;
    /** Different for each socket, or for each moment; the peer's pidfd would be a new descriptor. */
    private static final Set<String> NOT_COMPARED = Set.of(key(SOL_SOCKET, SO_COOKIE), key(SOL_SOCKET, SO_MEMINFO),
            key(SOL_SOCKET, SO_INCOMING_CPU), key(SOL_SOCKET, SO_PEERPIDFD), key(IPPROTO_TCP, TCP_INFO),
            key(IPPROTO_TCP, TCP_TIMESTAMP), key(IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE));

    private KernelOptions() {}

    static String key(int level, int number) {
        return level + "/" + number;
    }

    /**
     * Asks for all of them.
     *
     * @param fd a socket
     * @return the bytes of each value; options that this socket does not have are left out
     */
    static SortedMap<String, List<Byte>> of(int fd) throws ErrnoException {
        SortedMap<String, List<Byte>> values = new TreeMap<>();
        Syscalls syscalls = NativeSyscalls.get();
        try (NativeRegion region = syscalls.allocate(VALUE_BYTES + Integer.BYTES, "option value")) {
            for (int level : LEVELS) {
                for (int number = 0; number <= LAST_NUMBER; number++) {
                    region.buffer().putInt(VALUE_BYTES, VALUE_BYTES);
                    int result = NOT_COMPARED.contains(key(level, number)) ? -1 : syscalls.getsockopt(
                            fd, level, number, region.address(), region.address() + VALUE_BYTES);
                    if (result == 0) {
                        values.put(key(level, number), bytes(region));
                    }
                }
            }
        }
        return values;
    }

    private static List<Byte> bytes(NativeRegion region) {
        Byte[] bytes = new Byte[region.buffer().getInt(VALUE_BYTES)];
        Arrays.setAll(bytes, region.buffer()::get);
        return List.of(bytes);
    }
}
