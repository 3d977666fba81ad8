// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

import static org.nettyuring.abi.SocketConstants.AF_INET;
import static org.nettyuring.abi.SocketConstants.AF_INET6;
import static org.nettyuring.abi.SocketConstants.AF_UNIX;
import static org.nettyuring.abi.SocketConstants.SOCK_CLOEXEC;
import static org.nettyuring.abi.SocketConstants.SOCK_STREAM;

import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.NetUtil;
import org.nettyuring.sys.Syscalls;

/** Which {@code AF_*} a new internet socket gets, and what they are called. Any thread. */
final class SocketDomain {
    private static volatile Boolean ipv6Available;

    private SocketDomain() {}

    /**
     * {@return the domain of a new socket}
     *
     * @param syscalls the kernel
     * @param family null for {@code AF_INET6}, which takes both, where the machine has it, unless
     *     {@code java.net.preferIPv4Stack} is set
     * @throws IllegalArgumentException for a family that is not the internet's
     */
    static int of(Syscalls syscalls, SocketProtocolFamily family) {
        if (family == SocketProtocolFamily.INET) {
            return AF_INET;
        }
        if (family == SocketProtocolFamily.INET6) {
            return AF_INET6;
        }
        if (family != null) {
            throw new IllegalArgumentException("family: " + family + " (expected: INET or INET6)");
        }
        return !NetUtil.isIpV4StackPreferred() && hasIpv6(syscalls) ? AF_INET6 : AF_INET;
    }

    private static boolean hasIpv6(Syscalls syscalls) {
        Boolean available = ipv6Available;
        if (available == null) {
            int fd = syscalls.socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
            available = fd >= 0;
            if (available) {
                syscalls.close(fd);
            }
            ipv6Available = available;
        }
        return available;
    }

    /** {@return the name of a domain, for messages} */
    static String nameOf(int domain) {
        return switch (domain) {
            case AF_UNIX -> "AF_UNIX";
            case AF_INET -> "AF_INET";
            case AF_INET6 -> "AF_INET6";
            default -> "domain " + domain;
        };
    }
}
