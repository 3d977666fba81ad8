// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.sys;

import java.io.IOException;
import org.nettyuring.abi.Errno;

/**
 * A system call or ring operation failed: names the operation, its object, the errno and, where one is known, the
 * remedy: {@code connect(10.0.0.7:443): ECONNREFUSED (111)}.
 */
public class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * Describes one failure.
     *
     * @param operation the call's man-page name, e.g. {@code "connect"}
     * @param object what it was applied to, e.g. an address or {@code "fd 12"}; may be empty
     * @param errno the positive error number
     * @param remedy what the reader can do about it, or empty
     */
    public ErrnoException(String operation, String object, int errno, String remedy) {
        super(message(operation, object, errno, remedy));
        this.errno = errno;
    }

    /**
     * Describes one failure without a remedy.
     *
     * @param operation the call's man-page name
     * @param object what it was applied to; may be empty
     * @param errno the positive error number
     */
    public ErrnoException(String operation, String object, int errno) {
        this(operation, object, errno, "");
    }

    /** {@return the positive error number} */
    public int errno() {
        return errno;
    }

    /**
     * The one form in which errors are reported.
     *
     * @param operation the call's man-page name
     * @param object what it was applied to; may be empty
     * @param errno the positive error number
     * @param remedy what the reader can do, or empty
     * @return {@code operation(object): NAME (n)[: remedy]}
     */
    public static String message(String operation, String object, int errno, String remedy) {
        String text = operation + "(" + object + "): " + Errno.name(errno) + " (" + errno + ")";
        return remedy.isEmpty() ? text : text + ": " + remedy;
    }
}
