// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.nio.channels.ClosedChannelException;

/** A call on a file that is closed, or whose loop has ended. */
final class ClosedFileException extends ClosedChannelException {
    private static final long serialVersionUID = 1L;

    private final String message;

    ClosedFileException(String operation, String path) {
        message = operation + "(" + path + "): the file is closed, or its event loop has ended";
    }

    @Override
    public String getMessage() {
        return message;
    }
}
