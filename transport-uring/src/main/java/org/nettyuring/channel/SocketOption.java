// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.channel;

/**
 * One option of {@code getsockopt(2)} and {@code setsockopt(2)}.
 *
 * @param name what errors call it, as the man page does
 * @param level {@code SOL_SOCKET}, {@code IPPROTO_TCP}, ...
 * @param number which of that level
 * @param format how its value stands in memory
 * @param <T> what the value is in Java
 */
record SocketOption<T>(String name, int level, int number, OptionFormat<T> format) {
    @Override
    public String toString() {
        return name;
    }
}
