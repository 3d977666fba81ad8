// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.testsuite.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.nettyuring.abi.SocketConstants;

/** {@code struct sockaddr} bytes and what the fake network makes of them: a port, or a path. */
final class SocketName {
    private static final int SOCKADDR_IN_SIZE = 16;
    private static final int SOCKADDR_IN6_SIZE = 28;
    /** {@code offsetof(struct sockaddr_un, sun_path)}. */
    static final int UNIX_PATH_OFFSET = 2;

    private SocketName() {}

    static int family(byte[] name) {
        return name.length < 2 ? SocketConstants.AF_UNSPEC : buffer(name).getShort(0);
    }

    static int port(byte[] name) {
        return (name[2] & 0xFF) << 8 | name[3] & 0xFF;
    }

    /** Who listens is found by port or by path; the host does not matter, there is only one. */
    static String key(byte[] name) {
        return family(name) == SocketConstants.AF_UNIX
                ? "unix " + path(name)
                : "port " + port(name);
    }

    /** Of an abstract name every byte counts, of a path those before the terminating one. */
    private static String path(byte[] name) {
        String path = new String(name, 2, name.length - 2, StandardCharsets.UTF_8);
        return isAbstract(name) ? path : path.trim();
    }

    static boolean isAbstract(byte[] name) {
        return family(name) == SocketConstants.AF_UNIX && name.length > 2 && name[2] == 0;
    }

    static byte[] withPort(byte[] name, int port) {
        byte[] result = Arrays.copyOf(name, name.length);
        result[2] = (byte) (port >> 8);
        result[3] = (byte) port;
        return result;
    }

    /** A loopback address, or for {@code AF_UNIX} an unnamed one. */
    static byte[] loopback(int family, int port) {
        byte[] name;
        if (family == SocketConstants.AF_INET) {
            name = new byte[SOCKADDR_IN_SIZE];
            System.arraycopy(new byte[] {127, 0, 0, 1}, 0, name, 4, 4);
        } else if (family == SocketConstants.AF_INET6) {
            name = new byte[SOCKADDR_IN6_SIZE];
            System.arraycopy(new byte[] {(byte) 0xFF, (byte) 0xFF, 127, 0, 0, 1}, 0, name, 18, 6);
        } else {
            name = new byte[2];
        }
        buffer(name).putShort(0, (short) family);
        return family == SocketConstants.AF_UNIX ? name : withPort(name, port);
    }

    private static ByteBuffer buffer(byte[] name) {
        return ByteBuffer.wrap(name).order(ByteOrder.nativeOrder());
    }
}
