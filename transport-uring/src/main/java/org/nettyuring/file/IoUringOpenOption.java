// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The nettyuring authors
package org.nettyuring.file;

import java.nio.file.OpenOption;
import org.nettyuring.abi.LinuxConstants;

/**
 * What openat2(2) can beside {@link java.nio.file.StandardOpenOption} and {@link java.nio.file.LinkOption}. A path that
 * a rule of resolution forbids fails with {@code ELOOP} or {@code EXDEV}.
 */
public enum IoUringOpenOption implements OpenOption {
    /**
     * {@code O_DIRECT}: past the page cache. Memory, positions and lengths must be aligned as
     * {@link FileStatus#directOffsetAlign()} says; a {@link RegisteredBuffer} is aligned.
     */
    DIRECT(0),
    /** {@code O_DIRECTORY}: fails unless it is a directory. To open others below it, and for fsync. */
    DIRECTORY(0),
    /** {@code RESOLVE_BENEATH}: a relative path that does not leave the directory it starts from. */
    BENEATH(LinuxConstants.RESOLVE_BENEATH),
    /** {@code RESOLVE_IN_ROOT}: the directory it starts from is the root, for {@code ..} and absolute links too. */
    IN_ROOT(LinuxConstants.RESOLVE_IN_ROOT),
    /** {@code RESOLVE_NO_SYMLINKS}: no symbolic links on the way. */
    NO_SYMLINKS(LinuxConstants.RESOLVE_NO_SYMLINKS),
    /** {@code RESOLVE_NO_MAGICLINKS}: no links of {@code /proc} that lead elsewhere. */
    NO_MAGICLINKS(LinuxConstants.RESOLVE_NO_MAGICLINKS),
    /** {@code RESOLVE_NO_XDEV}: within one mount. */
    NO_XDEV(LinuxConstants.RESOLVE_NO_XDEV);

    private final int resolve;

    IoUringOpenOption(int resolve) {
        this.resolve = resolve;
    }

    int resolve() {
        return resolve;
    }
}
